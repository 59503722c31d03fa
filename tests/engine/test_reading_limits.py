"""Files that are too large, too deep or too long are refused, quickly."""

from __future__ import annotations

import time

import pytest

from tests.engine.written_drawing import AROUND, problems_of, xml_of
from wbs_module.engine.checking.check import check_drawing
from wbs_module.engine.checking.complaints import MOST_PROBLEMS
from wbs_module.engine.checking.connections import LONGEST_CHAIN
from wbs_module.engine.reading.reader import MOST_ELEMENTS, read_drawing

START_TO_END = '<startEvent id="s"/><endEvent id="e"/>\n'


def only_code(bpmn: str | bytes) -> str:
    (problem,) = problems_of(bpmn)
    assert problem.severity == "error"
    return problem.code


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_called_empty(content: bytes) -> None:
    assert only_code(content) == "file_empty"


def test_a_file_beyond_the_limit_is_not_even_parsed() -> None:
    started = time.process_time()
    assert only_code(b"<" * (5 * 1024 * 1024)) == "file_too_large"
    assert time.process_time() - started < 0.1


def test_tags_nested_without_end_are_refused() -> None:
    assert only_code("<a>" * 100_000) == "nested_too_deep"


def test_an_attribute_of_megabytes_is_refused() -> None:
    assert only_code(f'<definitions id="{"x" * 3_000_000}"/>') == "attribute_too_long"


def test_more_tags_than_any_drawing_has_are_refused() -> None:
    assert only_code("<a>" + "<b/>" * 300_000 + "</a>") == "too_many_tags"


def test_entities_that_multiply_are_refused_before_they_do() -> None:
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE a [<!ENTITY a1 "ha">{entities}]><a>&a12;</a>'
    started = time.process_time()
    assert only_code(bomb) == "doctype"
    assert time.process_time() - started < 0.1


def test_an_entity_that_names_a_file_reads_nothing() -> None:
    bpmn = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    assert only_code(bpmn) == "doctype"


def test_a_thousand_elements_in_a_row_run_and_more_are_refused() -> None:
    def row(count: int) -> str:
        ids = [f"t{number}" for number in range(count - 2)]
        tasks = "\n".join(f'<task id="{task}"/>' for task in ids)
        return xml_of(START_TO_END + tasks + "\n" + " -> ".join(["s", *ids, "e"]))

    assert not [p for p in problems_of(row(LONGEST_CHAIN)) if p.severity == "error"]
    codes = {p.code for p in problems_of(row(LONGEST_CHAIN + 1))}
    assert codes == {"chain_too_long"}


def test_a_drawing_of_thousands_of_elements_is_judged_in_time() -> None:
    def star(count: int) -> str:
        tasks = (f'<task id="t{number}"/>\ns -> t{number}' for number in range(count))
        return xml_of('<startEvent id="s"/>\n' + "\n".join(tasks))

    started = time.thread_time()
    assert problems_of(star(MOST_ELEMENTS - 1))
    assert time.thread_time() - started < 2
    assert only_code(star(MOST_ELEMENTS)) == "too_many_elements"


def test_of_very_many_problems_the_first_are_shown() -> None:
    lost = "\n".join(f'<task id="lost{number}"/>' for number in range(300))
    problems = problems_of(xml_of(f"{START_TO_END}{lost}\ns -> e"))
    errors = [problem for problem in problems if problem.severity == "error"]
    assert len(errors) == MOST_PROBLEMS
    assert problems[-1].code == "too_many_problems"


def test_a_scope_too_large_to_explore_is_named() -> None:
    branches = 12
    lines = [START_TO_END, "parallel g", "parallel j", "s -> g", "j -> e"]
    for number in range(branches):
        lines += [f"exclusive x{number} default x{number}_m{number}"]
        lines += [f'<task id="a{number}"/>', f"exclusive m{number}"]
        lines += [f"g -> x{number} -> m{number} -> j", f"a{number} -> m{number}"]
        lines += [f"x{number} -> a{number} [amount > {number}]"]
    drawing, _problems = read_drawing(xml_of("\n".join(lines)).encode())
    assert drawing is not None
    check_drawing(drawing, AROUND)  # whatever is loaded once is loaded now
    started = time.thread_time()
    problems = check_drawing(drawing, AROUND)
    assert time.thread_time() - started < 0.1
    assert [problem.code for problem in problems] == ["soundness_not_explored"]
