"""Reads PDF files with PDFium: page by page, each closed before the next is opened.

PDFium is not thread-safe and some damaged files bring its process down: read PDFs in a child process only.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

from playbuddy_desktop.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    FileTooLargeError,
    ScannedFileError,
    TooManyPagesError,
    UnreadableFileError,
)
from playbuddy_desktop.parsing.document import Document, Furniture, Line
from playbuddy_desktop.parsing.extract.hyphens import mark_hyphens
from playbuddy_desktop.parsing.extract.language import detect_language
from playbuddy_desktop.parsing.extract.limits import LengthBudget, read_bytes
from playbuddy_desktop.parsing.extract.metadata import author_of, title_of
from playbuddy_desktop.parsing.extract.pdf_columns import Gutter
from playbuddy_desktop.parsing.extract.pdf_layout import lay_out
from playbuddy_desktop.parsing.extract.pdf_repair import mended as ways_to_mend
from playbuddy_desktop.parsing.extract.pdf_rows import Row, page_rows
from playbuddy_desktop.parsing.extract.pdf_words import PageReader
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.settings import MEGABYTE, Settings

_FEW_CHARS: Final = 10
"""A document with fewer characters a page than this holds stamps and folios, not text."""
_UNREADABLE_SHARE: Final = 0.5
_FAULTY_SHARE: Final = 0.01
"""Shares of characters without a letter from which on the text is of no use, and from which on a recognition that is
asked for is better."""
_DOUBTFUL_SHARE: Final = 0.002
"""From here on a person is told: a stray sign is no cause for alarm."""
_HIDDEN_SHARE: Final = 0.5
_PAGES_PROBED: Final = 5
_MOST_LISTED: Final = 10
_NO_SIZE: Final = (0.0, 0.0)
_MOST_MENDED: Final = 256 * MEGABYTE
"""Bytes of a damaged file: three times as many are held while it is mended."""


@dataclass(slots=True)
class _Content:
    """What was read from all pages."""

    rows: list[Row] = field(default_factory=list)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    chars: int = 0
    hidden: int = 0
    unmapped: int = 0
    guessed: int = 0
    turned: dict[int, str] = field(default_factory=dict)
    pictures: list[int] = field(default_factory=list)
    broken_pages: list[int] = field(default_factory=list)
    gutter: Gutter | None = None
    """Of the last page in two columns."""

    @property
    def is_scan(self) -> bool:
        """Whether most of the text is an invisible layer over pictures of the pages."""
        return self.hidden > _HIDDEN_SHARE * self.chars

    @property
    def faulty(self) -> float:
        """The share of the characters that are no letters, or letters that make no words.

        Fonts that do not say their letters are believed if what comes out is a language: the letters of many old ones
        stand where they stand in ASCII.
        """
        guessed = self.guessed > max(self.unmapped, _FAULTY_SHARE * self.chars)
        believed = not guessed or detect_language([row.text for row in self.rows])[0] is not None
        return (self.unmapped if believed else self.guessed) / max(1, self.chars)


@contextlib.contextmanager
def _without_collections() -> Iterator[None]:
    """Spare Python's search for cycles: lines have none, and it would walk through all of them again and again.

    It costs a sixth of the time of 500 pages, and more of longer scripts.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_without_collections()
