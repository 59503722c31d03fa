"""Whatever the bytes are, only our own problems come out, soon and in little memory."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.written_drawing import (
    FOLDER_OF_COMPLAINTS,
    complaint_cases,
    problems_of,
)
from wbs_module.engine.checking.catalogue import CATALOGUE

FILES = sorted((Path(__file__).parent / "files").glob("*.bpmn"))
ODD_VALUES = (
    "", " ", "true", "-1", "=", "${", "${a.b(c)}", "{0}", "{element}", "%s", "P", "R/",
    "PT1H", "R9999999999/PT0S", "a b c", "\u202e", "\U0001f600", "1e999", "((((((((",
    "not(", '"', "Start", "P" * 300, "= =", "outcome", "x" * 5_000, "0", "ns:id",
)  # fmt: skip
BUDGET = 1.0  # seconds of CPU for one file


def seeds() -> list[bytes]:
    cases = [
        case.text.encode()
        for path in sorted(FOLDER_OF_COMPLAINTS.glob("*.txt"))
        for case in complaint_cases(path)
    ]
    found = [path.read_bytes() for path in FILES] + cases
    return [data for data in found if data.count(b'"') > 4]


def assert_only_problems(data: bytes) -> None:
    started = time.thread_time()
    problems = problems_of(data)
    assert time.thread_time() - started < BUDGET
    for problem in problems:
        assert problem.code in CATALOGUE
        assert problem.message and problem.advice
        assert problem.line is None or problem.line > 0


def mutations(data: bytes, chance: random.Random) -> Iterator[bytes]:
    text = data.decode()
    yield data[: chance.randrange(len(data))]
    begin = chance.randrange(len(data))
    yield data[:begin] + data[begin + chance.randrange(1, 40) :]
    flipped = bytearray(data)
    for _ in range(3):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    yield bytes(flipped)
    parts = text.split('"')
    for _ in range(4):
        changed = list(parts)
        at = chance.randrange(len(parts) // 2) * 2 + 1
        changed[at] = chance.choice((*ODD_VALUES, chance.choice(parts[1::2])))
        changed[at] = changed[at].replace("<", "").replace("&", "").replace('"', "")
        yield '"'.join(changed).encode()
    lines = text.split("\n")
    chance.shuffle(lines)
    yield "\n".join(lines[: len(lines) // 2]).encode()
    lines = text.split("\n")
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    del lines[chance.randrange(len(lines))]
    yield "\n".join(lines).encode()


@pytest.mark.parametrize("seed", range(2))
def test_damaged_drawings_give_problems_and_no_exception(seed: int) -> None:
    chance = random.Random(seed)
    sources = seeds()
    until = time.thread_time() + 2.5
    while time.thread_time() < until:
        for damaged in mutations(chance.choice(sources), chance):
            assert_only_problems(damaged)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.binary(max_size=400))
def test_random_bytes_give_problems_and_no_exception(data: bytes) -> None:
    assert problems_of(data)
    assert_only_problems(data)


def test_a_hostile_file_takes_little_memory() -> None:
    hostile = [
        b"<a>" * 1_000_000,
        b'<a b="' + b"x" * 3_900_000 + b'"/>',
        b"<a " + b" ".join(b"b%d=''" % n for n in range(200_000)) + b"/>",
        b"<a>" + b"\n" * 3_900_000 + b"</a>",
        b"<a>" + b"<b/>" * 900_000,
    ]
    tracemalloc.start()
    try:
        for data in hostile:
            problems_of(data)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 200 * 1024 * 1024


def test_a_drawing_of_gateways_only_is_judged_in_time() -> None:
    chance = random.Random(7)
    kinds = ("exclusive", "parallel", "inclusive", "eventBased")
    nodes = [f"<{chance.choice(kinds)}Gateway id='g{n}'/>" for n in range(60)]
    flows = [
        f"<sequenceFlow id='f{n}' sourceRef='g{chance.randrange(60)}' "
        f"targetRef='g{chance.randrange(60)}'/>"
        for n in range(300)
    ]
    body = "".join(nodes + flows)
    bpmn = (
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'>"
        "<process id='P' isExecutable='true'><startEvent id='s'/>"
        f"<sequenceFlow id='first' sourceRef='s' targetRef='g0'/>{body}"
        "</process></definitions>"
    )
    assert_only_problems(bpmn.encode())
