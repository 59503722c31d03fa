"""Whatever the bytes are, reading a DMN file ends in decisions or in problems."""

from __future__ import annotations

import re
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from wbs_module.engine.decision import DecisionError, read_decisions

FILES = [
    file.read_bytes()
    for file in sorted(Path(__file__).with_name("decision").glob("*.dmn"))
]
# Pieces that mean something where they land: tags, attributes, FEEL, rubbish.
PIECES = st.sampled_from(
    [
        b"", b"<", b">", b"\0", b"\xff", b"&lt;", b"<text>", b"</text>", b"<rule/>",
        b"<rule>", b"</rule>", b"FIRST", b"COLLECT", b'aggregation="SUM"', b'href="#',
        b'id="severity"', b"severity", b"workload_decision", b"null", b"1 +", b"(((",
        b'"high"', b"typeRef=", b"<output/>", b"<input/>", b"<inputValues/>",
        b"<defaultOutputEntry/>", b"<context/>", b"<!DOCTYPE x>", b"<!--", b"]]>",
    ]
) | st.binary(max_size=8)  # fmt: skip


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    content = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 80))
        content = content[:start] + draw(PIECES) + content[start + length :]
    return content


PLACES = re.compile(rb'(?<=<text>)[^<]*(?=</text>)|(?<==")[^"]*(?=")')
CONTENTS = st.sampled_from(
    [
        b"", b"-", b"null", b"x +", b"severity", b"workload", b"loss", b"5", b"1..5",
        b"[1..5]", b"not(5)", b"&gt; 5", b"&quot;high&quot;", b"&quot;a&quot;,", b"?",
        b"FIRST", b"PRIORITY", b"COLLECT", b"SUM", b"feel", b"juel", b"number",
        b"money", b"date", b"boolean", b"#severity", b"#team_decision", b"rank",
        b"today()", b"unknown", b"10**10**10", b"for a in 1..9999 return a",
        b"#workload_decision",
    ]
)  # fmt: skip


@st.composite
def changed_files(draw: st.DrawFn) -> bytes:
    """Well-formed files in which texts and attributes say something else."""
    content = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 4))):
        places = list(PLACES.finditer(content))
        place = places[draw(st.integers(0, len(places) - 1))]
        content = content[: place.start()] + draw(CONTENTS) + content[place.end() :]
    return content


@given(content=damaged_files() | changed_files())
@settings(max_examples=200, deadline=None)
def test_a_damaged_file_is_refused_or_decides(content: bytes) -> None:
    started = time.process_time()
    reading = read_decisions(content)
    if reading.model is None:
        assert any(problem.severity == "error" for problem in reading.problems)
    else:
        known = {"loss": 5, "rank": "staff", "cases": 3, "region": "north"}
        for identifier in reading.model.decisions:
            reading.model.names(identifier)
            reading.model.check(identifier, dict.fromkeys(known, "Any"))
            try:
                reading.model.evaluate(identifier, known)
            except DecisionError as error:
                assert "staff" not in str(error)
    assert time.process_time() - started < 2
