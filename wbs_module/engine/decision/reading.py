"""Reads DMN 1.1, 1.2 and 1.3 files into decisions, or says all that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..contract import Problem
from ..reading.document import DocumentRefused, Tag, parse
from .complaints import Complaints, called
from .logic import LogicReader
from .model import Decision
from .overlap import find_overlaps
from .requirements import find_circles
from .service import DecisionModel
from .types import Types

NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "http://www.omg.org/spec/DMN/20191111/MODEL/",
    }
)


@dataclass(frozen=True)
class DecisionReading:
    """What reading gave: a model, or errors; warnings may come with both."""

    model: DecisionModel | None
    problems: tuple[Problem, ...]


def read_decisions(data: bytes) -> DecisionReading:
    """Return the decisions of a DMN file, or everything that is wrong with it.

    Nothing is opened but the bytes given: DOCTYPE and entities are refused, imports
    too. The same content is read once.
    """
    return _read(bytes(data))


@lru_cache(maxsize=64)
def _read(data: bytes) -> DecisionReading:
    complaints = Complaints()
    try:
        root = parse(data).root
    except DocumentRefused as refusal:
        complaints.add(refusal.code, place=refusal.place, **refusal.parameters)
        return DecisionReading(None, complaints.problems)
    if root.name != "definitions" or root.namespace not in NAMESPACES:
        complaints.add("not_dmn", place=root.place, root=root.name)
        return DecisionReading(None, complaints.problems)
    decisions = _Reader(root, complaints).decisions()
    if complaints.has_errors:
        return DecisionReading(None, complaints.problems)
    return DecisionReading(DecisionModel(decisions), complaints.problems)


class _Reader:
    def __init__(self, root: Tag, complaints: Complaints) -> None:
        self._root = root
        self._complaints = complaints
        self._types = Types(root)
        self._inputs = {
            tag.get("id") or "": _variable_name(tag) or tag.get("name") or ""
            for tag in root.every("inputData")
        }
        self._names = set(self._inputs.values())
        for tag in root.every("decision"):
            self._names |= {tag.get("name") or "", _variable_name(tag) or ""}

    def decisions(self) -> dict[str, Decision]:
        """Return what can be read; complaints tell whether that is all."""
        for tag in self._root.every("import"):
            self._complaints.add("import_refused", place=tag.place)
        for tag in self._root.every("decisionService"):
            self._complaints.add(
                "service_unused", tag.get("id"), tag.get("name"), tag.place, "warning"
            )
        tags = list(self._root.every("decision"))
        if not tags:
            self._complaints.add("no_decision", place=self._root.place)
        found: dict[str, Decision] = {}
        known = {tag.get("id") or "" for tag in tags}
        for tag in tags:
            decision = self._decision(tag, known)
            if decision is None:
                continue
            if decision.id in found:
                self._complaints.add(
                    "id_twice", decision.id, decision.name, tag.place, id=decision.id
                )
            found[decision.id] = decision
        find_circles(found, self._complaints)
        if not self._complaints.has_errors:
            for decision in found.values():
                find_overlaps(decision, self._complaints)
        return found

    def _decision(self, tag: Tag, known: set[str]) -> Decision | None:
        identifier, name = tag.get("id") or "", tag.get("name") or ""
        if not identifier:
            self._complaints.add("id_missing", None, name, tag.place)
            return None
        say = called(name, identifier)
        if tag.first("knowledgeRequirement") is not None:
            self._complaints.add(
                "knowledge_refused", identifier, name, tag.place, decision=say
            )
        language = self._root.get("expressionLanguage")
        reader = LogicReader(
            identifier, name, self._types, self._complaints, language, self._names
        )
        logic = reader.read(tag)
        if logic is None:
            return None
        decisions, inputs = self._requirements(tag, identifier, name, known)
        variable = _variable_name(tag)
        names = dict.fromkeys(filter(None, (variable, name, identifier)))
        return Decision(
            identifier, name, tag.place, logic, tuple(names), decisions, inputs
        )

    def _requirements(
        self, tag: Tag, identifier: str, name: str, known: set[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        decisions: list[str] = []
        inputs: list[str] = []
        for requirement in tag.every("informationRequirement"):
            for required in requirement.relatives:
                target = (required.get("href") or "").removeprefix("#")
                if required.name == "requiredDecision" and target in known:
                    decisions.append(target)
                elif required.name == "requiredInput" and target in self._inputs:
                    inputs.append(self._inputs[target])
                elif required.name in ("requiredDecision", "requiredInput"):
                    self._complaints.add(
                        "requirement_unknown",
                        identifier,
                        name,
                        required.place,
                        decision=called(name, identifier),
                        required=target,
                    )
        return tuple(decisions), tuple(inputs)


def _variable_name(tag: Tag) -> str | None:
    variable = tag.first("variable")
    return variable.get("name") if variable is not None else None
