"""Title pages of plays: which line is a title, which names the author or the kind of play, what stands apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from playbuddy_desktop.parsing.document import Document, Role
from playbuddy_desktop.parsing.structure.front import TITLE_CHARS
from playbuddy_desktop.parsing.structure.view import Script, ScriptLine
from playbuddy_desktop.parsing.structure.words import Words, everything, fold, languages, number_of

APART: Final = 2
"""What stands so far apart, in blank lines or what counts as much, may be a title."""
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_CREDIT: Final = re.compile(
    r"produced by|digitized|e-?book|e-?text|gutenberg|transcri|copyright|©|http|isbn", re.IGNORECASE
)
_TITLE_WORDS: Final = 14
_LEAST_LETTERS: Final = 3
_NAME_WORDS: Final = 5
_BY_WORDS: Final = 5


class TitlePages:
    """Reads the lines of title pages in one script."""

    def __init__(self, document: Document, script: Script, headings: Collection[int], words: Words) -> None:
        """``headings`` are positions of lines that head acts and scenes; ``words`` of the script's language."""
        self._document = document
        self._script = script
        self._headings = headings
        self._words = words
        self._all = everything()

    def apart(self, at: int) -> int:
        """How far a line stands apart from the one above, in blank lines or what counts as much."""
        line = self._script.lines[at]
        shown = self._document.lines[line.index]
        set_off = APART * ((line.outline is not None) + (line.size_rank > 0) + line.centred)
        return line.blank + set_off + (APART * 2 if shown.page_break_before or line.role is Role.TITLE else 0)

    def is_title(self, at: int) -> bool:
        """Whether a line may be the title of a play: no heading, no credit, no kind of play, no list's name."""
        line = self._script.lines[at]
        bare = stripped(fold(line.text))
        words = self._all
        named = any(bare in group for group in (words.cast, words.front, words.notes, words.contents, words.end))
        letters = sum(map(str.isalpha, line.text))
        return (
            letters >= _LEAST_LETTERS
            and not next(filter(str.isalpha, line.text)).islower()
            and len(line.text.split()) <= _TITLE_WORDS
            and len(line.text) <= TITLE_CHARS
            and not (
                named or _CREDIT.search(line.text) or at in self._headings or bare in words.genre or bare in words.by
            )
            and not self.tells_kind(line, alone=True)
        )

    def title(self, at: int) -> str:
        """A line without the marks around it."""
        return self._script.lines[at].text.strip(" .,;:*_=[]")

    def author(self, first: int, end: int) -> str:
        """Whom a title page names after ``by``, which may stand on a line of its own."""
        for at in range(first, end):
            after = after_by(self._script.lines[at].text, self._words)
            name = after or self._script.lines[at + 1].text
            if after is not None and name[:1].isupper() and len(name.split()) <= _NAME_WORDS:
                return name.strip(" .,;:*_")
        return ""

    def tells_kind(self, line: ScriptLine, *, alone: bool = False) -> bool:
        """``A comedy in three acts``, ``by …``: what only a title page says; ``alone`` leaves out kinds of plays."""
        if line.role is Role.AUTHOR:
            return True
        tokens = tokens_of(line.text)
        if not tokens or len(line.text) > TITLE_CHARS:
            return False
        counted = any(number_of(token, self._all.ordinals) for token in tokens)
        acts = any(token.startswith(stem) for token in tokens for stem in _stems(self._all.act))
        by = tokens[0] in self._words.by and len(tokens) > 1
        return by or (counted and acts) or (not alone and not self._all.genre.isdisjoint(tokens))


def after_by(text: str, words: Words) -> str | None:
    """What stands after ``by`` or ``written by`` at the head of a line, maybe nothing; None where it begins otherwise.

    Scripts in any language are set in forms that say it in English.
    """
    tokens = text.strip(" :").split()
    by = words.by | languages()["en"].by
    for end in range(min(_BY_WORDS, len(tokens)), 0, -1):
        if fold(" ".join(tokens[:end])).rstrip(":") in by:
            return " ".join(tokens[end:])
    return None


def stripped(folded: str) -> str:
    """A folded line without what surrounds headings."""
    return folded.strip(" .:*_=-—–()[]#~")


def tokens_of(text: str) -> list[str]:
    """The words and figures of a text, folded."""
    return _TOKEN.findall(fold(text))


def plain(text: str) -> str:
    """A text for comparison: its words and figures, folded, parted by blanks."""
    return " ".join(tokens_of(text))


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    """Beginnings that singular and plural share: ``act``, ``att`` of atto and atti."""
    return tuple(word[:-1] if len(word) > _LEAST_LETTERS else word for word in words)
