"""Procedures beside OCA's helpdesk, and against themselves when there are many rows."""

from collections.abc import Iterable
from typing import Any

from tools.bench import process_many, process_steps
from tools.bench.figure import Figure
from tools.bench.inside_odoo import figures_from_odoo
from tools.bench.office import Office


def measure() -> Iterable[Figure]:
    """Measure inside Odoo."""
    return figures_from_odoo(__name__)


def measure_in_odoo(env: Any) -> Iterable[Figure]:
    """Yield the figures: few rows first, for what follows fills the tables."""
    office = Office(env)
    yield from process_steps.figures(env, office)
    yield from process_many.figures(env, office)
