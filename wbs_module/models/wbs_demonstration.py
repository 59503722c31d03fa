"""Invented cases, made by running the real procedure at past times."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from odoo import api, models

from ..vault import read_demo_people
from .bpmn_time import MovableTime, time_set_to
from .wbs_demonstration_reports import REPORTS, Report
from .wbs_intake import IncomingFile, IncomingReport

_logger = logging.getLogger(__name__)
HOUR_OF_WORK = 2  # 09:00 in Jakarta, in UTC


class WbsDemonstration(models.AbstractModel):
    """Called by the demo data only; refuses where real keys are."""

    _name = "wbs.demonstration"
    _description = "Demonstration"

    @api.model
    def _speak_indonesian(self) -> None:
        """Before the people of the demonstration, whose language it is."""
        self.env["res.lang"]._activate_lang("id_ID")
        modules = self.env["ir.module.module"].search([("state", "=", "installed")])
        modules._update_translations(["id_ID"])

    @api.model
    def _make(self) -> None:
        """Mark this database as a demonstration and fill it with cases."""
        try:
            folder = self.env["wbs.vault"]._key_folder()
            people = read_demo_people(folder)
        except Exception as problem:  # noqa: BLE001 (no keys: no demo cases, no harm)
            _logger.info("No demo cases are made: %s", type(problem).__name__)
            return
        self.env["ir.config_parameter"].set_param("wbs_module.demonstration", "1")
        for layer in people.values():
            self.env["wbs.generation"]._add(layer.generation)
        for office in (
            "wbs_module.demo_office_malang",
            "wbs_module.demo_office_contoh",
        ):
            company = self.env.ref(office)
            company.resource_calendar_id.tz = "Asia/Jakarta"
            company._wbs_set_up()
        for report in REPORTS:
            self._play(report)

    # --- one case ----

    @api.model
    def _play(self, report: Report) -> models.Model:
        """Take the report in on its day, and let people do what they did."""
        today = datetime.now().replace(minute=0, second=0, microsecond=0)
        start = _working_day(today - timedelta(days=report.days_ago))
        with time_set_to(start.replace(hour=HOUR_OF_WORK)) as time:
            case = self._take(report)
            for days, what, given in report.steps:
                self._until(time, time.moment + timedelta(days=days))
                self._do(case, report.office, what, given)
            self._until(time, today)
        return case

    def _take(self, report: Report) -> models.Model:
        company = self.env.ref(f"wbs_module.demo_office_{report.office}")
        files = tuple(
            IncomingFile(name, "text/plain", iter([text.encode()]))
            for name, text in report.files.items()
        )
        self.env["wbs.intake"]._take(
            company,
            IncomingReport(
                channel=report.channel,
                category=report.category,
                account=report.account,
                identity=report.identity,
                files=files,
            ),
        )
        return self.env["wbs.case"].search([], order="id desc", limit=1)

    def _until(self, time: MovableTime, moment: datetime) -> None:
        """Let time pass, waking what becomes due at its own moment."""
        goal = moment.replace(tzinfo=time.moment.tzinfo)
        instances = self.env["bpmn.instance"]
        while True:
            waking = instances.search(
                [("status", "=", "running"), ("wake_at", "!=", False)],
                order="wake_at, id",
                limit=1,
            )
            due = waking.wake_at and waking.wake_at.replace(tzinfo=time.moment.tzinfo)
            if not due or due > goal:
                break
            time.set(max(due, time.moment))
            if not instances._sweep():
                break
        time.set(max(goal, time.moment))

    def _do(self, case: models.Model, office: str, what: str, given: Any) -> None:
        if what == "reporter":
            self.env["wbs.message"]._send(case, "in", given)
            case._bpmn_deliver_message("reporter_wrote")
            return
        login, outcome, values = given
        person = self.env.ref(f"wbs_module.demo_user_{login}_{office}")
        task = self.env["bpmn.task"].search(
            [
                ("instance_id", "in", case.bpmn_instance_ids.ids),
                ("element_id.key", "=", what),
                ("state", "=", "open"),
            ]
        )
        company = case.company_id
        task = task.with_user(person).with_context(allowed_company_ids=company.ids)
        task.complete(outcome, values)


def _working_day(day: datetime) -> datetime:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
