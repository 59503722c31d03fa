"""Decision tables (DMN) that the drawings of an office may ask."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import engine


class BpmnDecision(models.Model):
    _name = "bpmn.decision"
    _description = "Decision Table"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    key = fields.Char(
        required=True, copy=False, help="The id of the decision in the file."
    )
    company_id = fields.Many2one(
        "res.company", "Office", required=True, default=lambda self: self.env.company
    )
    table = fields.Text("Table (DMN XML)", required=True, prefetch=False)

    _key_unique = models.UniqueIndex(
        "(company_id, key)", "This office already has a decision with this key."
    )

    @api.constrains("table", "key")
    def _check_table(self):
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for decision in self:
            try:
                root = etree.fromstring(decision.table.encode(), parser)
            except etree.XMLSyntaxError as error:
                raise ValidationError(
                    self.env._(
                        "This file is not XML (line %(line)s): open it in the program "
                        "that made it, and save it again as DMN.",
                        line=error.lineno,
                    )
                ) from None
            if decision.key not in (
                item.get("id") for item in root.iter("{*}decision")
            ):
                raise ValidationError(
                    self.env._(
                        "The file holds no decision with the id %(key)s: give the "
                        "decision this id in the file, or choose another file.",
                        key=decision.key,
                    )
                )

    def write(self, vals):
        usable = self.filtered(lambda it: not it._errors()) if "table" in vals else self
        written = super().write(vals)
        if "table" in vals:
            for decision in usable:
                decision._refuse_errors()
        return written

    def _errors(self) -> list[str]:
        return [
            " ".join(self._problem_words(problem))
            for problem in engine.problems_of_decisions(self.table.encode())
            if problem.severity == "error"
        ]

    def _refuse_errors(self) -> None:
        """Procedures in force ask the table as it is: what cannot be asked does not
        replace what can. One in the making is kept as far as it got: a drawing that
        asks it is refused until it is right."""
        errors = self._errors()
        if errors:
            intro = self.env._(
                "This table cannot be used, and the one before stays in force. Mend it "
                "and save it again:"
            )
            raise ValidationError("\n".join([intro, *errors]))

    @api.model
    def _of_keys(self, keys: Iterable[str], company: models.Model) -> models.Model:
        return self.search([("key", "in", list(keys)), ("company_id", "=", company.id)])
