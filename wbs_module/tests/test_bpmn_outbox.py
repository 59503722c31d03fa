"""What leaves the database: at least once, with one id, and honest after a crash."""

from __future__ import annotations

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .bpmn_office import MONDAY, OfficeCase


@tagged("post_install", "-at_install")
class TestOutbox(OfficeCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.time.set, MONDAY)
        self.sent: list[str] = []
        self.failing = False
        case = self

        def _send_test(row):
            case.sent.append(row.key)
            if case.failing:
                raise OSError("somebody@example.test refused")

        model = type(self.env["bpmn.outbox"])
        model._send_test = _send_test
        self.addCleanup(delattr, model, "_send_test")
        # a test may not commit: what the cron would end, it only flushes
        self.startPatcher(
            patch.object(
                type(self.env["ir.cron"]),
                "_commit_progress",
                lambda cron, *args, **kwargs: cron.env.flush_all() or 1.0,
            )
        )
        self.outbox = self.env["bpmn.outbox"]
        self.outbox.search([]).unlink()

    def queue(self):
        return self.outbox._queue("test", company_id=self.office.id)

    def test_what_is_queued_is_sent_once(self):
        row = self.queue()
        self.outbox._cron_send()
        self.outbox._cron_send()
        self.assertEqual(self.sent, [row.key])
        self.assertEqual(row.state, "sent")

    def test_a_row_opens_by_the_words_for_its_purpose(self):
        row = self.outbox._queue("digest", user_id=self.ani.id)
        self.assertEqual(row.display_name, row.channel_in_words)
        self.assertIn("Reminder", row.display_name)

    def test_a_failure_is_tried_again_later_with_the_same_id_and_tells_no_address(self):
        self.failing = True
        row = self.queue()
        self.outbox._cron_send()
        self.assertEqual(row.state, "pending")
        self.assertEqual(row.reason, "OSError")
        self.outbox._cron_send()
        self.assertEqual(len(self.sent), 1)
        self.failing = False
        self.time.advance(minutes=3)
        self.outbox._cron_send()
        self.assertEqual(self.sent, [row.key, row.key])
        self.assertEqual(row.state, "sent")

    def test_pauses_grow_until_it_is_given_up(self):
        self.failing = True
        row = self.queue()
        pauses = []
        for _attempt in range(12):
            self.outbox._cron_send()
            pauses.append(row.next_attempt_at - self.env["bpmn.time"]._now())
            self.time.advance(days=1)
        self.assertEqual(row.state, "failed")
        self.assertEqual(pauses, sorted(pauses))

    def test_a_row_that_a_killed_sender_left_is_uncertain_and_not_sent_again(self):
        row = self.queue()
        row.write({"state": "sending", "attempt": 1})
        self.outbox._cron_send()
        self.assertEqual(row.state, "uncertain")
        self.assertFalse(self.sent)
        self.outbox.browse(row.id).with_user(self.omar).action_retry()
        self.outbox._cron_send()
        self.assertEqual(self.sent, [row.key])

    def test_an_operator_discards_what_should_not_go_out(self):
        row = self.queue()
        row.with_user(self.omar).action_discard()
        self.outbox._cron_send()
        self.assertFalse(self.sent)

    def test_what_was_sent_cannot_be_sent_again_by_mistake(self):
        row = self.queue()
        self.outbox._cron_send()
        with self.assertRaises(UserError):
            row.with_user(self.omar).action_retry()

    def test_a_digest_says_how_many_and_nothing_else(self):
        self.ani.lang = "en_US"
        self.start()
        self.outbox.search([]).unlink()
        built = []
        servers = type(self.env["ir.mail_server"])
        self.startPatcher(
            patch.object(servers, "send_email", lambda _self, mail: built.append(mail))
        )
        row = self.outbox._queue(
            "digest", user_id=self.ani.id, company_id=self.office.id
        )
        self.outbox._cron_send()
        self.assertEqual(row.state, "sent")
        text = built[0].as_string()
        self.assertIn("1 tasks are waiting", text)
        self.assertIn(row.key, text)
        self.assertNotIn("Purchase", text)
        self.assertNotIn("Ask for it", text)
        self.assertIn("/odoo/my-tasks", text)

    def test_a_digest_speaks_the_language_of_its_reader(self):
        self.start()
        self.outbox.search([]).unlink()
        self.env["res.lang"]._activate_lang("id_ID")
        self.ani.lang = "id_ID"
        built = []
        servers = type(self.env["ir.mail_server"])
        self.startPatcher(
            patch.object(servers, "send_email", lambda _self, mail: built.append(mail))
        )
        self.outbox._queue("digest", user_id=self.ani.id, company_id=self.office.id)
        self.outbox._cron_send()
        self.assertEqual(built[0]["Subject"], "Ada tugas yang menunggu")
        self.assertIn("1 tugas menunggu Anda", built[0].as_string())

    def test_who_is_escalated_to_is_told_without_a_task_of_their_own(self):
        self.dewi.lang = "en_US"
        self.start()
        self.time.advance(days=5)
        self.env["bpmn.instance"]._sweep()
        built = []
        servers = type(self.env["ir.mail_server"])
        self.startPatcher(
            patch.object(servers, "send_email", lambda _self, mail: built.append(mail))
        )
        self.time.advance(minutes=11)
        self.outbox._cron_send()
        (told,) = [mail for mail in built if mail["To"] == self.dewi.email]
        text = told.as_string()
        self.assertIn("passed on to you: 1", text)
        self.assertIn("/odoo/all-tasks", text)
        for secret in ("Purchase", "Ask for it", self.ani.name):
            self.assertNotIn(secret, text)

    def test_a_digest_without_an_address_is_not_called_sent(self):
        self.start()
        self.outbox.search([]).unlink()
        self.ani.email = False
        row = self.outbox._queue(
            "digest", user_id=self.ani.id, company_id=self.office.id
        )
        self.outbox._cron_send()
        self.assertEqual(row.state, "undeliverable")
        self.assertFalse(row.sent_at)
        seen = self.as_person(row, self.omar)
        self.assertIn("no e-mail address", seen.reason_in_words)
        self.assertIn(row, self.outbox.search([("state", "=", "undeliverable")]))

    def test_an_address_entered_later_lets_the_operator_send_it(self):
        self.start()
        self.outbox.search([]).unlink()
        self.ani.email = False
        row = self.outbox._queue(
            "digest", user_id=self.ani.id, company_id=self.office.id
        )
        self.outbox._cron_send()
        built = []
        servers = type(self.env["ir.mail_server"])
        self.startPatcher(
            patch.object(servers, "send_email", lambda _self, mail: built.append(mail))
        )
        self.ani.email = "ani@example.test"
        self.as_person(row, self.omar).action_retry()
        self.outbox._cron_send()
        self.assertEqual(row.state, "sent")
        self.assertEqual(built[0]["Message-Id"], f"<{row.key}@bpmn>")

    def test_a_digest_with_nothing_to_say_is_discarded_and_says_so(self):
        row = self.outbox._queue(
            "digest", user_id=self.zaki.id, company_id=self.office.id
        )
        self.outbox._cron_send()
        self.assertEqual((row.state, row.reason), ("discarded", "nothing_waits"))

    def test_every_channel_has_a_sender_and_words_for_the_operator(self):
        senders = {name for name in dir(self.outbox) if name.startswith("_send_")}
        channels = {f"_send_{channel}" for channel in self.outbox._channels()}
        self.assertEqual(channels, senders - {"_send_test"})
        row = self.outbox._queue("digest", company_id=self.office.id)
        seen = self.as_person(row, self.omar)
        self.assertIn("tasks wait", seen.with_context(lang="en_US").channel_in_words)
        self.assertIn("tugas", seen.with_context(lang="id_ID").channel_in_words)
