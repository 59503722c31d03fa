"""The public halves to which identities are sealed."""

from __future__ import annotations

import logging

from odoo import api, fields, models

from .. import vault

_logger = logging.getLogger(__name__)


class WbsGeneration(models.Model):
    """A generation of one layer: nothing in it is secret, and none counts because it
    stands here, but because the one before signed it and the first one is pinned in
    the key folder."""

    _name = "wbs.generation"
    _inherit = ["bpmn.sealed"]
    _description = "Sealing Generation"
    _log_access = False
    _order = "layer, number"

    layer = fields.Selection(
        [(vault.CUSTODIANS, "Custodians"), (vault.APPROVERS, "Disclosure approvers")],
        required=True,
        readonly=True,
    )
    number = fields.Integer(required=True, readonly=True)
    age_recipient = fields.Char(required=True, readonly=True)
    signing_public_key = fields.Char(required=True, readonly=True)
    previous = fields.Char(required=True, readonly=True)
    created = fields.Char(required=True, readonly=True)
    signature = fields.Char(required=True, readonly=True)
    # Sealed to the layer's members and its recovery key; the server cannot open them.
    sealed_private = fields.Binary(attachment=False, readonly=True)

    _place = models.UniqueIndex("(layer, number)")

    @api.model
    def _current(self) -> tuple[vault.Generation, vault.Generation] | None:
        """The generations of both layers to seal to; None before both exist.

        A generation that nobody vouches for is passed over and reported.
        """
        custodians = self._current_of(vault.CUSTODIANS)
        approvers = self._current_of(vault.APPROVERS)
        return (custodians, approvers) if custodians and approvers else None

    @api.model
    def _current_of(self, layer: str) -> vault.Generation | None:
        pin = self.env["wbs.vault"]._key_folder().pins.get(layer)
        if pin is None:
            return None
        # sudo: public halves, read while a report is taken in
        rows = self.sudo().search([("layer", "=", layer)])
        trusted, refusal = vault.trusted_generations(
            pin, [row._generation() for row in rows]
        )
        if refusal:
            _logger.error("A sealing generation is not trusted: %s", refusal)
        return trusted[-1] if trusted else None

    def _generation(self) -> vault.Generation:
        self.ensure_one()
        return vault.Generation(
            layer=self.layer,
            number=self.number,
            age_recipient=self.age_recipient,
            signing_public_key=self.signing_public_key,
            previous=self.previous,
            created=self.created,
            signature=self.signature,
        )

    @api.model
    def _add(self, made: vault.NewGeneration) -> None:
        """Keep a generation; whether it counts is asked at each sealing."""
        generation = made.generation
        # sudo: called at set-up by whoever runs the server
        self.sudo().create(
            {
                "layer": generation.layer,
                "number": generation.number,
                "age_recipient": generation.age_recipient,
                "signing_public_key": generation.signing_public_key,
                "previous": generation.previous,
                "created": generation.created,
                "signature": generation.signature,
                "sealed_private": made.sealed_private,
            }
        )
