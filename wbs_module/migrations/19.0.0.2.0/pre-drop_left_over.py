"""Drop what models of 19.0.0.1.0 declared and those of today do not.

Odoo adds what a model declares, and keeps what it declares no more.
"""

# Each repeats the beginning of another index of its table.
INDEXES = (
    "bpmn_deadline__instance_id_index",
    "bpmn_task__instance_id_index",
    "wbs_audit_entry__chain_index",
)
# Reasons that dialogs kept in clear; they are sealed now.
COLUMNS = (
    ("bpmn_deadline_extension", "reason"),
    ("bpmn_incident_resolution", "reason"),
)


def migrate(cr, version):
    for index in INDEXES:
        cr.execute(f"DROP INDEX IF EXISTS {index}")
    for table, column in COLUMNS:
        cr.execute(f"ALTER TABLE IF EXISTS {table} DROP COLUMN IF EXISTS {column}")
