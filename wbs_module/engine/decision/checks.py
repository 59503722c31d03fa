"""Checks names and types of a decision before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..feel import ANY, Expression, Type
from .complaints import Complaints, called
from .model import Cell, Decision, DecisionTable, LiteralExpression, OutputColumn
from .requirements import Source


def check_decision(
    decision: Decision, known: Mapping[str, Type | str], complaints: Complaints
) -> None:
    """Report unknown names, types that do not fit, and outputs not allowed."""
    if isinstance(decision.logic, LiteralExpression):
        cell, kind = decision.logic.cell, decision.logic.type
        for problem in decision.logic.expression.check(known, kind):
            say = called(decision.name, decision.id)
            complaints.add_feel(problem, cell, decision.name, say)
        return
    _check_table(decision, decision.logic, known, complaints)


def _check_table(
    decision: Decision,
    table: DecisionTable,
    known: Mapping[str, Type | str],
    complaints: Complaints,
) -> None:
    tested: list[Type] = []
    for column in table.inputs:
        where = f"Input “{column.label}”"
        for problem in column.expression.check(known, column.type):
            complaints.add_feel(problem, column.cell, decision.name, where)
        found = column.expression.type_of(known)
        tested.append(found if found.known else column.type)
    for rule in table.rules:
        for cell, test, kind, column in zip(
            rule.input_cells, rule.inputs, tested, table.inputs, strict=True
        ):
            where = f"Rule {rule.number}, input “{column.label}”"
            for problem in test.check(kind, known):
                complaints.add_feel(problem, cell, decision.name, where)
        for cell, value, output in zip(
            rule.output_cells, rule.outputs, table.outputs, strict=True
        ):
            where = f"Rule {rule.number}, output “{output.label}”"
            _check_output(decision, value, cell, output, known, complaints, where)
            _check_allowed(decision, value, cell, output, rule.number, complaints)
    for output in table.outputs:
        if output.default is not None and output.default_cell is not None:
            where = f"Default of output “{output.label}”"
            _check_output(
                decision,
                output.default,
                output.default_cell,
                output,
                known,
                complaints,
                where,
            )


def _check_output(
    decision: Decision,
    value: Expression,
    cell: Cell,
    output: OutputColumn,
    known: Mapping[str, Type | str],
    complaints: Complaints,
    where: str,
) -> None:
    for problem in value.check(known, output.type):
        complaints.add_feel(problem, cell, decision.name, where)


def _check_allowed(
    decision: Decision,
    value: Expression,
    cell: Cell,
    output: OutputColumn,
    rule: int,
    complaints: Complaints,
) -> None:
    """Report a constant that is not among the allowed values of its output."""
    if output.allowed is None or not value.is_literal:
        return
    result, allowed = value.evaluate({}), output.allowed.evaluate({})
    if result is not None and isinstance(allowed, list) and result not in allowed:
        complaints.add(
            "output_not_allowed",
            cell.id,
            decision.name,
            cell.place,
            decision=called(decision.name, decision.id),
            rule=str(rule),
            output=output.label,
        )


def result_type(decision: Decision) -> Type:
    """Return the type of a decision's result, as far as the file says it."""
    if isinstance(decision.logic, LiteralExpression):
        return decision.logic.type
    table = decision.logic
    if table.aggregation == "COUNT":
        return Type("number")
    outputs = {output.name: _output_type(output) for output in table.outputs}
    if len(outputs) == 1:
        result = next(iter(outputs.values()))
    else:
        result = Type("context", entries=outputs)
    return Type("list", item=result) if decision.gives_list else result


def source_type(decision: Decision, source: Source) -> Type:
    """Return the type of a name that comes from a decision."""
    result = result_type(decision)
    if source.output is None:
        return result
    return (result.entries or {}).get(source.output, ANY)


def _output_type(output: OutputColumn) -> Type:
    if output.type.kind != "string" or output.allowed is None:
        return output.type
    allowed = output.allowed.evaluate({})
    if not isinstance(allowed, list):
        return output.type
    texts = tuple(value for value in allowed if isinstance(value, str))
    return replace(output.type, choices=texts if len(texts) == len(allowed) else ())
