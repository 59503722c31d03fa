"""Procedures of cases: who keeps the register sees them, whatever their way."""

from __future__ import annotations

from odoo import api, models


class BpmnInstance(models.Model):
    _inherit = "bpmn.instance"

    @api.model
    def _refresh_access_of_groups(self, groups: models.Model) -> None:
        """Members of the register's groups see cases that these groups had no part in
        yet: all running ones follow."""
        # sudo: positive lists follow memberships, whoever changes them
        super()._refresh_access_of_groups(groups)
        if groups & self.env["wbs.case"]._register_groups():
            running = [("status", "=", "running"), ("res_model", "=", "wbs.case")]
            self.sudo().search(running)._refresh_access()
