"""Title and author: from the licence header, the file's own data, or the title page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from playbuddy_desktop.parsing.document import Document, Furniture, Role
from playbuddy_desktop.parsing.structure.front import TITLE_CHARS, Regions, licence_bounds
from playbuddy_desktop.parsing.structure.stated import Statement
from playbuddy_desktop.parsing.structure.view import Script, ScriptLine, is_caps
from playbuddy_desktop.parsing.structure.words import Words, fold

_NAMED: Final = re.compile(
    r"^\W*(?:The )?Project Gutenberg(?:'s|’s)?(?: \(?e-?(?:book|text)\)?,?)?(?: of)? "
    r"(?P<title>.+?),? by (?P<author>.+?)\W*$",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(r"^(Title|Author):\s*(.+)$")
_TITLE_LINES: Final = 25
_NAME_WORDS: Final = 5
_TITLE_ROLES: Final = (None, Role.TITLE, Role.AUTHOR)
"""What the file may state of a line that stands on a title page: no heading of a scene, no direction."""


def find_title(
    document: Document, script: Script, regions: Regions, words: Words, fallback: str
) -> tuple[str, str]:  # fmt: skip
    """Title and author: from the licence header, the file's own data, or the title page."""
    fields: dict[str, str] = {}
    for line in script.lines[: regions.start]:
        if match := _FIELD.match(line.text):
            fields.setdefault(match[1], match[2].strip())
        elif match := _NAMED.match(line.text):
            fields.setdefault("Title", match["title"].strip())
            fields.setdefault("Author", match["author"].strip())
    page_title, page_author = _title_page(script, regions, words)
    header = _first_header(document)
    if header and not page_author and fold(header) != fold(page_title) and (not page_title or _is_name(page_title)):
        page_title, page_author = header, page_title
    title = fields.get("Title") or document.title or page_title or fallback
    stated = document.author if script.statement is Statement.ROLES else None
    author = fields.get("Author") or stated or page_author or document.author or ""
    return title.strip() or fallback, author.strip()


def _first_header(document: Document) -> str:
    """A title that readers took for a running head, because the pages repeat it."""
    for line in document.lines[:_TITLE_LINES]:
        if line.furniture is Furniture.HEADER and any(map(str.isalpha, line.text)):
            return line.text.strip(" .*_0123456789\t")
    return ""


def _title_page(script: Script, regions: Regions, words: Words) -> tuple[str, str]:
    limit = regions.start
    if regions.cast and regions.cast[0] < limit:
        limit = regions.cast[0]
    first, _ = licence_bounds(script)
    lines = [
        script.lines[at] for at in range(first, min(limit, first + _TITLE_LINES))
        if 1 < len(script.lines[at].text) <= TITLE_CHARS and not _is_credit(script.lines[at].text)
        and (script.lines[at].starts or script.lines[at].text[0].isupper() or _begins_by(script.lines[at], words))
        and script.lines[at].role in _TITLE_ROLES and not _runs_on(script, at, words)
    ]  # fmt: skip
    if not lines:
        return "", ""
    author = ""
    author_at = -1
    for number, line in enumerate(lines):
        head, _, tail = fold(line.text).strip(" :").partition(" ")
        if head in words.by and (tail or number + 1 < len(lines)) and not _is_common_start(tail):
            author = line.text.strip(" :").partition(" ")[2] or (
                lines[number + 1].text if number + 1 < len(lines) else ""
            )
            author_at = number
            break
    titles = [line for number, line in enumerate(lines) if number != author_at and line.text != author]
    title = titles[0].text.strip(" .*_[]") if titles else ""
    if len(titles) > 1 and not author and _is_name(title) and not is_caps(title) and is_caps(titles[1].text):
        return titles[1].text.strip(" .*_[]"), title
    if not author:
        author = _name_near(lines, title)
    return title, author.strip(" .*_")


def _runs_on(script: Script, position: int, words: Words) -> bool:
    """Whether the next line goes on with the sentence, as in prose; ``by`` begins the author's line."""
    if position + 1 >= len(script):
        return False
    following = script.lines[position + 1]
    return (
        not following.starts and following.text[0].islower() and not _begins_by(following, words)
    )  # fmt: skip


def _begins_by(line: ScriptLine, words: Words) -> bool:
    return fold(line.text.split()[0]) in words.by


def _is_credit(text: str) -> bool:
    return bool(re.match(r"(?i)(produced by|this etext|e-?text|project gutenberg|transcri|and the |\[|http)", text))


def _is_common_start(tail: str) -> bool:
    return tail.startswith(("la ", "los ", "las ", "le ", "les "))


def _name_near(lines: Sequence[ScriptLine], title: str) -> str:
    """The first line after the title that looks like a person's name."""
    for line in lines[:6]:
        text = line.text.strip(" .*_")
        if text != title and _is_name(text):
            return text
    return ""


def _is_name(text: str) -> bool:
    """One to five capitalised words without figures, small words allowed between them."""
    parts = text.split()
    return (
        0 < len(parts) <= _NAME_WORDS
        and all(part[0].isupper() or part.islower() for part in parts)
        and parts[0][0].isupper()
        and parts[-1][0].isupper()
        and not any(char.isdigit() or char in ",:;!?" for char in text)
    )
