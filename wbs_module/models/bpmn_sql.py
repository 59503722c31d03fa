"""The SQL of the process side that the ORM cannot do, or cannot do well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from psycopg2.errors import SerializationFailure
from psycopg2.extras import Json

from odoo.sql_db import Cursor
from odoo.tools import SQL

T = TypeVar("T")


class LockedInstance(NamedTuple):
    """What a step needs of an instance, read under its lock."""

    state: bytes
    status: str
    version_id: int
    company_id: int
    involved_groups: list[int]
    values_digest: str | None
    res_model: str | None
    res_id: int | None
    main: bool

    def for_hooks(self) -> dict[str, Any]:
        """Field → value of what the hooks of the record ask an instance for."""
        return {
            "version_id": self.version_id,
            "company_id": self.company_id,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "main": self.main,
        }


def lock_instance(cr: Cursor, instance_id: int) -> LockedInstance | None:
    """Wait for the instance's row, lock it, and read what a step needs.

    ``NO KEY``: rows that refer to the instance may be inserted meanwhile. In Odoo's
    isolation level a row that another step changed while we waited raises a
    serialization failure, and the request is run again from its beginning: that is how
    two steps of one instance never both start from the same state.
    """
    cr.execute(
        SQL(
            """SELECT state, status, version_id, company_id, involved_groups,
                      values_digest, res_model, res_id, main
                 FROM bpmn_instance WHERE id = %s FOR NO KEY UPDATE""",
            instance_id,
        ),
        log_exceptions=False,  # losing a race is no error: the request runs again
    )
    row = cr.fetchone()
    if row is None:
        return None
    state, *rest = row
    return LockedInstance(bytes(state or b""), *rest[:3], rest[3] or [], *rest[4:])


def until_won(cr: Cursor, pick: Callable[[], T]) -> T:
    """Return ``pick()``, asked again each time that another worker was faster.

    For crons, at the beginning of a transaction: what it did is rolled back. A row
    that somebody changed since the transaction saw it raises a serialization failure,
    locked or not; each failure means that the other one got on, so this ends.
    """
    while True:
        try:
            return pick()
        except SerializationFailure:
            cr.rollback()


def due_instances(
    cr: Cursor, now: datetime, skipped: Sequence[int], limit: int
) -> list[int]:
    """Instances that are due, the longest due first; each is still to be locked."""
    cr.execute(
        SQL(
            """SELECT id FROM bpmn_instance
                WHERE status = 'running' AND wake_at <= %s AND id != ALL(%s)
                ORDER BY wake_at, id LIMIT %s""",
            now,
            list(skipped),
            limit,
        )
    )
    return [row[0] for row in cr.fetchall()]


def lock_due_instance(cr: Cursor, now: datetime, instance_id: int) -> bool:
    """Lock an instance; whether it is due still and nobody else works on it."""
    cr.execute(
        SQL(
            """SELECT 1 FROM bpmn_instance
                WHERE id = %s AND status = 'running' AND wake_at <= %s
                FOR NO KEY UPDATE SKIP LOCKED""",
            instance_id,
            now,
        ),
        log_exceptions=False,  # somebody was faster: it is asked again
    )
    return cr.fetchone() is not None


def next_outbox_row(cr: Cursor, now: datetime) -> int | None:
    """Lock the outbox row that has been due longest."""
    cr.execute(
        SQL(
            """SELECT id FROM bpmn_outbox
                WHERE state = 'pending' AND next_attempt_at <= %s
                ORDER BY next_attempt_at, id LIMIT 1
                FOR NO KEY UPDATE SKIP LOCKED""",
            now,
        ),
        log_exceptions=False,  # somebody was faster: it is asked again
    )
    row = cr.fetchone()
    return row[0] if row else None


def running_instances_of_groups(cr: Cursor, group_ids: Iterable[int]) -> list[int]:
    """Running instances in whose way one of these groups had a part."""
    cr.execute(
        SQL(
            """SELECT id FROM bpmn_instance
                WHERE status = 'running' AND EXISTS (
                    SELECT FROM jsonb_array_elements(involved_groups) AS involved
                     WHERE involved::int = ANY(%s)
                )""",
            list(group_ids),
        )
    )
    return [row[0] for row in cr.fetchall()]


def users_of_groups(
    cr: Cursor,
    group_ids: Sequence[int],
    company_id: int,
    substitutes_on: date | None = None,
    beside: Sequence[int] = (),
) -> list[int]:
    """Active users of an office who are members of one of the groups.

    :param group_ids: groups, and all those that imply them
    :param substitutes_on: also whoever stands in for a member on this day
    :param beside: groups, and all those that imply them, without substitutes
    """
    cr.execute(
        SQL(
            """WITH member AS (
                   SELECT uid FROM res_groups_users_rel WHERE gid = ANY(%(groups)s)
               ), people AS (
                   SELECT uid FROM member
                    UNION
                   SELECT substitute_id FROM bpmn_substitution
                    WHERE %(day)s::date BETWEEN date_from AND date_to
                      AND user_id IN (SELECT uid FROM member)
                    UNION
                   SELECT uid FROM res_groups_users_rel WHERE gid = ANY(%(beside)s)
               )
               SELECT res_users.id FROM res_users
                 JOIN res_company_users_rel AS office
                   ON office.user_id = res_users.id AND office.cid = %(company)s
                WHERE res_users.active AND res_users.id IN (SELECT uid FROM people)
                ORDER BY res_users.id""",
            groups=list(group_ids),
            beside=list(beside),
            day=substitutes_on,
            company=company_id,
        )
    )
    return [row[0] for row in cr.fetchall()]


def write_instance_users(cr: Cursor, instance_id: int, allowed: Sequence[int]) -> None:
    """Let exactly these users see an instance. Only differences are written."""
    cr.execute(
        SQL(
            """WITH gone AS (
                   DELETE FROM bpmn_instance_user_rel
                    WHERE instance_id = %(instance)s
                      AND user_id <> ALL (%(allowed)s::int[])
               )
               INSERT INTO bpmn_instance_user_rel (instance_id, user_id)
               SELECT %(instance)s, unnest(%(allowed)s::int[])
                   ON CONFLICT DO NOTHING""",
            instance=instance_id,
            allowed=list(allowed),
        )
    )


def write_deadlines(
    cr: Cursor,
    instance_id: int,
    changed: Mapping[str, Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
) -> dict[str, int]:
    """Change and insert an instance's deadlines in one statement, reading none first.

    At least one of the two is not empty.

    :param changed: engine's id → column → value
    :param new: rows; what a row does not name stays empty
    :return: engine's id → database id
    """
    written = [_changed_deadline(instance_id, *item) for item in changed.items()]
    if new:
        written.append(_new_deadlines(new))
    parts = {
        SQL.identifier(f"part_{number}"): part for number, part in enumerate(written)
    }
    cr.execute(
        SQL(
            "WITH %s %s",
            SQL(", ").join(SQL("%s AS (%s)", *named) for named in parts.items()),
            SQL(" UNION ALL ").join(SQL("TABLE %s", name) for name in parts),
        )
    )
    return dict(cr.fetchall())


def _changed_deadline(
    instance_id: int, engine_id: str, columns: Mapping[str, Any]
) -> SQL:
    changes = SQL(", ").join(
        SQL("%s = %s", SQL.identifier(name), _as_parameter(value))
        for name, value in columns.items()
    )
    return SQL(
        """UPDATE bpmn_deadline SET %s
            WHERE instance_id = %s AND engine_id = %s RETURNING engine_id, id""",
        changes,
        instance_id,
        engine_id,
    )


def _new_deadlines(rows: Sequence[Mapping[str, Any]]) -> SQL:
    names = sorted({name for row in rows for name in row})
    return SQL(
        "INSERT INTO bpmn_deadline (%s) VALUES %s RETURNING engine_id, id",
        SQL(", ").join(map(SQL.identifier, names)),
        SQL(", ").join(
            SQL("%s", tuple(_as_parameter(row.get(name)) for name in names))
            for row in rows
        ),
    )


def _as_parameter(value: Any) -> Any:
    """``value`` of an ORM's ``vals`` as psycopg2 takes it."""
    return Json(value) if isinstance(value, dict) else value


