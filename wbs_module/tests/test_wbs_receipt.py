"""Receipt codes: what is wrong looks and works alike, and guessing is slowed."""

import re
import threading
from datetime import timedelta
from unittest.mock import patch

from odoo.modules.registry import Registry
from odoo.tests import BaseCase, HttpCase, get_db_name, tagged

from .. import vault
from ..models import wbs_sql
from ..models.wbs_receipt_try import MOST_TRIES, PAUSE, TooManyTries
from ..vault import derivation, receipt_code
from .wbs_office import MONDAY, OfficeOfReports


def like(code, last_third):
    """A well-formed code that shares the first twelve characters of ``code``."""
    start = code.replace("-", "")[:12] + last_third
    return start + receipt_code.check_character(start)


def neighbours(code, count):
    """``count`` codes that agree with ``code`` in two of its thirds."""
    letters = receipt_code.ALPHABET
    return [like(code, f"9Z{letters[n // 32]}{letters[n % 32]}X") for n in range(count)]


@tagged("post_install", "-at_install", "once")
class TestCodes(OfficeOfReports, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case, cls.code = cls.report()
        cls.closed, cls.expired = cls.report()
        cls.closed._set_status("closed")
        cls.closed.closed_at = MONDAY - timedelta(days=400)
        cls.elsewhere, cls.foreign = cls.report(office=cls.other)
        cls.env.flush_all()

    def kinds(self):
        """What must look alike."""
        return {
            "wrong": like(self.code, "00ABC"),
            "expired": self.expired,
            "never issued": vault.new_receipt_code(),
            "of another office": self.foreign,
        }

    def find(self, code):
        return self.env["wbs.receipt"]._find_case(code, self.office)

    def work_of(self, code):
        """Statements and keyed hashes of one try, caches warm."""
        self.find(vault.new_receipt_code())
        self.env.invalidate_all()
        hashes = []
        keyed_hash = derivation.keyed_hash

        def counted(key, message):
            hashes.append(message[:20])
            return keyed_hash(key, message)

        with (
            patch.object(receipt_code, "keyed_hash", counted),
            self.assertLogs("odoo.sql_db", "DEBUG") as logged,
        ):
            self.assertFalse(self.find(code))
        statements = [
            re.sub(r"'[^']*'|\d+(\.\d+)?|ARRAY\[[^]]*\]|savepoint\S*", "?", line)
            for line in (record.getMessage() for record in logged.records)
            if "query:" in line
        ]
        self.assertTrue(statements)
        return statements, len(hashes)

    def test_wrong_expired_and_never_issued_codes_do_the_same_work(self):
        works = {kind: self.work_of(code) for kind, code in self.kinds().items()}
        expected = works.pop("never issued")
        for kind, work in works.items():
            with self.subTest(kind=kind):
                self.assertEqual(work, expected)

    def answer(self, code):
        answer = self.url_open(
            "/layanan/test-one/id/kode", data={"code": code}, allow_redirects=False
        )
        headers = {
            name: value for name, value in answer.headers.items() if name != "Date"
        }
        return answer.status_code, headers, answer.text.replace(code, "CODE")

    def test_wrong_expired_and_never_issued_codes_get_the_same_bytes(self):
        answers = {kind: self.answer(code) for kind, code in self.kinds().items()}
        expected = answers.pop("never issued")
        self.assertEqual(expected[0], 422)
        for kind, (status, headers, text) in answers.items():
            with self.subTest(kind=kind):
                self.assertEqual((status, text), (expected[0], expected[2]))
                # The page repeats what was typed, with or without dashes.
                lengths = ("Content-Length",)
                for name in headers:
                    if name not in lengths:
                        self.assertEqual(headers[name], expected[1][name])

    def test_a_typing_error_is_said_and_counts_nothing(self):
        code = self.code[:-1] + ("0" if self.code[-1] != "0" else "1")
        status, _headers, text = self.answer(code)
        self.assertEqual(status, 422)
        self.assertNotEqual(text, self.answer(self.kinds()["wrong"])[2])
        before = self.env["wbs.receipt.try"].search_count([])
        self.answer(code)
        self.assertEqual(self.env["wbs.receipt.try"].search_count([]), before)

    def test_who_guesses_near_a_code_has_to_wait_and_nobody_else(self):
        for guess in neighbours(self.code, MOST_TRIES):
            self.assertFalse(self.find(guess))
        with self.assertRaises(TooManyTries):
            self.find(neighbours(self.code, MOST_TRIES + 1)[-1])
        status, _headers, _text = self.answer(neighbours(self.code, 40)[-1])
        self.assertEqual(status, 429)
        # From the same address, at the same moment, another reporter's own code.
        _another, code = self.report()
        self.assertEqual(self.answer(code)[0], 303)

    def test_the_guessed_code_itself_opens_again_after_a_pause(self):
        for guess in neighbours(self.code, MOST_TRIES):
            self.find(guess)
        with self.assertRaises(TooManyTries):
            self.find(self.code)
        self.addCleanup(self.time.set, self.time.moment)
        self.time.advance(seconds=PAUSE + 1)
        self.assertEqual(self.find(self.code), self.case)

    def test_a_guesser_gets_one_try_a_pause_and_no_more(self):
        guesses = iter(neighbours(self.code, 200))
        self.addCleanup(self.time.set, self.time.moment)
        done = 0
        for _minute in range(120):
            self.time.advance(seconds=60)
            try:
                self.find(next(guesses))
                done += 1
            except TooManyTries:
                continue
        self.assertLessEqual(done, MOST_TRIES + 120 * 60 / PAUSE + 1)

    def test_a_reporter_who_comes_often_is_never_slowed(self):
        for _visit in range(5 * MOST_TRIES):
            self.assertEqual(self.find(self.code), self.case)

    def test_many_reporters_behind_one_address_who_mistype_lock_nobody_out(self):
        for _somebody in range(5 * MOST_TRIES):
            self.find(vault.new_receipt_code())
        self.assertEqual(self.answer(self.code)[0], 303)

    def test_what_is_kept_of_tries_leads_back_to_nobody(self):
        self.find(like(self.code, "00ABC"))
        row = self.env["wbs.receipt.try"].search([], limit=1)
        self.assertEqual(
            set(row._fields) - {"id", "display_name"}, {"fragment", "level", "at"}
        )
        self.addCleanup(self.time.set, self.time.moment)
        self.time.advance(seconds=MOST_TRIES * PAUSE + 1)
        self.env["wbs.receipt.try"]._forget()
        self.assertFalse(self.env["wbs.receipt.try"].search_count([]))


@tagged("post_install", "-at_install")
class TestTriesOfSeveralServers(BaseCase):
    """Real transactions on real connections; the rows are taken away at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.code, self.key = vault.new_receipt_code(), vault.SecretBytes.random()
        self.addCleanup(self.take_away)

    def take_away(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM wbs_receipt_try")

    def test_forty_at_once_are_let_through_ten_times(self):
        let_through, refused, broken = [], [], []
        start = threading.Barrier(8)

        def guess(tries):
            # No environment here: the thread of the tests holds the registry.
            start.wait(20)
            for fragments in tries:
                try:
                    with self.registry.cursor() as cr:
                        taken = wbs_sql.take_a_try(
                            cr, fragments, MONDAY, MOST_TRIES, PAUSE
                        )
                    (let_through if taken else refused).append(fragments)
                except Exception as problem:  # noqa: BLE001 (told by the assertion)
                    broken.append(problem)

        guesses = [
            vault.receipt_code_fragments(code, self.key)
            for code in neighbours(self.code, 40)
        ]
        threads = [
            threading.Thread(target=guess, args=(guesses[n::8],)) for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(broken, [])
        self.assertEqual((len(let_through), len(refused)), (MOST_TRIES, 30))
