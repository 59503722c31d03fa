"""Runs BPMN 2.0 diagrams. Knows no Odoo and no complaints.

Doors (see ``contract`` for what goes in and comes out)::

    compile(bpmn: bytes, surroundings: Surroundings) -> Compilation
        Compilation.process: CompiledProcess | None, Compilation.problems: tuple
    start(process, values, *, at, clocks, start_event, performer) -> Outcome
    step(process, state: bytes, command, *, at, clocks) -> Outcome
    unasked(process, state, task_id, values, *, at, clocks) -> names of fields
    migrate(old, state, new, mapping, *, at, clocks) -> Migration
    dry_run(process, script: DryRun, *, clocks) -> Trace
    play(process, case: LockstepCase, *, clocks, calendar) -> CaseResult
    SENTENCES: code of a Problem → what is wrong, what to do
    read_case_file(content) -> CaseFile, write_case_file(file) -> str
    differences(old: bytes, new: bytes) -> list[Difference]
    problem_of_expression(text) -> FeelProblem | None
    problems_of_decisions(dmn: bytes) -> tuple of Problem

``clocks`` maps a clock's key to ``time.ClockDefinition`` (the office's data at that
moment); ``at`` is an aware datetime in UTC. README.md says what runs, and by which
rules.
"""

from .catalogue import SENTENCES
from .compiling.compiled import Compilation, CompiledProcess, StartPoint
from .compiling.compiling import compile_process as compile
from .inspecting import (
    Change,
    Difference,
    differences,
    problem_of_expression,
    problems_of_decisions,
)
from .lockstep import (
    CaseFile,
    CaseFileRefused,
    CaseResult,
    LockstepCase,
    play,
    read_case_file,
    write_case_file,
)
from .migrating import Migration, Move, migrate
from .rehearsing import Answer, Arrival, DryRun, Trace, dry_run
from .running.stepping import start, step, unasked

__all__ = [
    "SENTENCES",
    "Answer",
    "Arrival",
    "CaseFile",
    "CaseFileRefused",
    "CaseResult",
    "Change",
    "Compilation",
    "CompiledProcess",
    "Difference",
    "DryRun",
    "LockstepCase",
    "Migration",
    "Move",
    "StartPoint",
    "Trace",
    "compile",
    "differences",
    "dry_run",
    "migrate",
    "play",
    "read_case_file",
    "problem_of_expression",
    "problems_of_decisions",
    "start",
    "step",
    "unasked",
    "write_case_file",
]
