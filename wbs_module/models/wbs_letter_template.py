"""Letter templates of an office: the shipped ones, until the office replaces them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import letters
from .wbs_letter import letter_kinds, renderer
from .wbs_letter_template_sentences import ADVICE, PLACES, WHAT_IS_WRONG


class WbsLetterTemplate(models.Model):
    _name = "wbs.letter.template"
    _description = "Letter Template"
    _order = "kind, language"
    _rec_name = "kind"

    company_id = fields.Many2one("res.company", "Office", required=True, readonly=True)
    kind = fields.Selection(
        lambda self: letter_kinds(self.env), "Letter", required=True, readonly=True
    )
    language = fields.Selection(
        [("id", "Indonesian"), ("en", "English")], required=True, readonly=True
    )
    document = fields.Binary("The office's own template", attachment=False)
    file_name = fields.Char()
    replaced = fields.Boolean(
        "Replaced by the office", compute="_compute_replaced", store=True
    )
    signer_group_id = fields.Many2one(
        "res.groups",
        "Signed here by",
        domain=[("bpmn_key", "!=", False)],
        help="Empty: the step of the procedure that asks for the letter signs it. With "
        "a role, the letter waits as a draft without a number until somebody of this "
        "role signs it.",
    )
    problems = fields.Html(compute="_compute_problems")

    _one_each = models.UniqueIndex("(company_id, kind, language)")

    @api.depends("document")
    def _compute_replaced(self):
        for template in self:
            template.replaced = bool(template.document)

    @api.depends("document")
    def _compute_problems(self):
        """Shown while the file is only chosen, so that nothing is saved in vain."""
        for template in self:
            # What is stored was checked when it came in.
            chosen = (
                template.document and template.document != template._origin.document
            )
            found = template._found_problems() if chosen else []
            template.problems = template._as_list(found) if found else False

    @api.constrains("document")
    def _check_document(self):
        for template in self:
            found = template._found_problems() if template.document else []
            if found:
                lines = [f"• {template._sentence(problem)}" for problem in found]
                raise ValidationError(
                    self.env._(
                        "This template cannot be used, and the one before stays in "
                        "force. Mend it in Word and upload it again:\n%s",
                        "\n".join(lines),
                    )
                )

    @api.depends("kind", "language")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(letter_kinds(self.env))
        for template in self:
            template.display_name = names.get(template.kind)

    # --- what is wrong with a file ----

    def _found_problems(self) -> Sequence[letters.TemplateProblem]:
        self.ensure_one()
        try:
            docx = base64.b64decode(self.document)
        except (binascii.Error, ValueError):
            return [letters.TemplateProblem("not_docx")]
        try:
            return renderer().check(docx, letters.LETTERS[self.kind].fields)
        except letters.LetterError:
            # It took too long or too much memory: no letter may hang on it.
            return [letters.TemplateProblem("broken_result", details={"values": "…"})]

    def _sentence(self, problem: letters.TemplateProblem) -> str:
        """Where, what, and what to do, in the language of the person."""
        place = self.env._(PLACES.get(problem.place, PLACES["file"]))
        where = f"{place}, “{problem.snippet}”" if problem.snippet else place
        wrong = self.env._(WHAT_IS_WRONG[problem.kind])
        advice = self.env._(ADVICE[problem.kind])
        return f"{where}: {wrong % problem.details} {advice % problem.details}"

    def _as_list(self, problems: Sequence[letters.TemplateProblem]) -> Markup:
        items = Markup("").join(
            Markup("<li>%s</li>") % self._sentence(problem) for problem in problems
        )
        return Markup("<ul>%s</ul>") % items

    # --- what the system fills ----

    @api.model
    def _for(self, company: models.Model, kind: str, language: str) -> models.Model:
        """The record of this letter at this office; empty before set-up."""
        # sudo: whoever's step asks for a letter holds no right on templates
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("kind", "=", kind),
                ("language", "=", language),
            ]
        )

    def _bytes(self, kind: str, language: str) -> bytes:
        """The template in use: the office's own, or the shipped one."""
        document = self.with_context(bin_size=False).document
        if document:
            return base64.b64decode(document)
        return letters.shipped_template(kind, language)

    def _example(self) -> bytes:
        """The letter filled with fictional values."""
        self.ensure_one()
        letter = letters.LETTERS[self.kind]
        title = letter.judul if self.language == "id" else letter.title
        return renderer().render(
            self._bytes(self.kind, self.language),
            letters.example_values(self.kind),
            letters.LetterMetadata(title, self.company_id.name, date.today()),
            logo=self.company_id._wbs_letter_logo(),
        )

    @api.model
    def _add_missing(self, company: models.Model) -> None:
        """A record for each letter and language that the office lacks."""
        # sudo: set-up of an office, run by whoever installs the module
        templates = self.sudo()
        known = {
            (template.kind, template.language)
            for template in templates.search([("company_id", "=", company.id)])
        }
        templates.create(
            [
                {"company_id": company.id, "kind": kind, "language": language}
                for kind, letter in letters.LETTERS.items()
                for language in letter.languages
                if (kind, language) not in known
            ]
        )

    # --- buttons ----

    def action_back_to_shipped(self) -> None:
        """Use the shipped template again."""
        self.write({"document": False, "file_name": False})

    def action_download(self) -> dict:
        return self._download_of("current")

    def action_download_shipped(self) -> dict:
        return self._download_of("shipped")

    def action_download_example(self) -> dict:
        return self._download_of("example")

    def _download_of(self, which: str) -> dict:
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/wbs/letter-template/{self.id}/{which}",
            "target": "download",
        }

    def _download(self, which: str) -> tuple[str, bytes]:
        """(file name, document) for the person who asks.

        :param which: ``current``, ``shipped`` or ``example``
        :raise AccessError: not meant for this user
        """
        self.ensure_one()
        self.check_access("read")
        name = f"{self.kind}.{self.language}"
        if which == "shipped":
            document = letters.shipped_template(self.kind, self.language)
            return f"{name}.docx", document
        if which == "current":
            return f"{name}.docx", self._bytes(self.kind, self.language)
        try:
            return f"{name}-contoh.docx", self._example()
        except letters.LetterError as error:
            raise UserError(
                self.env._("The example could not be written. %s", error)
            ) from None
