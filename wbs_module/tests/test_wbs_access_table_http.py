"""The table of access over HTTP: the same cells through every channel of a client."""

from __future__ import annotations

import json
import re
import xmlrpc.client

from odoo.http import Request
from odoo.tests import HttpCase, get_db_name, tagged
from odoo.tools import mute_logger

from .access_office import PEOPLE, TABLE, OfficeWithOneReport, rows_of

MISSING = 2_000_000_000
OF_THE_CASE = (
    "wbs.case",
    "wbs.message",
    "wbs.evidence",
    "wbs.letter",
    "wbs.note",
    "bpmn.instance",
    "bpmn.task",
    "bpmn.deadline",
    "bpmn.history",
)
# Method → its arguments for a row, as the web client sends them.
CALLS = {
    "read": lambda i: ([[i], ["display_name"]], {}),
    "web_read": lambda i: ([[i]], {"specification": {"display_name": {}}}),
    "web_search_read": lambda i: (
        [],
        {"domain": [["id", "=", i]], "specification": {"display_name": {}}},
    ),
    "search_count": lambda i: ([[["id", "=", i]]], {}),
    "name_search": lambda i: ([], {"name": "", "domain": [["id", "=", i]]}),
    "export_data": lambda i: ([[i], ["display_name"]], {}),
    "get_metadata": lambda i: ([[i]], {}),
    "formatted_read_group": lambda i: (
        [],
        {
            "domain": [["id", "=", i]],
            "groupby": ["id"],
            "aggregates": ["__count"],
        },
    ),
    "read_progress_bar": lambda i: (
        [],
        {
            "domain": [["id", "=", i]],
            "group_by": "id",
            "progress_bar": {"field": "id", "colors": {}},
        },
    ),
    "write": lambda i: ([[i], {}], {}),
    "web_save": lambda i: ([[i], {}], {"specification": {}}),
    "unlink": lambda i: ([[i]], {}),
    "copy": lambda i: ([[i]], {}),
}


