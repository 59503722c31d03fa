"""One step of one instance: lock, engine, calls, rows. Lives in memory only."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from typing import Any

import psycopg2

from odoo import models
from odoo.exceptions import ConcurrencyError, MissingError

from .. import engine
from ..engine.contract import (
    AnswerCall,
    Call,
    Command,
    FailCall,
    Outcome,
    SetData,
)
from . import bpmn_sql
from .bpmn_operation import BpmnError
from .bpmn_recording import Recording

_logger = logging.getLogger(__name__)

_AT_WORK = "wbs_module.bpmn_stepping"
MOST_CALLS = 1000
"""Calls in one step: beyond it a drawing loops through its operations for ever."""


class Stepping:
    """Holds the instance's lock from the beginning; ``run`` may be called once.

    A command that arrives for an instance while it takes a step (an operation changed
    the record, which told its instances) waits until the engine has come to rest, and
    is then run in the same step.
    """

    def __init__(
        self, instance: models.Model, locked: bpmn_sql.LockedInstance | None = None
    ) -> None:
        """:param locked: of a row made in this transaction: nobody else can see it"""
        # sudo: the procedure writes its rows, not the user
        instance.ensure_one()
        self.instance = instance.sudo()
        self.env = self.instance.env
        self.moment = self.env["bpmn.time"]._moment()
        self._at_work = self.env.cr.cache.setdefault(_AT_WORK, {})
        self._nested = instance.id in self._at_work
        if self._nested:
            return
        if locked is None:
            self.env.flush_all()
            locked = bpmn_sql.lock_instance(self.env.cr, instance.id)
        if locked is None:
            raise MissingError(self.env._("This procedure does not exist any more."))
        self.locked = locked
        # Hooks of the record ask for these: no need to read the row a second time.
        self.instance._update_cache(locked.for_hooks())
        self.version = self.env["bpmn.process.version"].browse(locked.version_id)
        self.state = locked.state
        self.recording = Recording(self.instance, locked, self.moment)

    @classmethod
    def start(
        cls,
        instances: models.Model,
        process: models.Model,
        record: models.Model | None,
        values: dict[str, Any],
        main: bool,
    ) -> models.Model:
        """Create the row of a new instance of the version of ``process`` in force, and
        run it to its first rest."""
        # sudo: the record's hook runs with the procedure's rights
        env = instances.env
        version = process.version_id
        res_model, res_id = (record._name, record.id) if record else (None, None)
        instance = instances.create(
            {
                "version_id": version.id,
                "process_id": process.id,
                "company_id": process.company_id.id,
                "res_model": res_model,
                "res_id": res_id,
                "main": main,
                "status": "running",
                "started_at": env["bpmn.time"]._now(),
            }
        )
        locked = bpmn_sql.LockedInstance(
            state=b"",
            status="running",
            version_id=version.id,
            company_id=process.company_id.id,
            involved_groups=[],
            values_digest=None,
            res_model=res_model,
            res_id=res_id,
            main=main,
        )
        stepping = cls(instance, locked)
        own = record.sudo()._bpmn_values() if record else {}
        stepping.recording.values_digest = _digest(own)
        stepping._run(
            lambda clocks: engine.start(
                version._compiled(),
                {**own, **values},
                at=stepping.moment,
                clocks=clocks,
                performer=str(env.uid),
            )
        )
        return instance

    @property
    def record(self) -> models.Model | None:
        """What the instance is about; its hooks run with the procedure's rights."""
        if self._nested:
            return self.instance._record()
        model, record_id = self.locked.res_model, self.locked.res_id
        return self.env[model].browse(record_id) if model and record_id else None

    def knows(self, task: models.Model) -> None:
        """The caller has read this task of the instance: no need to look for it."""
        if not self._nested:
            self.recording.known_tasks[task.engine_id] = task.with_env(self.env)

    def run(self, command: Command) -> Outcome:
        """Take the step; see ``bpmn.instance._step``."""
        if self._nested:
            self._at_work[self.instance.id].append(command)
            return Outcome(state=b"", status="running", data={})
        self.recording.command = command
        return self._run(lambda clocks: self._first(command, clocks))

    def migrate(self, version: models.Model, migration: Any) -> Outcome:
        """Go on as ``version``, as the engine's ``migration`` says.

        :param migration: made from ``self.state``, without problems
        """
        self.version = version
        self.recording.migrate_to(version, migration.moves)
        return self._run(lambda _clocks: migration.outcome)

    def _run(self, first: Any) -> Outcome:
        clocks = self.env["bpmn.clock"]._definitions(
            self.locked.company_id, self.moment
        )
        waiting = self._at_work[self.instance.id] = []
        try:
            outcome = self._to_rest(first(clocks), clocks)
            caught = outcome.caught
            while waiting and outcome.status == "running":
                outcome = self._to_rest(self._engine(waiting.pop(0), clocks), clocks)
        finally:
            del self._at_work[self.instance.id]
        outcome = replace(outcome, caught=caught)
        self.recording.write_rows(outcome)
        if self.record is not None:
            self.record._bpmn_after_step(self.instance, outcome)
        return outcome

    def _first(self, command: Command, clocks: Any) -> Outcome:
        """The record's values, where they changed since the last step; the command."""
        if self.record is not None:
            own = self.record._bpmn_values()
            digest = _digest(own)
            if digest != self.locked.values_digest:
                self.recording.values_digest = digest
                self._to_rest(self._engine(SetData(own), clocks), clocks)
        return self._engine(command, clocks)

    def _engine(self, command: Command, clocks: Any) -> Outcome:
        return engine.step(
            self.version._compiled(),
            self.state,
            command,
            at=self.moment,
            clocks=clocks,
        )

    def _to_rest(self, outcome: Outcome, clocks: Any) -> Outcome:
        """Perform the calls of ``outcome`` and those that follow, till none is left."""
        caught = outcome.caught
        self._take(outcome)
        calls = list(outcome.calls)
        performed = 0
        while calls and outcome.status == "running":
            performed += 1
            if performed > MOST_CALLS:
                raise RuntimeError(
                    "A drawing calls operations in an endless loop: "
                    f"{calls[0].element_id}."
                )
            outcome = self._engine(self._perform(calls.pop(0)), clocks)
            self._take(outcome)
            calls += outcome.calls
        return replace(outcome, caught=caught)

    def _take(self, outcome: Outcome) -> None:
        self.state = outcome.state
        self.recording.add(outcome)

    def _perform(self, call: Call) -> AnswerCall | FailCall:
        """Do what the engine asks for, in a savepoint of its own."""
        operations = self.env["bpmn.operation"]
        try:
            with self.env.cr.savepoint():
                values = operations._perform(self.instance, call)
        except BpmnError as error:
            return FailCall(call.call_id, reason=error.code, error_code=error.code)
        except (psycopg2.OperationalError, ConcurrencyError):
            raise  # the whole request is run again
        except Exception as error:  # noqa: BLE001 (whatever it is, it is an incident)
            # neither the text nor the traceback: both may hold content
            reason = type(error).__name__
            _logger.info("%s of %s failed: %s", call.kind, self.instance, reason)
            return FailCall(call.call_id, reason=reason)
        return AnswerCall(call.call_id, values=values)


def _digest(values: dict[str, Any]) -> str:
    text = repr(sorted(values.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
