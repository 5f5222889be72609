"""The text of scanned pages is recognised, page by page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from recognisers import RECOGNISERS, choose
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from playbuddy_desktop.errors import CorruptFileError, OcrFailedError, OcrMissingError, ScannedFileError, TooSlowError
from playbuddy_desktop.parsing.document import Alignment, Document
from playbuddy_desktop.parsing.extract import rapid, tesseract
from playbuddy_desktop.parsing.extract.reader import read_document
from playbuddy_desktop.settings import Settings

Read = Callable[..., Document]

SPEECHES = (
    "Who is that at the gate so late in the night?",
    "It is only the wind, and nothing but the wind.",
    "Then let the wind come in and sit by the fire.",
    "You would give the whole house to a stranger.",
)
ALWAYS = Settings(ocr="always")


@pytest.fixture(autouse=True)
def look_again() -> None:
    """What is installed is remembered; a test may change it."""
    tesseract.installed_languages.cache_clear()


@pytest.fixture(params=RECOGNISERS)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each recognition that is installed, as the one that is used."""
    return choose(request.param, monkeypatch)


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages of a play, as pictures only."""
    folder = tmp_path_factory.mktemp("scan")
    printed, scanned = folder / "printed.pdf", folder / "scanned.pdf"
    canvas = Canvas(str(printed), pagesize=(420, 595))
    for page in range(2):
        y = 540
        for number, speech in enumerate(SPEECHES * 2):
            canvas.setFont("Times-Roman", 12)
            canvas.drawCentredString(210, y, ["ANNA", "BENEDICT"][number % 2])
            canvas.drawString(60, y - 16, speech)
            y -= 46
        canvas.drawCentredString(210, 40, str(page + 1))
        canvas.showPage()
    canvas.save()
    pictures = Canvas(str(scanned), pagesize=(420, 595))
    pdf = pypdfium2.PdfDocument(printed)
    for page in pdf:
        image = page.render(scale=200 / 72, grayscale=True).to_pil()
        pictures.drawImage(ImageReader(image), 0, 0, 420, 595)
        pictures.showPage()
    pictures.save()
    pdf.close()
    return scanned


@pytest.mark.parametrize("ocr", ["ask", "never"])
def test_a_scan_says_so_and_what_can_be_done(scan: Path, read: Read, ocr: str) -> None:
    """At once, before any recognition."""
    with pytest.raises(ScannedFileError, match="pictures of pages") as caught:
        read(scan, settings=Settings(ocr=ocr))
    assert "--ocr" in caught.value.advice


def test_text_is_recognised_with_places_and_confidence(scan: Path, read: Read, engine: str) -> None:
    """Each line says how sure it is; the layout is that of any PDF."""
    document = read(scan, settings=ALWAYS)
    assert [name for _time in range(8) for name in ("ANNA", "BENEDICT")] == [
        line.text for line in document.lines if line.text.isupper()
    ]
    assert [*SPEECHES] * 4 == [line.text for line in document.lines if len(line.text) > 20]
    assert (engine, True, 2, "en") == (
        document.reader,
        document.scanned,
        document.page_count,
        document.language,
    )
    assert all(0.5 < (line.confidence or 0) <= 1 for line in document.lines if len(line.text) > 20)
    assert {Alignment.CENTRE} == {line.alignment for line in document.lines if line.text in ("ANNA", "BENEDICT")}
    assert 1 == len(document.warnings)


def test_a_recognition_goes_on_where_it_was_stopped(scan: Path, tmp_path: Path, engine: str) -> None:
    """What was recognised is kept page by page; a line that a sudden end cut off is done again."""
    keep = tmp_path / "pages"

    def read(progress: Callable[[int, int | None], None]) -> Document:
        return read_document(scan, filename="scan.pdf", format="pdf", settings=ALWAYS, progress=progress, scratch=keep)

    def stop_after_the_first(done: int, total: int | None) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(stop_after_the_first)
    (kept,) = [row for row in keep.read_text(encoding="utf-8").splitlines() if row]
    index, scale, rows = json.loads(kept)
    rows[0][0] = "KEPT"
    keep.write_text(json.dumps([index, scale, rows]) + "\n" + '[1, 4.1, [["cut o', encoding="utf-8")
    told: list[tuple[int, int | None]] = []
    document = read(lambda done, total: told.append((done, total)))
    assert "KEPT" == document.lines[0].text
    assert 16 == sum(len(line.text) > 20 for line in document.lines)
    assert (2, 2) == told[-1]
    assert sorted(told) == told  # never back


def test_a_page_that_takes_too_long_is_a_limit_of_its_own(scan: Path, read: Read, engine: str) -> None:
    """The message names the seconds."""
    with pytest.raises(TooSlowError, match="a page took longer"):
        read(scan, settings=Settings(ocr="always", max_ocr_seconds=0.01))


def test_pages_without_letters_are_told(tmp_path: Path, read: Read, engine: str) -> None:
    """Recognition that finds nothing is no empty play."""
    path = tmp_path / "drawing.pdf"
    canvas = Canvas(str(path))
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    with pytest.raises(ScannedFileError, match="No text was recognised"):
        read(path, settings=ALWAYS)


def test_without_a_recognition_it_is_told_how_to_get_one(
    scan: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either of the two."""
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "frozen", True, raising=False)  # a program without Python has no library either
    with pytest.raises(OcrMissingError) as caught:
        read(scan, settings=ALWAYS)
    assert "tesseract" in caught.value.advice
    assert "playbuddy-desktop[ocr]" in caught.value.advice


def test_a_recognition_that_dies_is_told(scan: Path, read: Read, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here for want of its models."""
    if engine == "tesseract":
        tesseract.installed_languages()  # remembered from before the models went
        monkeypatch.setenv("TESSDATA_PREFIX", "/nowhere")
    else:
        monkeypatch.setattr(rapid, "_PROGRAM", "playbuddy_desktop.no_such_program")
    with pytest.raises(OcrFailedError):
        read(scan, settings=ALWAYS)


def test_a_damaged_scan_is_refused(scan: Path, read: Read, tmp_path: Path) -> None:
    """As any other PDF."""
    path = tmp_path / "cut.pdf"
    path.write_bytes(scan.read_bytes()[:2_000])
    with pytest.raises(CorruptFileError):
        read(path, settings=ALWAYS)
