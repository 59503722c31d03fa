"""What the cron does: wakes the instances whose time has come."""

from __future__ import annotations

import logging
from datetime import timedelta

import psycopg2

from odoo import api, models
from odoo.exceptions import ConcurrencyError

from ..engine.contract import Wake
from . import bpmn_sql

_logger = logging.getLogger(__name__)
LONGEST_PAUSE = timedelta(days=1)
LOOKED_UP_AT_ONCE = 100


class BpmnInstance(models.Model):
    _inherit = "bpmn.instance"

    @api.model
    def _cron_sweep(self) -> None:
        """Wake what is due, the longest due first, each in its own transaction."""
        self._sweep(commit=True)

    @api.model
    def _sweep(self, commit: bool = False) -> int:
        """Wake all instances that are due by the clock service.

        :param commit: whether each instance ends a transaction; without it (demo
            data, tests) each has a savepoint in the current one
        :return: how many were woken
        """
        woken, skipped, queue = 0, [], []
        cron = self.env["ir.cron"]
        while True:
            queue = queue or self._due(skipped)
            if not queue:
                return woken
            due = queue.pop(0)
            if not self._lock_due(due, commit):
                skipped.append(due)  # another worker has it, or has just had it
                continue
            instance = self.browse(due)
            try:
                with self.env.cr.savepoint():
                    instance._step(Wake())
                    if instance.wake_failures:
                        instance.wake_failures = 0
                woken += 1
                if instance._is_due():
                    queue = []  # it may be due again before those that follow
            except (psycopg2.OperationalError, ConcurrencyError):
                # another worker changed it meanwhile: its turn comes again
                if not commit:
                    raise
                self.env.cr.rollback()
                skipped.append(due)
            except Exception as error:  # noqa: BLE001 (must not hold up the others)
                if not instance._put_off(type(error).__name__):
                    skipped.append(due)
            if commit and not cron._commit_progress(1):
                self.env.ref("wbs_module.bpmn_cron_sweep")._trigger()
                return woken

    def _due(self, skipped: list[int]) -> list[int]:
        """What is due, the longest due first: as much as one statement brings."""
        self.env.flush_all()
        now = self.env["bpmn.time"]._now()
        return bpmn_sql.due_instances(self.env.cr, now, skipped, LOOKED_UP_AT_ONCE)

    def _is_due(self) -> bool:
        return bool(self.wake_at and self.wake_at <= self.env["bpmn.time"]._now())

    def _lock_due(self, due: int, commit: bool) -> bool:
        """Lock what is to be woken, in a transaction of its own or in this one."""
        self.env.flush_all()
        cr, now = self.env.cr, self.env["bpmn.time"]._now()

        def pick() -> bool:
            return bpmn_sql.lock_due_instance(cr, now, due)

        return bpmn_sql.until_won(cr, pick) if commit else pick()

    def _put_off(self, reason: str) -> bool:
        """Postpone; whether that succeeded. What cannot even be put off is left."""
        try:
            with self.env.cr.savepoint():
                self._postpone(reason)
        except Exception as error:  # noqa: BLE001 (must not hold up the others)
            _logger.warning("%s could not be put off: %s", self, type(error).__name__)
            return False
        return True

    def _postpone(self, reason: str) -> None:
        """The engine itself could not go on: an incident, and a growing pause."""
        failures = self.wake_failures + 1
        now = self.env["bpmn.time"]._now()
        pause = min(timedelta(minutes=2**failures), LONGEST_PAUSE)
        # only the kind of error: its text may hold content
        _logger.warning("Waking %s failed: %s", self, reason)
        self.write({"wake_failures": failures, "wake_at": now + pause})
        incidents = self.env["bpmn.incident"]
        values = {
            "message": self.env._(
                "The procedure could not go on (%(reason)s). It is tried again by "
                "itself with growing pauses.",
                reason=reason,
            ),
            "attempt": failures,
            "next_attempt_at": now + pause,
        }
        known = incidents.search(
            [
                ("instance_id", "=", self.id),
                ("engine_id", "=", False),
                ("state", "=", "open"),
            ],
            limit=1,
        )
        if known:
            known.write(values)
            return
        incidents.create(
            values
            | {
                "instance_id": self.id,
                "company_id": self.company_id.id,
                "code": "engine",
                "state": "open",
                "opened_at": now,
            }
        )
        self.involved_groups = [
            *(self.involved_groups or []),
            self.env.ref("wbs_module.group_bpmn_operator").id,
        ]
        self._refresh_access()

    @api.model
    def _cron_refresh_access(self) -> None:
        """Substitutions begin and end by the day: write positive lists anew."""
        # sudo: the cron sees all running instances
        instances = self.sudo().search([("status", "=", "running")])
        for batch in range(0, len(instances), 100):
            instances[batch : batch + 100]._refresh_access()
            self.env["ir.cron"]._commit_progress(100)
