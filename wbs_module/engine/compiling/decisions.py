"""Decision tables for business rule tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..contract import Surroundings
from ..decision import DecisionModel, read_decisions

if TYPE_CHECKING:
    from ..running.workflow import Procedure


@dataclass(frozen=True)
class Decider:
    """One decision of a file, ready to be asked."""

    model: DecisionModel
    decision: str

    def evaluate(self, names: Mapping[str, Any], clock: Procedure) -> Any:
        """The decision's answer; raises :class:`DecisionError`."""
        return self.model.evaluate(self.decision, names, clock)

    @property
    def outputs(self) -> tuple[str, ...]:
        return self.model.output_names(self.decision)


def decider(surroundings: Surroundings, decision: str) -> Decider:
    """The decision of a business rule task; that it is there was checked."""
    model = _model(surroundings.decisions[decision])
    assert model is not None
    return Decider(model, decision)


@lru_cache(maxsize=64)
def _model(content: bytes) -> DecisionModel | None:
    return read_decisions(content).model
