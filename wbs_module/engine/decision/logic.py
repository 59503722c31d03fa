"""Reads what decides: decision tables and literal expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..feel import (
    ANY,
    Expression,
    FeelSyntaxError,
    Type,
    UnaryTests,
    parse_expression,
    parse_unary_tests,
)
from ..reading.document import Tag
from ..reading.drawing import Place
from .complaints import Complaints, called
from .model import (
    Aggregation,
    Cell,
    DecisionTable,
    HitPolicy,
    InputColumn,
    LiteralExpression,
    OutputColumn,
    Rule,
)
from .types import Types

_HIT_POLICIES: dict[str, HitPolicy] = {
    "UNIQUE": "UNIQUE",
    "FIRST": "FIRST",
    "PRIORITY": "PRIORITY",
    "ANY": "ANY",
    "COLLECT": "COLLECT",
    "RULE ORDER": "RULE ORDER",
    "OUTPUT ORDER": "OUTPUT ORDER",
}
_AGGREGATIONS: dict[str, Aggregation] = {
    "SUM": "SUM",
    "MIN": "MIN",
    "MAX": "MAX",
    "COUNT": "COUNT",
}
_BOXED = frozenset(
    {
        "invocation",
        "functionDefinition",
        "context",
        "relation",
        "list",
        "conditional",
        "filter",
        "for",
        "every",
        "some",
    }
)
_NULL = "null"
_LITERALS = frozenset({"null", "true", "false"})
_LONE_NAME = re.compile(r"[^\W\d]\w*( \w+)*")


class LogicReader:
    """Reads the logic of one decision.

    :param language: expression language that the whole file names, if any
    :param names: names that expressions may use, for those with signs in them
    """

    def __init__(
        self,
        identifier: str,
        name: str,
        types: Types,
        complaints: Complaints,
        language: str | None,
        names: Iterable[str],
    ) -> None:
        self._id = identifier
        self._name = name
        self._say = called(name, identifier)
        self._types = types
        self._complaints = complaints
        self._language = language
        self._names = frozenset(names)

    def read(self, decision: Tag) -> DecisionTable | LiteralExpression | None:
        """Return the logic, None where there is none that can be read."""
        for tag in decision.relatives:
            if tag.name == "decisionTable":
                return self._table(tag)
            if tag.name == "literalExpression":
                return self._literal(tag, decision)
            if tag.name in _BOXED:
                self._complain("logic_refused", tag.place, kind=tag.name)
                return None
        self._complain("logic_missing", decision.place)
        return None

    def _complain(
        self,
        code: str,
        place: Place,
        severity: str = "error",
        element_id: str | None = None,
        **parameters: str,
    ) -> None:
        self._complaints.add(
            code,
            element_id or self._id,
            self._name,
            place,
            severity,
            decision=self._say,
            **parameters,
        )

    def _literal(self, tag: Tag, decision: Tag) -> LiteralExpression | None:
        variable = decision.first("variable")
        reference = tag.get("typeRef")
        if reference is None and variable is not None:
            reference = variable.get("typeRef")
        kind = self._type(reference, tag.place)
        cell = self._cell(tag)
        expression = self._expression(tag, cell, self._say)
        if expression is None:
            return None
        return LiteralExpression(cell, expression, kind)

    def _table(self, tag: Tag) -> DecisionTable | None:
        policy = self._hit_policy(tag)
        aggregation = self._aggregation(tag, policy)
        inputs = [self._input(column) for column in tag.every("input")]
        output_tags = list(tag.every("output"))
        outputs = [self._output(column, output_tags) for column in output_tags]
        if not outputs:
            self._complain("no_output", tag.place)
        names = [column.name for column in outputs]
        for name in {name for name in names if names.count(name) > 1 and name}:
            self._complain("output_name_twice", tag.place, output=name)
        if aggregation and len(outputs) > 1:
            self._complain("aggregation_of_several", tag.place)
        if policy in ("PRIORITY", "OUTPUT ORDER"):
            for column in outputs:
                if column.allowed is None:
                    self._complain(
                        "priority_without_values", tag.place, output=column.name
                    )
        rules = self._rules(tag, inputs, outputs)
        if policy is None or None in inputs or not outputs:
            return None
        return DecisionTable(
            tag.get("id") or self._id,
            tag.place,
            policy,
            aggregation,
            tuple(column for column in inputs if column is not None),
            tuple(outputs),
            rules,
        )

    def _hit_policy(self, tag: Tag) -> HitPolicy | None:
        said = (tag.get("hitPolicy") or "UNIQUE").replace("_", " ").upper()
        policy = _HIT_POLICIES.get(said)
        if policy is None:
            self._complain("hit_policy_unknown", tag.place, policy=said)
        return policy

    def _aggregation(self, tag: Tag, policy: HitPolicy | None) -> Aggregation | None:
        said = tag.get("aggregation")
        if not said:
            return None
        found = _AGGREGATIONS.get(said.upper())
        if found is None:
            self._complain("aggregation_unknown", tag.place, aggregation=said)
        elif policy not in ("COLLECT", None):
            self._complain("aggregation_without_collect", tag.place, policy=str(policy))
        return found

    def _input(self, tag: Tag) -> InputColumn | None:
        inner = tag.first("inputExpression")
        where = inner if inner is not None else tag
        label = tag.get("label") or tag.get("name") or ""
        cell = self._cell(where)
        label = label or cell.text
        kind = self._type(where.get("typeRef"), where.place)
        expression = self._expression(where, cell, f"Input “{label}”")
        allowed = self._allowed_inputs(tag, label)
        if expression is None:
            return None
        return InputColumn(tag.get("id") or "", label, cell, expression, kind, allowed)

    def _allowed_inputs(self, tag: Tag, label: str) -> UnaryTests | None:
        values = tag.first("inputValues")
        if values is None or not self._cell(values).text:
            return None
        return self._tests(values, self._cell(values), f"Input “{label}”")

    def _output(self, tag: Tag, all_tags: list[Tag]) -> OutputColumn:
        name = tag.get("name") or ""
        label = tag.get("label") or name
        if not name and len(all_tags) > 1:
            self._complain("output_name_missing", tag.place)
        allowed = self._allowed_outputs(tag, label)
        default = default_cell = None
        entry = tag.first("defaultOutputEntry")
        if entry is not None and self._cell(entry).text:
            default_cell = self._cell(entry)
            default = self._expression(
                entry, default_cell, f"Default of output “{label}”"
            )
        return OutputColumn(
            tag.get("id") or "",
            name,
            label,
            self._type(tag.get("typeRef"), tag.place),
            allowed,
            default,
            default_cell,
        )

    def _allowed_outputs(self, tag: Tag, label: str) -> Expression | None:
        values = tag.first("outputValues")
        if values is None or not self._cell(values).text:
            return None
        text = f"[{self._cell(values).text}]"
        try:
            expression = parse_expression(text)
            if not expression.names:
                return expression
        except FeelSyntaxError:
            pass
        self._complain("allowed_values", values.place, column=label)
        return None

    def _rules(
        self,
        table: Tag,
        inputs: list[InputColumn | None],
        outputs: list[OutputColumn],
    ) -> tuple[Rule, ...]:
        tags = list(table.every("rule"))
        if not tags:
            self._complain("no_rule", table.place)
        rules = (
            self._rule(tag, number, inputs, outputs)
            for number, tag in enumerate(tags, start=1)
        )
        return tuple(rule for rule in rules if rule is not None)

    def _rule(
        self,
        tag: Tag,
        number: int,
        inputs: list[InputColumn | None],
        outputs: list[OutputColumn],
    ) -> Rule | None:
        entries = list(tag.every("inputEntry"))
        results = list(tag.every("outputEntry"))
        for kind, found, needed in (
            ("input", entries, inputs),
            ("output", results, outputs),
        ):
            if len(found) != len(needed):
                self._complain(
                    "cell_count",
                    tag.place,
                    rule=str(number),
                    kind=kind,
                    found=str(len(found)),
                    needed=str(len(needed)),
                )
                return None
        cells = tuple(map(self._cell, entries))
        tests = [
            self._tests(entry, cell, f"Rule {number}, {_label('input', column)}")
            for entry, cell, column in zip(entries, cells, inputs, strict=True)
        ]
        result_cells = tuple(map(self._cell, results))
        values = [
            self._result(entry, cell, number, column)
            for entry, cell, column in zip(results, result_cells, outputs, strict=True)
        ]
        asked = {each.cell.text for each in inputs if each is not None}
        for cell, column in zip(cells + result_cells, [*inputs, *outputs], strict=True):
            if column is not None and cell.text not in asked:
                self._quotes(cell, column, number)
        return Rule(
            tag.get("id") or "",
            number,
            tag.place,
            cells,
            tuple(test for test in tests if test is not None),
            result_cells,
            tuple(value for value in values if value is not None),
        )

    def _result(
        self, tag: Tag, cell: Cell, number: int, column: OutputColumn
    ) -> Expression | None:
        if not cell.text:
            self._complain(
                "output_empty",
                tag.place,
                "warning",
                cell.id,
                rule=str(number),
                output=column.label,
            )
            return parse_expression(_NULL)
        return self._expression(tag, cell, f"Rule {number}, {_label('output', column)}")

    def _quotes(
        self, cell: Cell, column: InputColumn | OutputColumn, number: int
    ) -> None:
        """Hint at a lone name where texts stand: often one that lacks its quotes."""
        if column.type.kind != "string" or cell.text in self._names:
            return
        if _LONE_NAME.fullmatch(cell.text) and cell.text not in _LITERALS:
            self._complain(
                "text_without_quotes",
                cell.place,
                "warning",
                cell.id,
                rule=str(number),
                text=cell.text,
                column=column.label,
            )

    def _type(self, reference: str | None, place: Place) -> Type:
        found = self._types.named(reference)
        if found is None:
            self._complain("type_unknown", place, type=reference or "")
        return found or ANY

    def _cell(self, tag: Tag) -> Cell:
        """Return the text of an entry, its place being that of its first sign."""
        text = tag.first("text")
        if text is None:
            return Cell(tag.get("id") or "", "", tag.place)
        return Cell(
            tag.get("id") or "",
            text.text.strip(),
            text.text_place if text.text_place.line else tag.place,
        )

    def _speaks_feel(self, tag: Tag) -> bool:
        language = tag.get("expressionLanguage") or self._language
        if not language or "feel" in language.lower():
            return True
        self._complain(
            "language_refused", tag.place, element_id=tag.get("id"), language=language
        )
        return False

    def _expression(self, tag: Tag, cell: Cell, column: str) -> Expression | None:
        if not self._speaks_feel(tag):
            return None
        try:
            return parse_expression(cell.text, self._names)
        except FeelSyntaxError as error:
            self._complaints.add_feel(error, cell, self._name, column)
            return None

    def _tests(self, tag: Tag, cell: Cell, column: str) -> UnaryTests | None:
        if not self._speaks_feel(tag):
            return None
        try:
            return parse_unary_tests(cell.text or "-", self._names)
        except FeelSyntaxError as error:
            self._complaints.add_feel(error, cell, self._name, column)
            return None


def _label(kind: str, column: InputColumn | OutputColumn | None) -> str:
    return f"{kind} “{column.label}”" if column is not None else kind
