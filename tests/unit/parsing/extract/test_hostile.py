"""Whatever a file holds: a document or an error that says what is wrong, never a crash, never a hang."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from bombs import pdf, stream
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from playbuddy_desktop.errors import SourceError, UnreadableFileError, UnsupportedFormatError
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.settings import Settings

Read = Callable[..., Document]

GENTLE = hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound file of each format, by its name."""
    folder = tmp_path_factory.mktemp("sound")
    text = "".join(f"ANNA. Number {number}, où êtes-vous ?\n" for number in range(30))
    word = docx.Document()
    word.add_heading("ACT ONE", level=1)
    for line in text.splitlines():
        word.add_paragraph(line)
    word.save(str(folder / "script.docx"))
    canvas = Canvas(str(folder / "script.pdf"), pageCompression=0)
    for page in range(3):
        for row, line in enumerate(text.splitlines()[page * 10 : page * 10 + 10]):
            canvas.drawString(60, 700 - row * 14, line)
        canvas.showPage()
    canvas.save()
    return {
        "script.txt": text.encode("cp1252"),
        "script.docx": (folder / "script.docx").read_bytes(),
        "script.pdf": (folder / "script.pdf").read_bytes(),
    }


def read_or_refuse(read: Read, content: bytes, name: str) -> None:
    """Read a file that may be damaged; only errors that tell a person what is wrong may come out."""
    try:
        told = bool(read(content, name).lines)
    except SourceError as error:
        told = bool(error.message and error.advice)
    assert told


@pytest.mark.parametrize("name", ["script.txt", "script.docx", "script.pdf"])
def test_a_truncated_file_is_read_or_refused(read: Read, scripts: dict[str, bytes], name: str) -> None:
    """Cut at fifty places."""
    content = scripts[name]
    for part in range(1, 51):
        read_or_refuse(read, content[: len(content) * part // 51], name)


@pytest.mark.parametrize("name", ["script.txt", "script.docx", "script.pdf"])
@GENTLE
@given(bits=st.lists(st.integers(0, 2**24), min_size=1, max_size=20))
def test_a_file_with_flipped_bits_is_read_or_refused(
    read: Read, scripts: dict[str, bytes], name: str, bits: list[int]
) -> None:
    """One to twenty bits, anywhere."""
    content = bytearray(scripts[name])
    for bit in bits:
        content[bit // 8 % len(content)] ^= 1 << bit % 8
    read_or_refuse(read, bytes(content), name)


@GENTLE
@given(
    content=st.binary(max_size=500), start=st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"<?xml"])
)
def test_noise_is_read_or_refused(read: Read, content: bytes, start: bytes) -> None:
    """Also behind the first bytes of a known format."""
    read_or_refuse(read, start + content, "noise.docx")


def test_a_picture_named_pdf_is_told_as_a_picture(read: Read) -> None:
    """Not as a damaged PDF."""
    with pytest.raises(UnsupportedFormatError, match=r"a picture \(PNG\)"):
        read(b"\x89PNG\r\n\x1a\n" + bytes(100), "script.pdf")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_refused_at_once(read: Read, tmp_path: Path) -> None:
    """Nobody writes to it, so reading would never end."""
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFileError):
        read(pipe)


@pytest.mark.parametrize("format_", ["txt", "pdf", "docx"])
def test_a_file_that_vanished_is_unreadable(tmp_path: Path, format_: str) -> None:
    """Each reader says so itself, since it opens the file again."""
    with pytest.raises(UnreadableFileError):
        read_document(tmp_path / "gone", filename="gone", format=format_, settings=Settings())


@pytest.mark.parametrize("format_", ["txt", "pdf", "docx"])
def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path, format_: str) -> None:
    """It cannot be read as a file."""
    with pytest.raises(SourceError):
        read_document(tmp_path, filename="folder", format=format_, settings=Settings())


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("format_", ["txt", "pdf", "docx"])
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, scripts: dict[str, bytes], format_: str) -> None:
    """The message says that it is a matter of rights."""
    path = tmp_path / f"script.{format_}"
    path.write_bytes(scripts[path.name])
    path.chmod(0)
    with pytest.raises(UnreadableFileError):
        read_document(path, filename=path.name, format=format_, settings=Settings())


def test_a_format_without_a_reader_is_refused_with_the_list(tmp_path: Path) -> None:
    """A job of a newer version may name one."""
    path = tmp_path / "script"
    path.write_bytes(b"ANNA. Yes.\n")
    with pytest.raises(UnsupportedFormatError, match="DOCX"):
        read_document(path, filename="script", format="papyrus", settings=Settings())


@pytest.mark.parametrize("matrix", [b"1 0 0 0", b"0 0 0 0", b"-1 0 0 -1", b"1e-9 0 0 1e-9"])
def test_letters_without_a_size_are_survived(read: Read, matrix: bytes) -> None:
    """No program writes them, but a single wrong bit does."""
    fonts = b"/Resources<</Font<</F 4 0 R>>>>"
    content = pdf([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 5 0 R%s>>" % fonts,
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        stream(b"BT /F 12 Tf %s 20 100 Tm (MIRA. Who goes 5 * there?) Tj ET" % matrix),
    ])  # fmt: skip
    read_or_refuse(read, content, "script.pdf")


def test_one_long_line_is_read(read: Read) -> None:
    """Two million characters without a line end."""
    (line,) = read(b"ANNA. " + b"words " * 333_000).lines
    assert len("ANNA. " + "words " * 333_000) - 1 == len(line.text)


def test_many_empty_lines_cost_nothing(read: Read) -> None:
    """They are counted, not kept."""
    first, last = read(b"ANNA. Yes.\n" + b"\n" * 1_000_000 + b"BEN. No.\n").lines
    assert (0, 1_000_000) == (first.blank_before, last.blank_before)
