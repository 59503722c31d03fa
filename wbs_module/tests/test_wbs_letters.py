"""Letters: numbered when signed, written with the office's own templates."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .. import letters
from ..models.wbs_letter_template_sentences import ADVICE, WHAT_IS_WRONG
from .wbs_office import OfficeOfReports

ANSWER = "Laporan Bapak/Ibu sudah ditindaklanjuti."


def text_of(docx: bytes) -> str:
    """The XML of the main part, where each word of the letter stands."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read("word/document.xml").decode()


def with_line(docx: bytes, line: str) -> bytes:
    """The template with ``line`` on top, as an office would add it in Word."""
    result = io.BytesIO()
    paragraph = f"<w:body><w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
    with (
        zipfile.ZipFile(io.BytesIO(docx)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert b"<w:body>" in content
                content = content.replace(b"<w:body>", paragraph.encode())
            target.writestr(name, content)
    return result.getvalue()


class OfficeOfLetters(OfficeOfReports):
    def letter(self, case, kind="reporter_answer"):
        """A letter that the procedure asked for and the queue has written."""
        self.env["wbs.note"]._write_notes(case, None, {"answer": ANSWER})
        letter = self.env["wbs.letter"]._queue(case, kind)
        letter._write_document()
        return letter

    def template(self, kind="reporter_answer", language="id", office=None):
        company = office or self.office
        return self.env["wbs.letter.template"]._for(company, kind, language)

    def document(self, letter, person="inspector"):
        _name, _size, blocks = letter.with_user(self.people[person])._download()
        return text_of(b"".join(blocks))

    def signed_by(self, group):
        self.template().signer_group_id = self.env.ref(f"wbs_module.group_{group}")


@tagged("post_install", "-at_install")
class TestSigning(OfficeOfLetters):
    def test_the_step_that_asks_for_a_letter_signs_it(self):
        case, _code = self.report()
        letter = self.letter(case)
        self.assertEqual(letter.state, "ready")
        self.assertIn(letter.number, self.document(letter))

    def test_a_draft_has_no_number_until_its_role_signs_it(self):
        self.signed_by("inspector")
        case, _code = self.report()
        letter = self.letter(case)
        self.assertEqual((letter.state, letter.number), ("to_sign", False))
        self.assertIn("KONSEP", self.document(letter))
        letter.with_user(self.people["inspector"]).action_sign()
        letter._write_document()
        self.assertEqual(letter.state, "ready")
        self.assertEqual(letter.signed_by_id, self.people["inspector"])
        document = self.document(letter)
        self.assertIn(letter.number, document)
        self.assertNotIn("KONSEP", document)

    def test_drafts_use_up_no_number(self):
        case, _code = self.report()
        first = self.letter(case)
        self.signed_by("inspector")
        for _draft in range(3):
            self.letter(case)
        self.template().signer_group_id = False
        second = self.letter(case)
        running = [int(item.number.split("/")[1]) for item in (first, second)]
        self.assertEqual(running[1], running[0] + 1)

    def test_another_role_is_told_who_signs(self):
        self.signed_by("inspector")
        case, _code = self.report()
        letter = self.letter(case)
        with self.assertRaises(UserError) as told, self.env.cr.savepoint():
            letter.with_user(self.people["secretariat"]).action_sign()
        self.assertIn("Inspector", str(told.exception))
        self.assertFalse(letter.number)

    def test_a_letter_is_signed_once(self):
        self.signed_by("inspector")
        case, _code = self.report()
        letter = self.letter(case)
        letter.with_user(self.people["inspector"]).action_sign()
        number = letter.number
        with self.assertRaises(UserError), self.env.cr.savepoint():
            letter.with_user(self.people["inspector2"]).action_sign()
        self.assertEqual(letter.number, number)

    def test_who_does_not_see_the_case_does_not_sign(self):
        self.signed_by("inspector")
        case, _code = self.report()
        letter = self.letter(case)
        case._exclude(self.people["inspector"])
        self.fresh()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            letter.with_user(self.people["inspector"]).action_sign()

    def test_the_date_is_the_date_at_the_office(self):
        self.addCleanup(self.time.set, self.time.moment)
        self.time.set(datetime(2026, 3, 3, 18, 30))  # Wednesday, 01:30 in Jakarta
        case, _code = self.report()
        self.assertEqual(str(self.letter(case).written_on), "2026-03-04")

    def test_a_reporter_who_reads_english_gets_an_english_letter(self):
        case, _code = self.report(language="en")
        self.assertIn(
            "To the reporter of case number", self.document(self.letter(case))
        )
        other, _code = self.report(language="id")
        self.assertIn("Yth. Pelapor kasus", self.document(self.letter(other)))

    def test_an_assessment_is_signed_by_who_assessed_and_accuses_nobody(self):
        self.office.wbs_signatory_name = "Ira Penandatangan"
        case, _code = self.report(category="corruption")
        self.bring_to_approval(case)
        document = self.document(self.letter(case, "assessment_report"))
        self.assertIn(self.people["handler"].name, document)
        self.assertIn("Penelaah,", document)
        self.assertIn("Mengetahui,", document)
        self.assertIn("Ira Penandatangan", document)
        self.assertIn("Dugaan ", document)

    def test_an_hour_is_told_with_its_zone_once(self):
        self.office.resource_calendar_id.tz = "Asia/Makassar"
        case, _code = self.report()
        for written in ("09.00", "pukul 09.00", "09.00 WITA"):
            self.env["wbs.note"]._write_notes(case, None, {"meeting_time": written})
            document = self.document(self.letter(case, "clarification_invitation"))
            self.assertIn("pukul 09.00 WITA<", document)

    def test_the_closing_says_its_outcome_once(self):
        case, _code = self.report()
        document = self.document(self.letter(case, "closure_notice"))
        self.assertNotIn("penanganan selesai", document)
        self.assertIn("sebagaimana diuraikan di bawah ini", document)

    def test_a_letter_says_what_was_written_when_it_was_asked_for(self):
        case, _code = self.report()
        self.env["wbs.note"]._write_notes(case, None, {"answer": ANSWER})
        letter = self.env["wbs.letter"]._queue(case, "reporter_answer")
        self.addCleanup(self.time.set, self.time.moment)
        self.time.set(self.time.moment + timedelta(hours=1))
        self.env["wbs.note"]._write_notes(case, None, {"answer": "Jawaban kedua"})
        letter._write_document()
        document = self.document(letter)
        self.assertIn(ANSWER, document)
        self.assertNotIn("Jawaban kedua", document)

    def test_words_of_a_letter_follow_its_language_and_no_persons(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.env["ir.module.module"].search(
            [("name", "=", "wbs_module")]
        )._update_translations(["id_ID"])
        for language, channel in (("id", "Situs web"), ("en", "Website")):
            case, _code = self.report(language=language)
            for reader in ("id_ID", "en_US"):
                letter = self.letter(case.with_context(lang=reader), "receipt")
                self.assertIn(channel, self.document(letter))

    def test_a_draft_for_a_reader_of_english_says_so_in_english(self):
        template = self.template(language="en")
        template.signer_group_id = self.env.ref("wbs_module.group_inspector")
        case, _code = self.report(language="en")
        document = self.document(self.letter(case))
        self.assertIn("DRAFT", document)
        self.assertNotIn("KONSEP", document)

    def test_each_look_at_a_letter_is_logged(self):
        case, _code = self.report()
        letter = self.letter(case)
        before = self.env["wbs.audit.entry"].search([("chain", "=", case.uid)])
        self.document(letter)
        after = self.env["wbs.audit.entry"].search([("chain", "=", case.uid)])
        self.assertEqual((after - before).mapped("action"), ["letter.download"])


@tagged("post_install", "-at_install")
class TestTemplates(OfficeOfLetters):
    def upload(self, docx, template=None):
        template = template or self.template()
        owner = self.people["process_owner"]
        template.with_user(owner).document = base64.b64encode(docx)

    def test_each_office_has_each_letter_in_each_language(self):
        shipped = {
            (kind, language)
            for kind, letter in letters.LETTERS.items()
            for language in letter.languages
        }
        for office in self.office | self.other:
            found = self.env["wbs.letter.template"].search(
                [("company_id", "=", office.id)]
            )
            self.assertEqual(
                {(template.kind, template.language) for template in found}, shipped
            )

    def test_the_offices_own_template_is_used_and_only_by_it(self):
        shipped = letters.shipped_template("reporter_answer")
        own = with_line(shipped, "MILIK KAMI")
        self.upload(own)
        case, _code = self.report()
        self.assertIn("MILIK KAMI", self.document(self.letter(case)))
        self.assertFalse(self.template(office=self.other).replaced)
        self.template().with_user(self.people["process_owner"]).action_back_to_shipped()
        self.assertNotIn("MILIK KAMI", self.document(self.letter(case)))

    def test_a_template_with_an_unknown_name_is_refused_and_the_old_one_stays(self):
        shipped = letters.shipped_template("reporter_answer")
        wrong = with_line(shipped, "{{ reporter.name }}")
        with self.assertRaises(ValidationError) as told, self.env.cr.savepoint():
            self.upload(wrong)
        self.assertIn("reporter.name", str(told.exception))
        self.assertFalse(self.template().document)

    def test_a_file_that_is_no_word_document_is_refused(self):
        for wrong in (b"", b"MZ program", b"%PDF-1.7"):
            template = self.template()
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.upload(wrong or b" ", template)

    def test_problems_are_shown_while_the_file_is_only_chosen(self):
        template = self.template().with_user(self.people["process_owner"])
        answer = template.onchange(
            {"document": base64.b64encode(b"PK no document").decode()},
            ["document"],
            {"document": {}, "problems": {}},
        )
        self.assertIn("<li>", answer["value"]["problems"])

    def test_every_problem_of_the_letters_room_has_its_sentence(self):
        sentences = letters.SENTENCES
        english = self.env["wbs.letter.template"].with_context(lang="en_US").env
        for table, place in ((WHAT_IS_WRONG, 0), (ADVICE, 1)):
            self.assertEqual(
                {kind: english._(text) for kind, text in table.items()},
                {kind: pair[place] for kind, pair in sentences.items()},
            )

    def test_all_examples_can_be_written(self):
        for template in self.env["wbs.letter.template"].search(
            [("company_id", "=", self.office.id)]
        ):
            self.assertTrue(text_of(template._example()))

    def test_templates_are_for_those_who_write_letters(self):
        may = {"process_owner", "secretariat"}
        for role, person in self.people.items():
            template = self.template().with_user(person)
            for operation in ("read", "write"):
                allowed = template.has_access(operation)
                self.assertEqual(allowed, role in may, (role, operation))
            for operation in ("create", "unlink"):
                self.assertFalse(template.has_access(operation), (role, operation))
        self.assertFalse(self.template().with_user(self.employee).has_access("read"))
        stranger = self.strangers["secretariat"]
        self.assertFalse(self.template().with_user(stranger).has_access("read"))


@tagged("post_install", "-at_install", "once")
class TestLetterRoutes(HttpCase, OfficeOfLetters):
    def login(self, person):
        person.password = person.login
        self.authenticate(person.login, person.login)

    def test_a_letter_shows_as_a_page_to_those_of_the_case_only(self):
        case, _code = self.report()
        letter = self.letter(case)
        address = f"/wbs/letter/{letter.id}/preview"
        self.login(self.people["inspector"])
        shown = self.url_open(address)
        self.assertEqual(shown.headers["Content-Type"], "application/pdf")
        self.assertTrue(shown.content.startswith(b"%PDF"))
        self.assertEqual(shown.headers["Cache-Control"], "no-store")
        self.login(self.employee)
        forbidden = self.url_open(address)
        missing = self.url_open("/wbs/letter/99999999/preview")
        self.assertEqual(forbidden.status_code, 404)
        self.assertEqual(forbidden.text, missing.text)

    def test_templates_come_as_downloads(self):
        self.login(self.people["process_owner"])
        template = self.template()
        for which in ("current", "shipped", "example"):
            given = self.url_open(f"/wbs/letter-template/{template.id}/{which}")
            self.assertIn("attachment", given.headers["Content-Disposition"])
            self.assertTrue(text_of(given.content))
        self.login(self.employee)
        refused = self.url_open(f"/wbs/letter-template/{template.id}/current")
        self.assertEqual(refused.status_code, 404)
