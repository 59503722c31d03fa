"""Failures as data: opened, tried again with growing pauses, resolved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..contract import Incident
from ..errors import NotInThisState
from .failure import Failure

if TYPE_CHECKING:
    from .token import Token
    from .workflow import Procedure

PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 12 * 60, 24 * 60)
)
"""How long to wait after the first, second, … failed attempt; then nobody tries again
until somebody decides."""


class Incidents:
    """What has failed in one instance and is not mended."""

    def __init__(self, workflow: Procedure) -> None:
        self.workflow = workflow
        self.of_token: dict[int, Token] = {}

    def open(self, token: Token, failure: Failure) -> None:
        """Note a failure of the token's node; the token stays where it is."""
        kept = token.internal_data
        before: dict[str, Any] | None = kept.get("incident")
        attempt = 1 if before is None else before["attempt"] + 1
        key = str(self.workflow.new_id()) if before is None else before["id"]
        kept["incident"] = {
            "id": key,
            "attempt": attempt,
            "code": failure.code,
            "next": self._next(attempt, failure),
        }
        self.of_token[token.id] = token
        spec, recorder = token.task_spec, self.workflow.recorder
        recorder.happening("failed", spec, token)
        recorder.incidents[key] = Incident(
            incident_id=key,
            element_id=spec.element_id,
            process_id=spec.process_id,
            code=failure.code,
            message=failure.message,
            attempt=attempt,
            next_attempt=kept["incident"]["next"],
        )

    def _next(self, attempt: int, failure: Failure) -> datetime | None:
        if not failure.passes or attempt > len(PAUSES):
            return None
        return self.workflow.now() + PAUSES[attempt - 1]

    def find(self, incident_id: str) -> Token:
        for token in self.of_token.values():
            if token.internal_data["incident"]["id"] == incident_id:
                return token
        raise NotInThisState("This incident is over or never was here; reload.")

    def retry(self, token: Token) -> None:
        """Try the token's node again; the incident is over if it does not fail."""
        self.workflow.recorder.happening("retried", token.task_spec, token)
        incident = token.internal_data["incident"]
        attempts = incident["attempt"]
        incident["next"] = None
        token.task_spec.retry(token)
        kept = token.internal_data
        if not token.is_live or "call" in kept:
            return  # over already, or over when the call is answered
        if kept.get("incident", incident)["attempt"] == attempts:
            self.drop(token)

    def skip(self, token: Token) -> None:
        """Go on as if the node had done its work."""
        self.drop(token)
        self.workflow.recorder.happening("skipped", token.task_spec, token)
        token.task_spec.skip(token)

    def drop(self, token: Token) -> None:
        """The incident of this token, if any, is over."""
        incident = token.internal_data.pop("incident", None)
        if incident is not None:
            del self.of_token[token.id]
            self.workflow.recorder.resolve(incident["id"])

    def next_due(self) -> tuple[datetime, Token] | None:
        found: tuple[datetime, int] | None = None
        for token_id, token in self.of_token.items():
            due = token.internal_data["incident"]["next"]
            if due is not None and (found is None or (due, token_id) < found):
                found = (due, token_id)
        return None if found is None else (found[0], self.of_token[found[1]])
