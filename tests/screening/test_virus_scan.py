"""Files are scanned by a real clamd while they pass; one that is down says nothing."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.test.virus_scanner import EICAR, virus_scanner
from wbs_module.screening import Scanner, Verdict, scanner_at


@pytest.fixture(scope="module")
def scanner() -> Iterator[Scanner]:
    with tempfile.TemporaryDirectory() as folder:
        with virus_scanner(Path(folder)) as place:
            found = scanner_at(str(place))
            assert found
            yield found


def verdict_of(scanner: Scanner, blocks: list[bytes]) -> Verdict:
    scan = scanner.begin()
    assert list(scan.passing(blocks)) == blocks
    return scan.verdict()


def test_a_clean_file_passes_unchanged(scanner):
    assert verdict_of(scanner, [b"isi", b"lagi"]) is Verdict.CLEAN


def test_a_virus_is_found_wherever_the_blocks_are_cut(scanner):
    blocks = [b"x" * 300_000, EICAR[:20], EICAR[20:], b"y" * 300_000]
    assert verdict_of(scanner, blocks) is Verdict.INFECTED


def test_a_file_that_the_scanner_will_not_read_whole_is_not_called_clean(scanner):
    blocks = [bytes(1 << 20)] * 260  # more than its StreamMaxLength
    scan = scanner.begin()
    for _block in scan.passing(blocks):
        pass
    assert scan.verdict() is Verdict.UNSCANNED


def test_a_scanner_that_is_down_says_nothing(tmp_path):
    for place in (str(tmp_path / "nowhere"), "127.0.0.1:1"):
        down = scanner_at(place)
        assert down
        assert verdict_of(down, [b"isi"]) is Verdict.UNSCANNED


@pytest.mark.parametrize("place", ["scanner.example:3310", "10.0.0.5:3310", "words"])
def test_no_content_goes_to_another_machine(place):
    assert scanner_at(place) is None


def test_without_a_place_debians_socket_is_taken():
    assert scanner_at("") == Scanner("/run/clamav/clamd.ctl")
