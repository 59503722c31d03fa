"""The public halves to which identities are sealed."""

from __future__ import annotations

import logging

from odoo import api, fields, models

from .. import vault

_logger = logging.getLogger(__name__)
# All but the sealed private half, which nobody needs in order to seal.
_PUBLIC = (
    "layer",
    "number",
    "age_recipient",
    "signing_public_key",
    "previous",
    "created",
    "signature",
)


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
        pins = self.env["wbs.vault"]._key_folder().pins
        # sudo: public halves, read while a report is taken in
        rows = self.sudo().search_fetch(
            [("layer", "in", list(pins))], _PUBLIC, order="layer, number"
        )
        generations = [row._generation() for row in rows]
        custodians = self._trusted(vault.CUSTODIANS, pins, generations)
        approvers = self._trusted(vault.APPROVERS, pins, generations)
        return (custodians, approvers) if custodians and approvers else None

    @api.model
    def _trusted(
        self, layer: str, pins: dict[str, str], generations: list[vault.Generation]
    ) -> vault.Generation | None:
        """The newest of a layer that goes back, signature by signature, to its pin."""
        if layer not in pins:
            return None
        trusted, refusal = vault.trusted_generations(
            pins[layer], [it for it in generations if it.layer == layer]
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
