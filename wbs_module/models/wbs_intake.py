"""One typed intake for all channels: from what was told to a running procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from .. import vault
from . import wbs_sql
from .wbs_evidence import UNSCANNED
from .wbs_vault import OpenedCase

MAIN_PROCESS = "wbs_main"


@dataclass(frozen=True)
class IncomingFile:
    """A file that came with a report; ``blocks`` yields its plaintext once."""

    name: str
    media_type: str
    blocks: Iterable[bytes] | Iterator[bytes]
    scan: str = UNSCANNED


@dataclass(frozen=True)
class IncomingReport:
    """A report as any channel hands it over.

    :param account: part (``what``, ``where``, …) → text
    :param identity: what the reporter said of themselves; empty when anonymous
    :param reply_address: where answers may be sent, kept apart from the identity
    :param originals: files that show the reporter, sealed like the identity
    :param registered_by: id of the clerk who entered it; 0 where the reporter did
    :param language: in which the reporter reads answers and letters, ``id`` or ``en``
    """

    channel: str
    category: str
    account: dict[str, str]
    identity: dict[str, str] = field(default_factory=dict)
    reply_address: str = ""
    files: tuple[IncomingFile, ...] = ()
    originals: tuple[IncomingFile, ...] = ()
    registered_by: int = 0
    language: str = "id"


class WbsIntake(models.AbstractModel):
    _name = "wbs.intake"
    _description = "Intake of Reports"

    @api.model
    def _take(self, company: models.Model, report: IncomingReport) -> str:
        """Make a case of ``report`` and start its procedure, all or nothing.

        Everything is created by the system user: whoever is signed in to Odoo in the
        reporter's browser appears nowhere.

        :return: the receipt code, in groups; it is kept nowhere
        :raise UserError: reports cannot be taken now; why is in the server's log
        """
        env = self.with_user(SUPERUSER_ID).with_company(company).env
        if not env["wbs.vault"]._takes_reports():
            raise UserError(
                env._(
                    "Reports cannot be taken here at the moment, and yours was not "
                    "sent. Try again later, or report by letter or in person."
                )
            )
        anonymous_allowed, _evidence_needed = company._wbs_choices()
        if not (anonymous_allowed or report.identity):
            raise UserError(
                env._(
                    "This office does not take reports without a name. Your name is "
                    "sealed, and those who handle the report never see it."
                )
            )
        case = env["wbs.case"].create(
            {
                "company_id": company.id,
                "channel": report.channel,
                "category": report.category,
                "language": report.language,
                "received_at": env["bpmn.time"]._now(),
            }
        )
        new = env["wbs.vault"]._begin_key()
        key, code = new.key, vault.new_receipt_code()
        clerk = report.registered_by
        rows = {
            "wbs_content": self._content_rows(case, key, report),
            "wbs_identity": [
                env["wbs.identity"]._sealed_row(case, report.identity),
            ],
            "wbs_receipt": [env["wbs.receipt"]._row(case, code)],
            "wbs_case_key": [env["wbs.vault"]._key_row(case, new)],
            **env["wbs.audit.entry"]._first_rows(
                case.uid,
                "report.registered" if clerk else "report.received",
                f"wbs.case/{case.uid}",
                actor=f"user:{clerk}" if clerk else "reporter",
            ),
        }
        wbs_sql.insert_rows(env.cr, rows)
        case._remember_excluded(())
        with env["wbs.vault"]._at_hand(case, OpenedCase(key, report.account)):
            for file in report.files:
                env["wbs.evidence"]._take(
                    case, key, file.name, file.media_type, file.blocks, file.scan
                )
            for original in report.originals:
                env["wbs.original"]._take(case, original.blocks)
            case._bpmn_start(MAIN_PROCESS)
        # All went on while the key's file was forced to disk; the commit waits for it.
        new.on_disk()
        return code

    def _content_rows(
        self, case: models.Model, key: vault.CaseKey, report: IncomingReport
    ) -> list[dict[str, Any]]:
        """The account and the address for answers, encrypted."""
        rows = [
            case._sealed_row(part, text, key)
            for part, text in report.account.items()
            if text
        ]
        if report.reply_address:
            context = vault.FieldContext(case.uid, "wbs.case", "reply_address")
            address = report.reply_address.encode()
            rows.append(
                {
                    "case_id": case.id,
                    "record_uid": case.uid,
                    "model": "wbs.reply.address",
                    "field": "reply_address",
                    "ciphertext": vault.encrypt_reply_address(key, context, address),
                }
            )
        return rows
