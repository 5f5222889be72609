"""Reads plain text: page breaks, indents, blank lines, centred lines, and the underscores that mark italics.

Transcribers write italics as ``_like this_``. Where the marks of a block (lines without a blank one between) pair up,
they are taken out of the text and kept as italic runs; where they do not, the block stays as it was typed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playbuddy_desktop.errors import EmptyFileError, TooLongError
from playbuddy_desktop.parsing.document import Document, Line, Run, caps_share
from playbuddy_desktop.parsing.extract.encoding import decode
from playbuddy_desktop.parsing.extract.furniture import PrintedLine, find_furniture, settle_page_breaks
from playbuddy_desktop.parsing.extract.hyphens import mark_hyphens
from playbuddy_desktop.parsing.extract.limits import LengthBudget, read_bytes
from playbuddy_desktop.parsing.extract.line_numbers import split_line_numbers
from playbuddy_desktop.parsing.extract.plain_layout import is_hard_wrapped, mark_centred
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.shares import is_rtl
from playbuddy_desktop.settings import Settings

_TAB: Final = 8
_LINE_END: Final = re.compile("\r*\n|[\r\x0b\x85\u2028\u2029]")
_PAGE_BREAK: Final = "\f"
_BLANKS: Final = " \t\xa0\u2000\u2001\u2002\u2003\u2009\u202f\u3000"
_MARK: Final = re.compile(r"(?<!_)_(?!_)")
_LINES_PER_STEP: Final = 5_000


def read_text(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a plain text file.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    decoded = decode(read_bytes(path, settings.max_file_bytes))
    if len(decoded.text) > settings.max_chars:
        raise TooLongError(f"The file has more than {settings.max_chars:,} characters.")
    document = Document(
        "txt",
        encoding=decoded.encoding,
        encoding_confidence=decoded.confidence,
        warnings=[decoded.warning] if decoded.warning else [],
    )
    lines = list(_lines(decoded.text, LengthBudget(settings), progress))
    if not lines:
        raise EmptyFileError("There is no text in the file.")
    if _PAGE_BREAK in decoded.text:
        document.page_count = max(line.page or 1 for line in lines)
        _set_apart_furniture(lines)
    document.lines = split_line_numbers(lines)
    body = [line for line in document.lines if line.furniture is None]
    _mark_italics(body)
    for line in document.lines:
        line.caps = caps_share(line.text)
        line.rtl = is_rtl(line.text)
    mark_centred(body)
    mark_hyphens(body)
    document.hard_wrapped = is_hard_wrapped(body)
    return document


def _set_apart_furniture(lines: list[Line]) -> None:
    """Mark running heads and folios of a text with page breaks."""
    pages: list[list[PrintedLine]] = []
    for page, group in itertools.groupby(enumerate(lines), key=lambda item: item[1].page or 1):
        printed, height = [], 0
        for at, line in group:
            height += line.blank_before + 1
            below = lines[at + 1] if at + 1 < len(lines) and lines[at + 1].page == line.page else None
            gap_below = below.blank_before if below is not None else 0
            printed.append(PrintedLine(at, page, line.text, height, line.blank_before, gap_below))
        pages.append(printed)
    for at, furniture in find_furniture(pages).items():
        lines[at].furniture = furniture
    settle_page_breaks(lines)


def _lines(text: str, budget: LengthBudget, progress: Progress) -> Iterator[Line]:
    """The lines that hold something; blank ones are counted in ``blank_before``."""
    paged = _PAGE_BREAK in text
    total = text.count("\n") // _LINES_PER_STEP + 1
    count = blank = 0
    for number, page in enumerate(text.split(_PAGE_BREAK), start=1):
        for printed in _LINE_END.split(page):
            count += 1
            if count % _LINES_PER_STEP == 0:
                progress(count // _LINES_PER_STEP, max(total, count // _LINES_PER_STEP))
            content = printed.strip(_BLANKS)
            if not content:
                blank += 1
                continue
            budget.spend(len(content))
            indent = _indent(printed)
            yield Line(
                content,
                page=number if paged else None,
                indent_chars=indent,
                blank_before=blank,
                source=count,
            )
            blank = 0
        blank = max(0, blank - 1)  # what stands between a page's last line end and the break is no line
    progress(total, total)


def _indent(printed: str) -> int:
    column = 0
    for char in printed:
        if char == "\t":
            column += _TAB - column % _TAB
        elif char in _BLANKS:
            column += 1
        else:
            break
    return column


def _mark_italics(lines: list[Line]) -> None:
    block: list[Line] = []
    for line in lines:
        if line.blank_before and block:
            _mark_block(block)
            block = []
        block.append(line)
    _mark_block(block)


def _mark_block(block: list[Line]) -> None:
    """Turn the underscores of a block into italic runs, if each opening one has its closing one."""
    if not any("_" in line.text for line in block):
        return
    inside = False
    for line in block:
        for mark in _MARK.finditer(line.text):
            if not _fits(line.text, mark.start(), opening=not inside):
                return
            inside = not inside
    if inside:
        return
    for line in block:
        inside = _set_runs(line, inside=inside)


def _fits(text: str, at: int, *, opening: bool) -> bool:
    """Whether an underscore can open (close) an italic stretch: text after (before) it, no letter on the other side.

    A mark may also stand in mid-word when only a part is stressed, but then never both sides are open.
    """
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    inner, outer = (after, before) if opening else (before, after)
    return bool(inner) and not inner.isspace() and not outer.isalnum()


def _set_runs(line: Line, *, inside: bool) -> bool:
    """Take the marks out of a line and set its runs; returns whether the italics go on in the next line."""
    pieces = _MARK.split(line.text)
    if len(pieces) == 1 and not inside:
        return False
    runs: list[Run] = []
    text = ""
    for number, piece in enumerate(pieces):
        if number:
            inside = not inside
        if piece:
            runs.append(Run(len(text), len(text) + len(piece), italic=inside))
            text += piece
    line.text, line.runs = text, tuple(runs)
    line.italic = _italic_share(line)
    return inside


def _italic_share(line: Line) -> float:
    letters = sum(map(str.isalpha, line.text))
    italic = sum(sum(map(str.isalpha, line.text[run.start : run.end])) for run in line.runs if run.italic)
    return italic / letters if letters else 0.0
