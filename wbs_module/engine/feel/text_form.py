"""How ``string()`` shows a value (DMN 1.3 section 10.3.4.1)."""

from __future__ import annotations

from decimal import Decimal

from .run import Run
from .temporal import write_temporal
from .values import Range, Value

_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"})


def display(run: Run, value: Value) -> str:
    """Return a value as text: a string as it is, inside of a list in quotes."""
    if isinstance(value, str):
        return value
    return _written(run, value)


def write_number(value: Decimal) -> str:
    """Return a number in plain digits, with an exponent only if it is very long."""
    if not value:
        return "0"
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if value.adjusted() > 40 or exponent < -80:
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _written(run: Run, value: Value) -> str:
    if value is None:
        text = "null"
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, Decimal):
        text = write_number(value)
    elif isinstance(value, str):
        text = f'"{value.translate(_ESCAPES)}"'
    elif isinstance(value, list):
        text = f"[{', '.join(_written(run, item) for item in value)}]"
    elif isinstance(value, dict):
        pairs = (f"{key}: {_written(run, item)}" for key, item in value.items())
        text = f"{{{', '.join(pairs)}}}"
    elif isinstance(value, Range):
        text = _written_range(run, value)
    else:
        text = write_temporal(value)
    run.worded(len(text))
    return text


def _written_range(run: Run, value: Range) -> str:
    start = "" if value.start is None else _written(run, value.start)
    end = "" if value.end is None else _written(run, value.end)
    opening = "[" if value.start_included else "("
    closing = "]" if value.end_included else ")"
    return f"{opening}{start}..{end}{closing}"
