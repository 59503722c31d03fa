"""A look costs little, and readers of different cases do not wait for each other."""

import threading
from datetime import datetime

import psycopg2

from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from .. import vault
from ..models import wbs_sql
from .wbs_office import OfficeOfReports

NOW = datetime(2026, 3, 2)
READERS = 8
MOST_STATEMENTS = 3


@tagged("post_install", "-at_install")
class TestLook(OfficeOfReports):
    def test_logging_a_look_takes_at_most_three_statements(self):
        case, _code = self.report()
        self.env.flush_all()
        entries = self.env["wbs.audit.entry"]
        for chain in (case.uid, "a chain that begins"):
            before = self.env.cr.sql_log_count
            entries._write_entry(chain, "content.read", f"wbs.case/{chain}")
            self.env.flush_all()
            self.assertLessEqual(self.env.cr.sql_log_count - before, MOST_STATEMENTS)


@tagged("post_install", "-at_install")
class TestReadersAtOnce(BaseCase):
    """Real transactions on real connections; each is rolled back at its end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())

    def look(self, cr, chain):
        sequence, previous = wbs_sql.lock_chain_head(cr, chain)
        entry = vault.AuditEntry(chain, sequence + 1, NOW, "user:2", "content.read", "")
        key = vault.SecretBytes.random()
        digest = vault.entry_hash(key, previous or vault.BEGINNING, entry)
        wbs_sql.append_audit_entry(cr, entry, digest)

    def test_eight_readers_of_different_cases_are_in_the_log_at_the_same_time(self):
        """Each holds its entry uncommitted until all eight have theirs."""
        all_have_theirs = threading.Barrier(READERS)
        broken = []

        def read(number):
            try:
                with self.registry.cursor() as cr:
                    self.look(cr, f"chain of reader {number}")
                    all_have_theirs.wait(20)
                    cr.rollback()
            except Exception as problem:  # noqa: BLE001 (told by the assertion)
                broken.append(problem)

        threads = [
            threading.Thread(target=read, args=(number,)) for number in range(READERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertEqual(broken, [], "one waited for another")

    def test_two_readers_of_one_case_do_not_write_the_same_entry(self):
        """Else the test above would hold for a log without any lock."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.look(first, "one chain")
            second.execute("SET LOCAL lock_timeout = '300ms'")
            with self.assertRaises(psycopg2.errors.LockNotAvailable):
                self.look(second, "one chain")
            first.rollback()
            second.rollback()
