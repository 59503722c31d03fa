"""The door of this room: bytes of a BPMN 2.0 file → ``Drawing``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..checking.complaints import Complaints, Drawn, Spot
from ..contract import NAMESPACE, Problem
from .document import Document, DocumentRefused, Tag, parse
from .drawing import Definition, Drawing, MessageFlow, Pool, Process
from .events import KINDS, reference
from .nodes import ProcessContents, documentation, flag, settings_of, spot

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
MOST_ELEMENTS = 3_000
"""Activities, gateways and events of one process."""
_TABLES: Mapping[str, str] = {
    "message": "",
    "signal": "",
    "error": "errorCode",
    "escalation": "escalationCode",
}
# Of the diagram interchange (BPMN 2.0, 12.2.3).
_DRAWN = frozenset({"BPMNShape", "BPMNEdge"})
_OTHER_DIAGRAMS = frozenset({"choreography", "globalChoreographyTask"})


def read_drawing(bpmn: bytes) -> tuple[Drawing | None, tuple[Problem, ...]]:
    """Return what a file holds, and everything that is wrong or odd with the file.

    There is no drawing when the bytes are no BPMN document with exactly one
    executable process; there may be errors beside a drawing, and then it must not
    run. Nothing is raised, whatever the bytes are.
    """
    complaints = Complaints()
    try:
        document = parse(bpmn)
    except DocumentRefused as refusal:
        complaints.add(refusal.code, None, refusal.place, **refusal.parameters)
        return None, complaints.problems
    drawing = _Reader(document, complaints).read()
    return drawing, complaints.problems


class _Reader:
    def __init__(self, document: Document, complaints: Complaints) -> None:
        self._document = document
        self._root = document.root
        self._complaints = complaints

    def read(self) -> Drawing | None:
        root = self._root
        if root.namespace != BPMN or root.name != "definitions":
            self._complaints.add("not_bpmn", Spot(place=root.place), root=root.name)
            return None
        self._refuse_duplicate_ids()
        for child in root.children:
            if child.name in _OTHER_DIAGRAMS:
                self._complaints.add("element_unknown", spot(child), kind=child.name)
        shared = {
            child.get("id") or "": child
            for child in root.children
            if child.namespace == BPMN and child.name in KINDS
        }
        processes = tuple(self._process(tag, shared) for tag in root.every("process"))
        for process in processes:
            if len(process.nodes) > MOST_ELEMENTS:
                limit = str(MOST_ELEMENTS)
                self._complaints.add("too_many_elements", process, limit=limit)
                return None
        processes = self._one_executable(processes)
        self._warn_of_unseen(processes)
        tables = {name: self._table(name) for name in _TABLES}
        drawing = Drawing(
            processes=processes,
            pools=tuple(self._pools()),
            message_flows=tuple(self._message_flows()),
            messages=tables["message"],
            signals=tables["signal"],
            errors=tables["error"],
            escalations=tables["escalation"],
            exporter=root.get("exporter") or "",
            settings_namespace=NAMESPACE in self._document.namespaces,
        )
        executable = sum(process.executable for process in drawing.processes)
        return drawing if executable == 1 else None

    def _process(self, tag: Tag, shared: Mapping[str, Tag]) -> Process:
        owner = spot(tag)
        executable = flag(tag, "isExecutable", False)
        # What another pool's process says is told to nobody: it does not run.
        complaints = self._complaints if self._may_run(tag) else Complaints()
        if not owner.id:
            complaints.add("id_missing", owner, kind="process")
        contents = ProcessContents(owner.id, shared, complaints)
        settings, _found = settings_of(tag, owner, "process", complaints)
        contents.read(tag)
        return Process(
            id=owner.id,
            name=owner.name,
            executable=executable,
            place=owner.place,
            documentation=documentation(tag),
            nodes=tuple(contents.nodes),
            flows=tuple(contents.flows),
            lanes=tuple(contents.lanes),
            settings=settings,
        )

    def _warn_of_unseen(self, processes: tuple[Process, ...]) -> None:
        """What runs and has no place in the diagram; a file may do without one."""
        seen = {
            reference(tag.get("bpmnElement"))
            for tag in _all_of(self._root)
            if tag.name in _DRAWN
        }
        if not seen:
            return
        for process in processes:
            if process.executable:
                what_runs: list[Drawn] = [*process.nodes, *process.flows]
                for each in what_runs:
                    if each.id not in seen:
                        self._complaints.add("not_in_diagram", each)

    def _may_run(self, tag: Tag) -> bool:
        return flag(tag, "isExecutable", False) or self._is_only(tag)

    def _is_only(self, tag: Tag) -> bool:
        return tag.get("isExecutable") is None and (
            len(list(self._root.every("process"))) == 1
        )

    def _one_executable(self, processes: tuple[Process, ...]) -> tuple[Process, ...]:
        chosen = [process for process in processes if process.executable]
        if len(chosen) == 1:
            return processes
        if chosen:
            names = ", ".join(process.id for process in chosen)
            for process in chosen[1:]:
                self._complaints.add("several_executable", process, processes=names)
            return processes
        tags = list(self._root.every("process"))
        if len(tags) == 1 and self._is_only(tags[0]):
            self._complaints.add("executable_assumed", processes[0])
            return (replace(processes[0], executable=True),)
        first = processes[0] if processes else Spot(place=self._root.place)
        self._complaints.add("no_executable_process", first)
        return processes

    def _refuse_duplicate_ids(self) -> None:
        # In the order of the file, so that the later one is blamed.
        seen: dict[str, Tag] = {}
        for tag in _all_of(self._root):
            identifier = tag.get("id")
            if not identifier or not _has_identity(tag):
                continue
            if identifier in seen:
                line = str(seen[identifier].place.line)
                self._complaints.add("id_twice", spot(tag), first_line=line)
            else:
                seen[identifier] = tag

    def _table(self, name: str) -> Mapping[str, Definition]:
        found: dict[str, Definition] = {}
        for tag in self._root.every(name):
            owner = spot(tag)
            if owner.id:
                found[owner.id] = Definition(
                    id=owner.id,
                    name=owner.name,
                    place=owner.place,
                    code=tag.get(_TABLES[name]) if _TABLES[name] else None,
                )
        return found

    def _pools(self) -> list[Pool]:
        return [
            Pool(
                id=tag.get("id") or "",
                name=tag.get("name") or "",
                place=tag.place,
                process_id=reference(tag.get("processRef")),
                multiplicity=tag.first("participantMultiplicity") is not None,
            )
            for collaboration in self._root.every("collaboration")
            for tag in collaboration.every("participant")
        ]

    def _message_flows(self) -> list[MessageFlow]:
        return [
            MessageFlow(
                id=tag.get("id") or "",
                source=reference(tag.get("sourceRef")) or "",
                target=reference(tag.get("targetRef")) or "",
                place=tag.place,
                name=tag.get("name") or "",
                message=reference(tag.get("messageRef")),
            )
            for collaboration in self._root.every("collaboration")
            for tag in collaboration.every("messageFlow")
        ]


def _all_of(root: Tag) -> Iterator[Tag]:
    """It and all below, in the order of the file, however deep."""
    waiting = [root]
    while waiting:
        tag = waiting.pop()
        waiting.extend(reversed(tag.children))
        yield tag


def _has_identity(tag: Tag) -> bool:
    """Whether ids of this tag share the file's one set: the model, not its picture or
    another program's form."""
    return tag.namespace == BPMN
