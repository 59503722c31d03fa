"""Who reported: sealed to people, in two layers that the server cannot open."""

from __future__ import annotations

import json
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import vault

# Every sealed identity has the same length, so that its size does not tell whether a
# name was given.
PADDED_LENGTH = 4096


class WbsIdentity(models.Model):
    """Each case has one, also where the reporter gave no name. Nobody has rights."""

    _name = "wbs.identity"
    _description = "Sealed Identity"
    _log_access = False

    case_id = fields.Many2one(
        "wbs.case", required=True, index=True, ondelete="restrict"
    )
    sealed = fields.Binary(attachment=False)
    custodian_generation = fields.Integer()
    approver_generation = fields.Integer()

    @api.model
    def _seal_for(self, case: models.Model, identity: dict[str, str]) -> None:
        """Seal ``identity`` (possibly empty) for the case and forget it.

        :raise UserError: an identity was given, but nobody is there to seal it to
        """
        # sudo: nobody has rights on identities; the intake writes and nobody reads
        self.sudo().create(self._sealed_row(case, identity))

    @api.model
    def _sealed_row(
        self, case: models.Model, identity: dict[str, str]
    ) -> dict[str, Any]:
        """The row of the case's identity, sealed.

        :raise UserError: an identity was given, but nobody is there to seal it to
        """
        layers = self.env["wbs.generation"]._current()
        if layers is None and identity:
            raise UserError(
                self.env._(
                    "Only anonymous reports can be taken for now: the people who keep "
                    "identities have not been appointed yet. Nothing was kept."
                )
            )
        values: dict[str, Any] = {"case_id": case.id}
        if layers:
            custodians, approvers = layers
            # The case stands inside too: whoever opens it notices a swapped seal.
            inside = {"case": case.uid, "identity": identity}
            plaintext = json.dumps(inside).encode().ljust(PADDED_LENGTH)
            values |= {
                "sealed": vault.seal_identity(plaintext, custodians, approvers),
                "custodian_generation": custodians.number,
                "approver_generation": approvers.number,
            }
        return values
