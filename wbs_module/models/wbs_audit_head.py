"""The end of each chain of the log of looks."""

from odoo import fields, models


class WbsAuditHead(models.Model):
    """Where the next entry of a chain goes. Gathered daily in a checkpoint."""

    _name = "wbs.audit.head"
    _description = "End of a Chain of the Log of Looks"
    _log_access = False

    chain = fields.Char(required=True, readonly=True)
    # The length of the chain, not the old attribute of a field of that name.
    # pylint: disable-next=attribute-deprecated
    length = fields.Integer(required=True, readonly=True)
    hash = fields.Char(readonly=True)

    _chain_unique = models.UniqueIndex("(chain)")
