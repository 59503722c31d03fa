"""Ciphertexts that were moved, cut or changed open by no door of the product."""

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .. import vault
from .wbs_office import CANARY, OfficeOfReports

OTHER = "Isi laporan yang lain"


@tagged("post_install", "-at_install", "once")
class TestCiphertexts(OfficeOfReports, HttpCase):
    def setUp(self):
        super().setUp()
        parts = {"what": CANARY, "who": OTHER}
        self.case, _code = self.report(account=parts, files=(self.file(),))
        self.neighbour, _code = self.report(account=parts, files=(self.file(),))
        for case in self.case | self.neighbour:
            self.env["wbs.message"]._send(case, "in", "pesan")
        self.env.flush_all()
        self.reader = self.people["secretariat"]
        self.reader.password = self.reader.login
        self.authenticate(self.reader.login, self.reader.login)

    def row(self, record, field):
        return self.env["wbs.content"].search(
            [("record_uid", "=", record.uid), ("field", "=", field)]
        )

    def assert_refused(self, row, ciphertext):
        """By the person's door, with a sentence; then as it was, it opens again."""
        before = bytes(row.ciphertext)
        row.ciphertext = ciphertext
        with self.assertRaises(UserError) as told:
            self.case.with_user(self.reader).open_content()
        self.assertIn("cannot be opened", str(told.exception))
        self.assertNotIn(CANARY, str(told.exception))
        self.assertIsNone(told.exception.__cause__)
        row.ciphertext = before
        opened = self.case.with_user(self.reader).open_content()
        self.assertEqual(opened["account"][0]["text"], CANARY)

    def test_from_another_field(self):
        what, who = self.row(self.case, "what"), self.row(self.case, "who")
        self.assert_refused(what, who.ciphertext)

    def test_from_another_record_of_the_same_case(self):
        message = self.row(self.case.message_ids, "text")
        self.assert_refused(message, self.row(self.case, "what").ciphertext)
        second = self.env["wbs.message"]._send(self.case, "in", "kedua")
        self.assert_refused(message, self.row(second, "text").ciphertext)

    def test_from_the_same_field_of_another_case(self):
        theirs = self.row(self.neighbour, "what").ciphertext
        self.assert_refused(self.row(self.case, "what"), theirs)

    def test_from_another_database_with_the_same_record(self):
        """Its case has the same number and uid, and a key of its own."""
        folder, store = (
            self.env["wbs.vault"]._key_folder(),
            vault.KeyStore(self.env["wbs.vault"]._key_store().path, "elsewhere"),
        )
        key, _wrapped = vault.create_case_key(folder, store)
        self.addCleanup(store.destroy, key.key_id)
        context = self.case._context_of("what")
        theirs = vault.encrypt_field(key, context, CANARY.encode())
        self.assert_refused(self.row(self.case, "what"), theirs)

    def test_cut_anywhere_or_with_one_bit_flipped(self):
        row = self.row(self.case, "what")
        whole = bytes(row.ciphertext)
        for cut in (0, 1, 13, len(whole) // 2, len(whole) - 1):
            with self.subTest(cut=cut):
                self.assert_refused(row, whole[:cut] or b"\0")
        for byte in (0, 1, 5, len(whole) // 2, len(whole) - 1):
            flipped = bytearray(whole)
            flipped[byte] ^= 0x10
            with self.subTest(byte=byte):
                self.assert_refused(row, bytes(flipped))

    def test_the_key_of_another_case_opens_nothing(self):
        keys = self.env["wbs.case.key"]
        ours, theirs = (
            keys.search([("case_id", "=", case.id)])
            for case in (self.case, self.neighbour)
        )
        for values in (
            {"key_id": theirs.key_id, "wrapped_half": theirs.wrapped_half},
            {"key_id": ours.key_id, "wrapped_half": theirs.wrapped_half},
            {"key_id": ours.key_id, "wrapped_half": bytes(ours.wrapped_half)[:-1]},
        ):
            before = {"key_id": ours.key_id, "wrapped_half": ours.wrapped_half}
            ours.write(values)
            with self.assertRaises(UserError):
                self.case.with_user(self.reader).open_content()
            ours.write(before)
        self.assertTrue(self.case.with_user(self.reader).open_content()["account"])

    def original(self, evidence):
        """The bytes that were received, as cleaning and scanning get them."""
        key = self.env["wbs.vault"]._open_key(evidence.case_id)
        return b"".join(evidence._blocks(key))

    def test_files_of_evidence_likewise(self):
        ours, theirs = self.case.evidence_ids, self.neighbour.evidence_ids
        path = ours._path()
        whole = path.read_bytes()
        self.assertEqual(self.original(ours), b"isi bukti")
        flipped = bytearray(whole)
        flipped[-3] ^= 1
        for what, content in {
            "of another case": theirs._path().read_bytes(),
            "cut off": whole[:-1],
            "flipped": bytes(flipped),
            "empty": b"",
        }.items():
            path.write_bytes(content)
            with self.subTest(what=what):
                with self.assertRaises(vault.ContentRefused):
                    self.original(ours)
                answer = self.url_open(f"/wbs/evidence/{ours.id}")
                self.assertNotEqual(answer.status_code, 200)
                self.assertNotIn(b"isi bukti", answer.content)
                self.assertNotIn(b"Traceback", answer.content)
        path.write_bytes(whole)
        self.assertEqual(self.original(ours), b"isi bukti")
