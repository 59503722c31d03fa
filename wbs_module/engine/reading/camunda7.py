"""Camunda 7, Flowable and Activiti: one vocabulary under three namespaces."""

from __future__ import annotations

from collections.abc import Mapping

from ..checking.complaints import Complaints, Drawn
from ..contract import Choice, FieldType, FormField
from .counterparts import Counterparts
from .document import Tag
from .drawing import Parameter
from .feel_text import expression, is_foreign

CALLERS = ("serviceTask", "sendTask", "businessRuleTask")
_CODE = ("class", "expression", "delegateExpression")
_TYPES: Mapping[str, FieldType] = {
    "string": "text",
    "text": "text",
    "multi-line-text": "multiline",
    "long": "integer",
    "int": "integer",
    "integer": "integer",
    "double": "amount",
    "decimal": "amount",
    "boolean": "boolean",
    "date": "date",
    "enum": "selection",
    "dropdown": "selection",
}


class Camunda7Reader:
    """Reads one element's settings of one of the three namespaces."""

    def __init__(
        self,
        namespace: str,
        owner: Drawn,
        kind: str,
        complaints: Complaints,
        found: Counterparts,
    ) -> None:
        self._namespace = namespace
        self._owner = owner
        self._kind = kind
        self._complaints = complaints
        self._found = found

    def read(self, tag: Tag, extensions: Tag | None) -> None:
        prefix = self._namespace + " "
        attributes = {
            name[len(prefix) :]: value.strip()
            for name, value in tag.attributes.items()
            if name.startswith(prefix)
        }
        self._attributes(attributes, tag)
        for child in extensions.children if extensions else ():
            if child.namespace == self._namespace:
                self._child(child)
        self._found.ignored.extend(attributes)

    def read_loop(self, tag: Tag) -> None:
        collection = tag.get("collection", self._namespace)
        if collection:
            self._found.collection = expression(
                collection, tag.place, self._owner, self._complaints
            )
        self._found.item = tag.get("elementVariable", self._namespace)
        for name in tag.attributes:
            namespace, _, local = name.rpartition(" ")
            if namespace == self._namespace:
                if local not in ("collection", "elementVariable"):
                    self._found.ignored.append(local)

    def _attributes(self, attributes: dict[str, str], tag: Tag) -> None:
        """Takes out those that are understood; what is left is ignored."""
        found = self._found
        if self._kind == "userTask":
            groups = attributes.pop("candidateGroups", "")
            if is_foreign(groups):
                attributes["candidateGroups"] = groups
            else:
                found.groups += [key.strip() for key in groups.split(",") if key]
        elif self._kind == "businessRuleTask" and "decisionRef" in attributes:
            found.decision = attributes.pop("decisionRef")
            found.result = attributes.pop("resultVariable", None)
        elif self._kind == "scriptTask":
            found.script_result = attributes.pop("resultVariable", None)
        elif self._kind in CALLERS:
            self._implementation(attributes, tag)

    def _implementation(self, attributes: dict[str, str], tag: Tag) -> None:
        topic = attributes.pop("topic", None)
        kind = attributes.pop("type", None)
        if topic and kind == "external":
            self._found.operation = topic
            return
        for name in _CODE:
            code = attributes.pop(name, None)
            if code:
                self._complaints.add(
                    "vendor_code", self._owner, tag.place, setting=name, code=code
                )
        if kind:
            self._complaints.add(
                "vendor_code", self._owner, tag.place, setting="type", code=kind
            )

    def _child(self, tag: Tag) -> None:
        if self._kind == "userTask" and tag.name == "formData":
            for field in tag.every("formField"):
                self._field(field)
        elif self._kind == "userTask" and tag.name == "formProperty":
            self._field(tag)
        elif self._kind == "callActivity" and tag.name in ("in", "out"):
            self._mapping(tag)
        elif tag.name == "inputOutput":
            self._input_output(tag)
        else:
            self._found.ignored.append(tag.name)

    def _field(self, tag: Tag) -> None:
        name = tag.get("id") or ""
        kind = tag.get("type") or "string"
        if not name.isidentifier() or kind not in _TYPES:
            self._complaints.add(
                "vendor_field", self._owner, tag.place, field=name, type=kind
            )
            return
        validation = tag.first("validation")
        constraints = list(validation.every("constraint")) if validation else []
        required = tag.get("required") == "true" or any(
            constraint.get("name") == "required" for constraint in constraints
        )
        self._found.ignored += [
            f"{constraint.get('name')} of {name}"
            for constraint in constraints
            if constraint.get("name") != "required"
        ]
        label = tag.get("label") or tag.get("name") or name
        choices = tuple(
            Choice(value.get("id") or "", value.get("name") or value.get("id") or "")
            for value in tag.every("value")
            if value.get("id")
        )
        self._found.fields.append(
            FormField(name, label, _TYPES[kind], required, choices=choices)
        )

    def _mapping(self, tag: Tag) -> None:
        if tag.get("variables") == "all":
            return
        if tag.get("businessKey"):
            self._found.ignored.append("businessKey")
            return
        source = tag.get("source") or tag.get("sourceExpression") or ""
        target = tag.get("target") or ""
        read = expression(source, tag.place, self._owner, self._complaints)
        if read is None or not target:
            self._complaints.add(
                "vendor_mapping", self._owner, tag.place, setting=tag.name
            )
            return
        mapped = Parameter(target, expression=read, place=tag.place)
        into = self._found.parameters if tag.name == "in" else self._found.results
        into.append(mapped)

    def _input_output(self, tag: Tag) -> None:
        for child in tag.children:
            name = child.get("name") or ""
            plain = child.name == "inputParameter" and not child.children
            if not plain or not name or self._kind not in CALLERS:
                self._complaints.add(
                    "vendor_mapping", self._owner, child.place, setting=child.name
                )
                continue
            text = child.text.strip()
            if is_foreign(text):
                read = expression(text, child.text_place, self._owner, self._complaints)
                parameter = Parameter(name, expression=read, place=child.place)
            else:
                parameter = Parameter(name, literal=text, place=child.place)
            self._found.parameters.append(parameter)
