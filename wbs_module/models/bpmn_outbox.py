"""What leaves the database: after commit, at least once, with the same id each time."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError

from . import bpmn_sql

_logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=6)


class Undeliverable(Exception):
    """Raised by a channel: trying again would not help before somebody acts.

    :param reason: a key of ``bpmn.outbox._reasons``
    """


class NotNeeded(Exception):
    """Raised by a channel: there is nothing to send any more; arguments as above."""


class BpmnOutbox(models.Model):
    """A channel is a method ``_send_<channel>(row)`` that an addon adds.

    With it goes a line in `_channels`, which is what the operator reads.

    Rows hold references, never content: what is sent is read when it is sent. A
    channel hands ``key`` on as Message-ID or idempotency key, so that whoever gets a
    message twice can tell.
    """

    _name = "bpmn.outbox"
    _inherit = ["bpmn.sealed"]
    _description = "Outbox"
    _order = "id desc"
    _log_access = False
    _rec_name = "channel"

    key = fields.Char(required=True, default=lambda self: str(uuid.uuid4()))
    channel = fields.Char(required=True)
    channel_in_words = fields.Char("Purpose", compute="_compute_channel_in_words")
    company_id = fields.Many2one("res.company", "Office")
    user_id = fields.Many2one("res.users", "For", index="btree_not_null")
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    reference = fields.Json(help="What the channel needs to find what it sends.")
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("sending", "Being sent"),
            ("sent", "Sent"),
            ("uncertain", "Uncertain"),
            ("failed", "Failed"),
            ("undeliverable", "Cannot be delivered"),
            ("discarded", "Discarded"),
        ],
        required=True,
        default="pending",
    )
    attempt = fields.Integer("Attempts", aggregator=None)
    queued_at = fields.Datetime(required=True)
    next_attempt_at = fields.Datetime("Next attempt")
    sent_at = fields.Datetime("Sent")
    reason = fields.Char("Why it failed")  # a key or a kind of error, never its text
    reason_in_words = fields.Text(
        "Why it did not go out", compute="_compute_reason_in_words"
    )

    _key_unique = models.UniqueIndex("(key)")
    _due = models.Index("(next_attempt_at, id) WHERE state = 'pending'")

    @api.model
    def _queue(
        self, channel: str, *, after: timedelta | None = None, **values: Any
    ) -> models.Model:
        """Queue something for after the commit.

        :param channel: name of the channel
        :param after: wait at least so long
        :param values: ``company_id``, ``user_id``, ``res_model``, ``res_id``,
            ``reference`` (JSON, no content)
        """
        # sudo: whoever causes a message holds no right on the outbox
        now = self.env["bpmn.time"]._now()
        row = self.sudo().create(
            {
                "channel": channel,
                "queued_at": now,
                "next_attempt_at": now + (after or timedelta()),
                **values,
            }
        )
        if not after:
            self.env.ref("wbs_module.bpmn_cron_outbox").sudo()._trigger()
        return row

    @api.depends("channel")
    @api.depends_context("lang")
    def _compute_channel_in_words(self):
        words = self._channels()
        for row in self:
            row.channel_in_words = words.get(row.channel, row.channel)

    @api.depends("channel_in_words")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.channel_in_words

    @api.model
    def _channels(self) -> dict[str, str]:
        """What each channel is for, in words for the operator; addons add theirs."""
        return {"digest": self.env._("Reminder by e-mail that tasks wait")}

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_reason_in_words(self):
        words = self._reasons()
        for row in self:
            other = row.reason and self.env._(
                "It could not be done (%s). What whoever runs the server needs stands "
                "in its log; it can be sent again.",
                row.reason,
            )
            row.reason_in_words = words.get(row.reason, other)

    @api.model
    def _reasons(self) -> dict[str, str]:
        """Why a row did not go out, in words for the operator; addons add theirs."""
        return {
            "no_address": self.env._(
                "This person has no e-mail address. Enter one in the user's settings, "
                "then send again."
            ),
            "nothing_waits": self.env._(
                "Nothing waited for this person any more when it was to be sent."
            ),
        }

    # --- sending ------------------------------------------------------------------

    @api.model
    def _cron_send(self) -> None:
        """Send what is due; one cron job runs in one worker at a time."""
        cr, cron = self.env.cr, self.env["ir.cron"]
        bpmn_sql.until_won(cr, self._mark_uncertain)
        cron._commit_progress(0)
        while True:
            self.env.flush_all()
            row_id = bpmn_sql.until_won(cr, self._next_due)
            if row_id is None:
                return
            row = self.browse(row_id)
            row.write({"state": "sending", "attempt": row.attempt + 1})
            cron._commit_progress(0)
            row._send()
            if not cron._commit_progress(1):
                self.env.ref("wbs_module.bpmn_cron_outbox")._trigger()
                return

    @api.model
    def _mark_uncertain(self) -> None:
        """Rows that a killed sender left: whether they went out, nobody knows."""
        self.search([("state", "=", "sending")]).write({"state": "uncertain"})
        self.env.flush_all()

    @api.model
    def _next_due(self) -> int | None:
        """Lock the row that has been due longest."""
        return bpmn_sql.next_outbox_row(self.env.cr, self.env["bpmn.time"]._now())

    def _send(self) -> None:
        self.ensure_one()
        now = self.env["bpmn.time"]._now()
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_send_{self.channel}")()
        except Undeliverable as error:
            self._end("undeliverable", str(error))
        except NotNeeded as error:
            self._end("discarded", str(error))
        except Exception as error:  # noqa: BLE001 (any failure is tried again)
            # only its kind: an error's text may hold an address
            reason = type(error).__name__
            _logger.info("Sending %s failed: %s", self, reason)
            pause = min(timedelta(minutes=2**self.attempt), LONGEST_PAUSE)
            last = self.attempt >= MOST_ATTEMPTS
            self.write(
                {
                    "state": "failed" if last else "pending",
                    "reason": reason,
                    "next_attempt_at": now + pause,
                }
            )
        else:
            self.write({"state": "sent", "sent_at": now, "reason": False})

    def _end(self, state: str, reason: str) -> None:
        self.write({"state": state, "reason": reason, "next_attempt_at": False})

    def action_retry(self) -> None:
        """Send again (an operator decides that the risk of a double is right)."""
        # sudo: an operator was checked; clients hold no right to write
        self._check_operator()
        self.sudo().write(
            {"state": "pending", "next_attempt_at": self.env["bpmn.time"]._now()}
        )
        self.env.ref("wbs_module.bpmn_cron_outbox").sudo()._trigger()

    def action_discard(self) -> None:
        # sudo: an operator was checked; clients hold no right to write
        self._check_operator()
        self.sudo().write({"state": "discarded", "next_attempt_at": False})

    def _check_operator(self) -> None:
        # sudo: read access was checked; only the state is looked at
        self.check_access("read")
        if not self.env.user.has_group("wbs_module.group_bpmn_operator"):
            raise UserError(self.env._("Only an operator of procedures may do this."))
        if self.sudo().filtered(lambda row: row.state in ("sent", "sending")):
            raise UserError(self.env._("What was sent cannot be taken back."))

    # --- neutral digests ----------------------------------------------------------

    @api.model
    def _queue_digests(self, instance: models.Model) -> None:
        """Tell those who may see the instance that something waits: once, neutrally."""
        # sudo: digests go to all who may see it, not to the user
        waiting = self.sudo().search(
            [("channel", "=", "digest"), ("state", "=", "pending")]
        )
        instance.flush_recordset()
        tasks = self.env["bpmn.task"].sudo()
        open_tasks = tasks.search(
            [("instance_id", "=", instance.id), ("state", "=", "open")]
        )
        for user in instance.sudo().user_ids - waiting.user_id:
            mine = tasks.with_user(user).sudo()._mine()
            if open_tasks.filtered_domain(mine) or (
                instance._involved_group_records() & user.all_group_ids
            ):
                self._queue(
                    "digest",
                    after=timedelta(minutes=10),
                    user_id=user.id,
                    company_id=instance.company_id.id,
                )

    def _send_digest(self) -> None:
        """“2 tasks wait for you”, and where: no title, no number, no name."""
        user = self.user_id
        tasks = self.env["bpmn.task"].with_user(user)
        count = tasks.search_count([("mine", "=", True)])
        late = len(self.env["bpmn.deadline"].with_user(user)._escalated_to_me())
        if not (count or late):
            raise NotNeeded("nothing_waits")
        if not user.email:
            raise Undeliverable("no_address")
        words = self.with_context(lang=user.lang).env
        told = []
        if count:
            told.append(words._("%(count)s tasks are waiting for you.", count=count))
            told.append(f"{self.get_base_url()}/odoo/my-tasks")
        if late:
            told.append(words._("Late, and passed on to you: %(count)s.", count=late))
            told.append(f"{self.get_base_url()}/odoo/all-tasks")
        servers = self.env["ir.mail_server"]
        message = servers._build_email__(
            email_from=self.company_id.email or self.env.company.email or user.email,
            email_to=[user.email],
            subject=words._("Tasks are waiting"),
            body="\n".join(told),
            message_id=f"<{self.key}@bpmn>",
        )
        servers.send_email(message)
