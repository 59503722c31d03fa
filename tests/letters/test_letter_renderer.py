"""The rendering process: warm, limited, replaced when it fails, and silent."""

import os
import signal
import time
from pathlib import Path

import pytest
from letter_files import METADATA, NAMES, VALUES, letter

from wbs_module.letters import (
    LetterRenderer,
    MissingValues,
    RendererCrashed,
    RenderingFailed,
    RenderingTimedOut,
    TemplateRefused,
    example_values,
    render_letter,
    shipped_template,
)

SOUND = letter("{{ name }}")
ENDLESS = letter(
    "{% for a in items %}{% for b in items %}{% for c in items %}"
    "{% if a == 'never' %}x{% endif %}{% endfor %}{% endfor %}{% endfor %}"
)


def resident_kilobytes(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


def test_a_hundred_letters_leave_the_warm_process_as_it_was() -> None:
    template, values = shipped_template("forwarding"), example_values("forwarding")
    with LetterRenderer() as renderer:
        expected = render_letter(template, values, METADATA)
        for _ in range(10):
            assert renderer.render(template, values, METADATA) == expected
        process = renderer.process_id
        assert process is not None
        before = resident_kilobytes(process)
        start = time.monotonic()
        for _ in range(100):
            assert renderer.render(template, values, METADATA) == expected
        assert renderer.process_id == process
        assert time.monotonic() - start < 10
        assert resident_kilobytes(process) < 150_000
        assert resident_kilobytes(process) - before < 10_000


def test_a_letter_that_takes_too_long_is_stopped_and_the_next_one_works() -> None:
    with LetterRenderer(timeout_seconds=1.5) as renderer:
        renderer.warm_up()
        stuck = renderer.process_id
        start = time.monotonic()
        with pytest.raises(RenderingTimedOut, match="loop"):
            renderer.render(ENDLESS, {"items": ["x"] * 2000}, METADATA)
        assert time.monotonic() - start < 3
        assert renderer.process_id is None
        assert not Path(f"/proc/{stuck}").exists()
        assert renderer.render(SOUND, VALUES, METADATA)


def test_a_killed_idle_process_is_replaced_without_the_caller_noticing() -> None:
    with LetterRenderer() as renderer:
        renderer.render(SOUND, VALUES, METADATA)
        first = renderer.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert renderer.render(SOUND, VALUES, METADATA)
        assert renderer.process_id != first


def test_an_idle_process_ends_by_itself() -> None:
    with LetterRenderer(idle_seconds=0.2) as renderer:
        renderer.render(SOUND, VALUES, METADATA)
        process = renderer.process_id
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            state = Path(f"/proc/{process}/stat").read_text().split()[2]
            if state == "Z":
                break
            time.sleep(0.05)
        assert state == "Z"
        assert renderer.render(SOUND, VALUES, METADATA)


def test_a_process_that_cannot_start_is_a_sentence() -> None:
    with LetterRenderer(memory_bytes=2**20) as renderer:
        with pytest.raises((RendererCrashed, RenderingFailed), match=r"\.$"):
            renderer.render(SOUND, VALUES, METADATA)


def test_memory_is_limited() -> None:
    flood = letter(
        "{% for a in items %}{% for b in items %}{{ name }}{% endfor %}{% endfor %}"
    )
    values = {"items": ["x"] * 200, "name": "\n" * 900}
    with LetterRenderer(memory_bytes=300 * 2**20) as renderer:
        with pytest.raises((RenderingFailed, RendererCrashed)):
            renderer.render(flood, values, METADATA)
        assert renderer.render(SOUND, VALUES, METADATA)


def test_refusals_come_back_as_they_are() -> None:
    with LetterRenderer() as renderer:
        with pytest.raises(TemplateRefused) as refused:
            renderer.render(letter("{{ ''.x() }}"), VALUES, METADATA)
        assert refused.value.problems[0].kind == "forbidden_syntax"
        with pytest.raises(MissingValues) as missing:
            renderer.render(letter("{{ city }}"), VALUES, METADATA)
        assert missing.value.names == ["city"]
        problems = renderer.check(letter("{{ nama }}"), NAMES)
        assert [problem.kind for problem in problems] == ["unknown_name"]
        assert renderer.check(letter("{{ people|length }}"), NAMES) == []


def test_large_templates_and_values_pass_through_the_pipes() -> None:
    values = {**VALUES, "name": "kata " * 200_000}
    with LetterRenderer() as renderer:
        assert len(renderer.render(SOUND, values, METADATA)) > 5_000


def test_the_process_can_write_no_file(capfd: pytest.CaptureFixture[str]) -> None:
    with LetterRenderer() as renderer:
        renderer.render(SOUND, VALUES, METADATA)
        limits = Path(f"/proc/{renderer.process_id}/limits").read_text()
        environment = Path(f"/proc/{renderer.process_id}/environ").read_bytes()
    sizes = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()}
    assert sizes["Max file size"] == "0"
    assert sizes["Max core file size"] == "0"
    assert environment.count(b"\0") <= 3
    assert capfd.readouterr() == ("", "")


def test_after_a_fork_each_process_has_its_own() -> None:
    with LetterRenderer() as renderer:
        renderer.render(SOUND, VALUES, METADATA)
        first = renderer.process_id
        child = os.fork()
        if child == 0:
            with renderer:
                fine = bool(renderer.render(SOUND, VALUES, METADATA))
                fine = fine and renderer.process_id != first
            os._exit(0 if fine else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert renderer.render(SOUND, VALUES, METADATA)
        assert renderer.process_id == first
