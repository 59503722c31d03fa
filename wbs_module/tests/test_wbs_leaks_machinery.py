"""How Odoo leaks, tried on reports: one test for each of the twenty ways.

The numbers are those of our list of how Odoo 19 leaks: creators, followers, tracking,
and so on; each test carries its own.
"""

from __future__ import annotations

import base64
import logging
import re
from contextlib import contextmanager
from unittest.mock import patch

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..models.wbs_intake import IncomingReport
from .access_office import OfficeWithOneReport
from .wbs_office import CANARY

MISSING = 2_000_000_000
CONVERSATION = (
    "mail.message",
    "mail.followers",
    "mail.activity",
    "mail.tracking.value",
    "mail.link.preview",
    "mail.notification",
    "ir.attachment",
    "mail.alias",
)


def is_ours(model: str | None) -> bool:
    return str(model or "").startswith(("wbs.", "bpmn."))


@tagged("post_install", "-at_install")
class TestLeaks(OfficeWithOneReport):
    def our_models(self):
        return [self.env[name] for name in self.ours()]

    def rows_about_us(self, model):
        """Rows of one of Odoo's own models that name a record of ours."""
        records = self.env[model]
        names = [
            field
            for field in ("model", "res_model", "alias_model_id", "res_model_id")
            if field in records._fields and records._fields[field].store
        ]
        found = records
        for row in records.search(Domain.TRUE) if names else ():
            for name in names:
                value = row[name]
                told = value.model if isinstance(value, models.BaseModel) else value
                if is_ours(told):
                    found |= row
        return found

    @contextmanager
    def whole_log(self):
        """All that any logger says meanwhile, SQL at debug included."""
        lines: list[str] = []

        class Keeper(logging.Handler):
            def emit(self, record):
                lines.append(record.getMessage())

        keeper, root = Keeper(), logging.getLogger()
        loggers = [root, logging.getLogger("odoo"), logging.getLogger("odoo.sql_db")]
        levels = [logger.level for logger in loggers]
        others = root.handlers[:]
        root.handlers = [keeper]
        for logger in loggers:
            logger.setLevel(logging.DEBUG)
        try:
            yield lines
        finally:
            root.handlers = others
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)

    def test_the_creator_of_a_report_is_the_system_whoever_is_signed_in(self):
        """Leak 1: sudo() keeps the uid, and create_uid becomes the reporter."""
        intake = self.env["wbs.intake"].with_user(self.employee).sudo()
        intake._take(
            self.office,
            IncomingReport("web", "corruption", {"what": "x"}, files=(self.file(),)),
        )
        self.env.flush_all()
        for records in self.our_models():
            for name, field in records._fields.items():
                if not (field.store and field.comodel_name == "res.users"):
                    continue
                domain = [(name, "in", self.employee.ids)]
                found = records.with_context(active_test=False).search_count(domain)
                self.assertFalse(found, f"{records._name}.{name}")
        actors = self.env["wbs.audit.entry"].search(Domain.TRUE).mapped("actor")
        self.assertNotIn(f"user:{self.employee.id}", actors)

    def test_nobody_follows_a_record_of_ours(self):
        """Leak 2: any employee reads name and address of every follower."""
        for records in self.our_models():
            self.assertNotIn("message_follower_ids", records._fields, records._name)
        self.assertFalse(self.rows_about_us("mail.followers"))

    def test_no_field_is_tracked(self):
        """Leak 3: tracking e-mails run as superuser."""
        for records in self.our_models():
            for name, field in records._fields.items():
                tracked = getattr(field, "tracking", None)
                self.assertFalse(tracked, f"{records._name}.{name}")

    def test_an_e_mail_to_staff_names_neither_model_nor_record_nor_others(self):
        """Leak 4: headers list other recipients, model, id and host."""
        built = []
        servers = type(self.env["ir.mail_server"])
        self.startPatcher(
            patch.object(servers, "send_email", lambda _self, mail: built.append(mail))
        )
        inspector = self.people["inspector"]
        inspector.email = "inspector@example.test"
        row = self.env["bpmn.outbox"]._queue(
            "digest", user_id=inspector.id, company_id=self.office.id
        )
        row._send()
        text = built[0].as_string()
        for word in ("wbs.", "bpmn.task", "X-Odoo", "X-Msg", self.case.name, CANARY):
            self.assertNotIn(word, text)
        self.assertEqual(built[0]["To"], "inspector@example.test")

    def test_a_domain_through_a_relation_answers_the_same_whatever_it_asks(self):
        """Leak 5: relations bypass the search check and become an oracle."""
        examiner = self.people["examiner"]
        pairs = (
            ("wbs.case", "message_ids.direction", "in", "out"),
            ("wbs.case", "bpmn_instance_ids.status", "running", "cancelled"),
            ("wbs.case", "evidence_ids.media_type", "text/plain", "x/y"),
            ("bpmn.instance", "task_ids.user_id", self.people["handler"].id, 0),
            ("bpmn.instance", "task_ids.closed_by_id.login", "test-handler-one", "x"),
            ("bpmn.task", "instance_id.status", "running", "cancelled"),
            ("wbs.case", "create_uid", 1, 2),
        )
        for model, path, true, false in pairs:
            records = self.env[model].with_user(examiner)
            self.fresh()
            told = {
                (
                    records.search_count([(path, "=", value)]),
                    records.search_count([(path, "!=", value)]),
                )
                for value in (true, false)
            }
            self.assertEqual(told, {(0, 0)}, path)
        for model, field in self.foreign_relations():
            self.fail(f"{model}.{field} lets any employee ask about our records")

    def foreign_relations(self):
        """Fields of other models that lead to ours, without a group."""
        for name, model in self.env.registry.items():
            if is_ours(name) or model._abstract:
                continue
            for field in self.env[name]._fields.values():
                if is_ours(field.comodel_name) and not field.groups:
                    yield name, field.name

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_refusal_in_debug_mode_does_not_name_the_record(self):
        """Leak 6: with ?debug=1 the access error tells the display name."""
        examiner = self.people["examiner"]
        self.startPatcher(
            patch.object(
                type(self.env["res.users"]), "has_group", lambda _self, _group: True
            )
        )
        self.fresh()
        with self.assertRaises(AccessError) as refused:
            self.case.with_user(examiner).check_access("read")
        self.assertNotIn(self.case.name, str(refused.exception))
        self.assertNotIn(str(self.case.id), str(refused.exception))

    def test_a_row_that_points_at_a_record_needs_the_sight_of_it(self):
        """Leak 7: a many2one's name is computed as superuser."""
        examiner = self.people["examiner"]
        tried = 0
        for model, pointer in self.pointers_of_wizards():
            target = self.samples(pointer.comodel_name)
            if not self.env[model].with_user(examiner).has_access("create"):
                continue
            tried += 1
            field = pointer.name
            wizard = self.env[model].with_user(examiner)
            spec = {field: {"fields": {"display_name": {}}}}
            told = set()
            for record_id in (target.id, MISSING):
                for ask in (
                    lambda w=wizard, f=field, i=record_id: w.create({f: i}),
                    lambda w=wizard, f=field, i=record_id, s=spec: w.onchange(
                        {f: i}, [f], s
                    ),
                    lambda w=wizard, f=field, i=record_id, s=spec: w.with_context(
                        **{f"default_{f}": i}
                    ).onchange({}, [], s),
                ):
                    self.fresh()
                    with self.assertRaises(AccessError) as refused:
                        ask()
                    told.add(str(refused.exception))
            self.assertEqual(len(told), 1, model)
        self.assertGreater(tried, 1)

    def pointers_of_wizards(self):
        """(wizard, its many2one) for each that leads to a sealed record."""
        for name in self.ours():
            records = self.env[name]
            for field in records._fields.values() if records._transient else ():
                if field.type != "many2one" or not field.store or field.related:
                    continue
                if hasattr(self.env[field.comodel_name], "_check_parent_access"):
                    yield name, field

    def test_no_open_field_repeats_a_guarded_one(self):
        """Leak 8: related and computed fields copy guarded values."""
        for records in self.our_models():
            for field in records._fields.values():
                if field.groups or not field.related:
                    continue
                model = records
                for name in field.related.split("."):
                    step = model._fields[name]
                    self.assertFalse(step.groups, f"{field} through {step}")
                    model = self.env[step.comodel_name] if step.comodel_name else model

    def test_a_guarded_field_is_no_oracle_in_search_order_and_grouping(self):
        """Leak 9: refused, and the refusal holds no value."""
        secretary = self.people["secretariat"]
        cases = self.env["wbs.case"].with_user(secretary)
        inside = self.people["inspector"].id
        for ask in (
            lambda: cases.search([("user_ids", "in", [inside])]),
            lambda: cases.search([], order="user_ids"),
            lambda: cases.formatted_read_group([], ["user_ids"], ["__count"]),
            lambda: cases.formatted_read_group([], [], ["user_ids:count_distinct"]),
            lambda: cases.search([], limit=1).read(["user_ids"]),
            lambda: cases.search([], limit=1).export_data(["user_ids"]),
        ):
            self.fresh()
            try:
                ask()
            except (AccessError, ValueError, UserError) as refused:
                told = str(refused)
            else:
                self.fail("A guarded field was answered.")
            self.assertNotIn(self.people["inspector"].name, told)
            self.assertNotIn(self.case.name, told)

    def test_nobody_plans_an_activity_on_a_record_that_they_cannot_see(self):
        """Leak 10: assignees read summary and name without access."""
        for records in self.our_models():
            self.assertNotIn("activity_ids", records._fields, records._name)
        self.told_alike(
            "mail.activity",
            lambda i: {
                "res_model_id": self.env["ir.model"]._get_id("wbs.case"),
                "res_id": i,
            },
        )

    def told_alike(self, model, values):
        """Creating a row about a case of others is answered as about none."""
        told = set()
        for record_id in (self.case.id, MISSING):
            self.fresh()
            records = self.env[model].with_user(self.people["examiner"])
            try:
                with self.env.cr.savepoint():
                    records.create(values(record_id)).display_name  # noqa: B018
                told.add("made")
            except (AccessError, UserError, ValueError) as problem:
                told.add(re.sub(r"\d+", "N", str(problem)))
        self.assertEqual(len(told), 1, told)
        self.assertNotIn(self.case.name, next(iter(told)))

    def test_whoever_left_keeps_no_message_about_a_case(self):
        """Leak 11: ex-members keep what they were notified of."""
        for model in CONVERSATION:
            if model in self.env:
                self.assertFalse(self.rows_about_us(model), model)

    def test_no_file_of_a_case_is_an_attachment(self):
        """Leak 12: creator, file name, index and tokens of attachments."""
        for records in self.our_models():
            for field in records._fields.values():
                if field.type == "binary" and field.store:
                    template = records._name == "wbs.letter.template"
                    self.assertTrue(template or not field.attachment, str(field))
        self.told_alike(
            "ir.attachment",
            lambda i: {"name": "x", "res_model": "wbs.case", "res_id": i},
        )

    def test_a_reporter_is_no_user_no_partner_and_holds_no_portal_token(self):
        """Leak 13: whoever reads access_token can pose as the reporter."""
        before = [self.env[m].search_count([]) for m in ("res.users", "res.partner")]
        self.report()
        after = [self.env[m].search_count([]) for m in ("res.users", "res.partner")]
        self.assertEqual(before, after)
        for records in self.our_models():
            self.assertNotIn("access_token", records._fields, records._name)

    def test_rules_ask_for_the_user_alone_so_that_nothing_stale_is_cached(self):
        """Leak 14: rule domains are cached for each user."""
        rules = self.env["ir.rule"].search(Domain.TRUE)
        ours = rules.filtered(lambda rule: is_ours(rule.model_id.model))
        self.assertTrue(ours)
        for rule in ours:
            plain = rule.domain_force.replace("user.ids", "").replace("user.id", "")
            self.assertNotIn("user.", plain, rule.name)

    def test_a_saved_search_over_cases_belongs_to_whoever_saved_it(self):
        """Leak 15: a filter without users is read by everybody."""
        secretary = self.people["secretariat"]
        saved = (
            self.env["ir.filters"]
            .with_user(secretary)
            .create({"name": CANARY, "model_id": "wbs.case", "user_ids": False})
        )
        self.assertEqual(saved.user_ids, secretary)
        saved.write({"user_ids": [(5,)]})
        self.assertEqual(saved.user_ids, secretary)
        self.fresh()
        filters = self.env["ir.filters"].with_user(self.employee)
        self.assertFalse(filters.search([("name", "=", CANARY)]))

    def test_names_of_cases_tell_neither_number_nor_time(self):
        """Leak 16: sequential numbers tell volume and time."""
        cases = self.case
        for _ in range(5):
            cases |= self.report()[0]
        names = cases.sorted("id").mapped("name")
        self.assertEqual(len(set(names)), len(names))
        self.assertTrue(all(len(name) == 7 for name in names))
        self.assertNotEqual(names, sorted(names))

    def test_the_log_holds_nothing_of_a_report_at_any_level(self):
        """Leak 17: logs carry parameters of queries and texts of errors."""
        with self.whole_log() as lines:
            case, code = self.report(files=(self.file("KENARI-2291.txt"),))
            self.env["wbs.message"]._send(case, "in", CANARY)
            case.with_user(self.people["secretariat"]).open_content()
            with self.assertRaises(AccessError):
                case.with_user(self.people["examiner"]).open_content()
            self.env.flush_all()
        text = "\n".join(lines)
        self.assertGreater(len(lines), 50)
        self.assertNotIn("KENARI", text)
        self.assertNotIn(base64.b64encode(CANARY.encode()).decode()[:20], text)
        self.assertNotIn(code, text)
        self.assertNotIn(code.replace("-", ""), text)

    @mute_logger("odoo.sql_db")
    def test_an_import_makes_no_case(self):
        """Leak 18: imports and programs go by the same rights."""
        cases = self.env["wbs.case"].with_user(self.people["secretariat"])
        before = self.env["wbs.case"].search_count([])
        told = cases.load(["category", "channel"], [["Corruption", "Website"]])
        self.assertFalse(told["ids"])
        self.assertTrue(told["messages"])
        self.assertEqual(self.env["wbs.case"].search_count([]), before)

    def test_an_administrator_with_every_row_reads_no_content(self):
        """Leak 19: administrators change rules; only encryption holds."""
        self.env.flush_all()
        needles = (b"KENARI", base64.b64encode(CANARY.encode())[:16], b"isi bukti")
        for records in self.our_models():
            # Every column as text, as whoever holds a dump would read it.
            self.env.cr.execute(
                SQL("SELECT t::text FROM %s t", SQL.identifier(records._table))
            )
            for (row,) in self.env.cr.fetchall():
                for needle in needles:
                    self.assertNotIn(needle.decode(), row, records._name)
                    self.assertNotIn(needle.hex(), row, records._name)

    def test_an_address_in_a_message_is_not_fetched_and_counts_are_ones_own(self):
        """Leak 20: link previews, webhooks of automations, digest counts."""
        self.env["wbs.message"]._send(self.case, "in", "lihat https://example.test/x")
        if "mail.link.preview" in self.env:
            self.assertFalse(self.env["mail.link.preview"].search_count([]))
        self.fresh()
        tasks = self.env["bpmn.task"]
        self.assertEqual(
            tasks.with_user(self.people["inspector"]).count_mine()["total"], 1
        )
        self.assertEqual(
            tasks.with_user(self.people["examiner"]).count_mine()["total"], 0
        )
        self.assertEqual(
            tasks.with_user(self.employee).count_mine(),
            {"total": 0, "late": 0, "soon": 0},
        )
