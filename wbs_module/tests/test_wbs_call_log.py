"""What somebody hands over in a call does not reach the log, at any level."""

import logging

from odoo.service.model import call_kw
from odoo.tests import tagged

from .wbs_office import CANARY, OfficeOfReports


@tagged("post_install", "-at_install")
class TestCallLog(OfficeOfReports):
    def test_a_call_is_logged_without_what_was_handed_over(self):
        people = self.env["res.users"]
        with self.assertLogs("odoo.service.model", logging.DEBUG) as written:
            call_kw(people, "search", [[("login", "=", CANARY)]], {"limit": 1})
        (line,) = written.output
        self.assertIn("res.users().search", line)
        self.assertNotIn(CANARY, line)
