"""A whole case leaves nothing in clear anywhere but before those who may see it.

New ways out of the product: add a line to ``PLACES`` (and ``PLANTS`` beside it).
"""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from .canary import Canaries, forms_of
from .conftest import Story
from .installation import Installation
from .places import PLACES
from .planting import PLANTS, plant, take_away

# What staff see of a case, and what comes as a file.
SEEN_BY_STAFF = (
    "what",
    "where",
    "who",
    "proof",
    "question",
    "message",
    "assessment",
    "news",
)
SEALED = ("name", "employee number", "address", "telephone", "reply")


def unpacked(file: bytes) -> bytes:
    """What stands in a file; the members of a package, such as a document."""
    if not zipfile.is_zipfile(BytesIO(file)):
        return file
    package = zipfile.ZipFile(BytesIO(file))
    return b"".join(package.read(name) for name in package.namelist())


def test_those_who_may_see_it_saw_it(story: Story) -> None:
    """Else nothing would have been put anywhere, and the search would prove nothing."""
    for what in SEEN_BY_STAFF:
        assert story.canaries.given[what] in story.shown_to_staff, what
    files = b"".join(story.originals)
    assert story.canaries.token("artist").encode() in files
    assert story.canaries.given["text file"].encode() in files
    assert story.canaries.given["answer"].encode() in story.letter
    assert story.preview.startswith(b"%PDF")
    for what in ("question", "news"):
        assert story.canaries.given[what] in story.shown_to_reporter, what
    assert story.canaries.codes["receipt code"]


def test_a_cleaned_copy_does_not_say_who_made_it(story: Story) -> None:
    assert any(story.cleaned), "nothing was cleaned"
    for copy in story.cleaned:
        for what in ("artist", "description", "author"):
            assert story.canaries.token(what).encode() not in unpacked(copy)


def test_staff_saw_nothing_of_who_reported(story: Story) -> None:
    for what in SEALED:
        assert story.canaries.token(what) not in story.shown_to_staff, what


def test_who_was_excluded_got_nothing_more(story: Story) -> None:
    assert story.status_when_excluded == 404


@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_it_stands_in(place: str, here: Installation, story: Story) -> None:
    found = story.canaries.search(PLACES[place](here))
    assert not found, "\n".join([f"In clear in {place}:", *found[:10]])


@pytest.mark.parametrize("place", PLACES)
def test_what_is_planted_is_found_in(
    place: str, here: Installation, story: Story
) -> None:
    """After the search of the story, and with a mark of its own."""
    assert place in PLANTS, f"planting.py says nothing of {place}"
    canaries = plant(here, place)
    try:
        assert canaries.search(PLACES[place](here)), f"{place} is not really searched"
    finally:
        take_away(here)


@pytest.mark.parametrize("form", forms_of("x"))
def test_every_form_is_found_amid_other_bytes(form: str) -> None:
    canaries = Canaries()
    said = canaries.new("something")
    around = forms_of(said)[form]
    (found, *_more) = canaries.search([("here", b"\x00\xff" * 9 + around + b"zz")])
    assert "mark" in found


def test_a_clean_place_is_clean() -> None:
    canaries = Canaries()
    canaries.new("something")
    assert canaries.search([("here", b"nothing of it" * 1000)]) == []
