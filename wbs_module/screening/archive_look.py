"""Run as a program: looks at a ZIP archive without unpacking it.

    python archive_look.py FILE

The exit status says what it is: an office document that may be unpacked, something
else, or a bomb. Done in a child with limits, since a directory of entries can be as
large as whoever wrote it liked.
"""

import sys
import zipfile

MOST_MEMBERS = 2000
MOST_UNPACKED = 256 << 20

BOMB, OTHER, BROKEN = 10, 11, 12
KINDS = {
    20: ("docx", "word/document.xml"),
    21: ("xlsx", "xl/workbook.xml"),
    22: ("pptx", "ppt/presentation.xml"),
    23: ("odt", "application/vnd.oasis.opendocument.text"),
    24: ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    25: ("odp", "application/vnd.oasis.opendocument.presentation"),
}
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zX")


def look(name: str) -> int:
    """The exit status for the archive ``name``."""
    with zipfile.ZipFile(name) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            return BOMB
        # Python's zipfile hands out no more of a member than its entry declares.
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            return BOMB
        for member in members:
            with archive.open(member) as content:
                if content.read(6).startswith(ARCHIVES):
                    return BOMB  # archives within archives are not followed
        names = {member.filename for member in members}
        written = ""
        if "mimetype" in names:
            written = archive.read("mimetype")[:100].decode("ascii", "replace")
    for status, (_extension, sign) in KINDS.items():
        if sign in names or sign == written:
            return status
    return OTHER


def main() -> int:
    try:
        return look(sys.argv[1])
    except Exception:  # noqa: BLE001 (whatever is wrong with it, it is no archive)
        return BROKEN


if __name__ == "__main__":
    sys.exit(main())
