"""Records of which even the existence is nobody's business."""

from __future__ import annotations

from collections.abc import Callable

from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class BpmnSealed(models.AbstractModel):
    """Forbidden and missing records answer alike.

    By default Odoo tells them apart: reading a forbidden record raises another error
    than reading a missing one, and the error names the rule and, in debug mode, the
    record. Here both are the same absence, in the same words.
    """

    _name = "bpmn.sealed"
    _description = "Sealed Record"

    def exists(self):
        found = super().exists()
        return found if self.env.su else found._filtered_access("read")

    def get_metadata(self):
        """Refused before anything is looked up.

        Without ``create_uid`` and its like, Odoo would check nothing, and tell of each
        id whether somebody had exported its row.
        """
        self.check_access("read")
        return super().get_metadata()

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Odoo does not ask whether a many2many may be read before it groups by it:
        grouping by the positive list would tell who sees a case, and who does not."""
        field = self._fields.get(groupby_spec.split(":")[0].split(".")[0])
        if field is not None:
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _check_access(self, operation: str) -> tuple[models.Model, Callable] | None:
        # sudo: the rule's own domain decides, whatever its fields hide
        access = self.env["ir.model.access"]
        if not access.check(self._name, operation, raise_exception=False):
            return super()._check_access(operation)
        if not any(self._ids):
            return None
        rule = Domain(self.env["ir.rule"]._compute_domain(self._name, operation))
        records = self.sudo().with_context(active_test=False)
        visible = records.search(rule & Domain("id", "in", self.ids))
        forbidden = self.filtered(lambda record: record.id) - self.browse(visible.ids)
        if not forbidden:
            return None
        return forbidden, self._absence

    def _absence(self) -> AccessError:
        return AccessError(
            self.env._("This does not exist (any more), or it is not meant for you.")
        )

    def _check_parent_access(self, parents: models.Model) -> None:
        """Refuse rows that point at a record which the user may not see.

        A foreign key would otherwise tell missing records (an error of the database)
        from forbidden ones (no error).
        """
        if not self.env.su and parents.with_env(self.env).exists() != parents:
            raise self._absence()
