"""What another vendor's settings say in ours, gathered while they are read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..contract import FormField
from .drawing import NOWHERE, Expression, Parameter, Place, Settings


@dataclass
class Counterparts:
    """Filled by the readers of vendors; what the drawing says in our namespace wins.

    :param ignored: names of settings without a counterpart, for one warning
    :param script_result: name that a script's one expression is assigned to
    """

    fields: list[FormField] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    operation: str | None = None
    decision: str | None = None
    result: str | None = None
    parameters: list[Parameter] = field(default_factory=list)
    results: list[Parameter] = field(default_factory=list)
    called_element: str | None = None
    script: str | None = None
    script_result: str | None = None
    script_place: Place = NOWHERE
    collection: Expression | None = None
    item: str | None = None
    output_collection: str | None = None
    output_item: Expression | None = None
    ignored: list[str] = field(default_factory=list)

    def added_to(self, settings: Settings) -> Settings:
        """Our settings with the gaps filled."""
        return replace(
            settings,
            candidate_groups=tuple(self.groups),
            fields=settings.fields or tuple(self.fields),
            operation=settings.operation or self.operation,
            decision=settings.decision or self.decision,
            result=settings.result or self.result,
            parameters=settings.parameters or tuple(self.parameters),
            results=settings.results or tuple(self.results),
        )
