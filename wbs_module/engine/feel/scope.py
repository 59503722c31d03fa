"""What names mean at a place of an expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

#: The name under which a test knows the value that it looks at.
INPUT = "?"


@dataclass(frozen=True)
class Bound:
    """A name that the expression binds itself.

    :param slot: where its value is during a run
    :param filters: how many filters were around when it was bound; the items of those
        inside of its reach come before it
    """

    slot: int
    filters: int


@dataclass(frozen=True)
class Scope:
    """What names mean at a place of the tree.

    ``items`` are the slots of the filters around, from the innermost; a name is first
    looked for in an item that is a context.
    """

    bound: Mapping[str, Bound] = field(default_factory=dict)
    items: tuple[int, ...] = ()

    def bind(self, name: str, slot: int) -> Scope:
        """Return the scope in which a name stands for a slot."""
        return replace(self, bound={**self.bound, name: Bound(slot, len(self.items))})

    def within_item(self, slot: int) -> Scope:
        """Return the scope of a filter whose item is in a slot."""
        return replace(self.bind("item", slot), items=(slot, *self.items))

    def slot_of(self, name: str) -> int | None:
        """Return the slot of a name, None for one that comes from outside."""
        found = self.bound.get(name)
        return None if found is None else found.slot

    def items_before(self, name: str) -> tuple[int, ...]:
        """Return the slots of the items that are asked for a name before all else."""
        found = self.bound.get(name)
        return self.items[: len(self.items) - (found.filters if found else 0)]
