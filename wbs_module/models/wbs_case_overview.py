"""A case on one page: what a person needs to do or to sign a step of it.

Facts, files, letters, what waits, who did what, and how the clocks were kept. No
content: that opens by itself, through the logged look.
"""

from __future__ import annotations

from typing import Any

from odoo import fields, models


class WbsCase(models.Model):
    # What the page of a task shows is an idea of its own, apart from the record.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "wbs.case"

    def get_overview(self) -> dict[str, Any]:
        """What stands beside a task of this case, read with the person's own rights.

        :return: ``facts``, ``evidence``, ``letters``, ``open_steps`` (what waits for
            whom until when), ``steps`` (who did what when) and ``clocks`` (each with
            its state and why it is due then; those that go on first), as plain data
        :raise AccessError: the case does not exist, or is not meant for this user
        """
        self.ensure_one()
        self.check_access("read")
        instances = self.bpmn_instance_ids
        return {
            "facts": self._facts(),
            "evidence": [self._file_in_words(file) for file in self.evidence_ids],
            "letters": [self._letter_in_words(letter) for letter in self.letter_ids],
            "open_steps": self._open_steps(instances),
            "steps": self._finished_steps(instances),
            "clocks": [
                self._clock_in_words(deadline)
                for deadline in instances.deadline_ids.sorted("due_at").sorted(
                    lambda deadline: deadline.state not in ("running", "paused")
                )
            ],
        }

    def _facts(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "register_number": self.register_number or "",
            "status": self._label_of("status"),
            "category": self._label_of("category"),
            "channel": self._label_of("channel"),
            "received_at": fields.Datetime.to_string(self.received_at),
            "decided": self._label_of("measure") if self.measure != "none" else "",
        }

    def _label_of(self, name: str) -> str:
        return dict(self._fields[name]._description_selection(self.env))[self[name]]

    def _file_in_words(self, file: models.Model) -> dict[str, Any]:
        return {
            "id": file.id,
            "type": file.kind,
            "size": file.size,
            "at": fields.Datetime.to_string(file.received_at),
            "copy": file.copy_state,
            "why_no_copy": file._why_no_copy(),
            "infected": file._has_virus(),
            "scanned_at": fields.Datetime.to_string(file.scanned_at),
        }

    def _letter_in_words(self, letter: models.Model) -> dict[str, Any]:
        kinds = dict(letter._fields["kind"]._description_selection(self.env))
        states = dict(letter._fields["state"]._description_selection(self.env))
        return {
            "id": letter.id,
            "kind": kinds[letter.kind],
            "number": letter.number or "",
            "state": states[letter.state],
            "written": letter.state in ("ready", "to_sign"),
        }

    def _open_steps(self, instances: models.Model) -> list[dict[str, Any]]:
        tasks = self.env["bpmn.task"].search(
            [("instance_id", "in", instances.ids), ("state", "=", "open")]
        )
        return [
            {
                "id": task.id,
                "step": task.name,
                "for_whom": task.user_id.name or task.group_id.name or "",
                "since": fields.Datetime.to_string(task.opened_at),
                "due_at": fields.Datetime.to_string(task.due_at),
                "late": task.urgency == "late",
            }
            for task in tasks
        ]

    def _finished_steps(self, instances: models.Model) -> list[dict[str, Any]]:
        tasks = self.env["bpmn.task"].search(
            [("instance_id", "in", instances.ids), ("state", "!=", "open")],
            order="closed_at, id",
        )
        return [
            {
                "id": task.id,
                "step": task.name,
                # Skipped and cancelled steps were nobody's decision.
                "decision": task.outcome_name or "",
                "who": task.closed_by_id.name or "",
                "at": fields.Datetime.to_string(task.closed_at),
                "took": (task.closed_at - task.opened_at).total_seconds(),
                "late": task.late,
            }
            for task in tasks
        ]

    def _clock_in_words(self, deadline: models.Model) -> dict[str, Any]:
        words = dict(deadline._fields["standing"]._description_selection(self.env))
        return {
            "id": deadline.id,
            "clock": deadline.clock_name,
            "step": deadline.element_id.display_name or "",
            "due_at": fields.Datetime.to_string(deadline.due_at),
            "ended_at": fields.Datetime.to_string(deadline.ended_at),
            "state": words[deadline.standing],
            "late": deadline.standing in ("late", "met_late"),
            "why": deadline.explanation or "",
        }
