"""What a token can see and where it writes.

One store belongs to the instance: all tokens see it, and what one writes the others
see at once (BPMN 2.0, 10.3.1: data belongs to the process, not to a token). So two
branches that write one name have a plain result: whoever writes last.

Two places keep a store of their own: one instance of a multi-instance activity, which
sees what is around it, and a called process that is given parameters, which does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .conditions import Formula

if TYPE_CHECKING:
    from .token import Token

LOCAL = "local"
"""Where a token keeps the store of its scope."""
OUTER = "outer"
"""Where a called process keeps the store that its call had before."""
ISOLATED = "isolated"
"""Set where nothing around a scope can be seen from within."""


def names_for(token: Token) -> Mapping[str, Any]:
    """Every name that an expression at this token can read."""
    own = token.data
    stores = _stores(token)
    if len(stores) == 1 and not own:
        return stores[0]
    names: dict[str, Any] = {}
    for store in reversed(stores):
        names.update(store)
    names.update(own)
    return names


def store_of(token: Token) -> dict[str, Any]:
    """The store that this token writes to."""
    return _stores(token)[0]


def _stores(token: Token) -> list[dict[str, Any]]:
    """Innermost first."""
    found: list[dict[str, Any]] = []
    workflow = token.workflow
    around: Token | None = token
    while around is not None:
        kept = around.internal_data
        if LOCAL in kept:
            found.append(kept[LOCAL])
            if kept.get(ISOLATED):
                return found
        around = workflow.tasks.get(around._parent)
    found.append(workflow.data)
    return found


@dataclass(frozen=True)
class Given:
    """A parameter: a name with what it is worth."""

    name: str
    formula: Formula | None = None
    literal: str | None = None

    def value(self, token: Token) -> Any:
        if self.formula is None:
            return self.literal
        return self.formula.value(names_for(token), token.workflow)
