"""Groups get the key by which drawings name them."""

from __future__ import annotations

from odoo import api, fields, models

from . import bpmn_sql


class ResGroups(models.Model):
    _inherit = "res.groups"

    bpmn_key = fields.Char(
        "Key in drawings",
        copy=False,
        help="A lane of a drawing, or an escalation step of a clock, names this group "
        "by this key. Changing it does not change procedures already in force.",
    )

    _bpmn_key_unique = models.UniqueIndex(
        "(bpmn_key) WHERE bpmn_key IS NOT NULL",
        "Another group already has this key in drawings.",
    )

    def write(self, vals):
        # sudo: positive lists follow memberships, whoever changes them
        watched = {"user_ids", "implied_ids", "implied_by_ids"} & set(vals)
        users_before = self.all_user_ids if watched else None
        result = super().write(vals)
        if watched and self.all_user_ids != users_before:
            self.env["bpmn.instance"].sudo()._refresh_access_of_groups(
                self | self.all_implied_ids
            )
        return result

    def _active_users(
        self,
        company: models.Model,
        with_substitutes: bool = False,
        beside: models.Model | None = None,
    ) -> models.Model:
        """Active members of these groups who work for ``company``, as superuser.

        :param with_substitutes: also whoever stands in for a member today
        :param beside: groups whose members count, but nobody who stands in for them
        """
        # sudo: memberships are read, not the user's own rights
        clock = self.env["bpmn.clock"]
        today = clock._office_day(company.id) if with_substitutes else None
        self.env["res.users"].flush_model(["active"])
        self.env["bpmn.substitution"].flush_model()
        ids = bpmn_sql.users_of_groups(
            self.env.cr,
            self.sudo().all_implied_by_ids.ids,
            company.id,
            today,
            beside.sudo().all_implied_by_ids.ids if beside else (),
        )
        return self.env["res.users"].sudo().browse(ids)

    @api.model
    def _bpmn_groups(self) -> dict[str, models.Model]:
        """Key → group, for all groups that drawings may name."""
        # sudo: drawings name groups; keys are no secret
        groups = self.sudo().search([("bpmn_key", "!=", False)])
        return {group.bpmn_key: group for group in groups}


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        # sudo: positive lists follow memberships, whoever changes them
        users = super().create(vals_list)
        self.env["bpmn.instance"].sudo()._refresh_access_of_groups(
            users.sudo().all_group_ids
        )
        return users

    def write(self, vals):
        """Who joins or leaves a group gains or loses its running instances at once."""
        # sudo: positive lists follow memberships, whoever changes them
        watched = {"group_ids", "active", "company_ids"} & set(vals)
        groups = self.sudo().all_group_ids if watched else None
        result = super().write(vals)
        if watched:
            groups |= self.sudo().all_group_ids
            self.env["bpmn.instance"].sudo()._refresh_access_of_groups(groups)
        return result
