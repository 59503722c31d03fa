"""Invented cases, made by running the real procedure at past times."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

from odoo import api, models
from odoo.tools import file_open

from ..vault import read_demo_people
from .bpmn_time import MovableTime, time_set_to
from .wbs_demonstration_long import LONG_REPORTS
from .wbs_demonstration_reports import SHORT_REPORTS
from .wbs_demonstration_script import Done, InDays, Report, Wrote
from .wbs_intake import IncomingFile, IncomingReport

_logger = logging.getLogger(__name__)
HOUR_OF_WORK = 2  # 09:00 in Jakarta, in UTC
FRIDAY = 4
MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


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
        reports = (*SHORT_REPORTS, *LONG_REPORTS)
        for report in sorted(reports, key=lambda report: -report.days_ago):
            self._play(report)

    # --- one case ----

    @api.model
    def _play(self, report: Report) -> models.Model:
        """Take the report in on its day, and let people do what they did."""
        today = datetime.now().replace(minute=0, second=0, microsecond=0)
        start = today - timedelta(days=report.days_ago)
        start = start - timedelta(days=max(0, start.weekday() - FRIDAY))
        start = start.replace(hour=HOUR_OF_WORK)
        with time_set_to(start) as time:
            case = self._take(report)
            for step in report.steps:
                day = _working_day(start + timedelta(days=step.day))
                self._until(time, min(day, today))
                self._do(case, report.office, step)
            self._until(time, today)
        return case

    def _take(self, report: Report) -> models.Model:
        clerk = report.clerk and self._person(report.clerk, report.office)
        self.env["wbs.intake"]._take(
            self.env.ref(f"wbs_module.demo_office_{report.office}"),
            IncomingReport(
                channel=report.channel,
                category=report.category,
                account=report.account,
                identity=report.identity,
                files=tuple(map(_file, report.files)),
                originals=tuple(map(_file, report.originals)),
                registered_by=clerk.id if clerk else 0,
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

    def _do(self, case: models.Model, office: str, step: Done | Wrote) -> None:
        if isinstance(step, Wrote):
            case._reporter_says(step.kind, step.text)
            return
        # A procedure of its own (protection, objection) may have begun meanwhile.
        case.invalidate_recordset(["bpmn_instance_ids"])
        task = self.env["bpmn.task"].search(
            [
                ("instance_id", "in", case.bpmn_instance_ids.ids),
                ("element_id.key", "=", step.task),
                ("state", "=", "open"),
            ]
        )
        day = self.env["bpmn.time"]._now().date()
        values = {
            name: value.from_day(day) if isinstance(value, InDays) else value
            for name, value in step.values.items()
        }
        task = task.with_user(self._person(step.by, office))
        task = task.with_context(allowed_company_ids=case.company_id.ids)
        task.complete(step.outcome, values)

    def _person(self, role: str, office: str) -> models.Model:
        return self.env.ref(f"wbs_module.demo_user_{role}_{office}")


def _file(name: str) -> IncomingFile:
    with file_open(f"wbs_module/demo/files/{name}", "rb") as file:
        return IncomingFile(name, MEDIA_TYPES[Path(name).suffix], iter([file.read()]))


def _working_day(day: datetime) -> datetime:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)
