"""How the module lives in an ERP: clones that keep silent, and no careless removal."""

from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from .wbs_office import OfficeOfReports


@tagged("post_install", "-at_install")
class TestInstallation(OfficeOfReports):
    def test_it_is_not_uninstalled_while_cases_exist(self):
        self.report()
        module = self.env["ir.module.module"].search([("name", "=", "wbs_module")])
        with self.assertRaises(UserError):
            module.module_uninstall()

    def test_a_neutralised_clone_takes_and_sends_nothing(self):
        self.env["bpmn.outbox"]._queue("wbs_letter", company_id=self.office.id)
        vault = self.env["wbs.vault"]
        before = vault._installation()
        self.env.flush_all()
        script = Path(__file__).parents[1] / "data" / "neutralize.sql"
        self.env.cr.execute(script.read_text())
        self.env.invalidate_all()
        waiting = self.env["bpmn.outbox"].search([("state", "=", "pending")])
        self.assertFalse(waiting)
        self.assertFalse(self.office.wbs_public_name)
        self.env.registry.clear_all_caches()
        self.assertNotEqual(vault._installation(), before)

    def test_an_office_keeps_its_own_clocks_and_procedure(self):
        clock = self.env["bpmn.clock"].search(
            [("company_id", "=", self.office.id), ("key", "=", "verify")]
        )
        clock.amount = 7
        process = self.env["bpmn.process"].search(
            [("company_id", "=", self.office.id), ("key", "=", "wbs_main")]
        )
        in_force = process.version_id
        self.office._wbs_set_up()
        self.assertEqual(clock.amount, 7)
        self.assertEqual(process.version_id, in_force)