def insert_history(cr: Cursor, rows: Sequence[Sequence[Any]]) -> None:
    """Append lines to the history in one statement, in the given order.

    :param rows: instance, element, task, user (ids), what, when, detail of each line
    """
    if not rows:
        return
    *columns, details = zip(*rows, strict=True)
    details = [_as_parameter(detail) for detail in details]
    # Columns as arrays: a step writes many lines, and each value would be a parameter.
    cr.execute(
        SQL(
            """INSERT INTO bpmn_history
                   (instance_id, element_id, task_id, user_id, what, at, detail)
               SELECT instance_id, element_id, task_id, user_id, what, at, detail
                 FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::text[],
                             %s::timestamp[], %s::jsonb[]) WITH ORDINALITY
                      AS line (instance_id, element_id, task_id, user_id, what, at,
                               detail, number)
                ORDER BY number""",
            *map(list, columns),
            details,
        )
    )


def _only_seen_by(user_id: int | None) -> SQL:
    """A condition on ``instance_id``: all, or those on whose list a user stands."""
    if user_id is None:
        return SQL("TRUE")
    return SQL(
        """EXISTS (SELECT FROM bpmn_instance_user_rel AS listed
                    WHERE listed.instance_id = passed.instance_id
                      AND listed.user_id = %s)""",
        user_id,
    )


