"""Move running instances to another version, with a preview for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import engine
from ..models.bpmn_migration_run import went_on
from ..models.bpmn_stepping import Stepping

MOST_LINES = 200
"""Instances that one migration shows and moves; the rest is for the next one."""


class BpmnMigration(models.TransientModel):
    """An owner sees where instances stand, never whose they are."""

    _name = "bpmn.migration"
    _description = "Migrate Running Instances"

    version_id = fields.Many2one(
        "bpmn.process.version", "From", required=True, readonly=True
    )
    process_id = fields.Many2one(related="version_id.process_id")
    target_id = fields.Many2one(
        "bpmn.process.version",
        "To",
        required=True,
        domain="[('process_id', '=', process_id), ('id', '!=', version_id)]",
    )
    mapping_ids = fields.One2many(
        "bpmn.migration.mapping", "wizard_id", "Renamed and removed elements"
    )
    line_ids = fields.One2many("bpmn.migration.line", "wizard_id", "Instances")
    possible_count = fields.Integer("Can be moved", compute="_compute_counts")
    refused_count = fields.Integer("Stay where they are", compute="_compute_counts")

    @api.depends("line_ids.problem")
    def _compute_counts(self):
        for wizard in self:
            refused = wizard.line_ids.filtered("problem")
            wizard.refused_count = len(refused)
            wizard.possible_count = len(wizard.line_ids - refused)

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard._fill_mapping()
            wizard._fill_lines()
        return wizards

    def _again(self) -> dict[str, Any]:
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Move running instances"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # --- mapping ---------------------------------------------------------------------

    def _fill_mapping(self) -> None:
        """A row for each element that the other version does not have."""
        there = {(item.process_key, item.key) for item in self.target_id.element_ids}
        gone = self.version_id.element_ids.filtered(
            lambda item: (item.process_key, item.key) not in there
        )
        self.mapping_ids = [
            Command.clear(),
            *(Command.create({"element_id": element.id}) for element in gone),
        ]

    def _mapping(self) -> dict[str, str | None]:
        """Old id → new id, or nothing where a waiting event may be given up."""
        mapping: dict[str, str | None] = {}
        for row in self.mapping_ids:
            if row.to_element_id:
                mapping[row.element_id.key] = row.to_element_id.key
            elif row.give_up:
                mapping[row.element_id.key] = None
        return mapping

    @api.onchange("target_id")
    def _onchange_target(self):
        self.line_ids = False

    def action_preview(self):
        """Look again: with this version and this mapping."""
        self.check_access("write")
        self.ensure_one()
        changed = self.mapping_ids.to_element_id.version_id - self.target_id
        known = set(self.mapping_ids.element_id.ids)
        there = {(item.process_key, item.key) for item in self.target_id.element_ids}
        gone = self.version_id.element_ids.filtered(
            lambda item: (item.process_key, item.key) not in there
        )
        if changed or known != set(gone.ids):
            self._fill_mapping()
        self._fill_lines()
        return self._again()

    # --- preview ---------------------------------------------------------------------

    def _instances(self) -> models.Model:
        # sudo: an owner moves instances that they cannot see
        domain = [("version_id", "=", self.version_id.id), ("status", "=", "running")]
        return (
            self.env["bpmn.instance"]
            .sudo()
            # The web client's context would turn the state into its length.
            .with_context(bin_size=False)
            .search(domain, order="started_at, id", limit=MOST_LINES)
        )

    def _fill_lines(self) -> None:
        self.line_ids = [
            Command.clear(),
            *(
                Command.create(self._line(number, instance))
                for number, instance in enumerate(self._instances(), 1)
            ),
        ]

    def _line(self, number: int, instance: models.Model) -> dict[str, Any]:
        migration = self._migration(instance, bytes(instance.state))
        outcome = migration.outcome
        problems = self.env["bpmn.process"]._problem_lines(migration.problems)
        return {
            "number": number,
            "started_at": instance.started_at,
            "instance_key": instance.id,
            "moves": "\n".join(self._moves(migration)),
            "lost": ", ".join(self._old_name(key) for key in migration.dropped),
            "deadlines": "\n".join(self._deadlines(outcome)) if outcome else "",
            "goes_on": bool(outcome) and went_on(outcome),
            "problem": "\n".join(problems),
            "chosen": not problems,
        }

    def _moves(self, migration: Any) -> Iterator[str]:
        seen: dict[tuple[str, str], int] = {}
        elements = self.version_id.element_ids
        starts = elements.filtered(lambda item: item.kind == "startEvent").mapped("key")
        # A multi-instance element has a token of its own beside those of its tasks.
        with_tasks = {move.element_id for move in migration.moves if move.task_id}
        for move in migration.moves:
            if move.element_id in with_tasks and not move.task_id:
                continue
            if move.element_id not in migration.dropped:
                key = (
                    self._old_name(move.element_id),
                    self._new_name(move.to_element_id),
                )
                # A start that listens beside the steps is not where anything stands.
                if move.element_id in starts and key[0] == key[1]:
                    continue
                seen[key] = seen.get(key, 0) + 1
        for (old, new), count in seen.items():
            many = f"{count} × " if count > 1 else ""
            yield f"{many}{old} → {new}" if old != new else f"{many}{old}"

    def _deadlines(self, outcome: Any) -> Iterator[str]:
        for change in outcome.deadlines:
            if change.what not in ("started", "stopped") or not change.due_at:
                continue
            zone = self.version_id.company_id.resource_calendar_id.tz or "UTC"
            when = self.env["bpmn.time"]._in_words(change.due_at, zone)
            name = self._new_name(change.element_id)
            if change.what == "started":
                yield self.env._(
                    "%(step)s: a new clock, due %(when)s", step=name, when=when
                )
            else:
                yield self.env._("%(step)s: its clock stops", step=name)

    def _old_name(self, key: str) -> str:
        found = self.version_id.element_ids.filtered(lambda item: item.key == key)
        return found[:1].display_name or key

    def _new_name(self, key: str) -> str:
        found = self.target_id.element_ids.filtered(lambda item: item.key == key)
        return found[:1].display_name or key

    def _migration(self, instance: models.Model, state: bytes) -> Any:
        # sudo: an owner moves instances that they cannot see
        at = self.env["bpmn.time"]._moment()
        clocks = self.env["bpmn.clock"]._definitions(instance.company_id.id, at)
        return engine.migrate(
            self.version_id._compiled(),
            state,
            self.target_id.sudo()._compiled(),
            self._mapping(),
            at=at,
            clocks=clocks,
        )

    # --- the act ---------------------------------------------------------------------

    def action_migrate(self):
        """Move what is chosen: all of it, or, if one cannot be moved, none."""
        # sudo: an owner moves instances that they cannot see
        self.check_access("write")
        self.ensure_one()
        process = self.version_id.process_id
        process.check_access("write")
        if self.target_id.process_id != process or self.target_id == self.version_id:
            raise UserError(self.env._("Choose another version of the same process."))
        chosen = self.line_ids.filtered("chosen")
        instances = self._instances().filtered(
            lambda instance: instance.id in set(chosen.mapped("instance_key"))
        )
        if not instances:
            raise UserError(self.env._("No instance is chosen that could be moved."))
        run = (
            self.env["bpmn.migration.run"]
            .sudo()
            .create(
                {
                    "process_id": process.id,
                    "version_id": self.version_id.id,
                    "target_id": self.target_id.id,
                    "migrated_at": self.env["bpmn.time"]._now(),
                    "user_id": self.env.uid,
                    "mapping": self._mapping(),
                }
            )
        )
        for instance in instances:
            self._move(run, instance)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _move(self, run: models.Model, instance: models.Model) -> None:
        stepping = Stepping(instance)
        migration = self._migration(instance, stepping.state)
        if migration.problems:
            words = self.env["bpmn.process"]._problem_lines(migration.problems)
            raise UserError(
                "\n".join(
                    [
                        self.env._(
                            "An instance went on meanwhile and cannot be moved any "
                            "more; nothing was moved. Look at the preview again."
                        ),
                        *words,
                    ]
                )
            )
        kept = self.env["bpmn.migration.undo"].sudo()  # sudo: nobody may read it
        line = kept._keep(run, instance, stepping.state)
        stepping.migrate(self.target_id.sudo(), migration)
        instance.invalidate_recordset(["state"])
        line._close(migration.outcome)


class BpmnMigrationMapping(models.TransientModel):
    _name = "bpmn.migration.mapping"
    _description = "Where a Renamed or Removed Element Goes"

    wizard_id = fields.Many2one("bpmn.migration", required=True, ondelete="cascade")
    target_id = fields.Many2one(related="wizard_id.target_id")
    element_id = fields.Many2one(
        "bpmn.process.version.element", "Not in the other version", required=True
    )
    kind = fields.Char(related="element_id.kind")
    process_key = fields.Char(related="element_id.process_key")
    to_element_id = fields.Many2one(
        "bpmn.process.version.element",
        "Goes to",
        domain="[('version_id', '=', target_id), ('kind', '=', kind), "
        "('process_key', '=', process_key)]",
    )
    give_up = fields.Boolean(
        "May be given up", help="Only events that wait beside a step can be given up."
    )


class BpmnMigrationLine(models.TransientModel):
    _name = "bpmn.migration.line"
    _description = "Instance to be Migrated"
    _order = "number"

    wizard_id = fields.Many2one("bpmn.migration", required=True, ondelete="cascade")
    number = fields.Integer("No.", aggregator=None)
    instance_key = fields.Integer(aggregator=None)
    started_at = fields.Datetime("Started")
    moves = fields.Text("Stands at → goes to")
    lost = fields.Text("Given up")
    deadlines = fields.Text("Clocks")
    goes_on = fields.Boolean("Goes on at once", help="Cannot be undone")
    problem = fields.Text("Why it stays")
    chosen = fields.Boolean("Move")
