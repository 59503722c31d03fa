"""Camunda 8 (Zeebe), whose expressions are FEEL behind ``=``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..checking.complaints import Complaints, Drawn
from .counterparts import Counterparts
from .document import Tag
from .drawing import Expression, Parameter
from .feel_text import expression

NAMESPACE = "http://camunda.org/schema/zeebe/1.0"
_MAPPED = ("serviceTask", "sendTask", "businessRuleTask", "callActivity")
# Camunda's own engine needs to be told; the meaning is ours anyway.
_SILENT = frozenset({"userTask", "versionTag"})


class Camunda8Reader:
    """Reads one element's settings."""

    def __init__(
        self,
        owner: Drawn,
        kind: str,
        complaints: Complaints,
        found: Counterparts,
    ) -> None:
        self._owner = owner
        self._kind = kind
        self._complaints = complaints
        self._found = found
        self._readers: Mapping[str, Callable[[Tag], None]] = {
            "taskDefinition": self._task_definition,
            "taskHeaders": self._headers,
            "ioMapping": self._io_mapping,
            "calledElement": self._called_element,
            "calledDecision": self._called_decision,
            "script": self._script,
            "assignmentDefinition": self._assignment,
        }

    def read(self, tag: Tag, extensions: Tag | None) -> None:
        for name in tag.attributes:
            namespace, _, local = name.rpartition(" ")
            if namespace == NAMESPACE and not local.startswith("modelerTemplate"):
                self._found.ignored.append(local)
        for child in extensions.children if extensions else ():
            if child.namespace != NAMESPACE or child.name in _SILENT:
                continue
            reader = self._readers.get(child.name)
            if reader is None:
                self._found.ignored.append(child.name)
            else:
                reader(child)

    def read_loop(self, tag: Tag) -> None:
        extensions = tag.first("extensionElements")
        loop = (
            extensions.first("loopCharacteristics", NAMESPACE) if extensions else None
        )
        if loop is None:
            return
        self._found.collection = self._feel(loop, "inputCollection")
        self._found.item = loop.get("inputElement") or None
        self._found.output_collection = loop.get("outputCollection") or None
        self._found.output_item = self._feel(loop, "outputElement")

    def _feel(self, tag: Tag, attribute: str) -> Expression | None:
        return expression(
            tag.get(attribute) or "", tag.place, self._owner, self._complaints
        )

    def _static(self, tag: Tag, attribute: str) -> str | None:
        """A name that must be known when the drawing is deployed."""
        value = tag.get(attribute) or None
        if value and value.startswith("="):
            self._complaints.add(
                "vendor_computed", self._owner, tag.place, setting=attribute
            )
            return None
        return value

    def _task_definition(self, tag: Tag) -> None:
        self._found.operation = self._static(tag, "type")

    def _headers(self, tag: Tag) -> None:
        for header in tag.every("header"):
            key, value = header.get("key"), header.get("value")
            if key:
                self._found.parameters.append(
                    Parameter(key, literal=value or "", place=header.place)
                )

    def _io_mapping(self, tag: Tag) -> None:
        for child in tag.children:
            target = child.get("target") or ""
            is_output = child.name == "output"
            possible = (
                self._kind == "callActivity" if is_output else (self._kind in _MAPPED)
            )
            if not possible or not target.isidentifier():
                self._complaints.add(
                    "vendor_mapping", self._owner, child.place, setting=child.name
                )
                continue
            into = self._found.results if is_output else self._found.parameters
            into.append(self._mapped(child, target))

    def _mapped(self, tag: Tag, target: str) -> Parameter:
        source = tag.get("source") or ""
        if source.startswith("="):
            read = self._feel(tag, "source")
            return Parameter(target, expression=read, place=tag.place)
        return Parameter(target, literal=source, place=tag.place)

    def _called_element(self, tag: Tag) -> None:
        self._found.called_element = self._static(tag, "processId")
        if tag.get("propagateAllChildVariables") == "false":
            self._found.ignored.append("propagateAllChildVariables")

    def _called_decision(self, tag: Tag) -> None:
        self._found.decision = self._static(tag, "decisionId")
        self._found.result = tag.get("resultVariable") or None

    def _script(self, tag: Tag) -> None:
        read = self._feel(tag, "expression")
        self._found.script = read.text if read else None
        self._found.script_place = tag.place
        self._found.script_result = tag.get("resultVariable") or None

    def _assignment(self, tag: Tag) -> None:
        groups = tag.get("candidateGroups") or ""
        if groups and not groups.startswith("="):
            self._found.groups += [key.strip() for key in groups.split(",") if key]
        elif groups:
            self._found.ignored.append("candidateGroups")
        for name in ("assignee", "candidateUsers"):
            if tag.get(name):
                self._found.ignored.append(name)
