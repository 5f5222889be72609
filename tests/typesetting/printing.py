"""Sets composed scripts as pages: PDF and plain text. Gives the lines as they were printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from composition import Paragraph, Word
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

Line = tuple[Word, ...]
_REDUCED = 0.78
_WIDTH, _HEIGHT = A4
_TOP, _BOTTOM = _HEIGHT - 90, 80.0
_LEFT = 90.0
_GUTTER = 24.0
_COLUMN = 230.0
_POINTS_PER_BLANK = 6.0
_LINES_ON_A_PAGE = 50
_TITLE = "The Lantern of the Harbour"


def write_pdf(path: Path, paragraphs: Sequence[Paragraph], layout: str) -> list[Line]:
    """Print; with two columns, running heads, folios and line numbers in that layout."""
    press = _Press(path, layout)
    for paragraph in paragraphs:
        press.paragraph(paragraph)
    press.save()
    return press.lines


class _Press:
    """Sets paragraphs on pages, from top to bottom and column to column."""

    def __init__(self, path: Path, layout: str) -> None:
        self.canvas = Canvas(str(path), pagesize=A4, pageCompression=1)
        self.two = layout == "columns"
        self.face = "Courier" if layout == "manuscript" else "Times"
        self.size, self.leading = (9.5, 11.5) if self.two else (11.0, 13.5)
        self.lines: list[Line] = []
        self.page, self.column, self.count = 1, 0, 0
        self.y = _TOP
        self._head()

    def paragraph(self, paragraph: Paragraph) -> None:
        rows = list(wrapped(paragraph, self._width, " "))
        if self.y < _TOP:
            self.y -= paragraph.blank * self.leading
        for at, row in enumerate(rows):
            if self.y < _BOTTOM:
                self._next()
            self._row(row, paragraph, first=at == 0)
            self.lines.append(tuple(word._replace(text=shown(word)) for word in row))
            self.y -= self.leading

    def save(self) -> None:
        self.canvas.save()

    def _row(self, row: Line, paragraph: Paragraph, *, first: bool) -> None:
        left = (_LEFT - 40 + self.column * (_COLUMN + _GUTTER)) if self.two else _LEFT
        x = left + paragraph.indent + (paragraph.first if first else 0.0)
        if paragraph.centred:
            width = sum(self._width(word.text, word) for word in row) + self._width(" ", row[0]) * (len(row) - 1)
            x = left + ((_COLUMN if self.two else 400.0) - width) / 2
        text = self.canvas.beginText(x, self.y)
        for at, word in enumerate(row):
            for part, size in parts(word, self.size):
                text.setFont(self._font(word), size)
                text.textOut(part)
            if at < len(row) - 1:
                text.setFont(self._font(word), self.size)
                text.textOut(" ")
        self.canvas.drawText(text)
        self.count += 1
        if self.two and self.count % 5 == 0:
            self.canvas.setFont("Times-Roman", 7)
            self.canvas.drawRightString(left + _COLUMN + 12 if self.column else left - 8, self.y, str(self.count))

    def _next(self) -> None:
        if self.two and self.column == 0:
            self.column = 1
        else:
            self.canvas.showPage()
            self.page, self.column = self.page + 1, 0
            self._head()
        self.y = _TOP

    def _head(self) -> None:
        if self.two:
            self.canvas.setFont("Times-Italic", 9)
            self.canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 50, _TITLE)
            self.canvas.setFont("Times-Roman", 9)
            self.canvas.drawCentredString(_WIDTH / 2, 40, str(self.page))

    def _width(self, text: str, word: Word) -> float:
        styled = word._replace(text=text)
        return sum(stringWidth(part, self._font(word), size) for part, size in parts(styled, self.size))

    def _font(self, word: Word) -> str:
        upright, slanted = ("", "Oblique") if self.face == "Courier" else ("Roman", "Italic")
        style = ("Bold" if word.bold else "") + (slanted if word.italic else "" if word.bold else upright)
        return f"{self.face}-{style}" if style else self.face


def parts(word: Word, size: float) -> Iterator[tuple[str, float]]:
    """A word's stretches by size: small capitals are large initials and reduced capitals."""
    if not word.small_caps:
        yield word.text, size
        return
    for piece in word.text.split(" "):
        if piece != word.text.split(" ")[0]:
            yield " ", size
        yield piece[:1].upper(), size
        if piece[1:]:
            yield piece[1:].upper(), size * _REDUCED


def shown(word: Word) -> str:
    """What is printed of a word."""
    return word.text.upper() if word.small_caps else word.text


def wrapped(paragraph: Paragraph, width_of: Callable[[str, Word], float], blank: str) -> Iterator[Line]:
    """The printed lines of a paragraph."""
    row: list[Word] = []
    used = 0.0
    for word in paragraph.words:
        needed = width_of(word.text, word) + (width_of(blank, word) if row else 0.0)
        hanging = paragraph.indent if paragraph.first else 0.0
        if row and used + needed > paragraph.width - hanging:
            yield tuple(row)
            row, used, needed = [], 0.0, width_of(word.text, word)
        row.append(word)
        used += needed
    yield tuple(row)


def write_text(path: Path, paragraphs: Sequence[Paragraph], layout: str) -> list[Line]:
    """Type; with running heads, folios and line numbers in the layout of two columns, which typing cannot have."""
    numbered = layout == "columns"
    rows: list[str] = []
    lines: list[Line] = []
    pages = 0
    for paragraph in paragraphs:
        for at, words in enumerate(wrapped(paragraph, lambda text, _word: len(text) * _POINTS_PER_BLANK, " ")):
            if numbered and len(rows) >= pages * _LINES_ON_A_PAGE:
                rows += ["\f" * (pages > 0) + f"{'':20}{_TITLE}{pages + 1:>12}", "", ""]
                pages += 1
            elif at == 0:
                rows += [""] * paragraph.blank
            text = " ".join(shown(word) for word in words)
            blanks = round((paragraph.indent + (paragraph.first if at == 0 else 0.0)) / _POINTS_PER_BLANK)
            if paragraph.centred:
                blanks = round((400.0 / _POINTS_PER_BLANK - len(text)) / 2)
            row = " " * blanks + _with_marks(words)
            lines.append(tuple(word._replace(text=shown(word)) for word in words))
            rows.append(f"{row:<80}{len(lines):>6}" if numbered and len(lines) % 5 == 0 else row)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return lines


def _with_marks(words: Line) -> str:
    """Italics as transcribers type them, between underscores."""
    text = " ".join(f"_{shown(word)}_" if word.italic else shown(word) for word in words)
    return text.replace("_ _", " ")
