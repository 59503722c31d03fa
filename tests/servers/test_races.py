"""Crons that another transaction overtakes go on at once, not a minute later."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Office

LATE = 3


@pytest.fixture(scope="module")
def overtaken(office: Office) -> dict[str, Any]:
    """What became of a sweep and an outbox that were overtaken at each pick."""
    office.close()  # whose crons would be faster
    became: dict[str, Any] = office.call("tests.servers.racing", "overtake_crons", LATE)
    return became


def test_a_sweep_that_is_overtaken_between_two_instances_wakes_all_that_is_due(
    overtaken: dict[str, Any],
) -> None:
    sweep = overtaken["sweep"]
    assert len(sweep["due"]) >= LATE
    assert sweep["overtaken"] >= LATE
    assert sweep["left"] == []
    assert overtaken["contradictions"] == []


def test_an_outbox_that_is_overtaken_sends_all_that_is_due(
    overtaken: dict[str, Any],
) -> None:
    outbox = overtaken["outbox"]
    assert outbox["overtaken"] >= len(outbox["states"])
    assert set(outbox["states"]) == {"discarded"}
