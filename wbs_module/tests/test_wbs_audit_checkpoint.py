"""Checkpoints: an auditor outside notices a log that lost its tail."""

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .. import vault


@tagged("post_install", "-at_install")
class TestWbsAuditCheckpoint(TransactionCase):
    def setUp(self):
        super().setUp()
        self.checkpoints = self.env["wbs.audit.checkpoint"]
        self.entries = self.env["wbs.audit.entry"]
        for chain, looks in (("a case", 3), ("another case", 2)):
            for _look in range(looks):
                self.entries._write_entry(chain, "content.read", "account")

    def verify(self, exported):
        key = self.env["wbs.vault"]._key_folder().audit_chain_key
        kept_outside = list(vault.read_checkpoints(self.checkpoints._export_lines()))
        self.assertIsNone(vault.verify_checkpoints(key, kept_outside))
        entries = list(vault.read_entries(vault.export_entries(exported)))
        return vault.verify_all_chains(key, entries, kept_outside)

    def exported(self):
        return [
            row._chained() for row in self.entries.search([], order="chain,sequence")
        ]

    def test_checkpoints_follow_each_other_and_the_log_agrees(self):
        first = self.checkpoints._gather()
        self.entries._write_entry("a case", "content.read", "account")
        second = self.checkpoints._gather()
        self.assertEqual(second.previous, first.hash)
        self.assertEqual(second.heads["a case"].length, 4)
        self.assertEqual(self.verify(self.exported()), [])

    def test_a_tail_that_was_cut_off_is_named(self):
        self.checkpoints._gather()
        cut = [
            each
            for each in self.exported()
            if (each.entry.chain, each.entry.sequence) != ("a case", 3)
        ]
        (touched,) = self.verify(cut)
        self.assertEqual(
            (touched.chain, touched.tampering, touched.sequence),
            ("a case", vault.Tampering.CUT_OFF, 3),
        )

    def test_the_database_refuses_to_change_a_checkpoint(self):
        self.checkpoints._gather()
        for statement in (
            "UPDATE wbs_audit_checkpoint SET line = ''",
            "DELETE FROM wbs_audit_checkpoint",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(Exception, "never changed or deleted"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)
