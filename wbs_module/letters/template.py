"""A Word template made ready for filling: checked, cleaned and compiled once."""

from __future__ import annotations

import functools
import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateSyntaxError, nodes
from lxml import etree

from .content import W, content_problems
from .language import Finding, LetterEnvironment, forbidden_syntax
from .logo import logo_parts
from .names import name_findings
from .package import Package, open_package
from .problems import TemplateProblem
from .shapes import Shape

CORE_PROPERTIES = "docProps/core.xml"
REMEMBERED_TEMPLATES = 16

# Parts that say who wrote the template, on which machine, with what else in mind.
_LEFT_OUT = frozenset(
    "core-properties extended-properties custom-properties thumbnail customXml "
    "glossaryDocument people".split()
)
_ANY_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_RAW_MARKUP = re.compile(r"\{\{[-+]?(?:p|r|tr|tc)\s[^}]*\}\}?")
_CELL_TAG = re.compile(r"\{%[-+]?\s*(colspan|cellbg|hm|vm)\b[^}]*\}?")
_COLUMN_TAG = re.compile(r"\{%[-+]?tc\s")
_STATEMENT = re.compile(r"\{%[-+]?\s*(if|elif|for)\b(.*?)[-+]?%\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{[-+]?(.*?)[-+]?\}\}", re.DOTALL)

_environment = LetterEnvironment()


@dataclass
class FilledPart:
    """One part whose text is filled in; ``source`` has a line for each paragraph."""

    name: str
    place: str
    source: str
    has_columns: bool
    tree: nodes.Template | None = None
    template: Template | None = None

    def unknown_names(self, shapes: Mapping[str, Shape]) -> list[Finding]:
        """Names in this part that do not fit the shapes."""
        return name_findings(self.tree, shapes) if self.tree is not None else []

    def problem(self, finding: Finding) -> TemplateProblem:
        """A finding as a problem that shows the text where it was found."""
        snippet = self._snippet(finding.line, finding.details.get("name", ""))
        return TemplateProblem(finding.kind, self.place, snippet, finding.details)

    def _snippet(self, line: int, name: str) -> str:
        lines = self.source.split("\n")
        text = _plain_text(lines[min(max(line, 1), len(lines)) - 1])
        tags = _ANY_TAG.findall(text)
        for tag in tags:
            if name and name.rsplit(".", 1)[-1] in tag:
                return str(tag)[:120]
        return str(tags[0] if len(tags) == 1 else text)[:120]


@dataclass
class LetterTemplate:
    """All parts of a template; :attr:`problems` must be empty before filling it."""

    parts: dict[str, bytes] = field(default_factory=dict)
    filled: list[FilledPart] = field(default_factory=list)
    problems: list[TemplateProblem] = field(default_factory=list)
    logo_parts: frozenset[str] = frozenset()


@functools.lru_cache(maxsize=REMEMBERED_TEMPLATES)
def read_template(docx: bytes) -> LetterTemplate:
    """Checks, cleans and compiles a template.

    Remembered by content in this process: the same bytes give the same object, which
    must not be changed.
    """
    package = open_package(docx)
    if package.problems:
        return LetterTemplate(problems=package.problems)
    problems: list[TemplateProblem] = []
    for name, place in package.filled_parts().items():
        problems += content_problems(package.trees[name], place)
        problems += _unsupported_tags(package.trees[name], place)
    cleaned = _cleaned(docx)
    if cleaned is None or cleaned.problems:
        return LetterTemplate(problems=problems or [TemplateProblem("not_docx")])
    template = LetterTemplate(
        cleaned.parts, problems=problems, logo_parts=logo_parts(cleaned)
    )
    for name, place in cleaned.filled_parts().items():
        _add_part(template, name, place, cleaned.trees[name])
    return template


