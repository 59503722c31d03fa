"""Evidence on the way out: a cleaned copy for everybody, the original for a reason."""

import io
import os
import time
import zipfile
from unittest.mock import patch

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import format_date

from ..models.wbs_evidence_scan import ScannerDown
from ..models.wbs_places import evidence_folder
from .wbs_office import CASE_STAFF_WITHOUT_PART, OfficeOfReports

AUTHOR = b"Kamera Kenari 2291"
REASON = "Ahli memeriksa keaslian foto kenari"


def picture():
    """A picture whose metadata name their author."""
    exif = Image.Exif()
    exif[0x013B] = AUTHOR.decode()  # Artist
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(content, "JPEG", exif=exif)
    return content.getvalue()


def archive(members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in members:
            target.writestr(name, text)
    return content.getvalue()


@tagged("post_install", "-at_install")
class TestEvidence(OfficeOfReports):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(patch.dict(os.environ, WBS_CLAMD="/nowhere/clamd.ctl"))

    def arrived(self, content, media_type, name="bukti"):
        case, _code = self.report(files=(self.file(name, content, media_type),))
        return case.evidence_ids

    def read(self, download):
        name, size, blocks = download
        content = b"".join(blocks)
        self.assertEqual(len(content), size)
        return name, content

    def asked(self, evidence, person, reason=REASON):
        requests = self.env["wbs.original.request"].with_user(self.people[person])
        return requests.create({"evidence_id": evidence.id, "reason": reason})

    def actions(self, case):
        entries = self.env["wbs.audit.entry"].search([("chain", "=", case.uid)])
        return entries.mapped("action")

    # --- the cleaned copy ----

    def test_a_cleaned_copy_is_made_after_the_commit_and_is_what_is_downloaded(self):
        evidence = self.arrived(picture(), "image/jpeg", "foto dari Siti.jpg")
        with self.assertRaises(UserError):
            evidence._download()
        row = self.env["bpmn.outbox"].search(
            [("channel", "=", "wbs_clean"), ("res_id", "=", evidence.id)]
        )
        row._send()
        self.assertEqual((row.state, evidence.copy_state), ("sent", "ready"))
        secretary = evidence.with_user(self.people["secretariat"])
        name, content = self.read(secretary._download())
        self.assertEqual(name, f"bukti-{evidence.uid[:8]}.jpg")
        self.assertNotIn(AUTHOR, content)
        self.assertEqual(Image.open(io.BytesIO(content)).size, (64, 48))
        self.assertIn("evidence.download", self.actions(evidence.case_id))

    def test_a_file_is_called_what_people_call_it(self):
        office = "application/vnd.openxmlformats-officedocument."
        words = {
            "image/jpeg": "Picture",
            "text/plain": "Text",
            "application/msword": "Word document",
            f"{office}wordprocessingml.document": "Word document",
            f"{office}spreadsheetml.sheet": "Spreadsheet",
            f"{office}presentationml.presentation": "Presentation",
            "application/zip": "Packed files",
            "application/octet-stream": "Other file",
            "application/x-ole-storage": "Other file",
        }
        evidence = self.env["wbs.evidence"]
        for media_type, word in words.items():
            self.assertEqual(evidence._kind_of(media_type), word)
        file = self.arrived(b"x" * 3000, "application/octet-stream")
        self.assertEqual((file.kind, file.size_in_words), ("Other file", "3 kB"))

    def test_the_copy_lies_encrypted_beside_the_original(self):
        evidence = self.arrived(b"isi kenari 2291", "text/plain")
        evidence._make_copy()
        for kind in ("original", "cleaned"):
            self.assertNotIn(b"kenari", evidence._path(kind).read_bytes())
        key = self.env["wbs.vault"]._open_key(evidence.case_id)
        self.assertEqual(b"".join(evidence._blocks(key, "cleaned")), b"isi kenari 2291")

    def test_what_cannot_be_cleaned_is_told_and_the_original_stays_behind(self):
        document = ("word/document.xml", b"<w/>")
        for content, media_type, reason in (
            (b"<html><script>1</script></html>", "text/html", "type"),
            (b"<svg xmlns='x'/>", "image/svg+xml", "type"),
            (b"%PDF-1.4 not whole", "application/pdf", "broken"),
            (archive([("a.txt", b"x")]), "application/zip", "type"),
            (archive([("inner.zip", archive([document]))]), "application/zip", "bomb"),
            (archive([("x", bytes(300 << 20))]), "application/zip", "bomb"),
        ):
            evidence = self.arrived(content, media_type)
            evidence._make_copy()
            with self.subTest(media_type=media_type, reason=reason):
                self.assertEqual(
                    (evidence.copy_state, evidence.copy_reason), ("none", reason)
                )
                with self.assertRaises(UserError) as told:
                    evidence._download()
                self.assertIn(evidence._why_no_copy(), str(told.exception))

    def test_evidence_from_before_there_were_copies_is_caught_up_with(self):
        evidence = self.arrived(b"lama", "text/plain")
        rows = self.env["bpmn.outbox"].search([("res_id", "=", evidence.id)])
        rows.unlink()
        self.env["wbs.evidence"]._cron_catch_up()
        self.env["wbs.evidence"]._cron_catch_up()
        rows = self.env["bpmn.outbox"].search([("res_id", "=", evidence.id)])
        self.assertEqual(sorted(rows.mapped("channel")), ["wbs_clean", "wbs_scan"])

    # --- the original ----

    def test_the_original_comes_back_identical_after_a_reason(self):
        content = picture()
        evidence = self.arrived(content, "image/jpeg", "foto dari Siti.jpg")
        asked = self.asked(evidence, "secretariat")
        secretary = evidence.with_user(self.people["secretariat"])
        name, downloaded = self.read(secretary._download_original(asked))
        self.assertEqual((name, downloaded), ("foto dari Siti.jpg", content))
        case = evidence.case_id
        self.assertIn("evidence.download.original", self.actions(case))
        self.assertEqual(self.env["wbs.note"]._latest(case, "original"), REASON)
        self.env.flush_all()
        self.env.cr.execute("SELECT t::text FROM wbs_original_request t")
        self.assertNotIn("kenari", str(self.env.cr.fetchall()))

    def test_no_original_without_a_reason_nor_with_anothers_nor_later(self):
        evidence = self.arrived(b"isi", "text/plain")
        other = self.arrived(b"isi lain", "text/plain")
        secretary = evidence.with_user(self.people["secretariat"])
        empty = self.asked(evidence, "secretariat", reason="  ")
        with self.assertRaises(UserError):
            empty.action_download()
        late = self.asked(evidence, "secretariat")
        self.addCleanup(self.time.set, self.time.moment)
        self.time.advance(minutes=11)
        for asked in (
            empty,
            late,
            self.asked(other, "secretariat"),
            self.asked(evidence, "inspector").with_user(self.people["secretariat"]),
        ):
            with self.assertRaises(AccessError):
                secretary._download_original(asked)

    def test_a_client_cannot_open_an_original_by_writing_fields(self):
        evidence = self.arrived(b"isi", "text/plain")
        now = self.env["bpmn.time"]._now()
        requests = self.env["wbs.original.request"]
        requests = requests.with_user(self.people["secretariat"])
        asked = requests.create({"evidence_id": evidence.id, "given_at": now})
        self.assertFalse(asked.given_at)
        with self.assertRaises(UserError):
            asked.write({"given_at": now})

    def test_a_request_tells_forbidden_and_missing_evidence_alike(self):
        evidence = self.arrived(b"isi", "text/plain")
        self.fresh()
        requests = self.env["wbs.original.request"]
        requests = requests.with_user(self.people[CASE_STAFF_WITHOUT_PART])
        told = []
        for record_id in (evidence.id, evidence.id + 10_000):
            with self.assertRaises(AccessError) as refused:
                requests.create({"evidence_id": record_id, "reason": "ingin tahu"})
            told.append(str(refused.exception))
        self.assertEqual(told[0], told[1])

    # --- the scan ----

    def test_what_came_in_unscanned_is_marked_and_scanned_later(self):
        evidence = self.arrived(b"isi", "text/plain")
        self.assertEqual(evidence.scan, "unscanned")
        with self.assertRaises(ScannerDown):
            evidence._scan_again()
        row = self.env["bpmn.outbox"].search(
            [("channel", "=", "wbs_scan"), ("res_id", "=", evidence.id)]
        )
        row._send()
        self.assertEqual((row.state, row.reason), ("pending", "ScannerDown"))

    def test_the_office_decides_about_files_that_cannot_be_scanned(self):
        evidence = self.env["wbs.evidence"]
        self.assertFalse(evidence._refused_after_scan("unscanned", self.office))
        self.office.wbs_without_scan = "refuse"
        self.assertTrue(evidence._refused_after_scan("unscanned", self.office))
        self.assertFalse(evidence._refused_after_scan("clean", self.office))
        self.office.wbs_without_scan = "take"
        self.assertTrue(evidence._refused_after_scan("infected", self.office))

    def found_infected(self, content=b"isi", media_type="text/plain"):
        """Evidence with a cleaned copy, in which a virus was found the day after."""
        evidence = self.arrived(content, media_type)
        evidence._make_copy()
        self.addCleanup(self.time.set, self.time.moment)
        self.time.advance(days=1)
        with patch.object(type(evidence), "_scan_of", return_value="infected"):
            evidence._scan_again()
        return evidence

    def test_nothing_of_a_file_with_a_virus_is_handed_out(self):
        evidence = self.found_infected()
        asked = self.asked(evidence, "secretariat")
        secretary = evidence.with_user(self.people["secretariat"])
        day = format_date(
            self.env,
            self.office._wbs_day(self.env["bpmn.time"]._now()),
            date_format="d MMMM y",
        )
        for handing_out in (
            secretary._download,
            secretary.action_download,
            secretary.action_request_original,
            lambda: secretary._download_original(asked),
        ):
            with self.assertRaises(UserError) as refused:
                handing_out()
            self.assertIn(
                f"A virus was found in this file on {day}", str(refused.exception)
            )
        actions = self.actions(evidence.case_id)
        self.assertIn("evidence.scanned.infected", actions)
        self.assertNotIn("evidence.download", actions)
        self.assertNotIn("evidence.download.original", actions)

    def test_who_may_not_see_a_file_is_not_told_of_its_virus(self):
        evidence = self.found_infected()
        stranger = evidence.with_user(self.people[CASE_STAFF_WITHOUT_PART])
        self.fresh()
        for handing_out in (stranger._download, stranger.action_download):
            with self.assertRaises(AccessError):
                handing_out()

    def test_the_page_of_a_case_says_that_a_virus_was_found_and_when(self):
        evidence = self.found_infected()
        case = evidence.case_id.with_user(self.people["secretariat"])
        (file,) = case.get_overview()["evidence"]
        self.assertTrue(file["infected"])
        now = fields.Datetime.to_string(self.env["bpmn.time"]._now())
        self.assertEqual(file["scanned_at"], now)

    # --- what breaks off ----

    def test_a_transaction_that_was_killed_leaves_nothing_after_the_sweep(self):
        kept = self.arrived(b"tetap", "text/plain")
        gone = self.arrived(b"hilang", "text/plain")
        path = gone._path()
        # What a kill before the commit leaves: the files and their markers, no row.
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM wbs_evidence WHERE id = %s", [gone.id])
        self.env.invalidate_all()
        markers = evidence_folder() / "unfinished"
        day_before = time.time() - 90_000
        for marker in markers.rglob("*"):
            os.utime(marker, (day_before, day_before))
        removed = self.env["wbs.vault"]._sweep_unfinished_evidence(86_400)
        self.assertGreaterEqual(removed, 1)
        self.assertFalse(path.exists())
        self.assertTrue(kept._path().exists())


@tagged("post_install", "-at_install", "once")
class TestEvidenceOverHttp(OfficeOfReports, HttpCase):
    def test_both_ways_out_are_downloads_of_a_harmless_type(self):
        names = ("名前📷.jpg", "../../etc/passwd", "a\r\nSet-Cookie: x=1", "x.html")
        for name in names:
            case, _code = self.report(files=(self.file(name, b"isi", "text/plain"),))
            evidence = case.evidence_ids
            evidence._make_copy()
            person = self.people["secretariat"]
            asked = self.env["wbs.original.request"].with_user(person)
            asked = asked.create({"evidence_id": evidence.id, "reason": REASON})
            self.env.flush_all()
            person.password = person.login
            self.authenticate(person.login, person.login)
            for tail in ("", f"/original/{asked.id}"):
                answer = self.url_open(f"/wbs/evidence/{evidence.id}{tail}")
                with self.subTest(name=name, tail=tail):
                    self.assertEqual(answer.content, b"isi")
                    headers = answer.headers
                    kind = headers["Content-Type"]
                    self.assertEqual(kind, "application/octet-stream")
                    self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                    self.assertNotIn("x=1", headers.get("Set-Cookie", ""))
                    disposition = headers["Content-Disposition"]
                    self.assertTrue(disposition.startswith("attachment; "))
                    self.assertNotIn("/", disposition.replace("UTF-8''", ""))
            forbidden = self.url_open(f"/wbs/evidence/{evidence.id}/original/999999")
            self.assertEqual(forbidden.status_code, 404)
