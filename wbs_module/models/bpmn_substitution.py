"""Who stands in for whom, and when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError


class BpmnSubstitution(models.Model):
    _name = "bpmn.substitution"
    _description = "Substitution"
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        "res.users",
        "Absent",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="cascade",
    )
    substitute_id = fields.Many2one(
        "res.users", "Stands in", required=True, index=True, ondelete="cascade"
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until", required=True)

    _dates = models.Constraint(
        "CHECK (date_to >= date_from)", "The substitution ends before it begins."
    )
    _not_oneself = models.Constraint(
        "CHECK (user_id != substitute_id)", "Choose a colleague, not the same person."
    )

    def _compute_display_name(self):
        for item in self:
            item.display_name = f"{item.substitute_id.name} ← {item.user_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        substitutions = super().create(vals_list)
        substitutions._check_own()
        substitutions._refresh()
        return substitutions

    def write(self, vals):
        self._check_own()
        result = super().write(vals)
        self._check_own()
        self._refresh()
        return result

    def unlink(self):
        self._check_own()
        people = self.user_id | self.substitute_id
        result = super().unlink()
        self._refresh_of(people)
        return result

    def _check_own(self) -> None:
        """Nobody names somebody else's substitute, but an operator."""
        if self.env.su or self.env.user.has_group("wbs_module.group_bpmn_operator"):
            return
        if self.user_id - self.env.user:
            raise AccessError(
                self.env._(
                    "You may say who stands in for you. For a colleague, ask an "
                    "operator of procedures."
                )
            )

    def _refresh(self) -> None:
        self._refresh_of(self.user_id | self.substitute_id)
        # sudo: the same is done again as soon as the days begin and have ended
        self.sudo()._plan_refreshes()

    def _plan_refreshes(self) -> None:
        """Who sees what follows at midnight of the office, not once a day sometime."""
        stored = self.env["bpmn.time"]._stored
        moments = []
        for item in self:
            zone = self.env["bpmn.clock"]._office_zone(item.user_id.company_id.id)
            for day in (item.date_from, item.date_to + timedelta(days=1)):
                moments.append(stored(datetime.combine(day, time.min, zone)))
        now = self.env["bpmn.time"]._now()
        ahead = [moment for moment in moments if moment > now]
        if ahead:
            self.env.ref("wbs_module.bpmn_cron_refresh_access")._trigger(at=ahead)

    def _refresh_of(self, people: models.Model) -> None:
        self.env.registry.clear_cache()
        # sudo: positive lists follow, whoever changes a substitution
        groups = people.sudo().all_group_ids
        self.env["bpmn.instance"].sudo()._refresh_access_of_groups(groups)

    @api.model
    def _absent_for(self, user: models.Model) -> models.Model:
        """Those for whom ``user`` stands in today, by the day of the office at work."""
        today = self.env["bpmn.clock"]._office_day(self.env.company.id)
        return self.env["res.users"].browse(self._absent_ids_for(user.id, today))

    @api.model
    @tools.ormcache("user_id", "day")
    def _absent_ids_for(self, user_id: int, day: date) -> tuple[int, ...]:
        found = self.search(
            [
                ("substitute_id", "=", user_id),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ]
        )
        return found.user_id._ids