def _cleaned(docx: bytes) -> Package | None:
    """The same document without the parts that say who made it."""
    result = io.BytesIO()
    try:
        document = Document(io.BytesIO(docx))
        for relations in (document.part.package.rels, document.part.rels):
            for identifier in list(relations):
                if relations[identifier].reltype.rsplit("/", 1)[-1] in _LEFT_OUT:
                    del relations[identifier]
        document.core_properties.author = ""  # makes the part that is filled later
        document.save(result)
    except MemoryError:
        raise
    except Exception:  # python-docx raises whatever a damaged file leads it to
        return None
    return open_package(result.getvalue())


def _paragraph_texts(tree: etree._Element) -> Iterator[str]:
    """The text of each paragraph, also where a tag is cut into several runs."""
    for paragraph in tree.iter(f"{{{W}}}p"):
        yield "".join(part.text or "" for part in paragraph.iter(f"{{{W}}}t"))


def _unsupported_tags(tree: etree._Element, place: str) -> Iterator[TemplateProblem]:
    for text in _paragraph_texts(tree):
        for found in _RAW_MARKUP.finditer(text):
            tag = found[0][:120]
            yield TemplateProblem("value_as_markup", place, tag, {"tag": tag})
        for found in _CELL_TAG.finditer(text):
            details = {"what": f"“{found[1]}”"}
            yield TemplateProblem("forbidden_syntax", place, found[0][:120], details)


def _add_part(
    template: LetterTemplate, name: str, place: str, tree: etree._Element
) -> None:
    xml = etree.tostring(tree, encoding="unicode")
    columns = any(map(_COLUMN_TAG.search, _paragraph_texts(tree)))
    source = DocxTemplate(io.BytesIO()).patch_xml(xml)
    # A line for each paragraph lets a finding show where it stands.
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", source.replace("\n", " "))
    part = FilledPart(name, place, source, columns)
    part.tree, findings = _parsed(source)
    if part.tree is not None and not findings:
        findings = _compile(part)
    template.problems += [part.problem(finding) for finding in findings]
    template.filled.append(part)


def _parsed(source: str) -> tuple[nodes.Template | None, list[Finding]]:
    try:
        tree = _environment.parse(source)
    except Exception as error:  # the parser raises more than its own errors
        return None, _findings_tag_by_tag(source) or [_syntax_finding(error)]
    findings = forbidden_syntax(tree)
    return (None, findings) if findings else (tree, [])


def _findings_tag_by_tag(source: str) -> list[Finding]:
    """When a part cannot be parsed as a whole: what is wrong in each tag alone."""
    findings: list[Finding] = []
    for number, line in enumerate(source.split("\n"), start=1):
        alone = [f"{{{{ {tag[1]} }}}}" for tag in _EXPRESSION.finditer(line)]
        for tag in _STATEMENT.finditer(line):
            word = "if" if tag[1] == "elif" else tag[1]
            alone.append(f"{{% {word} {tag[2]} %}}{{% end{word} %}}")
        for text in alone:
            try:
                found = forbidden_syntax(_environment.parse(text))
            except Exception as error:
                found = [_syntax_finding(error)]
            findings += [Finding(one.kind, number, one.details) for one in found]
    return findings


def _syntax_finding(error: Exception) -> Finding:
    if isinstance(error, TemplateSyntaxError):
        reason = _plain_text(error.message or "")[:160].rstrip(".")
        return Finding("syntax", error.lineno, {"reason": reason})
    return Finding("syntax", 1, {"reason": "it is nested too deeply or too long"})


def _compile(part: FilledPart) -> list[Finding]:
    assert part.tree is not None
    try:
        part.template = _environment.from_string(part.tree)
    except Exception:  # Python's own compiler gives up on absurd nesting
        return [Finding("syntax", 1, {"reason": "it is nested too deeply"})]
    # Compiling changes the tree; names are looked up in a fresh one.
    part.tree = _environment.parse(part.source)
    return []


def _plain_text(xml: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", xml)).split())
