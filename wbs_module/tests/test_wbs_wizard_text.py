"""What people write into wizards is content: none of it lies on a wizard's row."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .wbs_office import OfficeOfReports

FREE_TEXT = ("char", "text", "html", "json", "binary", "properties")
REASON = "Kenari 4471 sedang dirawat di rumah sakit"

# Stored texts of wizards, each with why it is nobody's account of anything.
DRAWING = "of a drawing, which is nobody's case"
FOUND = "what the system found, in its own words"
REVIEWED = {
    (
        "bpmn.deadline.extension",
        "kept_reasons",
    ): "what history may say; no case says any",
    ("bpmn.incident.resolution", "kept_reasons"): "the same",
    (
        "bpmn.incident.resolution",
        "values",
    ): "data that decides the way, clear by design",
    ("bpmn.deployment", "note"): DRAWING,
    ("bpmn.migration.line", "deadlines"): FOUND,
    ("bpmn.migration.line", "lost"): FOUND,
    ("bpmn.migration.line", "moves"): FOUND,
    ("bpmn.migration.line", "problem"): FOUND,
    ("bpmn.process.export", "content"): DRAWING,
    ("bpmn.process.import", "content"): DRAWING,
    ("bpmn.process.import", "file_name"): DRAWING,
    ("bpmn.process.import", "report"): DRAWING,
    ("bpmn.process.import", "res_model"): DRAWING,
    ("bpmn.recalculation.line", "step"): DRAWING,
    ("wbs.audit.verification", "own_checkpoints"): "heads of chains, without content",
    ("wbs.audit.verification.line", "chain"): FOUND,
    ("wbs.audit.verification.line", "sentence"): FOUND,
    ("wbs.check.page", "backup_folders"): "folders of the server",
    ("wbs.check.page.line", "code"): FOUND,
    ("wbs.check.page.line", "sentence"): FOUND,
}


@tagged("post_install", "-at_install")
class TestWizardText(OfficeOfReports):
    def test_no_wizard_stores_free_text_but_what_was_reviewed(self):
        stored = {
            (name, field.name)
            for name, model in self.env.registry.items()
            if name.startswith(("bpmn.", "wbs.")) and model._transient
            for field in model._fields.values()
            if field.store and field.type in FREE_TEXT
        }
        self.assertEqual(stored, REVIEWED.keys())

    def rows(self, table):
        self.env.flush_all()
        self.env.cr.execute(f"SELECT t::text FROM {table} t")
        return str(self.env.cr.fetchall())

    def granting(self, case):
        """(a deadline of the case, somebody who may make it longer)"""
        for deadline in case.bpmn_instance_ids.deadline_ids:
            if not deadline._as_engine_sees().definition.longest_extension:
                continue
            for person in self.people.values():
                wizard = (
                    self.env["bpmn.deadline.extension"]
                    .with_user(person)
                    .new({"deadline_id": deadline.id, "amount": 1})
                )
                try:
                    wizard._check_may_decide()
                except UserError:
                    continue
                return deadline, person
        raise AssertionError("nobody may extend any clock of the shipped procedure")

    def test_the_reason_of_an_extension_is_sealed_before_the_button_is_pressed(self):
        case, _code = self.report()
        deadline, person = self.granting(case)
        wizard = (
            self.env["bpmn.deadline.extension"]
            .with_user(person)
            .create({"deadline_id": deadline.id, "amount": 1, "reason": REASON})
        )
        self.assertNotIn("Kenari 4471", self.rows("bpmn_deadline_extension"))
        self.assertNotIn("Kenari 4471", self.rows("bpmn_history"))
        self.assertNotIn("Kenari 4471", self.rows("wbs_note"))
        self.assertEqual(self.env["wbs.note"]._latest(case, "reason"), REASON)
        self.fresh()
        # The next request of the web client knows the row only.
        later = wizard.browse(wizard.id)
        self.assertFalse(later.reason)
        later.action_extend()
        self.assertIn(
            "deadline_extended", case.bpmn_instance_ids.history_ids.mapped("what")
        )
        self.assertNotIn("Kenari 4471", self.rows("bpmn_history"))

    def test_without_a_reason_no_deadline_becomes_longer(self):
        case, _code = self.report()
        deadline, person = self.granting(case)
        due = deadline.due_at
        wizard = (
            self.env["bpmn.deadline.extension"]
            .with_user(person)
            .create({"deadline_id": deadline.id, "amount": 1, "reason": "  "})
        )
        with self.assertRaisesRegex(UserError, "reason"):
            wizard.action_extend()
        self.assertEqual(deadline.due_at, due)

    def test_nobody_writes_the_words_of_history_by_hand(self):
        case, _code = self.report()
        deadline, person = self.granting(case)
        wizard = (
            self.env["bpmn.deadline.extension"]
            .with_user(person)
            .create(
                {
                    "deadline_id": deadline.id,
                    "amount": 1,
                    "kept_reasons": {str(deadline.instance_id.id): REASON},
                }
            )
        )
        self.assertFalse(wizard.kept_reasons)
        with self.assertRaises(UserError):
            wizard.kept_reasons = {str(deadline.instance_id.id): REASON}
