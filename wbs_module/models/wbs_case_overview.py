"""A case on one page: what a person needs to do or to sign a step of it.

Facts, files, letters, who did what, and how the clocks were kept. No content: that
opens by itself, through the logged look.
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

        :return: ``facts``, ``evidence``, ``letters``, ``steps`` (who did what when) and
            ``clocks`` (each with its state and why it is due then), as plain data
        :raise AccessError: the case does not exist, or is not meant for this user
        """
        self.ensure_one()
        self.check_access("read")
        instances = self.bpmn_instance_ids
        return {
            "facts": self._facts(),
            "evidence": [self._file_in_words(file) for file in self.evidence_ids],
            "letters": [self._letter_in_words(letter) for letter in self.letter_ids],
            "steps": self._finished_steps(instances),
            "clocks": [
                self._clock_in_words(deadline) for deadline in instances.deadline_ids
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
        }

    def _label_of(self, name: str) -> str:
        return dict(self._fields[name]._description_selection(self.env))[self[name]]

    def _file_in_words(self, file: models.Model) -> dict[str, Any]:
        return {
            "id": file.id,
            "type": self._kind_of_file(file.media_type),
            "size": file.size,
            "at": fields.Datetime.to_string(file.received_at),
            "copy": file.copy_state,
            "why_no_copy": file._why_no_copy(),
            "infected": file._has_virus(),
            "scanned_at": fields.Datetime.to_string(file.scanned_at),
        }

    def _kind_of_file(self, media_type: str) -> str:
        """What a person calls a file of this type; the type where there is no word."""
        words = {
            "text/plain": self.env._("Text"),
            "application/pdf": self.env._("PDF document"),
            "application/zip": self.env._("Packed files"),
            "image": self.env._("Picture"),
            "audio": self.env._("Sound recording"),
            "video": self.env._("Video"),
        }
        if media_type in words:
            return words[media_type]
        if "word" in media_type or "opendocument.text" in media_type:
            return self.env._("Word document")
        if "sheet" in media_type or "excel" in media_type:
            return self.env._("Spreadsheet")
        return words.get(media_type.partition("/")[0], media_type)

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
        states = dict(deadline._fields["state"]._description_selection(self.env))
        return {
            "id": deadline.id,
            "clock": deadline.clock_name,
            "step": deadline.element_id.display_name or "",
            "due_at": fields.Datetime.to_string(deadline.due_at),
            "state": self.env._("Late")
            if deadline.late and deadline.state == "running"
            else states[deadline.state],
            "late": deadline.late or deadline.state == "met_late",
            "why": deadline.explanation or "",
        }
