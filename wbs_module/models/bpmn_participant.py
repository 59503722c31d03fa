"""The mixin by which a record takes part in procedures, and its hooks."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models
from odoo.fields import Domain


class BpmnParticipant(models.AbstractModel):
    """A record that procedures are about.

    Procedures know of it only what these hooks tell. All hooks are called as
    superuser with the uid of whoever caused the step, inside its transaction.
    """

    _name = "bpmn.participant"
    _description = "Participant in Procedures"

    bpmn_instance_ids = fields.Many2many(
        "bpmn.instance",
        string="Procedures",
        compute="_compute_bpmn_instance_ids",
        search="_search_bpmn_instance_ids",
    )

    def _compute_bpmn_instance_ids(self):
        instances = self.env["bpmn.instance"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        for record in self:
            record.bpmn_instance_ids = instances.filtered(
                lambda instance, record=record: instance.res_id == record.id
            )

    @api.model
    def _search_bpmn_instance_ids(self, operator: str, value: Any) -> Domain:
        domain = Domain("id", operator, value) & Domain("res_model", "=", self._name)
        instances = self.env["bpmn.instance"]._search(domain)
        return Domain("id", "in", instances.subselect("res_id"))

    # --- what the record's own code calls -------------------------------------

    def _bpmn_start(
        self, process_key: str, values: dict[str, Any] | None = None, main: bool = True
    ) -> models.Model:
        """Start the version in force of a process for this record.

        :param process_key: key of a ``bpmn.process`` of the record's company
        :param values: first data, beside ``_bpmn_values()``
        :param main: whether this instance is the one that decides the record's status
        :return: the new ``bpmn.instance``
        """
        self.ensure_one()
        return self.env["bpmn.instance"]._start(
            process_key,
            company=self._bpmn_company(),
            record=self,
            values=values,
            main=main,
        )

    def _bpmn_deliver_message(
        self, name: str, values: dict[str, Any] | None = None
    ) -> bool:
        """Hand a message to each running instance of this record.

        :return: whether any of them waited for it
        """
        instances = self._bpmn_running_instances()
        return any([item._deliver_message(name, values) for item in instances])

    def _bpmn_refresh_access(self) -> None:
        """Write anew who may see the record's instances (after a recusal, say)."""
        # sudo: all instances, also those that the user cannot see
        self.env["bpmn.instance"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )._refresh_access()

    def _bpmn_running_instances(self) -> models.Model:
        # sudo: all instances, also those that the user cannot see
        return (
            self.env["bpmn.instance"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("status", "=", "running"),
                ],
                order="id",
            )
        )

    # --- hooks ------------------------------------------------------------------

    def _bpmn_company(self) -> models.Model:
        """The office that the record belongs to."""
        return self.company_id

    def _bpmn_allowed_users(self, instance: models.Model) -> models.Model:
        """The positive list: the only users who may see ``instance`` and its rows.

        By default all candidates: members of the groups whose lanes and escalation
        steps took part so far, and their substitutes. Override
        to add a team and, last, to take away whoever is excluded: nothing that is
        added after this hook.
        """
        return instance._candidate_users()

    def _bpmn_store_content(self, task: models.Model, texts: dict[str, str]) -> None:
        """Keep the free text of a task that is being finished: it is content.

        :param texts: name of the form field → text
        """
        raise NotImplementedError(
            f"{self._name} takes part in procedures whose tasks ask for free text, "
            "but does not say where to keep it: override _bpmn_store_content."
        )

    def _bpmn_note(self, instance: models.Model, text: str) -> str:
        """A reason that somebody gave for an act on the instance, as it may stand in
        the history. Override to keep the text elsewhere and answer a neutral word."""
        return text

    def _bpmn_values(self) -> dict[str, Any]:
        """Names and values of the record that decide the way. No free text.

        They are handed to the engine whenever they changed since its last step.
        """
        return {}

    @api.model
    def _bpmn_names(self) -> dict[str, str]:
        """Name → FEEL type of what ``_bpmn_values`` and the first data hold."""
        return {}

    @api.model
    def _bpmn_name_words(self) -> dict[str, dict[str, Any]]:
        """What people call the names of ``_bpmn_names``, in the reader's language.

        By default what the record's fields of these names are called; extend it for
        the others.

        :return: name → ``label`` and ``choices``, pairs of a value and its label;
            without choices any value may stand there
        """
        described = self.fields_get(list(self._bpmn_names()), ["string", "selection"])
        return {
            name: {
                "label": field["string"],
                "choices": [list(choice) for choice in field.get("selection", ())],
            }
            for name, field in described.items()
        }

    def _bpmn_after_step(self, instance: models.Model, outcome: Any) -> None:
        """Called once after each step, when its rows are written.

        :param outcome: the engine's last ``Outcome`` (status, data, tokens)
        """

    def _bpmn_access_written(self, allowed: models.Model) -> None:
        """Called when the positive list of one of the record's instances was written
        anew. Override to let who may see the record follow.

        :param allowed: what ``_bpmn_allowed_users`` answered
        """

    def _bpmn_task_summary(self, task: models.Model) -> str:
        """Neutral words that tell this task from others in a list; never content."""
        return ""

    def _bpmn_audit(
        self, instance: models.Model, what: str, task: models.Model | None = None
    ) -> None:
        """A person acted: ``completed``, ``claimed``, ``released``, ``handed_over``,
        ``skipped``, ``corrected``, ``retried``, ``extended``, ``cancelled``."""
