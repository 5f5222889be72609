"""Sets lines of a play as print does: names in small capitals, verse by its lines, directions apart and in italics."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from playbuddy_desktop.library.reading import Member, ReadLine
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.reader.direction_names import direction_name

SERIFS = ["Iowan Old Style", "Palatino Linotype", "Palatino", "Georgia", "Noto Serif", "DejaVu Serif"]

_LINE_HEIGHT = 138.0  # percent
_INDENT_EMS = 1.6


@dataclass(slots=True)
class Page:
    """Where the lines of a section stand in its document.

    Attributes:
        starts: position of a line in its scene, or of a paragraph among its like → position of its first character
            in the document.
        shown, hidden: how many lines are there, and how many the filter left out.
    """

    starts: dict[int, int] = field(default_factory=dict)
    shown: int = 0
    hidden: int = 0


class Typesetter:
    """Writes into a document, line by line, from its beginning.

    Args:
        document: is emptied.
        cast: by key, with each member's place in the cast, which chooses the colour.
        points: size of the text.
        only: keys of the characters whose lines are shown; empty for all.
        openings: positions of the directions that open a speech: the speaker's name stands before them.
    """

    def __init__(
        self,
        document: QTextDocument,
        cast: Mapping[int, tuple[int, Member]],
        points: float,
        only: Collection[int] = (),
        openings: Collection[int] = (),
    ) -> None:
        self._cast = cast
        self._only = frozenset(only)
        self._openings = frozenset(openings)
        self._palette = theme.current()
        font = QFont(SERIFS)
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPointSizeF(points)
        self._font = font
        self._em = points * 4 / 3
        document.clear()
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(font)
        self._cursor = QTextCursor(document)
        self._fresh = True
        self._speaking: tuple[int, ...] | None = None
        self._gap = False
        self.page = Page()

    def heading(self, above: str, title: str) -> None:
        """The act, small, and the scene's heading below it."""
        if above:
            self._block(top=0.4, align=Qt.AlignmentFlag.AlignHCenter)
            self._write(above, self._chars(self._palette.muted, scale=0.95, spaced=True))
        if title:
            self._block(top=0.3, bottom=0.8, align=Qt.AlignmentFlag.AlignHCenter)
            self._write(title, self._chars(self._palette.text, scale=1.35, bold=True))

    def note(self, text: str) -> None:
        """A remark of the program, not of the play."""
        self._block(top=0.8, bottom=0.8, align=Qt.AlignmentFlag.AlignHCenter)
        self._write(text, self._chars(self._palette.muted, scale=0.9))

    def link(self, text: str, target: str) -> None:
        """Where to go on."""
        self._block(top=2.2, bottom=2.0, align=Qt.AlignmentFlag.AlignHCenter)
        chars = self._chars(self._palette.accent, scale=0.95)
        chars.setAnchor(True)
        chars.setAnchorHref(target)
        self._write(text, chars)

    def paragraph(self, text: str) -> None:
        """The next paragraph of what stands around the play."""
        self._block(top=0.55)
        self.page.starts[len(self.page.starts)] = self._cursor.position()
        self._write(text.replace("\n", "\u2028"), self._chars(self._palette.text))

    def lines(self, lines: Sequence[ReadLine]) -> None:
        """The next lines of the scene."""
        self._cursor.beginEditBlock()
        for line in lines:
            if self._only and self._only.isdisjoint(line.speakers):
                self.page.hidden += 1
                self._gap = True
                self._speaking = None
                continue
            if self._gap and self.page.shown:
                self.note("⋯")
            self._gap = False
            self.page.shown += 1
            if line.direction:
                self._direction(line)
            else:
                self._speech(line)
        self._cursor.endEditBlock()

    def _direction(self, line: ReadLine) -> None:
        named = line.position in self._openings and self._name_speakers(line)
        chars = self._chars(self._palette.muted, italic=True)
        self._mark(chars, line)
        self._text(line, chars, top=0.0 if named else 0.5, left=2 * _INDENT_EMS, bottom=0.1)

    def _speech(self, line: ReadLine) -> None:
        named = self._name_speakers(line)
        chars = self._chars(self._palette.text)
        self._mark(chars, line)
        self._text(line, chars, top=0.0 if named else 0.3, left=_INDENT_EMS * (1 + line.indent), hanging=line.verse)

    def _name_speakers(self, line: ReadLine) -> bool:
        """Write who speaks, unless they spoke just before; returns whether it was written."""
        if line.speakers == self._speaking and line.speakers:
            return False
        self._speaking = line.speakers
        self._names(line.speakers)
        return True

    def _names(self, speakers: Sequence[int]) -> None:
        self._block(top=0.95)
        if not speakers:
            self._write(_tr("Unknown speaker"), self._chars(self._palette.warn.ink, scale=0.92, bold=True))
        for number, key in enumerate(speakers):
            if number:
                self._write("  ·  ", self._chars(self._palette.muted, scale=0.92))
            place, member = self._cast[key]
            chars = self._chars(speaker_colour(place), scale=0.98, bold=True)
            chars.setFontCapitalization(QFont.Capitalization.SmallCaps)
            chars.setFontLetterSpacing(104)
            if member.description:
                chars.setToolTip(member.description)
            self._write(member.name, chars)

    def _text(
        self,
        line: ReadLine,
        chars: QTextCharFormat,
        *,
        top: float,
        left: float,
        bottom: float = 0,
        hanging: bool = False,
    ) -> None:
        """The words: each line of verse is a block of its own, so that a turned line hangs."""
        printed = line.text.split("\n") if line.verse else [line.text.replace("\n", " ")]
        for number, words in enumerate(printed):
            self._block(top=0 if number else top, bottom=bottom, left=left, hanging=hanging)
            if not number:
                self.page.starts[line.position] = self._cursor.position()
            self._write(words, chars)

    def _mark(self, chars: QTextCharFormat, line: ReadLine) -> None:
        """Tell under the mouse what kind a direction is, and mark what a person should look at."""
        told = [direction_name(line.kind)] if line.kind is not None else []
        chars.setToolTip("\n".join(told))
        if not line.doubtful:
            return
        chars.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        chars.setUnderlineColor(QColor(self._palette.warn.ink))
        sure = _tr("Please check this line: PlayBuddy is %1 % sure of it.").replace(
            "%1", str(int(line.confidence * 100))
        )
        chars.setToolTip("\n".join((*told, sure, *map(in_words, line.reasons))))

    def _block(
        self,
        *,
        top: float = 0,
        bottom: float = 0,
        left: float = 0,
        hanging: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Begin a paragraph; lengths are in ems."""
        block = QTextBlockFormat()
        block.setTopMargin(top * self._em)
        block.setBottomMargin(bottom * self._em)
        block.setLeftMargin((left + (_INDENT_EMS if hanging else 0)) * self._em)
        block.setTextIndent(-_INDENT_EMS * self._em if hanging else 0)
        block.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setAlignment(align)
        if self._fresh:
            self._cursor.setBlockFormat(block)
            self._fresh = False
        else:
            self._cursor.insertBlock(block)

    def _write(self, text: str, chars: QTextCharFormat) -> None:
        self._cursor.insertText(text, chars)

    def _chars(
        self, colour: str, *, scale: float = 1, bold: bool = False, italic: bool = False, spaced: bool = False
    ) -> QTextCharFormat:
        chars = QTextCharFormat()
        font = QFont(self._font)
        font.setPointSizeF(self._font.pointSizeF() * scale)
        chars.setFont(font)
        chars.setForeground(QColor(colour))
        if bold:
            chars.setFontWeight(QFont.Weight.DemiBold)
        chars.setFontItalic(italic)
        if spaced:
            chars.setFontCapitalization(QFont.Capitalization.SmallCaps)
            chars.setFontLetterSpacing(108)
        return chars


def speaker_colour(place: int) -> str:
    """The colour of the character at a place of the cast: steady within a play, legible in the theme."""
    colours = theme.current().speakers
    return colours[place % len(colours)]


def utf16_length(text: str) -> int:
    """The length of a text in Qt's documents, which count UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reader", text)
