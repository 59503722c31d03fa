"""How a case of the demonstration is written down: what came, who did what, when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True)
class InDays:
    """A day in a form, counted from the day on which the form is filled in."""

    days: int

    def from_day(self, day: date) -> str:
        """The day as forms hand it over."""
        return (day + timedelta(days=self.days)).isoformat()


@dataclass(frozen=True)
class Done:
    """A task that somebody finished.

    :param day: calendar days after the report; a weekend becomes the Monday after it
    :param task: key of the element in its drawing
    :param by: the role whose demonstration user did it
    """

    day: int
    task: str
    by: str
    outcome: str | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wrote:
    """What the reporter said, and as what; see ``wbs.case._reporter_says``."""

    day: int
    text: str
    kind: str = "message"


@dataclass(frozen=True)
class Report:
    """A report and what became of it.

    :param days_ago: when it arrived, in calendar days before today
    :param clerk: the role whose demonstration user registered it; empty: the website
    :param files: names of files in ``demo/files`` that came with it
    :param originals: the same for files that show the reporter, which are sealed
    """

    days_ago: int
    category: str
    account: dict[str, str]
    office: str = "malang"
    channel: str = "web"
    clerk: str = ""
    identity: dict[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    originals: tuple[str, ...] = ()
    steps: tuple[Done | Wrote, ...] = ()


def accepted(day: int) -> Done:
    """The secretariat passed the report on for assessment."""
    return Done(day, "IntakeCheck", "secretariat", "accept")


def asked(day: int, question: str) -> Done:
    """The secretariat asked the reporter."""
    return Done(day, "IntakeCheck", "secretariat", "ask", {"question": question})


def proposed(day: int, assessment: str, answer: str, proven: bool = True) -> Done:
    """The handler assessed the report, and proposed to answer and close it."""
    values = {"assessment": assessment, "answer": answer, "proven": proven}
    return Done(day, "Assess", "handler", "propose", values)


def measures(day: int, assessment: str, recommendations: str) -> Done:
    """The handler assessed the report, and proposed to go on with it."""
    values = {"assessment": assessment, "recommendations": recommendations}
    return Done(day, "Assess", "handler", "measures", values)


def decided(day: int, outcome: str, reason: str, answer: str, **more: str) -> Done:
    """The inspector decided how the report is handled."""
    values = {"decision_reason": reason, "answer": answer, **more}
    return Done(day, "Decide", "inspector", outcome, values)
