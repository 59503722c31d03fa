"""Small drawings as text for the tests of reading and checking.

A body is XML in a process, except for lines such as ``a -> b -> c [amount > 5]``,
which become sequence flows ``a_b`` and ``b_c`` on that line, the last with the
condition. ``user t`` becomes a user task with a group, ``exclusive g default a_b`` a
gateway. The line that a complaint must name ends in ``<!-- here -->``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from wbs_module.engine.checking.check import check_drawing
from wbs_module.engine.contract import OperationSignature, Problem, Surroundings
from wbs_module.engine.reading.reader import read_drawing

FOLDER_OF_COMPLAINTS = Path(__file__).parent / "complaints"
HERE = "<!-- here -->"
HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:procedure="urn:bpmn-procedure:1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:t">\n'
)
_FLOWS = re.compile(r"^\s*(\w+(?: -> \w+)+)(?: \[(.*)\])?( <!-- here -->)?$")
_USER = re.compile(r"^\s*user (\w+)( <!-- here -->)?$")
_GATEWAY = re.compile(
    r"^\s*(exclusive|parallel|inclusive|eventBased) (\w+)(?: default (\w+))?"
    r"( <!-- here -->)?$"
)


def xml_of(
    body: str, root: str = "", process: str = 'id="P" isExecutable="true"'
) -> str:
    """The whole file for a body."""
    lines = [_expanded(line) for line in body.strip("\n").split("\n")]
    inside = "\n".join(lines)
    return f"{HEADER}{root}\n<process {process}>\n{inside}\n</process>\n</definitions>"


def _expanded(line: str) -> str:
    flows = _FLOWS.match(line)
    if flows:
        return _sequence_flows(flows)
    user = _USER.match(line)
    if user:
        return (
            f'<userTask id="{user[1]}"><extensionElements>'
            '<procedure:settings group="intake"/></extensionElements></userTask>'
            f"{user[2] or ''}"
        )
    gateway = _GATEWAY.match(line)
    if gateway:
        default = f' default="{gateway[3]}"' if gateway[3] else ""
        return f'<{gateway[1]}Gateway id="{gateway[2]}"{default}/>{gateway[4] or ""}'
    return line


def _sequence_flows(match: re.Match[str]) -> str:
    ids = match[1].split(" -> ")
    pairs = list(zip(ids, ids[1:], strict=False))
    tags = []
    for number, (source, target) in enumerate(pairs, 1):
        ends = f'id="{source}_{target}" sourceRef="{source}" targetRef="{target}"'
        if match[2] and number == len(pairs):
            condition = f"<conditionExpression>{escape(match[2])}</conditionExpression>"
            tags.append(f"<sequenceFlow {ends}>{condition}</sequenceFlow>")
        else:
            tags.append(f"<sequenceFlow {ends}/>")
    return "".join(tags) + (match[3] or "")


INNER = xml_of(
    '<startEvent id="s"/><endEvent id="e"/>\ns -> e',
    process='id="Inner" isExecutable="true"',
)
CALLS_P = xml_of(
    '<startEvent id="s"/><callActivity id="c" calledElement="P"/><endEvent id="e"/>\n'
    "s -> c -> e",
    process='id="CallsP" isExecutable="true"',
)
BROKEN = xml_of(
    '<startEvent id="s"/><endEvent id="e"/><task id="lost"/>\ns -> e',
    process='id="Broken" isExecutable="true"',
)
DECISION = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
 id="d" name="d" namespace="urn:t"><decision id="{name}" name="{name}">
 <variable name="{name}" typeRef="string"/>
 <literalExpression><text>if {input} > 5 then "high" else "low"</text>
 </literalExpression></decision></definitions>"""
AROUND = Surroundings(
    clocks=frozenset({"verify"}),
    groups=frozenset({"intake"}),
    letters=frozenset({"receipt"}),
    operations={
        "notify": OperationSignature({"text": True, "channel": False}, ("sent",))
    },
    names={
        "severity": "string",
        "amount": "number",
        "urgent": "boolean",
        "reports": "list",
    },
    processes={
        "Inner": INNER.encode(),
        "CallsP": CALLS_P.encode(),
        "Broken": BROKEN.encode(),
    },
    decisions={
        "urgency": DECISION.format(name="urgency", input="amount").encode(),
        "lost_input": DECISION.format(name="lost_input", input="nothing").encode(),
    },
)


def problems_of(
    bpmn: str | bytes, surroundings: Surroundings = AROUND
) -> tuple[Problem, ...]:
    """What reading and checking say about a file."""
    data = bpmn.encode() if isinstance(bpmn, str) else bpmn
    drawing, problems = read_drawing(data)
    if drawing is None:
        return problems
    return problems + check_drawing(drawing, surroundings)


@dataclass
class ComplaintCase:
    """``code`` is expected for ``element``; no other error, only those in ``also``."""

    code: str
    element: str
    text: str
    also: list[str] = field(default_factory=list)

    @property
    def line(self) -> int | None:
        """Line that the complaint must name, where the case marks one."""
        for number, line in enumerate(self.text.split("\n"), 1):
            if HERE in line:
                return number
        return None


def complaint_cases(path: Path) -> Iterator[ComplaintCase]:
    """``=== code: element``, then lines ``@root …``, ``@process …``, ``@also …`` or
    ``@file`` (the body is the whole file), then the body."""
    for block in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
        heading, _, rest = block.partition("\n")
        code, _, element = (part.strip() for part in heading.partition(":"))
        directives: dict[str, str] = {}
        while rest.startswith("@"):
            line, _, rest = rest.partition("\n")
            name, _, value = line[1:].partition(" ")
            directives[name] = value
        if "file" in directives:
            text = rest.strip("\n")
        else:
            process = directives.get("process", 'id="P" isExecutable="true"')
            text = xml_of(rest.rstrip("\n"), directives.get("root", ""), process)
        yield ComplaintCase(code, element, text, directives.get("also", "").split())
