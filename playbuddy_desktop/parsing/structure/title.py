"""Title and author: from the licence header, the file's own data, or the title page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from playbuddy_desktop.parsing.document import Document, Furniture, Role
from playbuddy_desktop.parsing.structure.front import TITLE_CHARS, Regions, licence_bounds
from playbuddy_desktop.parsing.structure.stated import Statement
from playbuddy_desktop.parsing.structure.title_pages import after_by
from playbuddy_desktop.parsing.structure.view import Script, ScriptLine, is_caps
from playbuddy_desktop.parsing.structure.words import Words, everything, fold, languages

_NAMED: Final = re.compile(
    r"^\W*(?:The )?Project Gutenberg(?:'s|’s)?(?: \(?e-?(?:book|text)\)?,?)?(?: of)? "
    r"(?P<title>.+?),? by (?P<author>.+?)\W*$",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(r"^(Title|Author|Translator):\s*(.+)$")
_YEAR: Final = re.compile(r"(?<!\d)(1[4-9]\d\d|20[0-4]\d)(?!\d)")
_LATER: Final = re.compile(r"(?i)copyright|©|release|updated|e-?book|e-?text|reserved|posted|isbn|funding|digiti")
"""The dates of a file or an edition's rights say nothing of the play."""
_UNNAMED: Final = re.compile(r"[^\w\s.'’-]")
_FILES_SINCE: Final = 1970
"""The first year of files that volunteers distribute: their later dates are those of the files."""
_CREDIT_LINES: Final = 40
_TITLE_LINES: Final = 25
_NEAR_LINES: Final = 8
_ABOVE: Final = 3
_NAME_WORDS: Final = 5
_TITLE_ROLES: Final = (None, Role.TITLE, Role.AUTHOR)
"""What the file may state of a line that stands on a title page: no heading of a scene, no direction."""


def find_title(
    document: Document, script: Script, regions: Regions, words: Words, fallback: str
) -> tuple[str, str]:  # fmt: skip
    """Title and author: from the licence header, the file's own data, or the title page."""
    fields: dict[str, str] = {}
    named: dict[str, str] = {}
    for line in script.lines[: regions.start]:
        if match := _FIELD.match(line.text):
            fields.setdefault(match[1], match[2].strip())
        elif match := _NAMED.match(line.text):
            named.setdefault("Title", match["title"].strip())
            named.setdefault("Author", match["author"].strip())
    fields = named | fields
    page_title, page_author = _title_page(script, regions, words)
    header = _first_header(document)
    if header and not page_author and fold(header) != fold(page_title) and (not page_title or _is_name(page_title)):
        page_title, page_author = header, page_title
    title = fields.get("Title") or document.title or page_title or fallback
    stated = document.author if script.statement is Statement.ROLES else None
    author = fields.get("Author") or stated or page_author or document.author or ""
    return " ".join(title.split()) or fallback, " ".join(author.split())


def _first_header(document: Document) -> str:
    """A title that readers took for a running head, because the pages repeat it."""
    for line in document.lines[:_TITLE_LINES]:
        if line.furniture is Furniture.HEADER and any(map(str.isalpha, line.text)):
            return line.text.strip(" .*_0123456789\t")
    return ""


def page_lines(script: Script, regions: Regions, words: Words) -> list[ScriptLine]:
    """The short lines of the title page.

    It stands at the beginning. Where long notices come first, it is rather where an author is named: right before the
    cast list or the play, or before the notices.
    """
    limit = regions.start
    if regions.cast and regions.cast[0] < max(limit, regions.cast[1]):
        limit = regions.cast[0]
    first, _ = licence_bounds(script)
    positions = _where_author_is(script, first, limit, words)
    notices = _notices(script, range(first, limit))
    return [
        script.lines[at] for at in positions
        if 1 < len(script.lines[at].text) <= TITLE_CHARS and not _is_credit(script.lines[at].text)
        and (script.lines[at].starts or script.lines[at].text[0].isupper() or _begins_by(script.lines[at], words))
        and script.lines[at].role in _TITLE_ROLES and not _runs_on(script, at, words)
        and any(map(str.isalpha, script.lines[at].text)) and at not in notices
    ]  # fmt: skip


def _where_author_is(script: Script, first: int, limit: int, words: Words) -> range:
    """The positions that may hold the title page."""
    begin = range(first, min(limit, first + _TITLE_LINES))
    if limit - first <= _TITLE_LINES:
        return begin
    near = range(max(first, limit - _NEAR_LINES), limit)
    for stretch in (begin, near, range(min(first, _TITLE_LINES))):
        authors = [at for at in stretch if _names_author(script, at, words)]
        if authors:
            return begin if stretch == begin else range(_title_above(script, authors[0]), stretch.stop)
    return begin


