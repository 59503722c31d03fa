"""Turns the bytes of a file into a tree of tags that know where they stand.

Expat alone does it: it tells line and column of each tag, knows the encodings that
tools write, and lets us stop at the first sign of a DOCTYPE. A second parser beside it
could understand the same bytes differently.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from .drawing import NOWHERE, Place

LARGEST_FILE = 4 * 1024 * 1024  # bytes; a drawing of 1,000 elements has about 1 MiB
DEEPEST_NESTING = 100
MOST_PIECES = 200_000  # tags and lines; such a drawing has some 30,000
LONGEST_ATTRIBUTE = 100_000  # characters


class DocumentRefused(Exception):
    """The bytes are no document that we open; ``code`` says why.

    :param parameters: for the sentence of that code in the catalogue
    """

    def __init__(self, code: str, place: Place = NOWHERE, **parameters: str) -> None:
        super().__init__(code)
        self.code = code
        self.place = place
        self.parameters = parameters


@dataclass(slots=True)
class Tag:
    """One XML element.

    :param attributes: name → value for those without a prefix, ``"namespace name"`` →
        value for those with one
    :param text: all text directly inside, as written
    :param text_place: where its first character that is no white space stands
    """

    namespace: str
    name: str
    attributes: dict[str, str]
    place: Place
    children: list[Tag] = field(default_factory=list)
    text: str = ""
    text_place: Place = NOWHERE

    def get(self, name: str, namespace: str = "") -> str | None:
        """Value of an attribute, without white space around it."""
        value = self.attributes.get(f"{namespace} {name}" if namespace else name)
        return None if value is None else value.strip()

    def every(self, name: str, namespace: str | None = None) -> Iterator[Tag]:
        """Children of that name, by default in the namespace of this tag."""
        wanted = self.namespace if namespace is None else namespace
        for child in self.children:
            if child.name == name and child.namespace == wanted:
                yield child

    @property
    def relatives(self) -> Iterator[Tag]:
        """Children of the same vocabulary."""
        for child in self.children:
            if child.namespace == self.namespace:
                yield child

    def first(self, name: str, namespace: str | None = None) -> Tag | None:
        return next(self.every(name, namespace), None)


@dataclass(frozen=True)
class Document:
    """:param namespaces: those that the file declares anywhere"""

    root: Tag
    namespaces: frozenset[str]


class _Builder:
    """Receives what expat sees."""

    def __init__(self) -> None:
        self.root: Tag | None = None
        self.namespaces: set[str] = set()
        self._open: list[Tag] = []
        self._texts: list[list[str]] = []
        self._count = 0
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype

    def parse(self, data: bytes) -> Document:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as problem:
            raise DocumentRefused(
                "not_xml",
                Place(problem.lineno, problem.offset + 1),
                reason=expat.ErrorString(problem.code) or "unknown",
            ) from None
        except (LookupError, ValueError, UnicodeError):
            raise DocumentRefused("encoding_unknown", Place(1, 1)) from None
        assert self.root is not None  # expat refuses a document without a root
        return Document(self.root, frozenset(self.namespaces))

    def _here(self) -> Place:
        return Place(
            self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        )

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        namespace, _, name = qualified.rpartition(" ")
        place = self._here()
        self._count_piece()
        if len(self._open) >= DEEPEST_NESTING:
            raise DocumentRefused("nested_too_deep", place, limit=str(DEEPEST_NESTING))
        for value in attributes.values():
            if len(value) > LONGEST_ATTRIBUTE:
                limit = str(LONGEST_ATTRIBUTE)
                raise DocumentRefused("attribute_too_long", place, limit=limit)
        tag = Tag(namespace, name, attributes, place)
        if self._open:
            self._open[-1].children.append(tag)
        else:
            self.root = tag
        self._open.append(tag)
        self._texts.append([])

    def _end(self, _qualified: str) -> None:
        tag = self._open.pop()
        tag.text = "".join(self._texts.pop())

    def _characters(self, text: str) -> None:
        # Not buffered: expat hands over each line by itself, with its true place.
        tag = self._open[-1]
        if tag.text_place is NOWHERE and not text.isspace():
            here = self._here()
            indent = len(text) - len(text.lstrip())
            tag.text_place = Place(here.line, here.column + indent)
        self._count_piece()
        self._texts[-1].append(text)

    def _count_piece(self) -> None:
        self._count += 1
        if self._count > MOST_PIECES:
            raise DocumentRefused("too_many_tags", self._here(), limit=str(MOST_PIECES))

    def _namespace(self, _prefix: str | None, uri: str | None) -> None:
        if uri:
            self.namespaces.add(uri)

    def _doctype(self, *_declaration: object) -> None:
        raise DocumentRefused("doctype", self._here())


def parse(data: bytes) -> Document:
    """Return the tree of a file; raise ``DocumentRefused``."""
    if len(data) > LARGEST_FILE:
        limit = str(LARGEST_FILE // (1024 * 1024))
        raise DocumentRefused("file_too_large", limit=limit)
    if not data.strip(b"\0\t\r\n " + codecs.BOM_UTF8):
        raise DocumentRefused("file_empty")
    return _Builder().parse(data)