def visits_of_elements(
    cr: Cursor, version_id: int, seen_by: int | None
) -> dict[int, int]:
    """Element of a version → how many instances came to it.

    :param seen_by: count only what this user may see
    """
    cr.execute(
        SQL(
            """SELECT passed.element_id, count(DISTINCT passed.instance_id)
                 FROM bpmn_history AS passed
                 JOIN bpmn_process_version_element AS element
                   ON element.id = passed.element_id AND element.version_id = %s
                WHERE passed.what = 'entered' AND %s
                GROUP BY passed.element_id""",
            version_id,
            _only_seen_by(seen_by),
        )
    )
    return dict(cr.fetchall())


class ElementTimes(NamedTuple):
    """Times in seconds, counts in instances."""

    finished: int
    took: float | None
    clocked: int
    allowed: float | None
    waiting: int
    late: int


def times_of_elements(
    cr: Cursor, version_id: int, now: datetime, seen_by: int | None
) -> dict[int, ElementTimes]:
    """Element of a version → median time of its tasks, and what waits there now.

    :param seen_by: count only what this user may see
    """
    cr.execute(
        SQL(
            """SELECT passed.element_id,
                      count(DISTINCT passed.instance_id)
                          FILTER (WHERE passed.state = 'completed'),
                      percentile_cont(0.5) WITHIN GROUP (ORDER BY
                          extract(epoch FROM passed.closed_at - passed.opened_at))
                          FILTER (WHERE passed.state = 'completed'),
                      count(DISTINCT passed.instance_id)
                          FILTER (WHERE deadline.due_at IS NOT NULL),
                      percentile_cont(0.5) WITHIN GROUP (ORDER BY
                          extract(epoch FROM deadline.due_at - deadline.started_at))
                          FILTER (WHERE deadline.due_at IS NOT NULL),
                      count(DISTINCT passed.instance_id)
                          FILTER (WHERE passed.state = 'open'),
                      count(DISTINCT passed.instance_id)
                          FILTER (WHERE passed.state = 'open' AND passed.due_at < %s)
                 FROM bpmn_task AS passed
                 JOIN bpmn_process_version_element AS element
                   ON element.id = passed.element_id AND element.version_id = %s
                 LEFT JOIN bpmn_deadline AS deadline
                   ON deadline.id = passed.deadline_id
                WHERE %s
                GROUP BY passed.element_id""",
            now,
            version_id,
            _only_seen_by(seen_by),
        )
    )
    return {element_id: ElementTimes(*rest) for element_id, *rest in cr.fetchall()}


def standing_of_deadlines(alias: str, now: datetime) -> SQL:
    """State of a deadline, with those that run beyond their end told apart."""
    return SQL(
        """CASE WHEN %(state)s = 'running' AND (%(late)s OR %(due)s <= %(now)s)
                THEN 'late' ELSE %(state)s END""",
        state=SQL.identifier(alias, "state"),
        late=SQL.identifier(alias, "late"),
        due=SQL.identifier(alias, "due_at"),
        now=now,
    )
