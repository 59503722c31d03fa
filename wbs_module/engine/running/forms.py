"""Whether what a person hands in fits the task: outcome, fields, types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ..contract import Element, FormField
from ..errors import ValuesRefused
from ..feel import FeelError, parse_expression
from .data import names_for

if TYPE_CHECKING:
    from .token import Token


def checked_outcome(element: Element, outcome: str | None) -> str | None:
    """The outcome, if the task may end with it. Raises :class:`ValuesRefused`."""
    allowed = [choice.value for choice in element.outcomes]
    if not allowed and outcome is None:
        return None
    if outcome in allowed:
        return outcome
    if outcome is None:
        raise ValuesRefused("Choose how this task ends.", outcome="")
    raise ValuesRefused(
        "The task cannot end this way; choose one of its outcomes.", outcome=outcome
    )


def checked_values(
    token: Token,
    values: Mapping[str, Any],
    outcome: str | None = None,
    filled: frozenset[str] | None = None,
) -> dict[str, Any]:
    """Values of the task's fields, with FEEL types. Raises :class:`ValuesRefused`.

    Free text is content: it is kept by the caller and is refused here; ``filled`` says
    which of it was given. The rules of fields see the outcome that was chosen.
    """
    fields = {each.name: each for each in token.task_spec.element.fields}
    for name in values:
        if name not in fields:
            raise ValuesRefused(f"The task has no field {name!r}.", field=name)
        if fields[name].is_content:
            raise ValuesRefused(
                f"The field {name!r} is free text, which never enters the process.",
                field=name,
            )
    read = {
        name: _typed(fields[name], value)
        for name, value in values.items()
        if value is not None
    }
    wrong = [name for name, value in read.items() if value is None]
    taken = {name: value for name, value in read.items() if value is not None}
    names = {name: None for name in fields}
    seen = {**names, **names_for(token), **taken}
    if outcome is not None:
        seen["outcome"] = outcome
    result: dict[str, Any] = {}
    missing: list[str] = []
    for field in fields.values():
        if not _holds(field.visible, seen, token, True):
            continue
        if field.is_content:
            given = filled is None or field.name in filled
        else:
            given = field.name in read
            result[field.name] = taken.get(field.name)
        if not given and (
            field.required or _holds(field.required_if, seen, token, False)
        ):
            missing.append(field.name)
    _refuse(fields, wrong, missing)
    return result


def unasked_fields(token: Token, own: Mapping[str, Any]) -> tuple[str, ...]:
    """Fields that the task does not ask for, whatever is entered beside them.

    Where the rule of a field looks at other fields or at the outcome, only
    :func:`checked_values` can tell; such a field is not among them.

    :param own: newer values than those that the token sees
    """
    fields = token.task_spec.element.fields
    entered = {"outcome", *(field.name for field in fields)}
    seen = {**names_for(token), **own}
    return tuple(
        field.name
        for field in fields
        if field.visible is not None
        and not parse_expression(field.visible).names & entered
        and not _holds(field.visible, seen, token, True)
    )


def _refuse(
    fields: Mapping[str, FormField], wrong: list[str], missing: list[str]
) -> None:
    """Raise :class:`ValuesRefused` with all that does not fit, if anything does not."""
    if wrong:
        name = wrong[0]
        text = f"The value of the field {name!r} is not of its type, "
        text += f"{fields[name].type}."
    elif missing:
        name = missing[0]
        text = f"The field {name!r} is missing."
    else:
        return
    raise ValuesRefused(text, field=name, wrong=wrong, missing=missing)


def _holds(
    text: str | None, names: Mapping[str, Any], token: Token, otherwise: bool
) -> bool:
    if text is None:
        return otherwise
    try:
        return parse_expression(text).evaluate(names, token.workflow) is True
    except FeelError:
        return otherwise


def _typed(field: FormField, value: Any) -> Any:
    """The value with its FEEL type; None where it is not of the field's type."""
    accepted = _READERS[field.type](value)
    if field.type == "selection" and accepted is not None:
        allowed = [choice.value for choice in field.choices]
        return accepted if accepted in allowed else None
    return accepted


def _integer(value: Any) -> int | None:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _amount(value: Any) -> int | Decimal | None:
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    try:
        return value if Decimal(value).is_finite() else None
    except InvalidOperation:
        return None


def _date(value: Any) -> date | None:
    return (
        value if isinstance(value, date) and not isinstance(value, datetime) else None
    )


def _moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


_READERS: dict[str, Any] = {
    "selection": lambda value: value if isinstance(value, str) else None,
    "boolean": lambda value: value if isinstance(value, bool) else None,
    "integer": _integer,
    "amount": _amount,
    "date": _date,
    "datetime": _moment,
}
