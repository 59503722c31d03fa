"""What the tables of our module look like in a database; runs inside Odoo."""

from typing import Any

COLUMNS = """
    SELECT 'column', table_name || '.' || column_name,
           data_type || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
      FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name ~ '^(bpmn|wbs)_'
"""
INDEXES = """
    SELECT 'index', indexname, indexdef FROM pg_indexes
     WHERE schemaname = 'public' AND tablename ~ '^(bpmn|wbs)_'
"""
CONSTRAINTS = """
    SELECT 'constraint', conrelid::regclass || '.' || conname,
           pg_get_constraintdef(oid)
      FROM pg_constraint
     WHERE conrelid::regclass::text ~ '^(bpmn|wbs)_' AND contype <> 'n'
"""
TRIGGERS = """
    SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
      FROM pg_trigger
     WHERE tgrelid::regclass::text ~ '^(bpmn|wbs)_' AND NOT tgisinternal
"""


def shape(env: Any) -> list[list[str]]:
    """Return (kind, name, definition) of all that our tables consist of, sorted."""
    found: list[list[str]] = []
    for question in (COLUMNS, INDEXES, CONSTRAINTS, TRIGGERS):
        env.cr.execute(question)
        found += [list(row) for row in env.cr.fetchall()]
    return sorted(found)
