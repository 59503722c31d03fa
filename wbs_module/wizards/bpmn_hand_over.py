"""Hand a task over to a colleague."""

from __future__ import annotations

from odoo import api, fields, models


class BpmnHandOver(models.TransientModel):
    _name = "bpmn.hand.over"
    _inherit = ["bpmn.pointer"]
    _description = "Hand a Task Over"

    task_id = fields.Many2one(
        "bpmn.task",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    possible_user_ids = fields.Many2many(
        "res.users", compute="_compute_possible_user_ids"
    )
    user_id = fields.Many2one(
        "res.users",
        "Hand over to",
        required=True,
        domain="[('id', 'in', possible_user_ids)]",
    )

    @api.depends("task_id")
    def _compute_possible_user_ids(self):
        # sudo: names of colleagues, after the task was found visible
        for wizard in self:
            if not wizard.task_id.exists():
                wizard.possible_user_ids = False
                continue
            task = wizard.task_id.sudo()
            people = task.instance_id.user_ids & task.group_id.all_user_ids
            wizard.possible_user_ids = people - task.excluded_user_ids - self.env.user

    def action_hand_over(self):
        self.task_id._hand_over(self.user_id)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "wbs_module.bpmn_task_action"
        ) | {"target": "main"}
