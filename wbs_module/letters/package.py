"""Opens a Word file as what it is, a zip of parts, without trusting it.

Nothing is unpacked to disk. Parts and relationships are judged by allow-lists: what a
letter has no use for is a problem, whatever it may be.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from .problems import TemplateProblem

MAXIMUM_FILE = 10 * 2**20  # bytes as uploaded
MAXIMUM_UNPACKED = 40 * 2**20  # bytes of all parts together
MAXIMUM_XML = 4 * 2**20  # bytes of one XML part
MAXIMUM_PARTS = 400

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE = _WORD + "document.main+xml"
# Parts whose text is filled in, with the word for them in messages.
FILLED_TYPES = {
    MAIN_TYPE: "document",
    _WORD + "header+xml": "header",
    _WORD + "footer+xml": "footer",
    _WORD + "footnotes+xml": "footnotes",
    _WORD + "endnotes+xml": "endnotes",
}
# The last step of the relationship types that a letter may have.
_ALLOWED_RELATIONS = frozenset(
    "officeDocument core-properties extended-properties custom-properties thumbnail "
    "styles stylesWithEffects numbering settings webSettings fontTable font theme "
    "header footer footnotes endnotes image customXml customXmlProps "
    "glossaryDocument people".split()
)
# Comments have a sentence of their own.
_COMMENT_RELATIONS = frozenset(
    "comments commentsExtended commentsIds commentsExtensible".split()
)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass
class Package:
    """The parts of a Word file by name, and what was found wrong with them."""

    parts: dict[str, bytes] = field(default_factory=dict)
    trees: dict[str, etree._Element] = field(default_factory=dict)
    content_types: dict[str, str] = field(default_factory=dict)
    problems: list[TemplateProblem] = field(default_factory=list)

    def filled_parts(self) -> dict[str, str]:
        """Names of the parts whose text is filled in, with the word for each."""
        return {
            name: FILLED_TYPES[kind]
            for name, kind in sorted(self.content_types.items())
            if kind in FILLED_TYPES and name in self.trees
        }

    def report(self, kind: str, **details: str) -> None:
        problem = TemplateProblem(kind, details=details)
        if problem not in self.problems:
            self.problems.append(problem)


def open_package(docx: bytes) -> Package:
    """Reads a file into memory and reports everything that forbids its use."""
    package = Package()
    if len(docx) > MAXIMUM_FILE:
        package.report("too_large", size=_mib(len(docx)), limit=_mib(MAXIMUM_FILE))
        return package
    if docx.startswith(b"\xd0\xcf\x11\xe0"):
        package.report("old_word")
        return package
    _unzip(docx, package)
    if not package.problems:
        _parse(package)
    if not package.problems:
        _read_content_types(package)
    if not package.problems:
        _judge_relations(package)
        _judge_pictures(package)
    return package


def parse_xml(blob: bytes) -> etree._Element:
    """Parses XML with nothing that XML can reach out with.

    Raises ``XMLSyntaxError``, or ``ValueError`` for a document type declaration.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(blob, parser)
    document: Any = root.getroottree().docinfo
    if document.doctype:
        raise ValueError("a Word file has no document type declaration")
    return root


def _unzip(docx: bytes, package: Package) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            _read_entries(archive, package)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ):  # zipfile raises all of these for damaged files
        package.report("not_docx")


def _read_entries(archive: zipfile.ZipFile, package: Package) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    # zipfile never yields more than the declared size, so the sum is a true limit.
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > MAXIMUM_PARTS or declared > MAXIMUM_UNPACKED:
        package.report("unpacked_too_large", limit=_mib(MAXIMUM_UNPACKED))
        return
    for entry in entries:
        if entry.flag_bits & 1:
            package.report("encrypted")
            return
        odd = entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if odd or entry.filename in package.parts:
            package.report("not_docx")
            return
        package.parts[entry.filename] = archive.read(entry)


def _parse(package: Package) -> None:
    for name, blob in package.parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        if len(blob) > MAXIMUM_XML:
            package.report("too_large", size=_mib(len(blob)), limit=_mib(MAXIMUM_XML))
            continue
        try:
            package.trees[name] = parse_xml(blob)
        except (etree.XMLSyntaxError, ValueError):
            package.report("bad_xml", part=name[:80])


def _read_content_types(package: Package) -> None:
    tree = package.trees.get("[Content_Types].xml")
    if tree is None:
        package.report("not_docx")
        return
    by_extension: dict[str, str] = {}
    for entry in tree.iter("{*}Default"):
        extension = entry.get("Extension", "").lower()
        by_extension[extension] = entry.get("ContentType", "")
    for entry in tree.iter("{*}Override"):
        name = entry.get("PartName", "").lstrip("/")
        package.content_types[name] = entry.get("ContentType", "")
    for name in package.parts:
        extension = posixpath.splitext(name)[1][1:].lower()
        package.content_types.setdefault(name, by_extension.get(extension, ""))
    kinds = set(package.content_types.values())
    if any("vba" in kind or "macro" in kind.lower() for kind in kinds):
        package.report("macros")
    elif MAIN_TYPE not in kinds:
        is_office = any("officedocument" in kind for kind in kinds)
        package.report("wrong_document_type" if is_office else "not_docx")


def _judge_relations(package: Package) -> None:
    for name, tree in package.trees.items():
        if not name.endswith(".rels"):
            continue
        for relation in tree.iter("{*}Relationship"):
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or "://" in target:
                package.report("external_link", target=target[:80])
            elif "vba" in kind.lower() or "macro" in kind.lower():
                package.report("macros")
            elif kind in _COMMENT_RELATIONS:
                package.report("comments")
            elif kind not in _ALLOWED_RELATIONS:
                package.report("forbidden_part", part=kind[:40])
    if any(name.lower().endswith("vbaproject.bin") for name in package.parts):
        package.report("macros")


def _judge_pictures(package: Package) -> None:
    for name, kind in package.content_types.items():
        blob = package.parts.get(name)
        if blob is None or not (kind.startswith("image/") or "/media/" in name):
            continue
        if name.startswith("docProps/"):
            continue  # the preview picture, which is left out of letters
        if not blob.startswith(_PICTURES):
            package.report("picture_kind", part=name[:80])


def _mib(size: int) -> str:
    return f"{size / 2**20:.1f} MB"
