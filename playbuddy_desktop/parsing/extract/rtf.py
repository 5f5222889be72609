"""Reads RTF: text with its looks and paragraphs, notes, running heads; what is no text is passed over.

A destination (a group that begins with certain words) says what its text is for. Those that are marked as ignorable
and are not known here are skipped, as the specification of RTF (Microsoft, version 1.9.1) demands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final

from playbuddy_desktop.errors import CorruptFileError, TooManyGroupsError
from playbuddy_desktop.parsing.document import Alignment, Document
from playbuddy_desktop.parsing.extract.flow import PLAIN, PLAIN_BLOCK, Block, Flow, Look
from playbuddy_desktop.parsing.extract.limits import read_bytes
from playbuddy_desktop.parsing.extract.metadata import author_of, title_of
from playbuddy_desktop.parsing.extract.progress import Progress
from playbuddy_desktop.parsing.extract.rtf_paragraph import PARAGRAPH, TWIPS
from playbuddy_desktop.parsing.extract.rtf_state import State, Tables
from playbuddy_desktop.parsing.extract.rtf_tokens import Token, charset_page, code_page, tokens
from playbuddy_desktop.parsing.extract.rtf_words import (
    ASIDES,
    CHARACTERS,
    DESTINATIONS,
    ENTRIES,
    FLAGS,
    KNOWN_IGNORABLE,
    MARKS,
    UNDERLINES,
)
from playbuddy_desktop.settings import Settings

_SIGNATURE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\\rtf")
_LONGEST_SIDE: Final = 31_680
"""Of a paper, in twips."""
_UNSTATED: Final = 0.5
"""How sure the western code page is where none is named."""
_HEADING: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_BYTES: Final = 256
_CODE_UNITS: Final = 0x10000
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read_rtf(path: Path, settings: Settings, progress: Progress) -> Document:
    """Read a rich text file.

    Raises:
        SourceError: of a kind that says what is wrong with the file.
    """
    data = read_bytes(path, settings.max_file_bytes)
    signature = _SIGNATURE.match(data)
    if signature is None:
        raise CorruptFileError("The file is damaged: it is no rich text (RTF).")
    document = Document("rtf")
    flow = Flow(document, settings, progress)
    reader = _Reader(flow, settings.max_groups)
    for token in tokens(data.decode("latin-1")):
        reader.take(token)
        if reader.finished:
            break
    reader.flush()
    if not reader.finished:
        document.warnings.append("The file breaks off: its last part may be missing.")
    document.encoding, document.encoding_confidence = reader.page, 1.0 if reader.page_stated else _UNSTATED
    document.page_sizes = [reader.paper] if all(reader.paper) else []
    document.title = title_of(reader.metadata.get("title"))
    document.author = author_of(reader.metadata.get("author"))
    return flow.finish()


class _Reader:
    """Follows the tokens of a file and feeds its text.

    Attributes:
        page, page_stated: the code page of the document, and whether it says so.
        paper: width and height in points; 0 where it does not say.
        metadata: title and author.
        finished: the outermost group has been closed.
    """

    def __init__(self, flow: Flow, max_groups: int) -> None:
        self.page, self.page_stated = "cp1252", False
        self.paper = (0.0, 0.0)
        self.metadata: dict[str, str] = {}
        self.finished = False
        self._flow = flow
        self._max_groups = max_groups
        self._states = [State()]
        self._tables = Tables()
        self._collected: list[str] = []
        self._entry: list[str] = []
        self._bytes = bytearray()
        self._ignorable = False
        self._unread = 0
        self._row, self._column, self._columns = 0, 0, 0

    @property
    def _state(self) -> State:
        return self._states[-1]

    def take(self, token: Token) -> None:
        """Follow one token."""
        kind, text, number = token
        if kind == "open":
            self._open()
        elif kind == "close":
            self._close()
        elif self._unread and self._instead_of_unicode(kind, text):
            return
        elif kind == "text":
            self._text(text)
        elif kind == "byte":
            self._bytes.append(number or 0)
        elif kind == "word":
            self._word(text, number)
        else:
            self._symbol(text)

    def _open(self) -> None:
        self.flush()
        self._unread = 0
        if len(self._states) > self._max_groups:
            raise TooManyGroupsError(f"The groups of the file are nested deeper than {self._max_groups:,} levels.")
        self._states.append(self._state.inner())
        self._ignorable = False

    def _close(self) -> None:
        self.flush()
        self._unread = 0
        if len(self._states) == 1:
            return
        state = self._states.pop()
        if state.destination in ENTRIES:
            self._end_entry(state)
        elif state.destination == "mark":
            self._end_mark()
        if state.aside:
            self._flow.step_back()
        elif state.box and not self._flow.empty:
            self._flow.end_paragraph(self._block(state))
        self.finished = len(self._states) == 1

    def _instead_of_unicode(self, kind: str, text: str) -> bool:
        """Pass over what stands for a Unicode character in old programs; a text may go on after it."""
        if kind == "text" and len(text) > self._unread:
            rest, self._unread = text[self._unread :], 0
            self._text(rest)
        elif kind == "word" and text in ("u", "par", "line", "tab", "cell"):
            self._unread = 0
            return False
        else:
            self._unread -= len(text) if kind == "text" else 1
        return True

    def _text(self, text: str) -> None:
        if text.isascii():
            self._decode_bytes()
            self._collected.append(text)
        else:
            self._bytes += text.encode("latin-1")

    def _decode_bytes(self) -> None:
        if self._bytes:
            self._collected.append(self._bytes.decode(self._font_page(), "replace"))
            self._bytes.clear()

    def _font_page(self) -> str:
        """The code page of the font; programs that leave all fonts at the western one mean the document's."""
        pages = self._tables.pages
        page = pages.get(self._state.font) if self._state.font is not None else None
        if page is None or (page == "cp1252" and self.page not in pages.values()):
            return self.page
        return page

    def flush(self) -> None:
        """Hand over the text that was collected, as long as what holds for it still holds."""
        self._decode_bytes()
        if not self._collected:
            return
        state = self._state
        if state.destination == "text":
            if not state.deleted:
                text = "".join(self._collected)
                if _SURROGATE.search(text):
                    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
                self._flow.text(text, state.look)
        elif state.destination == "mark" or state.destination in ENTRIES:
            self._entry += self._collected
        self._collected.clear()

    def _end_entry(self, state: State) -> None:
        """A name has been collected: of a font, a style, the title, the author."""
        text = "".join(self._entry).strip().rstrip(";")
        self._entry.clear()
        if not text:
            return
        if state.destination == "fonttbl" and state.font is not None:
            self._tables.fonts.setdefault(state.font, text)
        elif state.destination == "stylesheet":
            self._tables.styles.setdefault(state.style or 0, text)
            heading = _HEADING.fullmatch(text)
            level = state.block.outline_level or (int(heading[1]) if heading else None)
            if level:
                self._tables.outlines.setdefault(state.style or 0, level)
        elif state.destination in ("title", "author"):
            self.metadata.setdefault(state.destination, text)

    def _end_mark(self) -> None:
        """The number of a list's item is printed, so it belongs to the text; a sign before it does not."""
        mark = "".join(self._entry).strip()
        self._entry.clear()
        self._state.in_list = True
        if self._state.destination == "text" and any(map(str.isalnum, mark)):
            self._flow.text(f"{mark} ", self._state.look)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._ignorable = True
        elif symbol in "\r\n":
            self._word("par", None)
        elif symbol in CHARACTERS:
            self._decode_bytes()
            self._collected.append(CHARACTERS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        ignorable, self._ignorable = self._ignorable, False
        state = self._state
        if word == "u":
            self._decode_bytes()
            self._collected.append(chr((number or 0) % _CODE_UNITS))
            self._unread = state.uc
        elif word in CHARACTERS:
            self._decode_bytes()
            self._collected.append(CHARACTERS[word])
        elif state.destination == "skip" and word != "ud":
            self._collected.clear()
        elif word in DESTINATIONS or (ignorable and word not in KNOWN_IGNORABLE):
            self._destination(state, word)
        else:
            self._decode_bytes()
            if word in self._handlers:
                self._handlers[word](self, state, word, number)
            elif word in PARAGRAPH:
                PARAGRAPH[word](state, word, number)

    # What holds for all text

    def _destination(self, state: State, word: str) -> None:
        self.flush()
        if word == "upr":
            state.around = state.destination
        if word == "info":
            state.destination = "info"
        elif word in ("title", "author"):
            state.destination = word if state.destination == "info" else "skip"
        elif word in ("fonttbl", "stylesheet"):
            state.destination = word
        elif word == "ud":
            state.destination = state.around
        elif word in MARKS:
            state.destination = "mark"
        else:
            state.destination = "skip"

    def _aside(self, state: State, word: str, _number: int | None) -> None:
        if state.destination == "text":
            self.flush()
            state.aside = True
            state.look, state.block, state.in_table = PLAIN, PLAIN_BLOCK, False
            self._flow.step_aside(ASIDES[word])

    def _text_box(self, state: State, _word: str, _number: int | None) -> None:
        self.flush()
        if not self._flow.empty:
            self._flow.end_paragraph(self._block(state))
        state.destination, state.box = "text", True

    def _encoding(self, _state: State, word: str, number: int | None) -> None:
        pages = {"mac": 10000, "pc": 437, "pca": 850}
        known = code_page(pages.get(word, number or 1252))
        self.page, self.page_stated = known or self.page, known is not None

    def _paper(self, _state: State, word: str, number: int | None) -> None:
        side = min(max(number or 0, 0), _LONGEST_SIDE) / TWIPS
        self.paper = (side, self.paper[1]) if word == "paperw" else (self.paper[0], side)

    def _charset(self, state: State, word: str, number: int | None) -> None:
        if state.destination == "fonttbl" and state.font is not None:
            page = code_page(number or 0) if word == "cpg" else charset_page(number or 0)
            if page:
                self._tables.pages[state.font] = page

    def _unicode_skip(self, state: State, _word: str, number: int | None) -> None:
        state.uc = min(max(number if number is not None else 1, 0), _BYTES)

    # Looks

    def _flag(self, state: State, word: str, number: int | None) -> None:
        self._set_look(state, **{FLAGS.get(word, "underline"): number != 0})

    def _font(self, state: State, _word: str, number: int | None) -> None:
        self.flush()
        if state.destination == "fonttbl":
            self._end_entry(state)
        state.font = number
        if state.destination == "text":
            state.look = replace(state.look, font=self._tables.fonts.get(number or 0))

    def _size(self, state: State, _word: str, number: int | None) -> None:
        self._set_look(state, size=(number or 24) / 2)

    def _plain(self, state: State, _word: str, _number: int | None) -> None:
        self.flush()
        state.look, state.deleted = Look(size=12.0), False

    def _no_underline(self, state: State, _word: str, _number: int | None) -> None:
        self._set_look(state, underline=False)

    def _deleted(self, state: State, _word: str, number: int | None) -> None:
        """Text that was deleted under change tracking."""
        self.flush()
        state.deleted = number != 0

    def _set_look(self, state: State, **values: bool | float) -> None:
        if any(getattr(state.look, name) != value for name, value in values.items()):
            self.flush()
            state.look = replace(state.look, **values)  # type: ignore[arg-type]  # the names are those of its fields

    # Paragraphs

    def _end_paragraph(self, state: State, word: str, _number: int | None) -> None:
        if state.destination != "text":
            return
        self.flush()
        if word in ("cell", "nestcell"):
            self._flow.end_paragraph(self._block(state), blank_if_empty=False)
            self._column += 1
            return
        if not state.in_table:
            self._row = self._column = 0
        self._flow.end_paragraph(self._block(state))
        if word == "sect":
            self._flow.page_break()

    def _block(self, state: State) -> Block:
        block = state.block
        cell = (self._row, self._column) if state.in_table and self._columns > 1 else None
        return replace(
            block,
            alignment=block.alignment or Alignment.LEFT,
            list_level=state.level if state.in_list else None,
            style=self._tables.styles.get(state.style or 0),
            outline_level=block.outline_level or self._tables.outlines.get(state.style or 0),
            cell=cell,
        )

    def _line_break(self, state: State, word: str, _number: int | None) -> None:
        if state.destination == "text":
            self.flush()
            if word == "page" and not state.look.hidden:
                if not self._flow.empty:
                    self._flow.end_paragraph(self._block(state))
                self._flow.page_break()
            else:
                self._flow.line_break(state.look)

    def _table(self, state: State, word: str, _number: int | None) -> None:
        if word == "intbl":
            state.in_table = True
        elif word == "trowd":
            self._columns = 0
        elif word == "cellx":
            self._columns += 1
        else:
            self._row, self._column = self._row + 1, 0

    _handlers: ClassVar[dict[str, Callable[[_Reader, State, str, int | None], None]]] = {
        **dict.fromkeys(ASIDES, _aside),
        **dict.fromkeys([*FLAGS, *UNDERLINES], _flag),
        **dict.fromkeys(("mac", "pc", "pca", "ansicpg"), _encoding),
        **dict.fromkeys(("paperw", "paperh"), _paper),
        **dict.fromkeys(("fcharset", "cpg"), _charset),
        **dict.fromkeys(("par", "cell", "nestcell", "sect"), _end_paragraph),
        **dict.fromkeys(("line", "page", "column"), _line_break),
        **dict.fromkeys(("intbl", "trowd", "cellx", "row", "nestrow"), _table),
        "shptxt": _text_box, "uc": _unicode_skip, "f": _font, "fs": _size,
        "plain": _plain, "ulnone": _no_underline, "deleted": _deleted,
    }  # fmt: skip
