"""What the shipped procedures know of a case, and do with it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from . import wbs_sql
from .wbs_exclusion import INSPECTOR
from .wbs_languages import installed

MEASURES = [
    ("none", "None"),
    ("archive", "Archive"),
    ("forward", "Forward to an agency"),
    ("clarify", "Clarification"),
    ("special", "Special examination"),
    ("audit", "Investigative audit"),
    ("refer", "Refer"),
]
# What a reporter may say, and the message by which drawings wait for it.
REPORTER_MESSAGES = {
    "message": "reporter_wrote",
    "withdrawal": "reporter_withdrew",
    "evidence": "new_evidence",
    "retaliation": "retaliation_reported",
    "objection": "objection_raised",
}
# Where no running procedure waits for it, this one begins.
PROCEDURE_OF = {"retaliation": "wbs_retaliation", "objection": "wbs_objection"}
GOOD_FAITH = "wbs_good_faith"
# Role of the table of conflicts → the group that holds it.
GROUP_OF_ROLE = {"team": "handler", "inspector": "inspector", "leadership": "sekda"}
APPROVALS = ("ApproveClosure", "StandInApprove")
# Form field with the names of staff who are involved.
NAMED_PEOPLE = "named_people"
# Tasks that judge what the main procedure came to.
REVIEWS = ("ReviewObjection",)
OBJECTION_CLOCK = "objection_window"


class WbsCase(models.Model):
    # What procedures know of a case is an idea of its own, apart from the record.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "wbs.case"

    measure = fields.Selection(
        MEASURES, "Decided", required=True, default="none", readonly=True, copy=False
    )
    team_user_ids = fields.Many2many(
        "res.users", "wbs_case_team_rel", "case_id", "user_id", "Team", readonly=True
    )
    bad_faith = fields.Selection(
        [
            ("protection", "Protection ends"),
            ("discipline", "Discipline case"),
            ("report", "Report to law enforcement"),
        ],
        "Bad faith proven",
        readonly=True,
    )
    # Only whoever may raise the question learns that it was raised.
    good_faith_questioned = fields.Boolean(
        "Good faith questioned",
        compute="_compute_good_faith_questioned",
        groups=INSPECTOR,
    )
    objected_at = fields.Datetime("Objection raised", readonly=True)

    @api.model
    def _bpmn_names(self):
        return {
            **super()._bpmn_names(),
            "measure": "string",
            "anonymous_allowed": "boolean",
            "evidence_needed": "boolean",
            # First data of procedures that others call.
            "decided_by": "string",
            "recipient_kind": "string",
        }

    @api.model
    def _bpmn_name_words(self):
        words = super()._bpmn_name_words()
        deciding = self.env["bpmn.operation"]._result_words()["decided_by"]
        referral = self.env["wbs.referral"].fields_get(
            ["recipient_kind"], ["selection"]
        )
        return words | {
            "measure": words["measure"] | {"label": self.env._("Decided measure")},
            "has_evidence": {
                "label": self.env._("The reporter has sent evidence"),
                "choices": [],
            },
            "anonymous_allowed": {
                "label": self.env._("The office takes reports without a name"),
                "choices": [],
            },
            "evidence_needed": {
                "label": self.env._("The office asks for evidence, and there is none"),
                "choices": [],
            },
            "decided_by": deciding,
            "recipient_kind": {
                "label": self.env._("Handed to"),
                "choices": [
                    list(each) for each in referral["recipient_kind"]["selection"]
                ],
            },
        }

    def _bpmn_values(self):
        values = super()._bpmn_values()
        anonymous_allowed, evidence_needed = self.company_id._wbs_choices()
        return {
            **values,
            "measure": self.measure,
            "anonymous_allowed": anonymous_allowed,
            "evidence_needed": evidence_needed and not values["has_evidence"],
        }

    def _bpmn_store_content(self, task, texts):
        named = texts.get(NAMED_PEOPLE)
        if named and not self._staff_named_in(named):
            # Without the name: it is content, and Odoo writes refusals into its log.
            raise UserError(
                self.env._(
                    "Nobody on the staff of this office has the name that you wrote, "
                    "so nobody would lose sight of this report. Write the full name "
                    "as in the user account."
                )
            )
        return super()._bpmn_store_content(task, texts)

    # --- what the reporter says ----

    def _reporter_says(self, kind: str, text: str = "") -> bool:
        """The reporter's one door into the procedures of a case.

        For the reporter's page and for channels by which a reporter writes again; who
        it is was settled before, by the receipt code. What was written is kept as a
        message, and whatever waits for it goes on: a question that was asked, the
        decision on a withdrawal, the reading of new evidence. Protection and an
        objection begin as procedures of their own. All in the current transaction.

        :param kind: ``message``, ``withdrawal``, ``evidence`` (files were added),
            ``retaliation`` or ``objection``
        :param text: what the reporter wrote; may be empty for ``evidence``
        :return: whether a procedure took note; the message is kept in any case
        :raise UserError: an objection that cannot be raised (any more), in words for
            the reporter; nothing was kept
        """
        self.ensure_one()
        name = REPORTER_MESSAGES[kind]
        if kind == "objection":
            reason = self._why_no_objection()
            if reason:
                raise UserError(reason)
            self.objected_at = self.env["bpmn.time"]._now()
        if kind == "withdrawal" and not text:
            # So that the reporter, too, sees later that it was asked for.
            words = self.with_context(lang=installed(self.env, self.language)).env
            text = words._("I withdraw my report.")
        if text:
            self.env["wbs.message"]._send(self, "in", text)
        if self._bpmn_deliver_message(name):
            return True
        if kind not in PROCEDURE_OF or not self._hears(kind):
            return False
        self._start_beside(PROCEDURE_OF[kind])
        return True

    def _hears(self, kind: str) -> bool:
        """Whether the office has a procedure in force for what begins one.

        The reporter's page offers nothing that nobody would take up.
        """
        if kind not in PROCEDURE_OF:
            return True
        # sudo: whether there is one; reporters hold no right on processes
        return bool(
            self.env["bpmn.process"]
            .sudo()
            .search_count(
                [
                    ("key", "=", PROCEDURE_OF[kind]),
                    ("company_id", "=", self.company_id.id),
                    ("version_id", "!=", False),
                ],
                limit=1,
            )
        )

    def _start_beside(self, procedure: str, decided_by: str | None = None) -> None:
        """Start a side procedure, which leaves the status of the case alone.

        An objection is reviewed by somebody who had no part in what is objected to;
        where nobody of the leadership is left, it is pointed outside.

        :param decided_by: who decides in the main procedure
        """
        if procedure == PROCEDURE_OF["objection"]:
            leadership = self._holders_of("leadership")
            if leadership and not leadership - self._who_had_a_part():
                decided_by = "sekda"
        values = {"decided_by": decided_by} if decided_by else {}
        self._bpmn_start(procedure, values, main=False)

    def _why_not_asked(self, kind: str) -> str:
        """Why the reporter cannot ask for ``kind`` here, in words for them; or empty.

        What they wrote as a message is read all the same.
        """
        if kind == "objection":
            return self._why_no_objection()
        if self._hears(kind):
            return ""
        return self.env._(
            "This office has no procedure of its own for this. Write it as a message "
            "under your report: the office reads every message."
        )

    def _why_no_objection(self) -> str:
        """Why the reporter cannot object now, in words for them; empty if they can."""
        if self.status not in ("closed", "rejected"):
            return self.env._(
                "Your report is still being handled. You can object once it is closed."
            )
        if self.objected_at:
            return self.env._("You have objected already, which is possible once.")
        until = self._objection_until()
        if until and until < self.env["bpmn.time"]._now():
            return self.env._(
                "The time for an objection ended on %s.", self._local_date(until)
            )
        if not self._hears("objection"):
            return self.env._(
                "This office cannot take up an objection here. Please turn to the "
                "provincial inspectorate or to the Ombudsman."
            )
        return ""

    def _objection_until(self) -> Any:
        """Until when an objection can be raised; ``False`` while nothing is decided."""
        if not self.closed_at:
            return False
        return self._clock_end(OBJECTION_CLOCK, self.closed_at)

    def _clock_end(self, key: str, start: datetime | None = None) -> Any:
        """When a clock of the office that begins at ``start`` (now) is due.

        :return: naive UTC, as it is stored; ``False`` where there is no such clock
        """
        return self.company_id._wbs_clock_end(key, start)

    # --- good faith ----

    def action_doubt_good_faith(self) -> dict[str, Any]:
        """Open the dialog that asks an Inspector for the evidence of intent."""
        self._check_is_one_of((INSPECTOR,))
        self._check_good_faith_is_open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Question good faith"),
            "res_model": "wbs.doubt",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _doubt_good_faith(self, evidence: str) -> None:
        """Begin to judge whether the report was made in good faith.

        Good faith is presumed: only evidence that the reporter knew better opens the
        question. Two people decide, and the reporter is heard in between.

        :param evidence: of intent, one a line; kept sealed
        :raise UserError: none was given, or the question is open or settled already
        """
        self.ensure_one()
        if not evidence.strip():
            raise UserError(
                self.env._(
                    "List what shows that the reporter knew the report to be untrue. "
                    "A report that is not proven is no report in bad faith."
                )
            )
        self._check_good_faith_is_open()
        self._check_two_others_decide()
        self.env["wbs.note"]._write_notes(self, None, {"doubt": evidence.strip()})
        self.env["wbs.audit.entry"]._write_entry(
            self.uid, "good_faith.doubted", f"wbs.case/{self.uid}"
        )
        self._start_beside(GOOD_FAITH)

    def _compute_good_faith_questioned(self):
        questioned = self._good_faith_questioned()
        for case in self:
            case.good_faith_questioned = case in questioned

    def _good_faith_questioned(self) -> models.Model:
        """The cases whose good faith is being judged, or was found wanting."""
        # sudo: whether it is judged, also for whoever does not see that procedure
        running = self.sudo()._bpmn_running_instances()
        judged = running.filtered(lambda it: it.process_id.key == GOOD_FAITH)
        case_ids = set(judged.mapped("res_id"))
        return self.filtered(lambda case: case.bad_faith or case.id in case_ids)

    def _check_good_faith_is_open(self) -> None:
        if self._good_faith_questioned():
            raise UserError(
                self.env._(
                    "The good faith of this report is being judged, or was. Its tasks, "
                    "and what came of them, stand on the case."
                )
            )

    def _check_two_others_decide(self) -> None:
        """Whoever raises the doubt decides nothing: the drawing asks for two others.

        :raise UserError: the office has not got them, so the doubt would lie open
        """
        outside = self.env.user | self._excluded_users()
        first = self._members("team_leader") - outside
        second = self._holders_of("inspector") - outside
        if not first or not second or len(first | second) < 2:
            raise UserError(
                self.env._(
                    "Two people beside you decide on good faith: a team leader and an "
                    "Inspector or deputy. Your office has not got both for this case. "
                    "Ask your administrator to name a deputy."
                )
            )

    def _reopen(self) -> None:
        """Go on with a closed case, where the procedure waits for that."""
        self.write({"status": "deciding", "closed_at": False})
        if not self._bpmn_deliver_message("case_reopened"):
            # Closed by a drawing that ended with the closing: the way begins anew.
            self._bpmn_start("wbs_main")

    # --- conflicts of interest ----

    def _exclude_who_is_named(self) -> str:
        """Take the case from staff whose full name stands in the report under *who*.

        :return: the role that the table of conflicts asks for
        """
        opened = self.env["wbs.vault"]._opened(self)
        account = opened.account if opened else self._unseal(names=["who"])[self.uid]
        who = account.get("who", "")
        users = self._staff_named_in(who)
        if not users:
            return "nobody"
        role = self._role_named(users)
        self._exclude(users | self._holders_of(role))
        return role

    def _staff_named_in(self, text: str) -> models.Model:
        """Those of the staff whose name, of two words or more, stands in the text."""
        if not text:
            return self.env["res.users"]
        self.env["res.users"].flush_model(["active"])
        self.env["res.partner"].flush_model(["name"])
        # sudo: names of colleagues, compared by the system only
        group = self.env["res.groups"].sudo().browse(self._case_staff_group_id())
        staff = wbs_sql.staff_names(
            self.env.cr, group.all_implied_by_ids.ids, self.company_id.id
        )
        words = f" {_plain(text)} "
        named = [
            user_id
            for user_id, name in staff
            if " " in _plain(name) and f" {_plain(name)} " in words
        ]
        return self.env["res.users"].sudo().browse(named)

    def _case_staff_group_id(self) -> int:
        return self.env["ir.model.data"]._xmlid_to_res_id("wbs_module.group_case_staff")

    def _case_staff(self) -> models.Model:
        # sudo: names of colleagues, compared by the system only
        group = self.env.ref("wbs_module.group_case_staff").sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )

    def _holders_of(self, role: str) -> models.Model:
        """Who holds a role of the table of conflicts; nobody for ``member``."""
        if role not in GROUP_OF_ROLE:
            return self.env["res.users"]
        return self._members(GROUP_OF_ROLE[role])

    def _members(self, group: str) -> models.Model:
        """The staff of the office who hold a group."""
        # sudo: see _case_staff
        holders = self.env.ref(f"wbs_module.group_{group}").sudo().all_user_ids
        return self._case_staff() & holders

    def _role_named(self, users: models.Model) -> str:
        """The highest role that ``users`` hold, as the table of conflicts names it."""
        for role in ("leadership", "inspector"):
            if users & self._holders_of(role):
                return role
        team = self._holders_of("team") - self._excluded_users()
        return "member" if team - users else "team"

    def _bpmn_allowed_users(self, instance):
        allowed = super()._bpmn_allowed_users(instance)
        if not self.team_user_ids:
            return allowed
        examiner = self.env.ref("wbs_module.group_examiner")
        # sudo: memberships are read, not the user's own rights
        others = (instance._involved_group_records() - examiner).sudo().all_user_ids
        outside = examiner.sudo().all_user_ids - others - self.team_user_ids
        return allowed - (outside - self._register_users())

    def _bpmn_after_step(self, instance, outcome):
        result = super()._bpmn_after_step(instance, outcome)
        opened = {task.element_id for task in outcome.opened}
        if not outcome.closed and opened.isdisjoint(APPROVALS + REVIEWS):
            return result  # nobody took part, and nothing waits for a judge anew
        if instance.main:
            self._keep_handlers_from_approving(instance)
        else:
            self._keep_those_with_a_part_from_reviewing(instance)
        return result

    def _keep_those_with_a_part_from_reviewing(self, instance: models.Model) -> None:
        """What is objected to stands in the main procedure, which a task of another
        drawing cannot name to be separate from."""
        for task in self._open_among(instance, REVIEWS):
            people = self._who_had_a_part() - task.excluded_user_ids
            if people:
                task.excluded_user_ids = [Command.link(user.id) for user in people]

    def _who_had_a_part(self) -> models.Model:
        """Whoever finished a step of the main procedure, and whoever is excluded."""
        # sudo: all instances, also those that the user cannot see
        instances = self.sudo().bpmn_instance_ids.filtered("main")
        done = instances.task_ids.filtered(lambda task: task.state == "completed")
        return done.closed_by_id | self._excluded_users()

    def _keep_handlers_from_approving(self, instance: models.Model) -> None:
        """Nobody who handled the case approves its closure."""
        for task in self._open_among(instance, APPROVALS):
            handlers = self._who_handled(instance, task) - task.excluded_user_ids
            if handlers:
                task.excluded_user_ids = [Command.link(user.id) for user in handlers]

    def _who_handled(self, instance: models.Model, approval: models.Model):
        """Who examined or referred: their tasks stand in drawings of their own, which
        the task of approving cannot name to be separate from.
        """
        called = instance.task_ids.filtered(
            lambda done: (
                done.state == "completed"
                and done.element_id.process_key != approval.element_id.process_key
                and done.group_id != approval.group_id
            )
        )
        return called.closed_by_id

    def _open_among(
        self, instance: models.Model, keys: tuple[str, ...]
    ) -> models.Model:
        """Open tasks of these elements; asked at each step, so past tasks, which may
        be thousands, are not read, and a drawing without the elements costs nothing.
        """
        tasks = self.env["bpmn.task"]
        rows = self.env["bpmn.process.version"]._element_rows(instance.version_id.id)
        elements = [row.id for (_process, key), row in rows.items() if key in keys]
        if not elements:
            return tasks
        return tasks.search(
            [
                ("instance_id", "=", instance.id),
                ("state", "=", "open"),
                ("element_id", "in", elements),
            ]
        )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", (text or "").casefold()))
