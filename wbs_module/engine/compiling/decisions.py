"""Decision tables for business rule tasks."""

from __future__ import annotations

from typing import Any

from ..contract import Surroundings


def decider(surroundings: Surroundings, decision: str) -> Any:
    """The decision of a business rule task, ready to be asked."""
    from ..decision import read_decision

    return read_decision(surroundings.decisions[decision], decision)
