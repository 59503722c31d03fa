"""A second factor and short rest times for those who see what is guarded."""

from __future__ import annotations

from odoo import api, fields, models

# Whoever sees cases, holds a key, or reads the log of looks.
GUARDED = (
    "wbs_module.group_case_staff",
    "wbs_module.group_custodian",
    "wbs_module.group_disclosure_approver",
    "wbs_module.group_auditor",
    "wbs_module.group_data_protection",
)
ENROL = "/wbs/second-factor"
LONGEST_SESSION = 12 * 60  # minutes: a working day; then a whole login
LONGEST_REST = 15  # minutes without a hand on the keyboard; then the password
REST_TIMES_SET = "wbs_module.rest_times_set"


class ResCompany(models.Model):
    # The second factor is an idea of its own, apart from the office's other settings.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.company"

    wbs_second_factor = fields.Boolean(
        "Second factor for guarded parts",
        default=True,
        help="Whoever sees cases, holds a key or reads the log of looks signs in with "
        "a code from their telephone beside the password. A demonstration asks for "
        "none.",
    )


class ResUsers(models.Model):
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.users"

    def _wbs_must_have_second_factor(self) -> bool:
        """Whether an office of this user asks them for a second factor."""
        # sudo: offices and groups of somebody who is only signing in
        user = self.sudo()
        return (
            any(user.has_group(group) for group in GUARDED)
            and any(user.company_ids.mapped("wbs_second_factor"))
            and not self.env["wbs.vault"]._is_demonstration()
        )

    def _mfa_url(self):
        """Who must have a second factor and has none yet sets it up to get in."""
        url = super()._mfa_url()
        if url is None and self._wbs_must_have_second_factor():
            return ENROL
        return url

    def _rpc_api_keys_only(self):
        """A password alone opens nothing for programs either."""
        self.ensure_one()
        return self._wbs_must_have_second_factor() or super()._rpc_api_keys_only()


class ResGroups(models.Model):
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.groups"

    @api.model
    def _wbs_set_rest_times(self) -> None:
        """Once, at installation or upgrade; what an office changes later stays."""
        # sudo: a mark of the installation
        parameters = self.env["ir.config_parameter"].sudo()
        if parameters.get_param(REST_TIMES_SET):
            return
        for name in GUARDED:
            # sudo: set-up, run by whoever installs the module
            group = self.env.ref(name).sudo()
            group.write(
                {
                    "lock_timeout": group.lock_timeout or LONGEST_SESSION,
                    "lock_timeout_inactivity": (
                        group.lock_timeout_inactivity or LONGEST_REST
                    ),
                }
            )
        parameters.set_param(REST_TIMES_SET, "1")
