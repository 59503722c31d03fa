"""Conflicts of interest: who is named in a case, or steps aside, loses it at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError

# Where a task goes when a conflict leaves nobody of its group: up, one by one.
LADDER = ("team_leader", "inspector", "sekda")
SECRETARIAT = "wbs_module.group_secretariat"
INSPECTOR = "wbs_module.group_inspector"


class WbsCase(models.Model):
    # Conflicts are an idea of their own, apart from what a case is.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "wbs.case"

    # --- doors: called by the panel of the case ----

    def step_aside(self, reason: str = "") -> list[str]:
        """The user has a conflict of interest: take the case out of their sight.

        An RPC door on purpose. Only an inspector can take it back.

        :param reason: kept sealed
        :return: sentences about where tasks went, when nobody of a group was left
        """
        self.ensure_one()
        self.check_access("read")
        # Not who: the log is read by people who must not learn whom a case concerns.
        self._log_change(actor="staff")
        return self._exclude(self.env.user, reason)

    def exclude_colleague(self, user_id: int, reason: str = "") -> list[str]:
        """A member of staff is named in the case: take it out of their sight.

        An RPC door on purpose, for the secretariat and inspectors who see the case.

        :return: as ``step_aside``
        """
        self._check_is_one_of((SECRETARIAT, INSPECTOR))
        colleague = self._colleagues().filtered(lambda user: user.id == user_id)
        if not colleague:
            raise UserError(self.env._("Choose a member of staff of this office."))
        self._log_change()
        return self._exclude(colleague, reason)

    def readmit_colleague(self, user_id: int, reason: str) -> None:
        """Undo an exclusion. An RPC door on purpose, for inspectors not excluded.

        :param reason: must be given, and is kept sealed
        """
        self._check_is_one_of((INSPECTOR,))
        if not (reason or "").strip():
            raise UserError(self.env._("Please give a reason: it is kept."))
        self._log_change()
        self._lock_exclusions()
        # sudo: only the name of somebody who stands in the sealed list
        user = self.env["res.users"].sudo().browse(user_id)
        left = self._excluded_users() - user
        self._keep_exclusion(left, user, "readmitted", reason)

    def get_exclusions(self) -> dict[str, Any]:
        """Who is excluded, and who could be; a look that is logged.

        An RPC door on purpose, for the secretariat and inspectors who see the case.
        """
        self._check_is_one_of((SECRETARIAT, INSPECTOR))
        # sudo: names of colleagues, for those who keep the register
        self.env["wbs.audit.entry"]._write_entry(
            self.uid, "access.read", f"wbs.case/{self.uid}"
        )
        excluded = self._excluded_users().sudo()
        others = self._colleagues().sudo() - excluded - self.env.user
        return {
            "excluded": [[user.id, user.name] for user in excluded],
            "colleagues": [[user.id, user.name] for user in others],
            "may_readmit": self.env.user.has_group(INSPECTOR),
        }

    def _check_is_one_of(self, groups: tuple[str, ...]) -> None:
        self.ensure_one()
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in groups):
            raise self._absence()

    def _colleagues(self) -> models.Model:
        """Everybody of this office who has any part in reports."""
        # sudo: memberships are read, not the user's own rights
        staff = self.env.ref("wbs_module.group_staff").sudo().all_user_ids
        return staff.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        ).sorted("name")

    def _log_change(self, actor: str | None = None) -> None:
        """That somebody's access changed, never whose."""
        self.env["wbs.audit.entry"]._write_entry(
            self.uid, "access.changed", f"wbs.case/{self.uid}", actor=actor
        )

    # --- the sealed list ----

    def _excluded_users(self) -> models.Model:
        """Who is named in the case or stepped aside. Sealed: it shows as absence."""
        if not self._exclusions_are_known():
            listed = self._unseal(names=["excluded"])[self.uid].get("excluded", "")
            self._remember_excluded(int(item) for item in listed.split())
        return self.env["res.users"].browse(self._known_exclusions()[self.id])

    def _exclusions_are_known(self) -> bool:
        return self.id in self._known_exclusions()

    def _remember_excluded(self, user_ids: Iterable[int]) -> None:
        """Who stands in the sealed list, so that a transaction opens it once."""
        self._known_exclusions()[self.id] = tuple(user_ids)

    def _known_exclusions(self) -> dict[int, tuple[int, ...]]:
        # Odoo forgets what is kept here with the transaction, and when a part of it is
        # rolled back.
        return self.env.cr.precommit.data.setdefault("wbs.excluded", {})

    def _exclude(self, users: models.Model, reason: str = "") -> list[str]:
        """Take the case out of the sight of ``users``, in this transaction.

        :return: as ``step_aside``
        """
        self.ensure_one()
        self._lock_exclusions()
        excluded = self._excluded_users() | users
        return self._keep_exclusion(excluded, users, "excluded", reason)

    def _lock_exclusions(self) -> None:
        # sudo: two who write the list at once must not lose one another's entry
        self.sudo().lock_for_update()

    def _keep_exclusion(
        self, excluded: models.Model, users: models.Model, what: str, reason: str
    ) -> list[str]:
        """Seal the list and how it came about; then let everything follow it."""
        past = json.loads(
            self._unseal(names=["exclusions"])[self.uid].get("exclusions", "[]")
        )
        now = fields.Datetime.to_string(self.env["bpmn.time"]._now())
        past += [
            {"user": user.id, "by": self.env.uid, "at": now, "what": what}
            | ({"reason": reason} if reason else {})
            for user in users
        ]
        self._known_exclusions().pop(self.id, None)
        self._seal(
            {
                "excluded": " ".join(str(user.id) for user in excluded),
                "exclusions": json.dumps(past),
            }
        )
        self._bpmn_refresh_access()
        self._write_users()
        return self._raise_orphans(excluded)

    # --- somebody must remain ----

    def _raise_orphans(self, excluded: models.Model) -> list[str]:
        """Hand up open tasks for which the conflict leaves nobody.

        :return: a sentence for each such task
        """
        if not excluded:
            return []
        # sudo: tasks that the user, now excluded, does not see any more
        tasks = self.env["bpmn.task"].sudo()
        open_tasks = tasks.search(
            [
                ("instance_id", "in", self._bpmn_running_instances().ids),
                ("state", "=", "open"),
                ("group_id", "!=", False),
            ]
        )
        return [
            self._raise_task(task)
            for task in open_tasks
            if self._could_do(task, task.group_id)
            and not self._could_do(task, task.group_id) - excluded
        ]

    def _could_do(self, task: models.Model, group: models.Model) -> models.Model:
        """Members of ``group`` in this office whom the drawing lets do the task."""
        members = group.all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
        return members - task.excluded_user_ids

    def _raise_task(self, task: models.Model) -> str:
        excluded = self._excluded_users()
        group = next(
            (
                group
                for group in self._groups_above(task.group_id)
                if self._could_do(task, group) - excluded
            ),
            None,
        )
        names = {"task": task.name, "group": task.group_id.name}
        if group is None:
            return self.env._(
                "Nobody is left for “%(task)s”, neither of %(group)s nor above. Give "
                "somebody without a conflict a part in this office: the task waits.",
                **names,
            )
        task._move_to_group(group)
        return self.env._(
            "Nobody of %(group)s is left for “%(task)s”: it goes up to %(above)s.",
            **names,
            above=group.name,
        )

    @api.model
    def _groups_above(self, group: models.Model) -> list[models.Model]:
        groups = self.env["res.groups"]._bpmn_groups()
        ladder = [groups[key] for key in LADDER if key in groups]
        begin = ladder.index(group) + 1 if group in ladder else 0
        return ladder[begin:]
