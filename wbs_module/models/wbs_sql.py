"""The SQL of the complaint side that the ORM cannot do, or cannot do well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg2.extras import Json

from odoo.sql_db import Cursor
from odoo.tools import SQL

from ..vault import AuditEntry


def make_append_only(cr: Cursor, table: str) -> None:
    """Let the database refuse change and deletion of rows, also to the owner.

    ``ENABLE ALWAYS`` holds against ``session_replication_role`` too. What an owner can
    still do is drop the trigger; then the chain tells.
    """
    cr.execute(
        """
        CREATE OR REPLACE FUNCTION wbs_refuse_change() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION 'Rows of % are never changed or deleted.', TG_TABLE_NAME;
        END $$ LANGUAGE plpgsql
        """
    )
    for name, event, level in (
        ("rows", "UPDATE OR DELETE", "ROW"),
        ("table", "TRUNCATE", "STATEMENT"),
    ):
        trigger = SQL.identifier(f"{table}_append_only_{name}")
        cr.execute(
            SQL(
                "CREATE OR REPLACE TRIGGER %s BEFORE %s ON %s FOR EACH %s "
                "EXECUTE FUNCTION wbs_refuse_change()",
                trigger,
                SQL(event),
                SQL.identifier(table),
                SQL(level),
            )
        )
        cr.execute(
            SQL(
                "ALTER TABLE %s ENABLE ALWAYS TRIGGER %s",
                SQL.identifier(table),
                trigger,
            )
        )


def lock_chain_head(cr: Cursor, chain: str) -> tuple[int, str]:
    """Length and last hash of a chain, locked until the end of the transaction.

    The row is made on first use. The upsert updates it, so that two writers of one
    chain meet here, and writers of different chains never do.
    """
    cr.execute(
        SQL(
            """INSERT INTO wbs_audit_head (chain, length, hash) VALUES (%s, 0, '')
               ON CONFLICT (chain) DO UPDATE SET chain = EXCLUDED.chain
               RETURNING length, hash""",
            chain,
        ),
        log_exceptions=False,  # losing a race is no error: the request runs again
    )
    return cr.fetchone()


def append_audit_entry(
    cr: Cursor, entry: AuditEntry, entry_hash: str, at: datetime, new_chain: bool
) -> None:
    """Insert the entry and move the head of its chain, in one statement.

    :param new_chain: the entry makes the head of its chain; were there one already, the
        unique index would refuse
    """
    head = SQL(
        "INSERT INTO wbs_audit_head (length, hash, chain) VALUES (%s, %s, %s)"
        if new_chain
        else "UPDATE wbs_audit_head SET length = %s, hash = %s WHERE chain = %s",
        entry.sequence,
        entry_hash,
        entry.chain,
    )
    cr.execute(
        SQL(
            """WITH moved AS (%s)
               INSERT INTO wbs_audit_entry
                   (chain, sequence, at, actor, action, subject, detail, entry_hash)
               VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
            head,
            entry.chain,
            entry.sequence,
            at,
            entry.actor,
            entry.action,
            entry.subject,
            Json(dict(entry.detail)),
            entry_hash,
        )
    )


def insert_rows(cr: Cursor, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Insert new rows into several tables in one statement.

    :param rows: table → rows with the same columns each; tables without rows are left
    """
    inserts = []
    for table, values in rows.items():
        if values:
            names = SQL(", ").join(SQL.identifier(name) for name in values[0])
            lines = SQL(", ").join(
                SQL("%s", tuple(row[name] for name in values[0])) for row in values
            )
            target = SQL.identifier(table)
            inserts.append(SQL("INSERT INTO %s (%s) VALUES %s", target, names, lines))
    parts = SQL(", ").join(
        SQL("%s AS (%s)", SQL.identifier(f"part_{number}"), insert)
        for number, insert in enumerate(inserts)
    )
    cr.execute(SQL("WITH %s SELECT", parts))


def write_case_users(
    cr: Cursor, case_id: int, register: Sequence[int], excluded: Sequence[int]
) -> None:
    """Whoever is on the list of one of the case's procedures, or keeps the register,
    sees the case; whoever is excluded does not. Only differences are written."""
    cr.execute(
        SQL(
            """WITH allowed AS (
                   SELECT listed.user_id
                     FROM bpmn_instance_user_rel AS listed
                     JOIN bpmn_instance ON bpmn_instance.id = listed.instance_id
                    WHERE bpmn_instance.res_model = 'wbs.case'
                      AND bpmn_instance.res_id = %(case)s
                    UNION
                   SELECT unnest(%(register)s::int[])
                   EXCEPT
                   SELECT unnest(%(excluded)s::int[])
               ), gone AS (
                   DELETE FROM wbs_case_user_rel
                    WHERE case_id = %(case)s
                      AND user_id NOT IN (SELECT user_id FROM allowed)
               )
               INSERT INTO wbs_case_user_rel (case_id, user_id)
               SELECT %(case)s, user_id FROM allowed
                   ON CONFLICT DO NOTHING""",
            case=case_id,
            register=list(register),
            excluded=list(excluded),
        )
    )


def lock_draft(cr: Cursor, key_id: str) -> None:
    """Wait for whoever else works on this draft (a second request of one cookie)."""
    cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", key_id))


def take_a_try(
    cr: Cursor, fragments: Sequence[int], at: datetime, most: int, pause: float
) -> bool:
    """Count one try of a receipt code; False where there were too many like it.

    One leaky bucket a fragment: ``most`` tries, then one more each ``pause`` seconds; a
    refused try takes nothing. On a cursor of its own, for a moment: tries wait for each
    other here, so that no number of servers tries faster. The lock comes before the
    transaction's snapshot, so that none starts over.
    """
    cr.execute("LOCK TABLE wbs_receipt_try IN EXCLUSIVE MODE")
    cr.execute(
        SQL(
            """INSERT INTO wbs_receipt_try AS tried (fragment, level, at)
               SELECT fragment, 0, %s FROM unnest(%s) AS fragment
               ON CONFLICT (fragment) DO UPDATE SET
                   level = GREATEST(0, tried.level
                       - EXTRACT(EPOCH FROM EXCLUDED.at - tried.at) / %s),
                   at = EXCLUDED.at
               RETURNING level""",
            at,
            list(fragments),
            pause,
        )
    )
    if max(level for (level,) in cr.fetchall()) + 1 > most:
        return False
    add_tries(cr, fragments, 1)
    return True


def add_tries(cr: Cursor, fragments: Sequence[int], change: int) -> None:
    """Count more or fewer tries: those of codes that opened are given back."""
    cr.execute(
        SQL(
            "UPDATE wbs_receipt_try SET level = GREATEST(0, level + %s) "
            "WHERE fragment = ANY(%s)",
            change,
            list(fragments),
        )
    )
