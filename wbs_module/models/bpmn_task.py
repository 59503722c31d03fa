"""A user or manual task: waiting for somebody, or finished."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.contract import CompleteTask
from ..engine.errors import SeparationOfDuties, TaskNotOpen, ValuesRefused
from .bpmn_deadline import DEADLINE_STATES
from .bpmn_stepping import Stepping
from .bpmn_time import UTC

TASK_STATES = [
    ("open", "To do"),
    ("completed", "Completed"),
    ("cancelled", "Cancelled"),
    ("skipped", "Skipped"),
]
_FOR_COMPLETING = ["instance_id", "engine_id", "element_id", "state", "deadline_id"]


class BpmnTask(models.Model):
    _name = "bpmn.task"
    _inherit = ["bpmn.sealed"]
    _description = "Task"
    _order = "due_at, id"
    _log_access = False

    instance_id = fields.Many2one(
        "bpmn.instance", "Procedure", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", "Office", required=True)
    engine_id = fields.Char(required=True)
    element_id = fields.Many2one(
        "bpmn.process.version.element", "Step", required=True, ondelete="restrict"
    )
    name = fields.Char("Task", related="element_id.name")
    instruction = fields.Text(related="element_id.instruction")
    process_id = fields.Many2one(related="instance_id.process_id")
    summary = fields.Char("About", compute="_compute_summary")
    res_model = fields.Char(related="instance_id.res_model")
    res_id = fields.Many2oneReference(
        related="instance_id.res_id", model_field="res_model"
    )
    group_id = fields.Many2one("res.groups", "For", ondelete="restrict")
    user_id = fields.Many2one("res.users", "Taken by", ondelete="restrict")
    excluded_user_ids = fields.Many2many(
        "res.users",
        "bpmn_task_excluded_rel",
        "task_id",
        "user_id",
        string="May not do it",
    )
    state = fields.Selection(TASK_STATES, required=True)
    opened_at = fields.Datetime("Since", required=True)
    closed_at = fields.Datetime("Finished")
    closed_by_id = fields.Many2one("res.users", "Finished by", ondelete="restrict")
    outcome = fields.Char("Ended with")
    outcome_name = fields.Char("Decision", compute="_compute_outcome_name")
    deadline_id = fields.Many2one("bpmn.deadline", index="btree_not_null")
    due_at = fields.Datetime("Due")
    warn_at = fields.Datetime("Soon due from")
    deadline_state = fields.Selection(DEADLINE_STATES, "Clock")
    paused_because = fields.Char(related="deadline_id.paused_because")
    no_extension_because = fields.Char(related="deadline_id.no_extension_because")
    late = fields.Boolean()
    took = fields.Char("Took", compute="_compute_took")
    mine = fields.Boolean(
        "Waits for me", compute="_compute_mine", search="_search_mine"
    )
    blocked_because = fields.Char(compute="_compute_blocked_because")
    form = fields.Json(compute="_compute_form")

    _open_of_instance = models.Index("(instance_id) WHERE state = 'open'")
    _open = models.Index("(group_id, due_at) WHERE state = 'open'")
    _open_by_due = models.Index("(due_at, id) WHERE state = 'open'")
    _open_of_user = models.Index(
        "(user_id, due_at) WHERE state = 'open' AND user_id IS NOT NULL"
    )
    # Serves whoever looks by instance alone, too.
    _of_engine = models.UniqueIndex("(instance_id, engine_id)")

    def _compute_display_name(self):
        # sudo: the step's name, for whoever sees the task
        for task in self:
            task.display_name = task.element_id.sudo().name

    def _compute_summary(self):
        # sudo: the record's own hook answers neutral words
        records = self.sudo().instance_id._records()
        for task in self.sudo():
            record = records[task.instance_id.id]
            summary = record._bpmn_task_summary(task) if record else ""
            task.summary = summary or task.instance_id.display_name

    @api.depends("outcome")
    def _compute_outcome_name(self):
        # sudo: labels of the drawing, for whoever sees the task
        for task in self:
            choices = (task.element_id.sudo().form or {}).get("outcomes", ())
            task.outcome_name = next(
                (
                    self._in_my_language(choice, "label", "labels")
                    for choice in choices
                    if choice["value"] == task.outcome
                ),
                task.outcome,
            )

    @api.depends_context("lang")
    def _compute_took(self):
        for task in self:
            task.took = task._against_clock() if task.state == "completed" else False

    def _against_clock(self) -> str:
        """How long the task took, and how that stands to its due time."""
        # sudo: the deadline of a task that is seen
        self.ensure_one()
        if not self.closed_at:
            return ""
        took = self._span(self.closed_at - self.opened_at)
        due = self.sudo().deadline_id.due_at or self.due_at
        if not due:
            return took
        if self.closed_at > due:
            return self.env._(
                "%(took)s; late by %(late)s",
                took=took,
                late=self._span(self.closed_at - due),
            )
        return self.env._("%(took)s; in time", took=took)

    def _span(self, passed: timedelta) -> str:
        minutes = round(passed.total_seconds() / 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        if days:
            return self.env._("%(days)s d %(hours)s h", days=days, hours=hours)
        return self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)

    # --- whose it is -------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_mine(self):
        mine = self.filtered_domain(self._mine())
        for task in self:
            task.mine = task in mine

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_blocked_because(self):
        """Why this person may not do an open task, said before they try."""
        for task in self:
            task.blocked_because = False
            if task.state == "open":
                try:
                    task._check_may_do()
                except UserError as refused:
                    task.blocked_because = str(refused)

    @api.model
    def _search_mine(self, operator: str, value: Any) -> Domain:
        if operator not in ("in", "="):
            return NotImplemented
        wanted = True in value if operator == "in" else bool(value)
        return self._mine() if wanted else ~self._mine()

    @api.model
    def _mine(self) -> Domain:
        """Open tasks that the user, or somebody whom they stand in for, may do."""
        # sudo: substitutions and groups of the absent are hidden, but count
        user = self.env.user
        absent = self.env["bpmn.substitution"].sudo()._absent_for(user)
        people = user | absent
        groups = {*user._get_group_ids(), *absent.sudo().all_group_ids.ids}
        free = Domain("user_id", "=", False) & Domain("group_id", "in", groups)
        taken = Domain("user_id", "in", people.ids)
        return (
            Domain("state", "=", "open")
            & (free | taken)
            & Domain("excluded_user_ids", "not in", user.ids)
        )

    def _fetch_mine(self) -> bool:
        """Read what completing needs, in the statement that tells whether the user may.

        Nothing is fetched of a task that the user may not see, or not do: then
        ``check_access`` and ``_check_may_do`` say why.
        """
        mine = Domain("id", "=", self.id) & self._mine()
        return bool(self.search_fetch(mine, _FOR_COMPLETING, order="id"))

    def _check_may_do(self) -> None:
        """Refuse, in words, whoever may not do this task.

        :raise UserError: finished meanwhile, separation of duties, another's task
        """
        # sudo: read access is the caller's to check; only words come out
        self.ensure_one()
        task = self.sudo()
        self._check_open()
        if self.env.user in task.excluded_user_ids:
            raise UserError(self._separation_words())
        if not task.filtered_domain(self._mine()):
            holder = task.user_id or task.group_id
            raise UserError(
                self.env._(
                    "This task is for %(holder)s. Ask for it to be handed over to you.",
                    holder=holder.name or "-",
                )
            )

    def _check_open(self) -> None:
        # sudo: read access is the caller's to check; only words come out
        task = self.sudo()
        if task.state == "open":
            return
        when = self._moment_in_words(task.closed_at)
        if task.closed_by_id:
            raise UserError(
                self.env._(
                    "%(person)s was faster and finished this task on %(when)s. What "
                    "you entered was not stored: nothing else has changed.",
                    person=task.closed_by_id.name,
                    when=when,
                )
            )
        raise UserError(
            self.env._(
                "The procedure went on, and this task is not needed any more since "
                "%(when)s. What you entered was not stored.",
                when=when,
            )
        )

    def _zone_of_reader(self) -> ZoneInfo:
        """The reader's time zone; where they chose none, that of the office."""
        zone = self.env.context.get("tz") or self.env.user.tz
        if zone:
            return ZoneInfo(zone)
        # sudo: the office of a task whose read access is the caller's to check
        return self.env["bpmn.clock"]._office_zone(self.sudo().company_id.id)

    def _moment_in_words(self, moment: datetime) -> str:
        zone = self._zone_of_reader().key
        return self.env["bpmn.time"]._in_words(moment.replace(tzinfo=UTC), zone)

    def _separation_words(self) -> str:
        """Why the procedure wants somebody else, with what this person did."""
        done = self.search(
            [
                ("instance_id", "=", self.sudo().instance_id.id),  # sudo: only its id
                ("closed_by_id", "=", self.env.uid),
            ],
            order="closed_at desc",
            limit=1,
        )
        if not done:
            return self.env._(
                "You took part in the steps that this task judges. The procedure asks "
                "somebody else to do it."
            )
        moment = done.closed_at.replace(tzinfo=UTC).astimezone(self._zone_of_reader())
        return self.env._(
            "You finished “%(step)s” on %(when)s. Whoever worked on a matter does not "
            "judge it: the procedure asks somebody else to do this task.",
            step=done.name,
            when=moment.strftime("%d/%m/%Y"),
        )

    @api.model
    def _release_unseen(self, instances: models.Model) -> None:
        """Give back what is taken by somebody who does not see its instance."""
        # sudo: the positive list is hidden, and rows are the procedure's
        taken = self.sudo().search(
            [
                ("instance_id", "in", instances.ids),
                ("state", "=", "open"),
                ("user_id", "!=", False),
            ]
        )
        taken.filtered(
            lambda task: task.user_id not in task.instance_id.user_ids
        ).user_id = False

    @api.model
    def _of_engine_ids(self, instance: models.Model, keys: list[str]) -> models.Model:
        if not keys:
            return self
        return self.search_fetch(
            [("instance_id", "=", instance.id), ("engine_id", "in", keys)]
        )

    # --- what a person does --------------------------------------------------------

    def complete(
        self, outcome: str | None = None, values: dict[str, Any] | None = None
    ) -> None:
        """Finish the task (called by its form).

        :param outcome: value of one of the task's outcomes
        :param values: form field → value as JSON; free text is content, and goes to
            the record's own keeping, never into the engine
        :raise UserError: why not, and what to do
        """
        # sudo: read access is checked first; rows are the procedure's
        self.ensure_one()
        if not self._fetch_mine():
            self.check_access("read")
            self._check_may_do()
        task = self.sudo()
        stepping = Stepping(task.instance_id)
        stepping.knows(task)
        data, texts = self._split_values(values or {})
        record = stepping.record
        if texts and record is None:
            raise UserError(
                self.env._(
                    "This procedure is about no record that could keep a text sealed: "
                    "leave the text fields empty."
                )
            )
        if texts:
            # Before the step, whose operations may send on what was written. A refusal
            # raises, and takes it back with everything else.
            record._bpmn_store_content(task, texts)
        command = CompleteTask(
            task_id=task.engine_id,
            outcome=outcome or None,
            values=data,
            performer=str(self.env.uid),
            filled=frozenset(texts),
        )
        try:
            stepping.run(command)
        except TaskNotOpen:
            raise UserError(
                self.env._("This task is not open any more: load the page again.")
            ) from None
        except SeparationOfDuties:
            raise UserError(self._separation_words()) from None
        except ValuesRefused as error:
            raise self._refusal(error) from None
        if record is not None:
            record._bpmn_audit(task.instance_id, "completed", task)

    def get_next(self) -> int | bool:
        """The task to go on with: of the same record first, then the first one due."""
        # sudo: compares records; only tasks that were searched as user come out
        mine = self.search([("mine", "=", True)], limit=80)
        task = self.sudo()
        same = mine.filtered(
            lambda other: (
                task.res_id
                and other.sudo().res_model == task.res_model
                and other.sudo().res_id == task.res_id
            )
        )
        return (same or mine)[:1].id

    def action_claim(self) -> None:
        """Take the task: others see that it is taken."""
        # sudo: read access is checked first; rows are the procedure's
        self.check_access("read")
        for task in self:
            Stepping(task.sudo().instance_id)
            task._check_may_do()
            task.sudo().user_id = self.env.uid
            task._tell("claimed")

    def action_release(self) -> None:
        """Give the task back to its group."""
        # sudo: read access is checked first; rows are the procedure's
        self.check_access("read")
        for task in self:
            task._check_may_do()
            task.sudo().user_id = False
            task._tell("released")

    def _hand_over(self, user: models.Model) -> None:
        """Give the task to a colleague who may do it.

        :raise UserError: why the colleague may not
        """
        # sudo: read access is checked first; rows are the procedure's
        self.ensure_one()
        self.check_access("read")
        self._check_may_do()
        task = self.sudo()
        allowed = task.instance_id.user_ids - task.excluded_user_ids
        if user not in allowed or task.group_id not in user.sudo().all_group_ids:
            raise UserError(
                self.env._(
                    "%(person)s cannot do this task. Choose somebody of %(group)s.",
                    person=user.name,
                    group=task.group_id.name or "-",
                )
            )
        task.user_id = user
        self._tell("handed_over", {"to": user.id})

    def _move_to_group(self, group: models.Model) -> None:
        """Let ``group`` do the task instead of the one that the drawing names."""
        # sudo: called by rules of the record; rows are the procedure's
        self.ensure_one()
        task = self.sudo()
        task.write({"group_id": group.id, "user_id": False})
        instance = task.instance_id
        involved = instance.involved_groups or []
        if group.id not in involved:
            instance.involved_groups = [*involved, group.id]
            instance._refresh_access()
        self.env["bpmn.history"].sudo()._append(instance, "handed_over", task=task)

    def _tell(self, what: str, detail: dict[str, Any] | None = None) -> None:
        """A line in the history, and the record's audit."""
        # sudo: history is written by the procedure, not by clients
        task = self.sudo()
        self.env["bpmn.history"].sudo()._append(
            task.instance_id, what, task=task, user_id=self.env.uid, detail=detail
        )
        record = task.instance_id._record()
        if record is not None:
            record._bpmn_audit(task.instance_id, what, task)
