"""Encrypted text of a case, and the mixin of the records that own it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from odoo import api, fields, models
from odoo.fields import Domain

from .. import vault


class WbsContent(models.Model):
    """One encrypted text. Nobody has rights on it; ``wbs.sealed.content`` is the door.

    It stands apart from the record that it belongs to, so that no list, export,
    grouping, default or copy of that record ever meets it.
    """

    _name = "wbs.content"
    _description = "Encrypted Content"
    _log_access = False

    case_id = fields.Many2one(
        "wbs.case", required=True, index=True, ondelete="restrict"
    )
    record_uid = fields.Char(required=True)
    model = fields.Char(required=True)
    field = fields.Char(required=True)
    ciphertext = fields.Binary(attachment=False, required=True)

    _place = models.UniqueIndex("(record_uid, model, field)")


class WbsSealedContent(models.AbstractModel):
    """A record with encrypted texts, each known by a name.

    Ciphertexts are bound to the record's ``uid``, model and name and to the key of the
    case: one that was moved elsewhere is refused.
    """

    _name = "wbs.sealed.content"
    _description = "Record with Encrypted Content"

    uid = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: uuid.uuid4().hex,
    )

    def _content_case(self) -> models.Model:
        """The case under whose key the texts lie."""
        return self.case_id

    def _context_of(self, name: str) -> vault.FieldContext:
        return vault.FieldContext(self.uid, self._name, name)

    def _stored_content(self, names: Iterable[str] | None = None) -> models.Model:
        # sudo: nobody has rights on ciphertexts; callers have checked the record.
        # bin_size: the web client's context would turn the bytes into their length.
        content = self.env["wbs.content"].sudo().with_context(bin_size=False)
        domain = Domain("model", "=", self._name)
        domain &= Domain("record_uid", "in", self.mapped("uid"))
        if names is not None:
            domain &= Domain("field", "in", list(names))
        return content.search_fetch(domain, ["record_uid", "field", "ciphertext"])

    def _seal(
        self,
        texts: dict[str, str],
        key: vault.CaseKey | None = None,
        first: bool = False,
    ) -> None:
        """Encrypt and keep ``texts`` (name → text), over what stood there before.

        :param first: the record has just been made: nothing stood there before
        """
        self.ensure_one()
        key = key or self.env["wbs.vault"]._open_key(self._content_case())
        stored = () if first else self._stored_content(texts)
        present = {row.field: row for row in stored}
        new_rows = []
        for name, text in texts.items():
            row = self._sealed_row(name, text, key)
            if name in present:
                present[name].ciphertext = row["ciphertext"]
            else:
                new_rows.append(row)
        # sudo: nobody has rights on ciphertexts; the caller has checked the record
        self.env["wbs.content"].sudo().create(new_rows)

    def _sealed_row(self, name: str, text: str, key: vault.CaseKey) -> dict[str, Any]:
        return {
            "case_id": self._content_case().id,
            "record_uid": self.uid,
            "model": self._name,
            "field": name,
            "ciphertext": vault.encrypt_field(
                key, self._context_of(name), text.encode()
            ),
        }

    def _unseal(
        self, key: vault.CaseKey | None = None, names: Iterable[str] | None = None
    ) -> dict[str, dict[str, str]]:
        """uid of the record → name → text, for records of one case.

        :param names: only these texts, where not all are asked for

        Checks no right and writes no log entry: only for what the system itself does
        (a letter to render, a page for the reporter). People go through
        ``wbs.case.open_content``.
        """
        opened: dict[str, dict[str, str]] = {record.uid: {} for record in self}
        if not self:
            return opened
        rows = self._stored_content(names)
        if not rows:
            return opened
        key = key or self.env["wbs.vault"]._open_key(self._content_case().ensure_one())
        by_uid = {record.uid: record for record in self}
        for row in rows:
            context = by_uid[row.record_uid]._context_of(row.field)
            text = vault.decrypt_field(key, context, bytes(row.ciphertext)).decode()
            opened[row.record_uid][row.field] = text
        return opened

    @api.model
    def _refuse_receipt_codes(self, texts: Iterable[str]) -> bool:
        """Whether a receipt code stands in one of the texts: it must not be kept."""
        return any(vault.find_receipt_code(text) for text in texts)
