"""The door ``compile``: read, check, build, remember by content."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock

from ..checking.check import check_drawing
from ..contract import Problem, Surroundings
from ..reading.drawing import Drawing
from ..reading.reader import read_drawing
from .build import Builder
from .compiled import Compilation, CompiledProcess, StartPoint

REMEMBERED = 64
_known: OrderedDict[str, Compilation] = OrderedDict()
_lock = Lock()


def compile_process(bpmn: bytes, surroundings: Surroundings) -> Compilation:
    """Make a process of a BPMN 2.0 file, or say all that is wrong with it.

    :param bpmn: the file's bytes
    :param surroundings: what the drawing may name
    :returns: the process, unless a problem is an error; the same content is compiled
        once
    """
    key = _key(bpmn, surroundings)
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return _known[key]
    result = _compile(bpmn, surroundings)
    with _lock:
        _known[key] = result
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
    return result


def _compile(bpmn: bytes, surroundings: Surroundings) -> Compilation:
    drawing, found = read_drawing(bpmn)
    problems = list(found)
    if drawing is None or _has_error(problems):
        return Compilation(None, tuple(problems))
    problems += check_drawing(drawing, surroundings)
    if _has_error(problems):
        return Compilation(None, tuple(problems))
    called, more = _called(surroundings)
    builder = Builder(drawing, surroundings, called)
    builder.build()
    main = drawing.process
    starts = [node for node in main.children.get(None, ()) if node.kind == "startEvent"]
    triggers = [builder.trigger(drawing, node.event) for node in starts]
    return Compilation(
        CompiledProcess(
            process_id=main.id,
            name=main.name,
            digest=_digest(bpmn, surroundings, builder),
            elements=tuple(builder.elements),
            starts=tuple(
                StartPoint(node.id, trigger.kind, trigger.name)
                for node, trigger in zip(starts, triggers, strict=True)
            ),
            clock=main.settings.clock,
            spec=builder.spec,
            start_names={node.id: builder.name(main, node.id) for node in starts},
            entry_names=builder.entries(main, None),
            time_zone=surroundings.time_zone,
        ),
        tuple(problems) + tuple(more),
    )


def _called(
    surroundings: Surroundings,
) -> tuple[dict[str, Drawing], list[Problem]]:
    called, problems = {}, []
    for process_id, content in surroundings.processes.items():
        drawing, found = read_drawing(content)
        problems += [each for each in found if each.severity == "warning"]
        if drawing is not None:
            called[process_id] = drawing
    return called, problems


def _has_error(problems: list[Problem]) -> bool:
    return any(each.severity == "error" for each in problems)


def _digest(bpmn: bytes, surroundings: Surroundings, builder: Builder) -> str:
    """Of everything that decides how this process runs, and of nothing else: a state
    is only readable with the process that wrote it."""
    whole = sha256(sha256(bpmn).digest())
    for table, used in (
        (surroundings.processes, builder.used_processes),
        (surroundings.decisions, builder.used_decisions),
    ):
        for key in sorted(used):
            whole.update(key.encode() + b"\0" + sha256(table[key]).digest())
    whole.update(surroundings.time_zone.encode())
    return whole.hexdigest()


def _key(bpmn: bytes, surroundings: Surroundings) -> str:
    whole = sha256(sha256(bpmn).digest())
    for table in (surroundings.processes, surroundings.decisions):
        for key in sorted(table):
            whole.update(key.encode() + b"\0" + sha256(table[key]).digest())
    whole.update(_names(surroundings))
    return whole.hexdigest()


def _names(surroundings: Surroundings) -> bytes:
    """Of everything that decides whether it may run."""
    return repr(
        (
            surroundings.time_zone,
            sorted(surroundings.clocks),
            sorted(surroundings.groups),
            sorted(surroundings.letters),
            sorted(surroundings.names.items()),
            sorted(
                (key, sorted(each.parameters.items()), each.results, each.errors)
                for key, each in surroundings.operations.items()
            ),
        )
    ).encode()
