"""Types that a DMN file names: FEEL's own, Camunda's, and those it defines itself."""

from __future__ import annotations

from ..feel import ANY, Type, type_named
from ..reading.document import Tag

_OTHER_NAMES = {
    "integer": "number",
    "long": "number",
    "double": "number",
    "datetime": "date and time",
    "daytimeduration": "days and time duration",
    "yearmonthduration": "years and months duration",
    "any": "Any",
}
_DEEPEST = 20


class Types:
    """Answers what a ``typeRef`` means; None where nothing does."""

    def __init__(self, root: Tag) -> None:
        self._definitions = {
            definition.get("name") or "": definition
            for definition in root.every("itemDefinition")
        }

    def named(self, reference: str | None, depth: int = 0) -> Type | None:
        """Return the type of a reference; nothing said is ``Any``."""
        if not reference:
            return ANY
        # DMN 1.1 wrote qualified names: feel:string.
        name = reference.rpartition(":")[2].strip()
        if name in self._definitions and depth < _DEEPEST:
            return self._defined(self._definitions[name], depth + 1)
        lowered = name.lower().replace(" ", "") if name else ""
        name = _OTHER_NAMES.get(lowered, name)
        try:
            return type_named(name)
        except ValueError:
            return None

    def _defined(self, definition: Tag, depth: int) -> Type | None:
        components = list(definition.every("itemComponent"))
        found: Type | None
        if components:
            entries = {
                component.get("name") or "": self._defined(component, depth + 1) or ANY
                for component in components
            }
            found = Type("context", entries=entries)
        else:
            reference = definition.first("typeRef")
            found = self.named(reference.text.strip() if reference else None, depth)
        if found is not None and definition.get("isCollection") == "true":
            return Type("list", item=found)
        return found
