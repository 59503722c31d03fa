"""Many rows at once: copies of a real instance, made by the database itself."""

from typing import Any

# Columns that each copy has for itself; all others are those of the copied row.
_OWN = {"id"}


class Crowd:
    """Copies rows of a case with its procedure; ids of copies grow in order."""

    def __init__(self, env: Any) -> None:
        self.env = env

    def instances(self, instance_id: int, count: int, wake_in: str) -> int:
        """Copies of an instance without its state or tasks: timers that wait.

        :param wake_in: SQL interval from now to the first wake-up, a second apart
        :return: the first new id
        """
        wake_at = f"(now() AT TIME ZONE 'UTC') + interval '{wake_in}'"
        own = {
            "wake_at": f"{wake_at} + number * interval '1 second'",
            "state": "NULL",
            "tokens": "NULL",
        }
        return self._copy("bpmn_instance", instance_id, count, own)

    def cases(self, case_id: int, instance_id: int, count: int) -> None:
        """Cases with their procedure, an open task and deadline each, and all that
        are on the list of the copied case on theirs."""
        first_case = self._copy(
            "wbs_case",
            case_id,
            count,
            {
                "name": "upper(left(md5(random()::text), 12))",
                "uid": "md5(random()::text || number)",
                "received_at": "received_at - number * interval '1 minute'",
            },
        )
        first = self._copy(
            "bpmn_instance",
            instance_id,
            count,
            {"res_id": f"{first_case} + number - 1", "wake_at": "NULL"},
        )
        for table, row_id in (
            ("bpmn_deadline", self._one("bpmn_deadline", instance_id)),
            ("bpmn_task", self._one("bpmn_task", instance_id)),
        ):
            own = {"instance_id": f"{first} + number - 1"}
            if table == "bpmn_task":
                own["due_at"] = "due_at + (number % 5000) * interval '1 minute'"
                own["user_id"] = "NULL"
            self._copy(table, row_id, count, own)
        for table, column, old, new in (
            ("wbs_case_user_rel", "case_id", case_id, first_case),
            ("bpmn_instance_user_rel", "instance_id", instance_id, first),
        ):
            self._run(
                f"INSERT INTO {table} ({column}, user_id) "
                f"SELECT {new} + number - 1, user_id FROM {table}, "
                f"generate_series(1, {count}) AS number WHERE {column} = {old}"
            )
        self.settle()

    def past(self, instance_id: int, tasks: int) -> None:
        """Give an instance a long past: finished tasks, deadlines, history, five lines
        of it a task."""
        for table in ("bpmn_task", "bpmn_deadline"):
            own = {"engine_id": "'past' || number"}
            if table == "bpmn_task":
                own |= {"state": "'completed'", "deadline_id": "NULL"}
            self._copy(table, self._one(table, instance_id), tasks, own)
        self.env.cr.execute(
            "SELECT max(id) FROM bpmn_history WHERE instance_id = %s", [instance_id]
        )
        self._copy("bpmn_history", self.env.cr.fetchone()[0], 5 * tasks, {})
        self.settle()

    def settle(self) -> None:
        """Commit, and let the database know how many there are now."""
        self.env.cr.commit()
        self._run("ANALYZE")
        self.env.cr.commit()
        self.env.invalidate_all()

    def _one(self, table: str, instance_id: int) -> int:
        self.env.cr.execute(
            f"SELECT max(id) FROM {table} WHERE instance_id = %s", [instance_id]
        )
        return int(self.env.cr.fetchone()[0])

    def _copy(self, table: str, row_id: int, count: int, own: dict[str, str]) -> int:
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        columns = [name for (name,) in self.env.cr.fetchall() if name not in _OWN]
        values = ", ".join(own.get(name, f'"{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        self._run(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, "
            f"generate_series(1, {count}) AS number WHERE id = {row_id} "
            "ORDER BY number"
        )
        self.env.cr.execute(f"SELECT max(id) FROM {table}")
        return int(self.env.cr.fetchone()[0]) - count + 1

    def _run(self, statement: str) -> None:
        self.env.cr.execute(statement)
