"""The SQL of the complaint side that the ORM cannot do, or cannot do well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

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


def what_case_has(cr: Cursor, case_id: int, uid: str) -> tuple[bool, bool]:
    """Whether a case has evidence, and whether somebody was ever excluded from it."""
    cr.execute(
        SQL(
            """SELECT EXISTS (SELECT FROM wbs_evidence WHERE case_id = %s),
                      EXISTS (SELECT FROM wbs_content
                               WHERE record_uid = %s
                                 AND model = 'wbs.case' AND field = 'excluded')""",
            case_id,
            uid,
        )
    )
    return cr.fetchone()


def rows_of_audit_entry(
    entry: AuditEntry, entry_hash: str
) -> dict[str, list[dict[str, Any]]]:
    """Table → row, of the entry and of the head of its chain."""
    columns = {
        "chain": entry.chain,
        "sequence": entry.sequence,
        "at": entry.time,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "detail": Json(dict(entry.detail)),
        "entry_hash": entry_hash,
    }
    head = {"chain": entry.chain, "length": entry.sequence, "hash": entry_hash}
    return {"wbs_audit_entry": [columns], "wbs_audit_head": [head]}


def append_audit_entry(cr: Cursor, entry: AuditEntry, entry_hash: str) -> None:
    """Insert the entry and move the head of its chain, in one statement."""
    rows = rows_of_audit_entry(entry, entry_hash)
    cr.execute(
        SQL(
            """WITH moved AS (
                   UPDATE wbs_audit_head SET length = %s, hash = %s WHERE chain = %s
               ) %s""",
            entry.sequence,
            entry_hash,
            entry.chain,
            _insert("wbs_audit_entry", rows["wbs_audit_entry"]),
        )
    )


def insert_rows(cr: Cursor, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Insert new rows into several tables in one statement.

    :param rows: table → rows with the same columns each; tables without rows are left
    """
    parts = SQL(", ").join(
        SQL("%s AS (%s)", SQL.identifier(f"part_{table}"), _insert(table, values))
        for table, values in rows.items()
        if values
    )
    cr.execute(SQL("WITH %s SELECT", parts))


def _insert(table: str, rows: Sequence[Mapping[str, Any]]) -> SQL:
    names = tuple(rows[0])
    lines = SQL(", ").join(
        SQL("%s", tuple(row[name] for name in names)) for row in rows
    )
    return SQL("%s VALUES %s", _into(table, names), lines)


@lru_cache(maxsize=64)
def _into(table: str, names: tuple[str, ...]) -> SQL:
    columns = SQL(", ").join(map(SQL.identifier, names))
    return SQL("INSERT INTO %s (%s)", SQL.identifier(table), columns)


class NextNumber(NamedTuple):
    """A number just taken, and how the sequence writes it."""

    number: int
    prefix: str | None
    suffix: str | None
    padding: int
    range_begins: date


def next_number(cr: Cursor, code: str, company_id: int, day: date) -> NextNumber | None:
    """Take the next number of an office's sequence that counts by date range.

    ``ir.sequence`` itself asks five times for what is one question.

    :return: nothing where the sequence is of another kind, or its range of that day is
        yet to be made
    """
    cr.execute(
        SQL(
            """WITH counted AS (
                   SELECT * FROM ir_sequence
                    WHERE code = %s AND active
                      AND (company_id = %s OR company_id IS NULL)
                    ORDER BY company_id LIMIT 1
               ), ranged AS (
                   SELECT counted.*, span.date_from AS begins,
                          'ir_sequence_'
                          || lpad(counted.id::text,
                                  greatest(3, length(counted.id::text)), '0')
                          || '_'
                          || lpad(span.id::text,
                                  greatest(3, length(span.id::text)), '0') AS counter
                     FROM counted
                     JOIN ir_sequence_date_range AS span
                       ON span.sequence_id = counted.id
                      AND span.date_from <= %s AND span.date_to >= %s
                    WHERE counted.use_date_range
                      AND counted.implementation = 'standard'
                    LIMIT 1
               )
               SELECT nextval(counter::regclass), prefix, suffix, padding, begins
                 FROM ranged""",
            code,
            company_id,
            day,
            day,
        )
    )
    row = cr.fetchone()
    return NextNumber(*row) if row else None


def staff_names(
    cr: Cursor, group_ids: Sequence[int], company_id: int
) -> list[tuple[int, str]]:
    """Id and name of the active users of an office who are in one of the groups.

    :param group_ids: groups, and all those that imply them
    """
    cr.execute(
        SQL(
            """SELECT res_users.id, res_partner.name FROM res_users
                 JOIN res_partner ON res_partner.id = res_users.partner_id
                 JOIN res_company_users_rel AS office
                   ON office.user_id = res_users.id AND office.cid = %s
                WHERE res_users.active AND EXISTS (
                      SELECT FROM res_groups_users_rel AS member
                       WHERE member.uid = res_users.id AND member.gid = ANY(%s))
                ORDER BY res_users.id""",
            company_id,
            list(group_ids),
        )
    )
    return cr.fetchall()


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