def _title_above(script: Script, author: int) -> int:
    """Where the paragraph begins that ends right before the author's line."""
    at = max(author - 1, 0)
    while at > max(author - _ABOVE, 0) and not script.lines[at].blank:
        at -= 1
    return at


def _notices(script: Script, positions: range) -> set[int]:
    """Lines of notices between double angles."""
    found: set[int] = set()
    inside = False
    for at in positions:
        inside = inside or script.lines[at].text.startswith("<<")
        if inside:
            found.add(at)
        inside = inside and ">>" not in script.lines[at].text
    return found


def _names_author(script: Script, at: int, words: Words) -> bool:
    name = after_by(script.lines[at].text.strip(" .:"), words)
    return name is not None and _is_name(name) and not _UNNAMED.search(name)


def _title_page(script: Script, regions: Regions, words: Words) -> tuple[str, str]:
    lines = page_lines(script, regions, words)
    if not lines:
        return "", ""
    author = ""
    author_at = -1
    for number, line in enumerate(lines):
        named = after_by(line.text, words)
        if named is not None and (named or number + 1 < len(lines)) and not _is_common_start(fold(named)):
            author = named or lines[number + 1].text
            author_at = number
            break
        if number and (author := _after_kind(line.text, words)):
            author_at = number
            break
    titles = [line for number, line in enumerate(lines) if number != author_at and line.text != author]
    title = titles[0].text.strip(" .*_[]") if titles else ""
    if len(titles) > 1 and not author and _is_name(title) and not is_caps(title) and is_caps(titles[1].text):
        return titles[1].text.strip(" .*_[]"), title
    if not author:
        author = _name_near(lines, title, words)
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
    return after_by(line.text, words) is not None


def _after_kind(text: str, words: Words) -> str:
    """The author in ``A comedy by Ann Odd``, a line that tells the kind of play first; "" where it names none."""
    tokens = text.split()
    kind = next((at for at, token in enumerate(tokens) if _is_kind(token, words)), len(tokens))
    rests = (" ".join(tokens[at:]) for at in range(kind + 1, len(tokens)))
    names = (name for rest in rests if (name := after_by(rest, words)) and " " in name and _is_name(name))
    return next(names, "")


def _is_kind(token: str, words: Words) -> bool:
    return fold(token.strip(".,;:")) in words.genre | languages()["en"].genre


def _is_credit(text: str) -> bool:
    return bool(
        re.match(
            r"(?i)(produced by|this etext|e-?text|project gutenberg|transcri|and the |\[|http|digiti[sz]ed|scanned|"
            r"in \d{4} with funding|(?:the )?university|(?:the )?library)",
            text,
        )
    )


def _is_common_start(tail: str) -> bool:
    return tail.startswith(("la ", "los ", "las ", "le ", "les "))


def _name_near(lines: Sequence[ScriptLine], title: str, words: Words) -> str:
    """The first line after the title that looks like a person's name."""
    for line in lines[:6]:
        text = line.text.strip(" .*_")
        headed = fold(text) in everything().front | everything().contents
        if text != title and _is_name(text) and not headed and not any(_is_kind(one, words) for one in text.split()):
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


def find_credits(script: Script, regions: Regions, words: Words) -> tuple[int | None, str]:
    """The year on the title page, and who translated the play, as printed there; None and "" where it tells none.

    A year alone on its line, as the play's own date stands, goes before the printer's.
    """
    fields = (_FIELD.match(line.text) for line in script.lines[: regions.start])
    named = next((f"Translator: {match[2].strip()}" for match in fields if match and match[1] == "Translator"), "")
    first, _ = licence_bounds(script)
    limit = regions.cast[0] if regions.cast and regions.cast[0] < max(regions.start, regions.cast[1]) else regions.start
    texts = [line.text.strip() for line in script.lines[first : min(limit, first + _CREDIT_LINES)]]
    translators = (
        text if len(text.split()) > _ABOVE else " ".join(texts[at : at + 2])
        for at, text in enumerate(texts)
        if len(text) <= TITLE_CHARS and any(fold(text).startswith(opening) for opening in words.translated)
    )
    dated = [(text, match) for text in texts if len(text) <= TITLE_CHARS and (match := _YEAR.search(text))]
    distributed = first > 0 or any("project gutenberg" in text.lower() for text in texts)
    dated = [
        (text, match) for text, match in dated
        if not _is_credit(text) and not _LATER.search(text) and not (distributed and int(match[1]) > _FILES_SINCE)
    ]  # fmt: skip
    alone = [match for text, match in dated if text.strip(" .()[]") == match[1]]
    found = next(iter(alone or [match for _, match in dated]), None)
    return (int(found[1]) if found else None), named or next(translators, "")
