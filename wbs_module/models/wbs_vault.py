"""The vault as records see it: keys of cases, opened for the length of a request."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import vault
from .wbs_places import evidence_folder, place
from .wbs_sentences import say_error

_logger = logging.getLogger(__name__)

LONGEST_PAUSE = 24 * 3600  # seconds; longer than any transaction or upload
_folders: dict[str, vault.KeyFolder] = {}
_AT_HAND = "wbs_module.cases_at_hand"
_told_why: dict[str, str] = {}  # database → reason in the log last


class OpenedCase(NamedTuple):
    """A case while its report is taken in; never kept beyond that."""

    key: vault.CaseKey
    account: Mapping[str, str]

    def __repr__(self) -> str:
        return "<OpenedCase>"


class WbsCaseKey(models.Model):
    """One half of a case's key, wrapped by a master key. The other half is a file."""

    _name = "wbs.case.key"
    _description = "Key of a Case"
    _log_access = False

    case_id = fields.Many2one(
        "wbs.case", required=True, index=True, ondelete="restrict"
    )
    key_id = fields.Char(required=True, index=True)
    wrapped_half = fields.Binary(attachment=False, required=True)


class WbsVault(models.AbstractModel):
    """Nobody has rights on what stands behind it; its callers check theirs first."""

    _name = "wbs.vault"
    _description = "Vault"

    @api.model
    def _key_folder(self) -> vault.KeyFolder:
        """The key folder, read once a process and again after a rotation.

        :raise UserError: with a sentence for whoever runs the server
        """
        path = place("KEY_FOLDER")
        if path is None:
            raise UserError(
                self.env._(
                    "No key folder is configured, so nothing can be encrypted. Set "
                    "WBS_KEY_FOLDER for the server and run “odoo wbs keys init”."
                )
            )
        known = _folders.get(str(path))
        folder = known.fresh() if known else vault.KeyFolder.open(path)
        _folders[str(path)] = folder
        return folder

    @api.model
    def _key_store(self) -> vault.KeyStore:
        path = place("KEY_STORE")
        if path is None:
            raise UserError(
                self.env._(
                    "No key store is configured, so nothing can be encrypted. Set "
                    "WBS_KEY_STORE for the server and run “odoo wbs keys init”."
                )
            )
        return vault.KeyStore(path, self._installation())

    @api.model
    def _installation(self) -> str:
        # sudo: the identity of this database, which its users may not read
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    @api.model
    def _is_demonstration(self) -> bool:
        """Whether this database holds invented cases only."""
        # sudo: a switch of the installation, which users may not read
        parameters = self.env["ir.config_parameter"].sudo()
        return parameters.get_param("wbs_module.demonstration") == "1"

    @api.model
    def _takes_reports(self) -> bool:
        """Whether reports are taken now; why not is for the server's log alone."""
        reason, database = self._why_no_intake(), self.env.cr.dbname
        # Once, not at each visit: the log does not tell when reporters came.
        if reason and _told_why.get(database) != reason:
            _logger.error("Reports are not taken: %s", reason)
        _told_why[database] = reason
        return not reason

    @api.model
    def _why_no_intake(self) -> str:
        """Why reports are not taken here now; empty when they are. Not for reporters:
        it names settings and folders of the server.

        Demonstration keys are known to anybody: a real report under them would only
        seem protected. And invented cases have no place under real keys.
        """
        try:
            folder = self._key_folder()
            self._key_store()
        except vault.VaultError as problem:
            return say_error(self.env, problem)
        except UserError as problem:
            return str(problem)
        if folder.is_demo and not self._is_demonstration():
            return self.env._(
                "The keys of this installation are demonstration keys, which protect "
                "nobody. Reports are taken only once real keys were made with "
                "“odoo wbs keys init”."
            )
        if self._is_demonstration() and not folder.is_demo:
            return self.env._(
                "This database is a demonstration and must not hold real reports, but "
                "the keys are real ones."
            )
        return ""

    # --- keys of cases ----

    @api.model
    def _create_key(self, case: models.Model) -> vault.CaseKey:
        """A new key for ``case``; its file is on disk before the commit."""
        new = self._begin_key()
        new.on_disk()
        # sudo: nobody has rights on wrapped halves; this is their only door
        self.env["wbs.case.key"].sudo().create(self._key_row(case, new))
        return new.key

    @api.model
    def _begin_key(self) -> vault.KeyBeingStored:
        """A new key; its file is on disk when its ``on_disk`` has returned."""
        return vault.KeyBeingStored(self._key_folder(), self._key_store())

    @api.model
    def _key_row(self, case: models.Model, new: vault.KeyBeingStored) -> dict[str, Any]:
        return {
            "case_id": case.id,
            "key_id": new.key.key_id,
            "wrapped_half": new.wrapped,
        }

    @contextmanager
    def _at_hand(self, case: models.Model, opened: OpenedCase) -> Iterator[None]:
        """What happens within finds the key and the account of a ``case`` that has just
        been made, without reading back and opening what was sealed a moment ago."""
        cases = self.env.cr.cache.setdefault(_AT_HAND, {})
        cases[case.id] = opened
        try:
            yield
        finally:
            del cases[case.id]

    @api.model
    def _opened(self, case: models.Model) -> OpenedCase | None:
        """What is at hand of ``case``, if its report is being taken in just now."""
        return self.env.cr.cache.get(_AT_HAND, {}).get(case.id)

    @api.model
    def _open_key(self, case: models.Model) -> vault.CaseKey:
        """The key of ``case``. The caller has checked who asks.

        :raise VaultError: a sentence that says what is missing; nothing is lost
        """
        opened = self._opened(case)
        if opened is not None:
            return opened.key
        # sudo: nobody has rights on wrapped halves; this is their only door.
        # bin_size: the web client's context would turn the bytes into their length.
        keys = self.env["wbs.case.key"].sudo().with_context(bin_size=False)
        row = keys.search([("case_id", "=", case.id)], order="id desc", limit=1)
        return vault.open_case_key(
            self._key_folder(), self._key_store(), row.key_id, bytes(row.wrapped_half)
        )

    @api.model
    def _rewrap_keys(self) -> int:
        """Put all halves under the active master key; readers never notice.

        :return: how many were rewrapped
        """
        folder = self._key_folder()
        # sudo: nobody has rights on wrapped halves; this is their only door
        keys = self.env["wbs.case.key"].sudo().with_context(bin_size=False)
        # All of them: the old master key goes only when none is left under it.
        rows = keys.search([])  # pylint: disable=no-search-all
        stale = rows.filtered(
            lambda row: (
                vault.wrapping_master_key_id(bytes(row.wrapped_half))
                != folder.active_master_key_id
            )
        )
        for row in stale:
            row.wrapped_half = vault.rewrap_case_key(
                folder, row.key_id, bytes(row.wrapped_half)
            )
        return len(stale)

    @api.model
    def _sweep_key_store(self) -> None:
        """Confirm the files of committed cases, remove those of broken-off ones.

        Says in the log when store and database come from different moments, and
        removes what broken-off uploads left in the evidence folder.
        """
        # sudo: nobody has rights on key rows; only their ids are read here
        keys = self.env["wbs.case.key"].sudo()
        # All of them: a key that is left out would look like an orphan.
        rows = keys.search_read([], ["key_id"])  # pylint: disable=no-search-all
        key_ids = [row["key_id"] for row in rows]
        store = self._key_store()
        store.sweep(key_ids, minimum_age=LONGEST_PAUSE)
        comparison = store.compare(key_ids)
        if comparison.missing:
            _logger.error(
                "The key store has no file for %d cases, whose content cannot be "
                "opened: it is another store, or was restored from an older backup. "
                "See docs/operations-keys.md.",
                len(comparison.missing),
            )
        if comparison.unknown:
            _logger.warning(
                "The key store holds keys of %d cases that this database does not "
                "know: was an older backup of the database restored? Nothing was "
                "removed. See docs/operations-keys.md.",
                len(comparison.unknown),
            )
        vault.sweep_unfinished_files(evidence_folder(), minimum_age=LONGEST_PAUSE)
        self._sweep_unfinished_evidence(minimum_age=LONGEST_PAUSE)
