"""The small language that a letter's placeholders are written in.

It is a part of Jinja: names with dots, ``if``, ``for``, comparisons, ``and``, ``or``,
``not``, text constants and our filters. Jinja's own sandbox is not enough (objects
passed in bring methods of their own), so everything else is refused by an allow-list
of syntax before compiling, and the environment has nothing to offer at run time:
no globals, no tests, no attribute access but the keys of plain dictionaries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, StrictUndefined, Undefined, nodes
from jinja2.runtime import LoopContext
from markupsafe import Markup, escape

from .filters import FILTERS

MAXIMUM_LOOP_DEPTH = 3
LOOP_NAMES = ("first", "index", "last", "length")

# In a run (w:r), text, a line break and a tab are siblings: ECMA-376 part 1, §17.3.3.
_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.For,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Concat,
    nodes.Filter,
)
_PLAIN_WORDS: dict[type[nodes.Node], str] = {
    nodes.Call: "Calling a function, “( )”,",
    nodes.Test: "A test (“is …”)",
    nodes.Include: "Including another file",
    nodes.Import: "Importing",
    nodes.FromImport: "Importing",
    nodes.Extends: "Extending another file",
    nodes.Macro: "A macro",
    nodes.CallBlock: "A macro call",
    nodes.FilterBlock: "A filter block",
    nodes.Assign: "“set”",
    nodes.AssignBlock: "“set”",
    nodes.With: "“with”",
    nodes.Block: "“block”",
    nodes.Dict: "A dictionary, “{ }”,",
    nodes.Slice: "A slice, “[ : ]”,",
    nodes.BinExpr: "Arithmetic",
    nodes.UnaryExpr: "Arithmetic",
}


@dataclass(frozen=True)
class Finding:
    """A forbidden piece of syntax and the line of the source on which it stands."""

    kind: str
    line: int
    details: dict[str, str]


class NotText(Exception):
    """A list, a group or a yes/no was to be written as text."""


class LetterEnvironment(Environment):
    """A Jinja environment in which only plain data can be reached."""

    def __init__(self) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_as_word_text,
            keep_trailing_newline=True,
            cache_size=0,
        )
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: entry.call for name, entry in FILTERS.items()}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value under a key of a plain dictionary; of a loop, its counters."""
        if type(obj) is LoopContext and attribute in LOOP_NAMES:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The value under a key of a plain dictionary, undefined for all else."""
        if type(obj) is dict and isinstance(argument, str) and argument in obj:
            return obj[argument]
        return self.undefined(name="value")


def _as_word_text(value: Any) -> Any:
    """A value as the inside of a ``w:t``: escaped, line ends and tabs as Word's own."""
    if isinstance(value, Undefined):
        return value  # writing it out raises
    if value is None:
        return ""
    if type(value) not in (str, int, float, Markup):
        raise NotText
    text = str(escape(value))  # as str, or replace() would escape the Word tags
    if "\n" in text or "\t" in text:
        text = text.replace("\n", _LINE_BREAK).replace("\t", _TAB)
    return Markup(text)


def forbidden_syntax(tree: nodes.Template) -> list[Finding]:
    """Everything in a parsed part that a letter may not use, in order of lines."""
    findings: list[Finding] = []
    _inspect(tree, 0, findings)
    return findings


def _inspect(node: nodes.Node, loops: int, findings: list[Finding]) -> None:
    finding = _judge(node, loops)
    if finding:
        kind, details = finding
        findings.append(Finding(kind, node.lineno, details))
        return
    inner_loops = loops + isinstance(node, nodes.For)
    for child in node.iter_child_nodes():
        _inspect(child, inner_loops, findings)


def _judge(node: nodes.Node, loops: int) -> tuple[str, dict[str, str]] | None:
    if not isinstance(node, _ALLOWED):
        return "forbidden_syntax", {"what": _in_words(node)}
    if isinstance(node, nodes.Filter):
        return _judge_filter(node)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return "forbidden_syntax", {"what": f"The name “{node.attr[:40]}”"}
    if isinstance(node, nodes.Getitem) and not _is_key(node.arg):
        return "forbidden_syntax", {"what": "An item by its position, “[ ]”,"}
    if isinstance(node, (nodes.List, nodes.Tuple)) and not all(
        isinstance(item, nodes.Const) for item in node.items
    ):
        return "forbidden_syntax", {"what": "A list of other things than constants"}
    if isinstance(node, nodes.CondExpr) and node.expr2 is None:
        return "forbidden_syntax", {"what": "“if” without “else” inside {{ }}"}
    if isinstance(node, nodes.For):
        return _judge_loop(node, loops)
    return None


def _judge_loop(node: nodes.For, loops: int) -> tuple[str, dict[str, str]] | None:
    if node.recursive:
        return "forbidden_syntax", {"what": "A recursive loop"}
    if not isinstance(node.target, nodes.Name):
        return "forbidden_syntax", {"what": "A loop with several names"}
    if loops >= MAXIMUM_LOOP_DEPTH:
        return "loops_too_deep", {"limit": str(MAXIMUM_LOOP_DEPTH)}
    return None


def _judge_filter(node: nodes.Filter) -> tuple[str, dict[str, str]] | None:
    entry = FILTERS.get(node.name)
    if entry is None or node.node is None:
        details = {"name": node.name[:40], "allowed": ", ".join(sorted(FILTERS))}
        return "unknown_filter", details
    fits = len(node.args) <= entry.constants and all(
        isinstance(argument, nodes.Const) and isinstance(argument.value, str)
        for argument in node.args
    )
    if not fits or node.kwargs or node.dyn_args or node.dyn_kwargs:
        return "filter_arguments", {"name": node.name}
    return None


def _is_key(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.Const)
        and isinstance(node.value, str)
        and not node.value.startswith("_")
    )


def _in_words(node: nodes.Node) -> str:
    for kind, words in _PLAIN_WORDS.items():
        if isinstance(node, kind):
            return words
    return f"“{type(node).__name__.lower()}”"
