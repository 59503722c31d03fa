"""What a letter costs in the warm process, beside docxtpl alone."""

import io
from datetime import date

from docxtpl import DocxTemplate
from jinja2 import Environment

from tools.bench.figure import Figure, Peer, compare
from wbs_module.letters import (
    LetterMetadata,
    LetterRenderer,
    example_values,
    shipped_template,
)
from wbs_module.letters.filters import FILTERS

LIMIT = 1.3
METADATA = LetterMetadata("Surat", "Inspektorat Daerah", date(2026, 11, 24))


def measure() -> list[Figure]:
    """Return the wall time of three letters, pipes included."""
    with LetterRenderer() as renderer:
        renderer.warm_up()
        return [
            _figure(renderer, letter)
            for letter in ("receipt", "forwarding", "clarification_minutes")
        ]


def _figure(renderer: LetterRenderer, letter: str) -> Figure:
    template, values = shipped_template(letter), example_values(letter)
    environment = Environment(autoescape=True)
    environment.filters |= {name: entry.call for name, entry in FILTERS.items()}

    def ours() -> bytes:
        return renderer.render(template, values, METADATA)

    def docxtpl_alone() -> None:
        document = DocxTemplate(io.BytesIO(template))
        document.render(values, environment, autoescape=True)
        document.save(io.BytesIO())

    # Wall time, as our work is done in another process.
    return compare(
        f"letter: {letter}",
        ours,
        Peer("docxtpl", docxtpl_alone),
        limit=LIMIT,
        kind="database",
        repeat=5,
    )
