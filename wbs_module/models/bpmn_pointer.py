"""Records that point at sealed ones: wizards, whose rows many people may make."""

from __future__ import annotations

from odoo import api, models


class BpmnPointer(models.AbstractModel):
    """Pointing at a sealed record needs the sight of it.

    By default anybody may create a row that points at any id: the foreign key then
    tells missing from forbidden ones, and the many2one shows the name, which Odoo
    computes as superuser.
    """

    _name = "bpmn.pointer"
    _description = "Record that Points at Sealed Ones"

    @api.model_create_multi
    def create(self, vals_list):
        for values in vals_list:
            self._check_pointers(self._add_missing_default_values(values))
        return super().create(vals_list)

    def write(self, vals):
        self._check_pointers(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        self._check_pointers(
            values if field_names else self._add_missing_default_values(values)
        )
        return super().onchange(values, field_names, fields_spec)

    def _check_pointers(self, values: dict) -> None:
        for name, value in values.items():
            field = self._fields.get(name)
            if value and field and field.comodel_name:
                records = self.env[field.comodel_name]
                if hasattr(records, "_check_parent_access"):
                    ids = field.convert_to_cache(value, self.new(), validate=False)
                    records._check_parent_access(
                        records.browse([ids] if isinstance(ids, int) else ids or ())
                    )
