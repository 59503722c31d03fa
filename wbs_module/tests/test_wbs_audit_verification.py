"""The auditor's button and files: each tampering by the database's owner is named."""

import base64
import contextlib
import io
import tempfile
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .. import vault
from ..models.wbs_sentences import say_touched
from .wbs_office import OfficeOfReports

CHAIN = "chain-under-test"


@tagged("post_install", "-at_install", "once")
class TestAuditVerification(OfficeOfReports, HttpCase):
    def setUp(self):
        super().setUp()
        entries = self.env["wbs.audit.entry"]
        for chain, looks in ((CHAIN, 5), ("chain-of-another-case", 2)):
            for _look in range(looks):
                entries._write_entry(chain, "content.read", f"wbs.case/{chain}")
        self.env["wbs.audit.checkpoint"]._gather()
        self.env.flush_all()
        self.auditor = self.people["auditor"]

    def tamper(self, *statements):
        """As the owner of the tables can: past the trigger that refuses."""
        for table in ("wbs_audit_entry", "wbs_audit_checkpoint"):
            self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            self.env.cr.execute(statement, {"chain": CHAIN})
        self.env.invalidate_all()

    def screen(self, **values):
        screens = self.env["wbs.audit.verification"].with_user(self.auditor)
        screen = screens.create(values)
        screen.action_verify()
        return screen

    def by_button(self, **values):
        return [
            (line.chain, line.tampering, line.sequence)
            for line in self.screen(**values).line_ids
        ]

    def by_command(self, checkpoints=None):
        """Status and words of ``odoo wbs verify`` on the files of the two buttons."""
        self.auditor.password = self.auditor.login
        self.authenticate(self.auditor.login, self.auditor.login)
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        log, kept = folder / "audit.jsonl", folder / "checkpoints.jsonl"
        log.write_bytes(self.url_open("/wbs/audit/log").content)
        kept.write_bytes(checkpoints or self.url_open("/wbs/audit/checkpoints").content)
        key = self.env["wbs.vault"]._key_folder().path / "audit-chain.key"
        words = io.StringIO()
        with contextlib.redirect_stderr(words), contextlib.redirect_stdout(words):
            status = vault.run_command(
                ["verify", "--export", str(log), "--checkpoint", str(kept)]
                + ["--audit-key", str(key)]
            )
        return status, words.getvalue()

    def assert_named(self, tampering, sequence):
        self.assertEqual(self.by_button(), [(CHAIN, tampering.name.lower(), sequence)])
        status, words = self.by_command()
        self.assertEqual(status, 1)
        touched = vault.Touched(CHAIN, tampering, sequence)
        # Before it stands how many chains of other offices, of demo data, are left out.
        self.assertEqual(words.strip().splitlines()[-1], touched.sentence)

    def test_an_untouched_log_is_whole_by_button_and_command(self):
        screen = self.screen()
        self.assertEqual(screen.state, "whole")
        self.assertFalse(screen.line_ids)
        status, words = self.by_command()
        self.assertEqual(status, 0, words)
        self.assertIn("are as they were written", words)

    def test_a_changed_entry_is_named(self):
        self.tamper(
            "UPDATE wbs_audit_entry SET actor = 'user:2' "
            "WHERE chain = %(chain)s AND sequence = 3"
        )
        self.assert_named(vault.Tampering.CHANGED, 3)

    def test_a_removed_entry_is_named(self):
        self.tamper(
            "DELETE FROM wbs_audit_entry WHERE chain = %(chain)s AND sequence = 2"
        )
        self.assert_named(vault.Tampering.REMOVED, 2)

    def test_an_entry_put_in_is_named(self):
        self.tamper(
            "UPDATE wbs_audit_entry SET sequence = sequence + 100 "
            "WHERE chain = %(chain)s AND sequence >= 3",
            "UPDATE wbs_audit_entry SET sequence = sequence - 99 "
            "WHERE chain = %(chain)s AND sequence > 100",
            "INSERT INTO wbs_audit_entry "
            "(chain, sequence, at, actor, action, subject, detail, entry_hash) "
            "SELECT chain, 3, at, 'user:2', action, subject, detail, entry_hash "
            "FROM wbs_audit_entry WHERE chain = %(chain)s AND sequence = 1",
        )
        ((chain, _tampering, sequence),) = self.by_button()
        self.assertEqual((chain, sequence), (CHAIN, 3))
        self.assertEqual(self.by_command()[0], 1)

    def test_two_entries_in_each_others_place_are_named(self):
        self.tamper(
            "UPDATE wbs_audit_entry SET sequence = 100 "
            "WHERE chain = %(chain)s AND sequence = 2",
            "UPDATE wbs_audit_entry SET sequence = 2 "
            "WHERE chain = %(chain)s AND sequence = 4",
            "UPDATE wbs_audit_entry SET sequence = 4 "
            "WHERE chain = %(chain)s AND sequence = 100",
        )
        ((chain, _tampering, sequence),) = self.by_button()
        self.assertEqual((chain, sequence), (CHAIN, 2))
        self.assertEqual(self.by_command()[0], 1)

    def test_a_cut_off_tail_is_named_though_its_end_was_moved_too(self):
        self.tamper(
            "DELETE FROM wbs_audit_entry WHERE chain = %(chain)s AND sequence > 3",
            "UPDATE wbs_audit_head SET length = 3 WHERE chain = %(chain)s",
        )
        self.assert_named(vault.Tampering.CUT_OFF, 4)

    def test_a_cut_after_the_last_checkpoint_shows_by_the_end_left_behind(self):
        entries = self.env["wbs.audit.entry"]
        entries._write_entry(CHAIN, "content.read", f"wbs.case/{CHAIN}")
        self.tamper(
            "DELETE FROM wbs_audit_entry WHERE chain = %(chain)s AND sequence = 6"
        )
        self.assertEqual(self.by_button(), [(CHAIN, "cut_off", 6)])

    def test_only_a_copy_kept_outside_tells_of_a_cut_with_its_checkpoints(self):
        lines = b"".join(self.env["wbs.audit.checkpoint"]._export_lines())
        self.tamper(
            "DELETE FROM wbs_audit_entry WHERE chain = %(chain)s AND sequence > 3",
            "UPDATE wbs_audit_head SET length = 3 WHERE chain = %(chain)s",
            "DELETE FROM wbs_audit_checkpoint",
        )
        self.assertEqual(self.by_button(), [], "nothing in the database tells")
        found = self.by_button(own_checkpoints=base64.b64encode(lines))
        self.assertEqual(found, [(CHAIN, "cut_off", 4)])
        self.assertEqual(self.by_command(lines)[0], 1)

    def test_a_changed_checkpoint_is_named(self):
        self.tamper(
            "UPDATE wbs_audit_checkpoint SET line = replace(line, ',5,', ',4,')",
            "UPDATE wbs_audit_checkpoint SET line = replace(line, '[5,', '[4,')",
        )
        screen = self.screen()
        self.assertEqual(screen.state, "touched")
        self.assertIn("Checkpoint", screen.line_ids.sentence)
        self.assertEqual(self.by_command()[0], 1)

    def test_a_checkpoint_that_cannot_be_read_is_told_and_breaks_nothing(self):
        self.tamper("UPDATE wbs_audit_checkpoint SET line = 'nonsense'")
        screen = self.screen()
        self.assertEqual(screen.state, "touched")
        self.assertIn("2", screen.line_ids.sentence)
        rows = self.env["wbs.audit.checkpoint"].with_user(self.auditor).search([])
        self.assertEqual(rows.mapped("chain_count"), [0] * len(rows))

    def test_a_file_that_is_no_checkpoint_is_told(self):
        screen = self.screen(own_checkpoints=base64.b64encode(b"surat cinta"))
        self.assertEqual(screen.state, "touched")
        self.assertIn("1", screen.line_ids.sentence)

    def test_the_finding_is_said_in_indonesian(self):
        self.env["res.lang"]._activate_lang("id_ID")
        touched = vault.Touched(CHAIN, vault.Tampering.CUT_OFF, 4)
        said = say_touched(self.env(context={"lang": "id_ID"}), touched)
        self.assertIn("terpotong", said)
        self.assertIn(CHAIN, said)

    def test_another_office_is_left_out_of_the_file_which_still_verifies(self):
        theirs, _code = self.report(self.other)
        ours, _code = self.report()
        self.env["wbs.audit.checkpoint"]._gather()
        self.env.flush_all()
        status, words = self.by_command()
        self.assertEqual(status, 0, words)
        self.assertIn("chains of other offices are not in this file", words)
        log = b"".join(
            self.env["wbs.audit.entry"].with_user(self.auditor)._export_lines()
        )
        named, *entries = log.splitlines()
        self.assertIn(theirs.uid.encode(), named)
        self.assertNotIn(theirs.uid.encode(), b"".join(entries))
        self.assertIn(ours.uid.encode(), b"".join(entries))

    def test_a_touched_chain_of_another_office_is_told_of_without_its_name(self):
        theirs, _code = self.report(self.other)
        self.env.flush_all()
        self.tamper(
            "UPDATE wbs_audit_entry SET actor = 'user:2' "
            f"WHERE chain = '{theirs.uid}' AND sequence = 1"
        )
        screen = self.screen()
        self.assertEqual(screen.state, "touched")
        self.assertFalse(screen.line_ids.chain)
        self.assertIn("1 chain(s) of other offices", screen.line_ids.sentence)

    def test_only_the_auditor_has_the_screen_and_the_files(self):
        for role, person in self.people.items():
            if role == "auditor":
                continue
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["wbs.audit.verification"].with_user(person).create({})
        self.employee.password = self.employee.login
        self.authenticate(self.employee.login, self.employee.login)
        for name in ("log", "checkpoints"):
            self.assertEqual(self.url_open(f"/wbs/audit/{name}").status_code, 404)

    def test_the_daily_job_gathers_a_checkpoint_without_being_asked(self):
        job = self.env.ref("wbs_module.cron_audit_checkpoint")
        self.assertEqual((job.interval_number, job.interval_type), (1, "days"))
        before = len(self.env["wbs.audit.checkpoint"]._checkpoints())
        job.method_direct_trigger()
        after = self.env["wbs.audit.checkpoint"]._checkpoints()
        self.assertEqual(len(after), before + 1)
        self.assertEqual(after[-1].heads[CHAIN].length, 5)