def read_pdf(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a PDF file.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    _check_size(path, settings)
    pdf, was_mended = _open(path)
    with contextlib.closing(pdf):
        page_count = len(pdf)
        if page_count > settings.max_pages:
            raise TooManyPagesError(f"The file has {page_count:,} pages; {settings.max_pages:,} are allowed.")
        content = _read_pages(pdf, LengthBudget(settings), progress)
        _check_content(pdf, content)
        faulty = content.faulty
        if faulty > (_FAULTY_SHARE if settings.ocr == "always" else _UNREADABLE_SHARE):
            raise ScannedFileError("The fonts of the PDF file do not say which letters they show.")
        metadata = pdf.get_metadata_dict(skip_empty=True)
    document = Document("pdf", page_count=page_count, hard_wrapped=True)
    document.title, document.author = title_of(metadata.get("Title")), author_of(metadata.get("Author"))
    document.page_sizes, document.scanned, document.reader = content.sizes, content.is_scan, "pdfium"
    widths = {number: width for number, (width, _height) in enumerate(content.sizes, start=1) if width}
    document.lines = list(_with_turned(lay_out(content.rows, widths, scanned=content.is_scan), content.turned))
    mark_hyphens(document.lines)
    document.warnings = list(_warnings(content, faulty, mended=was_mended))
    return document


def _check_size(path: Path, settings: Settings) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableFileError(f"The file could not be read: {error.strerror}.") from error
    if size == 0:
        raise EmptyFileError
    if size > settings.max_pdf_bytes:
        raise FileTooLargeError(f"The file is larger than {settings.max_pdf_bytes / MEGABYTE:,.0f} MB.")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """The file, opened by PDFium and closed at the end.

    Raises:
        SourceError: it cannot be opened.
    """
    with contextlib.closing(_open(path)[0]) as pdf:
        yield pdf


def _open(path: Path) -> tuple[pypdfium2.PdfDocument, bool]:
    """The file, mended if it must be, and whether it was."""
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        reason = pdfium.FPDF_GetLastError()
        if reason in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise EncryptedFileError from error
    except OSError as error:
        raise UnreadableFileError(f"The file could not be read: {error.strerror}.") from error
    else:
        if len(pdf):
            return pdf, False
        pdf.close()
    for attempt in ways_to_mend(read_bytes(path, _MOST_MENDED)):
        with contextlib.suppress(pypdfium2.PdfiumError):
            pdf = pypdfium2.PdfDocument(attempt)
            if len(pdf):
                return pdf, True
            pdf.close()
    raise CorruptFileError("The PDF file is damaged and cannot be opened.")


def _read_pages(pdf: pypdfium2.PdfDocument, budget: LengthBudget, progress: Progress) -> _Content:
    content = _Content()
    reader = PageReader()
    total = len(pdf)
    for index in range(total):
        try:
            with contextlib.closing(pdf[index]) as page:
                _read_page(page, index + 1, reader, content, budget)
        except pypdfium2.PdfiumError:
            content.broken_pages.append(index + 1)
            content.sizes.append(_NO_SIZE)
        progress(index + 1, total)
    return content


def _read_page(
    page: pypdfium2.PdfPage, number: int, reader: PageReader, content: _Content, budget: LengthBudget
) -> None:
    """Add a page's rows.

    Raises:
        PdfiumError: it is damaged.
    """
    left, bottom, right, top = box = page.get_bbox()
    with contextlib.closing(page.get_textpage()) as text_page:
        budget.spend(pdfium.FPDFText_CountChars(text_page), lines=0)
        found = reader.read(text_page.raw, box)
    content.sizes.append((top - bottom, right - left) if found.turn % 2 else (right - left, top - bottom))
    content.chars += found.chars
    content.hidden += found.hidden
    content.unmapped += found.unmapped
    content.guessed += found.guessed
    if found.chars == 0 and pdfium.FPDFPage_CountObjects(page):
        content.pictures.append(number)
    if found.turned:
        content.turned[number] = " ".join(word.text for word in found.turned)
    rows, gutter = page_rows(found.words, number, content.gutter)
    content.gutter = gutter or content.gutter
    budget.spend(0, lines=len(rows))
    content.rows += rows


def _check_content(pdf: pypdfium2.PdfDocument, content: _Content) -> None:
    pages = len(pdf)
    if len(content.broken_pages) == pages:
        raise CorruptFileError("None of the pages of the PDF file can be read.")
    if content.chars == 0 and not any(_has_objects(pdf, index) for index in range(min(pages, _PAGES_PROBED))):
        raise EmptyFileError("The pages of the PDF file are empty.")
    if content.chars == 0 or (content.chars < _FEW_CHARS * pages and pages > _PAGES_PROBED):
        raise ScannedFileError


def _has_objects(pdf: pypdfium2.PdfDocument, index: int) -> bool:
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return False
    with contextlib.closing(page):
        return bool(pdfium.FPDFPage_CountObjects(page) > 0)


def _with_turned(lines: Iterable[Line], turned: dict[int, str]) -> Iterator[Line]:
    """The lines, and after those of each page what stands askew on it: stamps, notes along the margin."""
    for page, group in itertools.groupby(lines, key=lambda line: line.page):
        yield from group
        if page in turned:
            yield Line(turned[page], page=page, furniture=Furniture.NOTE)


def _warnings(content: _Content, faulty: float, *, mended: bool) -> Iterator[str]:
    if mended:
        yield "The file was damaged and has been mended; parts of it may be missing."
    if faulty > _DOUBTFUL_SHARE:
        yield (
            f"{faulty:.1%} of the characters do not say which letters they are, and stand as � or wrong letters. "
            "If that is too much, import the file again with text recognition."
        )
    if content.broken_pages:
        yield f"Damaged pages were left out: {_listed(content.broken_pages)}."
    if content.pictures:
        yield f"Pages with pictures but no text: {_listed(content.pictures)}."
    if content.is_scan:
        yield "The pages are scanned; their text comes from a text recognition and may hold misread letters."
    if content.turned:
        yield "Text that stands askew or sideways was set apart as notes."


def _listed(pages: list[int]) -> str:
    return ", ".join(map(str, pages[:_MOST_LISTED])) + (" and more" if len(pages) > _MOST_LISTED else "")
