"""Guarded parts sign in with two factors, and nobody's session rests for long."""

from __future__ import annotations

import base64
import json
import re
import time

from odoo.addons.auth_totp.models.totp import TIMESTEP, hotp
from odoo.http import root
from odoo.tests import HttpCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..models.ir_http_rest import SEEN
from .wbs_office import OfficeOfReports

PASSWORD = "a-long-test-password"
GUARDED = ("secretariat", "inspector", "custodian", "disclosure_approver", "auditor")


@tagged("post_install", "-at_install", "once")
class TestSecondFactor(OfficeOfReports, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The office of the other tests is a demonstration, which asks for none.
        cls.env["ir.config_parameter"].set_param("wbs_module.demonstration", False)
        for person in (*cls.people.values(), cls.employee):
            person.password = PASSWORD
        cls.env.flush_all()

    def sign_in(self, person):
        self.authenticate(None, None)
        page = self.url_open("/web/login")
        return self.url_open("/web/login", data=self.form(page, person))

    def form(self, page, person):
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        return {"login": person.login, "password": PASSWORD, "csrf_token": token}

    def session_answer(self):
        answer = self.url_open(
            "/web/dataset/call_kw/wbs.case/search_count",
            data=json.dumps(
                {
                    "params": {
                        "model": "wbs.case",
                        "method": "search_count",
                        "args": [[]],
                        "kwargs": {},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    @mute_logger("odoo.http")
    def test_a_password_alone_leads_to_setting_up_the_second_factor_and_no_further(
        self,
    ):
        page = self.sign_in(self.people["secretariat"])
        self.assertIn("/wbs/second-factor", page.url)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn("error", self.session_answer())

    @mute_logger("odoo.http")
    def test_with_the_code_of_the_telephone_they_are_in_and_are_asked_again(self):
        person = self.people["secretariat"]
        page = self.sign_in(person)
        secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page.text).group(1)
        counter = int(time.time() / TIMESTEP)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        wrong = self.url_open(
            "/wbs/second-factor", data={"code": "000000", "csrf_token": token}
        )
        # Whatever language the page speaks.
        self.assertNotIn('role="alert"', page.text)
        self.assertIn('role="alert"', wrong.text)
        code = hotp(base64.b32decode(secret), counter)
        self.url_open(
            "/wbs/second-factor", data={"code": f"{code:06d}", "csrf_token": token}
        )
        self.assertIn("result", self.session_answer())
        again = self.sign_in(person)
        self.assertIn("/web/login/totp", again.url)

    def test_every_guarded_part_must_and_others_need_not(self):
        for role in GUARDED:
            with self.subTest(role=role):
                self.assertTrue(self.people[role]._wbs_must_have_second_factor())
        for person in (self.people["mayor"], self.employee):
            self.assertFalse(person._wbs_must_have_second_factor())
        page = self.sign_in(self.employee)
        self.assertNotIn("second-factor", page.url)

    def test_an_office_can_switch_it_off_and_a_demonstration_has_it_off(self):
        person = self.people["inspector"]
        self.office.wbs_second_factor = False
        self.assertFalse(person._wbs_must_have_second_factor())
        self.office.wbs_second_factor = True
        self.env["ir.config_parameter"].set_param("wbs_module.demonstration", "1")
        self.assertFalse(person._wbs_must_have_second_factor())

    @mute_logger(
        "odoo.addons.base.models.res_users", "odoo.addons.rpc.controllers.xmlrpc"
    )
    def test_a_program_gets_in_with_a_key_and_not_with_the_password(self):
        person = self.people["custodian"]
        database = get_db_name()
        self.assertFalse(
            self.xmlrpc_common.authenticate(database, person.login, PASSWORD, {})
        )
        self.assertEqual(
            self.xmlrpc_common.authenticate(
                database, self.employee.login, PASSWORD, {}
            ),
            self.employee.id,
        )

    def test_guarded_groups_have_short_rest_times(self):
        timeouts = self.people["secretariat"]._get_lock_timeouts()
        self.assertLessEqual(timeouts["lock_timeout_inactivity"][0][0], 15 * 60)
        self.assertLessEqual(timeouts["lock_timeout"][0][0], 12 * 3600)

    @mute_logger("odoo.http")
    def test_a_session_that_rested_asks_for_the_password_also_without_websocket(self):
        self.authenticate(self.people["secretariat"].login, PASSWORD)
        self.session["create_time"] = time.time()
        root.session_store.save(self.session)
        self.assertIn("result", self.session_answer())
        session = root.session_store.get(self.session.sid)
        session[SEEN] = time.time() - 16 * 60
        root.session_store.save(session)
        self.assertIn("CheckIdentity", json.dumps(self.session_answer()))
        self.assertIn("error", self.session_answer())
