"""A BPMN diagram as the tests see it, and the short text in which cases draw one.

A line is a chain of elements joined by arrows::

    start -> user A {x: integer} -> xor X
    X -[x > 5]-> user B -> end
    X -[*]-> end                            the default flow

An element is ``kind name``, or its name alone once it has been drawn. Kinds: ``start
end catch throw`` (with an event: ``catch(timer PT1H) T``), ``user manual task script
service send receive rule call sub`` and the gateways ``xor and or event``. In braces
stands what an activity does: fields of a user task, assignments of a script,
``operation``, ``letter``, ``message``, ``process``, ``decision``. In brackets stands a
loop: ``[each 3]``, ``[each items as item in turn until item > 2]``, ``[while x < 3]``,
``[while x < 3 first]`` (tested before), ``[while true at most 3]``.

``sub S {`` … ``}`` draws a subprocess over several lines, ``event sub S {`` an event
subprocess, ``process P {`` a called process. A boundary event begins a line:
``interrupting A (timer PT1H) T -> …`` or ``beside A (message M) T -> …``; the start
event of an event subprocess that goes on beside its scope is ``start(message M,
beside)``. ``given x = 3`` gives the instance data from the start. ``lane Staff: A, B``
draws a lane around elements, ``pool Reporter with A`` a black box that exchanges
messages with one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

KINDS = (
    "start end catch throw user manual task script service send receive rule call sub "
    "xor and or event"
).split()


@dataclass(frozen=True)
class Event:
    """``kind`` such as timer or message; ``value`` its time, name or code."""

    kind: str
    value: str = ""


@dataclass(frozen=True)
class Loop:
    """``each`` (multi-instance) or ``while`` (standard loop)."""

    how: str
    over: str
    item: str | None = None
    sequential: bool = False
    until: str | None = None
    before: bool = False
    maximum: int | None = None


@dataclass
class Node:
    id: str
    kind: str
    scope: str
    event: Event | None = None
    attached: str | None = None
    interrupting: bool = True
    event_sub: bool = False
    does: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    loop: Loop | None = None


@dataclass
class Flow:
    id: str
    source: str
    target: str
    scope: str
    condition: str | None = None
    default: bool = False


@dataclass(repr=False)
class Diagram:
    """``""`` is the scope of the process itself, else the id of a subprocess."""

    process_id: str = "Procedure"
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)
    called: dict[str, Diagram] = field(default_factory=dict)
    lanes: dict[str, list[str]] = field(default_factory=dict)
    pools: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """As a failing test shows it: everything that is not a plain element."""
        nodes = [
            f"{node.id}: {node.kind} in {node.scope or self.process_id}, {node.event}, "
            f"on {node.attached}, interrupting {node.interrupting}, {node.loop}"
            for node in self.nodes.values()
        ]
        flows = [
            f"{flow.source} -[{'*' if flow.default else flow.condition or ''}]-> "
            f"{flow.target}"
            for flow in self.flows
        ]
        return "\n".join(["", *nodes, *flows])

    def outgoing(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.source == node_id]

    def incoming(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == node_id]

    def boundaries(self, node_id: str) -> list[Node]:
        return [node for node in self.nodes.values() if node.attached == node_id]

    def inside(self, scope: str) -> list[Node]:
        return [node for node in self.nodes.values() if node.scope == scope]

    def event_subs(self, scope: str) -> list[Node]:
        return [node for node in self.inside(scope) if node.event_sub]

    def add(self, node: Node) -> Node:
        assert node.id not in self.nodes, f"{node.id} is drawn twice"
        self.nodes[node.id] = node
        return node

    def connect(self, source: str, target: str, condition: str | None = None) -> Flow:
        base = f"{source}_to_{target}"
        same = sum(flow.id.startswith(base) for flow in self.flows)
        default = condition == "*"
        flow = Flow(
            f"{base}_{same}" if same else base,
            source,
            target,
            self.nodes[source].scope,
            None if default else condition,
            default,
        )
        self.flows.append(flow)
        return flow


_ARROW = re.compile(r"\s+-(?:\[(.*?)\]-)?>\s+")
_ITEM = re.compile(
    r"(?:(?P<kind>" + "|".join(KINDS) + r")\b)?"
    r"\s*(?:\((?P<event>[^)]*)\))?"
    r"\s*(?P<id>[A-Za-z_]\w*)?"
    r"\s*(?:\{(?P<does>.*?)\})?"
    r"\s*(?:\[(?P<loop>.*)\])?\s*\Z"
)
_BOUNDARY = re.compile(r"(interrupting|beside) (\w+) \(([^)]*)\) (\w+)(.*)\Z")
_BLOCK = re.compile(r"(event sub|sub|process) (\w+)\s*(\[.*\])?\s*\{\Z")
_GIVEN = re.compile(r"given (\w+) = (.*)\Z")
_LANE = re.compile(r"lane (\w+): (.*)\Z")
_POOL = re.compile(r"pool (\w+) with (\w+)\Z")
_LOOP = re.compile(
    r"(?P<how>each|while) (?P<over>.*?)(?: as (?P<item>\w+))?"
    r"(?P<turn> in turn)?(?P<first> first)?(?: at most (?P<most>\d+))?"
    r"(?: until (?P<until>.*))?\Z"
)


def draw(text: str) -> Diagram:
    """The diagram that ``text`` draws."""
    return _Drawer().draw(text)


class _Drawer:
    def __init__(self) -> None:
        self.diagram = Diagram()
        self.scopes = [""]
        self.outer: Diagram | None = None
        self.unnamed = 0

    def draw(self, text: str) -> Diagram:
        for line in text.splitlines():
            line = line.split("  #")[0].strip()
            if line:
                self._line(line)
        assert self.scopes == [""] and self.outer is None, "a block is not closed"
        return self.diagram

    def _line(self, line: str) -> None:
        if line == "}":
            self._close()
        elif match := _GIVEN.match(line):
            self.diagram.given[match[1]] = json.loads(match[2])
        elif match := _LANE.match(line):
            self.diagram.lanes[match[1]] = match[2].split(", ")
        elif match := _POOL.match(line):
            self.diagram.pools[match[1]] = match[2]
        elif match := _BLOCK.match(line):
            self._open(match[1], match[2], match[3])
        elif match := _BOUNDARY.match(line):
            self._boundary(match)
        else:
            self._chain(line)

    def _open(self, what: str, name: str, loop: str | None) -> None:
        if what == "process":
            self.outer, self.diagram = self.diagram, Diagram(name)
            self.outer.called[name] = self.diagram
            return
        node = self.diagram.nodes.get(name)
        if node is None:
            node = self.diagram.add(Node(name, "sub", self.scopes[-1]))
        node.event_sub = what == "event sub"
        node.loop = _loop(loop.strip()[1:-1]) if loop else None
        self.scopes.append(name)

    def _close(self) -> None:
        if len(self.scopes) > 1:
            self.scopes.pop()
            return
        assert self.outer is not None, "} closes nothing"
        self.diagram, self.outer = self.outer, None

    def _boundary(self, match: re.Match[str]) -> None:
        how, attached, event, name, rest = match.groups()
        node = Node(name, "boundary", self.scopes[-1], _event(event), attached)
        node.interrupting = how == "interrupting"
        self.diagram.add(node)
        if rest.strip():
            self._chain(name + rest)

    def _chain(self, line: str) -> None:
        parts = _ARROW.split(line)
        source = self._item(parts[0])
        for condition, item in zip(parts[1::2], parts[2::2], strict=True):
            target = self._item(item)
            self.diagram.connect(source, target, condition)
            source = target

    def _item(self, text: str) -> str:
        text = text.strip()
        if text in self.diagram.nodes:
            return text
        match = _ITEM.match(text)
        assert match and match["kind"], f"cannot read the element {text!r}"
        name = match["id"]
        if name is None:
            self.unnamed += 1
            name = f"{match['kind']}_{self.unnamed}"
        node = self.diagram.add(Node(name, match["kind"], self.scopes[-1]))
        if match["event"]:
            node.event = _event(match["event"].removesuffix(", beside"))
            node.interrupting = not match["event"].endswith(", beside")
        self._does(node, match["does"] or "")
        node.loop = _loop(match["loop"]) if match["loop"] else None
        return name

    def _does(self, node: Node, text: str) -> None:
        if node.kind == "script":
            node.does["script"] = text
        elif node.kind in ("user", "manual"):
            for part in filter(None, (part.strip() for part in text.split(","))):
                name, kind = part.split(":")
                node.fields[name.strip()] = kind.strip()
        else:
            for part in filter(None, (part.strip() for part in text.split(","))):
                what, _, value = part.partition(" ")
                node.does[what] = value


def _event(text: str) -> Event:
    kind, _, value = text.partition(" ")
    return Event(kind, value)


def _loop(text: str) -> Loop:
    match = _LOOP.match(text.strip())
    assert match, f"cannot read the loop {text!r}"
    return Loop(
        match["how"],
        match["over"],
        match["item"],
        bool(match["turn"]),
        match["until"],
        bool(match["first"]),
        int(match["most"]) if match["most"] else None,
    )