@tagged("post_install", "-at_install", "once")
class TestAccessTableOverHttp(OfficeWithOneReport, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = rows_of(TABLE)

    # --- channels -----------------------------------------------------------------

    def enter(self, person):
        self.authenticate(self.seventeen[person].login, "")

    def key_of(self, person):
        # sudo: the test hands out keys
        keys = self.env["res.users.apikeys"].with_user(self.seventeen[person]).sudo()
        key = keys._generate("rpc", "test", None)
        self.env.flush_all()
        return key

    def call_kw(self, model, method, record_id):
        args, kwargs = CALLS[method](record_id)
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return self.plain(answer, record_id)

    def json_2(self, key, model, method, record_id, **arguments):
        answer = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps({"ids": [record_id], **arguments}),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {key}",
            },
        )
        return self.plain(answer, record_id)

    def xml_rpc(self, person, key, model, method, *args):
        user = self.seventeen[person]
        try:
            value = self.xmlrpc_object.execute_kw(
                get_db_name(), user.id, key, model, method, list(args)
            )
        except xmlrpc.client.Fault as fault:
            return ("fault", fault.faultCode, fault.faultString)
        return ("value", value)

    @staticmethod
    def plain(answer, record_id):
        """Status and body without the id, the request's number and the traceback."""
        # The protocol's own number is no id, also where an id is 2.
        told = answer.text.replace('"jsonrpc": "2.0", ', "")
        text = re.sub(rf"\b{record_id}\b", "ID", told)
        text = re.sub(r'"(debug|timestamp)": "(\\.|[^"\\])*"', "", text)
        return (answer.status_code, text)

    # --- the table ------------------------------------------------------------------

    @mute_logger("odoo.http")
    def test_the_web_client_gets_what_the_table_says_of_every_model(self):
        wrong = []
        for person in PEOPLE:
            if person == "public":
                continue  # has no login: the next test
            self.enter(person)
            for row in self.table:
                sample = self.samples(row["model"]).id or MISSING
                _status, told = self.call_kw(row["model"], "web_search_read", sample)
                refused = "odoo.exceptions.AccessError" in told
                if refused != ("r" not in row[person]):
                    wrong.append(f"{row['model']} by {person}: {told[:200]}")
                seen = '"length": 1' in told
                if seen != ("+" in row[person]):
                    wrong.append(f"{row['model']} seen by {person}: {told[:200]}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    @mute_logger("odoo.http")
    def test_without_a_login_every_model_asks_for_one(self):
        self.authenticate(None, None)
        for row in self.table:
            _status, told = self.call_kw(row["model"], "search_count", 1)
            self.assertIn("SessionExpired", told, row["model"])

    @mute_logger("odoo.http")
    def test_a_case_of_others_and_one_that_never_was_get_the_same_answer(self):
        """Bytes of status and body, for each method and each channel of a client."""
        wrong = []
        # One with rights but no part; one without rights, for whom all models are one.
        for person, models in (
            ("examiner", OF_THE_CASE),
            ("employee", OF_THE_CASE[:1]),
        ):
            self.enter(person)
            for model in models:
                sample = self.samples(model).id
                for method in CALLS:
                    told = self.call_kw(model, method, sample)
                    if told != self.call_kw(model, method, MISSING):
                        wrong.append(f"{method} of {model} by {person}: {told}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    @mute_logger(
        "odoo.http",
        "odoo.addons.base.models.res_users",
        "odoo.addons.rpc.controllers.xmlrpc",
    )
    def test_programs_with_a_key_get_no_more_than_people(self):
        for person in ("sekda", "employee", "administrator"):
            key = self.key_of(person)
            for model in OF_THE_CASE:
                sample = self.samples(model).id
                with self.subTest(person=person, model=model):
                    for method, arguments in (
                        ("read", {"fields": ["display_name"]}),
                        ("unlink", {}),
                        ("copy", {}),
                    ):
                        told = self.json_2(key, model, method, sample, **arguments)
                        missing = self.json_2(key, model, method, MISSING, **arguments)
                        self.assertEqual(told, missing, method)
                    told, missing = (
                        self.xml_rpc(person, key, model, "read", [i], ["id"])
                        for i in (sample, MISSING)
                    )
                    self.assertEqual(told, missing)

    def test_downloads_of_others_and_of_nobody_are_the_same_page(self):
        evidence, letter = self.case.evidence_ids[:1].id, self.case.letter_ids[:1].id
        places = [
            (f"/wbs/evidence/{evidence}", f"/wbs/evidence/{MISSING}"),
            (f"/wbs/letter/{letter}", f"/wbs/letter/{MISSING}"),
        ]
        for route in ("content", "image"):
            for model, record_id, field in (
                ("wbs.case", self.case.id, "name"),
                ("wbs.evidence", evidence, "uid"),
                ("bpmn.instance", self.case.bpmn_instance_ids[:1].id, "state"),
            ):
                places.append(
                    (
                        f"/web/{route}/{model}/{record_id}/{field}",
                        f"/web/{route}/{model}/{MISSING}/{field}",
                    )
                )
        for person in ("examiner", "employee", "administrator"):
            self.enter(person)
            for existing, missing in places:
                with self.subTest(person=person, address=existing):
                    told, other = self.url_open(existing), self.url_open(missing)
                    self.assertEqual(told.status_code, other.status_code)
                    self.assertEqual(told.content, other.content)

    @mute_logger("odoo.http", "odoo.addons.web.controllers.export")
    def test_a_spreadsheet_of_others_cases_is_empty_or_refused_like_of_none(self):
        for person in ("examiner", "employee"):
            self.enter(person)
            bodies = []
            for record_id in (self.case.id, MISSING):
                data = {
                    "model": "wbs.case",
                    "fields": [{"name": "name", "label": "Case"}],
                    "ids": [record_id],
                    "domain": [],
                    "import_compat": False,
                }
                answer = self.url_open(
                    "/web/export/csv",
                    data={
                        "data": json.dumps(data),
                        "csrf_token": Request.csrf_token(self),
                    },
                )
                bodies.append(self.plain(answer, record_id))
            with self.subTest(person=person):
                self.assertEqual(*bodies)
                self.assertNotIn(self.case.name, bodies[0][1])
