"""The module is not removed while cases exist."""

from odoo import models
from odoo.exceptions import UserError


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def button_uninstall(self):
        self._keep_while_cases_exist()
        return super().button_uninstall()

    def module_uninstall(self):
        self._keep_while_cases_exist()
        return super().module_uninstall()

    def _keep_while_cases_exist(self) -> None:
        """Uninstalling drops tables, past every rule about destruction of cases."""
        ours = self.filtered(lambda module: module.name == "wbs_module")
        # sudo: counted over all offices, whoever presses the button
        if ours and self.env["wbs.case"].sudo().search_count([], limit=1):
            raise UserError(
                self.env._(
                    "Cases exist in this database, so the module cannot be "
                    "uninstalled: that would destroy them at once. Close them and "
                    "let them be destroyed by their procedure first."
                )
            )
