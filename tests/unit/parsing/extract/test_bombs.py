"""Damaged, swelling and odd files: a document, or an error that says what is wrong; quickly either way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bombs import BOMBS, Bomb, empty_paragraphs
from small_scripts import NAMES, write_all

from playbuddy_desktop.errors import SourceError
from playbuddy_desktop.parsing.document import Document

Read = Callable[..., Document]
EACH = 20
"""Truncated, and as many bit-flipped files of each format: 600 in all."""
PATIENCE = 30.0


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound file of each format, by its name."""
    return write_all(tmp_path_factory.mktemp("sound"))


def outcome(read: Read, content: bytes, name: str) -> str:
    """The code of the error, or "" for a document; both must say something, and soon."""
    began = time.monotonic()
    try:
        document = read(content, name)
    except SourceError as error:
        assert error.message  # noqa: PT017 - a document is right too
        assert error.advice  # noqa: PT017 - as above
        code = error.code
    else:
        assert document.lines
        code = ""
    assert time.monotonic() - began < PATIENCE
    return code


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_file_is_read(read: Read, sound: dict[str, bytes], name: str) -> None:
    """Otherwise the tests of damaged ones would show nothing."""
    assert "" == outcome(read, sound[name], name)


@pytest.mark.parametrize("name", NAMES)
def test_a_truncated_file_is_read_or_refused(read: Read, sound: dict[str, bytes], name: str) -> None:
    """Cut at places all over it."""
    content = sound[name]
    for part in range(EACH):
        outcome(read, content[: (len(content) - 1) * part // EACH + 1], name)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_with_flipped_bits_is_read_or_refused(read: Read, sound: dict[str, bytes], name: str) -> None:
    """From one bit to some hundred, at places that a seed fixes."""
    chance = random.Random(name)  # noqa: S311 - no secret
    for number in range(EACH):
        content = bytearray(sound[name])
        for _flip in range(1 + number * number // 4):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        outcome(read, bytes(content), name)


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name)
def test_a_bomb_does_not_go_off(read: Read, bomb: Bomb) -> None:
    """The error is the one of the limit that was exceeded."""
    assert outcome(read, bomb.make(), bomb.name) in bomb.codes


def test_nothing_is_fetched_from_other_files(read: Read, tmp_path: Path) -> None:
    """An external entity stays unread."""
    (tmp_path / "secret").write_text("SESAME", encoding="utf-8")
    place = (tmp_path / "secret").as_uri()
    content = f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "{place}">]><TEI><text><body><p>MIRA. Open &x;</p></body></text></TEI>'
    document = read(content.encode(), "script.xml")
    assert ["MIRA. Open"] == [line.text for line in document.lines]


@pytest.mark.parametrize("name", ["empty.docx", "empty.rtf", "empty.html", "empty.txt", "empty.fodt"])
def test_empty_paragraphs_are_counted_not_kept(read: Read, name: str) -> None:
    """A hundred thousand between two speeches; in HTML they take no room."""
    count = 100_000
    document = read(empty_paragraphs(count)[name], name)
    assert ["MIRA. Yes.", "BEN. No."] == [line.text for line in document.lines]
    if name != "empty.html":
        assert count == document.lines[1].blank_before
