"""The dramatis personae: reading the cast list, whatever its layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Final

from playbuddy_desktop.parsing.structure.entries import (
    Labels,
    Listed,
    end_of_list,
    name_proper,
    refine,
    share_braced,
    start_of_list,
)
from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.names import split_joint
from playbuddy_desktop.parsing.structure.view import Script, ScriptLine, is_caps
from playbuddy_desktop.parsing.structure.words import Words, fold

_SPLIT: Final = re.compile(r"\s*(?:,|;|:|\.{2,}|(?:\. ){2,}|\s[-–—]+\s|--|—|\(|\[|\t|\s{3,}|\s…)\s*")
_SENTENCE: Final = re.compile(r"[^\W\d_]{4,}\. [^\W\d_]")
_MAX_NAME_WORDS: Final = 7
_MAX_LINE: Final = 200
_PAIR: Final = 2
_SILENT: Final = 8
_LEAST_SPEAKING: Final = 3
_LEAST_CHARS: Final = 3
_HALF_TITLES: Final = 6
"""A line of the title page that is a label more often names a character for whom the play is called."""
_TITLE_LINES: Final = 80
_TITLE_CHARS: Final = 80
_ITALIC: Final = 0.9
_BRACES: Final = re.compile(r"[{}|]+")


def read_cast(script: Script, bounds: tuple[int, int] | None, words: Words) -> list[Listed]:
    """The entries of a cast list, whatever its layout."""
    if bounds is None:
        return []
    entries: list[Listed] = []
    braced: list[int] = []
    before = _lines_before(script, bounds[0])
    previous_indent = 0
    for position in range(bounds[0] + 1, bounds[1]):
        line = script.lines[position]
        text = _BRACES.sub(" ", line.text).strip(" .*[]")
        if not text or len(text) > _MAX_LINE or fold(text).strip(" .:") in words.cast or text.endswith(":"):
            continue
        if _tells_setting(text, words):
            continue
        if entries and line.cell is not None and line.cell[1] > 0:
            entries[-1].description = f"{entries[-1].description} {text}".strip()
            continue
        wrapped = entries and not line.blank and text[0].islower()
        deeper = entries and not line.blank and line.indent > previous_indent + 1 and entries[-1].description
        if wrapped or (deeper and not is_caps(text.split(",")[0])):
            entries[-1].description = f"{entries[-1].description} {text}".strip()
            continue
        previous_indent = line.indent
        found = _entries(_part_italics(line, text), words)
        for entry in found:
            entry.at, entry.title, entry.blank = position, _repeats(text, before, words), line.blank
        entries.extend(found)
        if text != line.text.strip(" .*[]") and _BRACES.search(line.text):
            braced.append(position)
    share_braced(entries, braced)
    return entries


def _lines_before(script: Script, end: int) -> str:
    """What stands on the title page, parted by blanks, to know its words again."""
    short = (line.text for line in script.lines[max(0, end - _TITLE_LINES) : end] if len(line.text) < _TITLE_CHARS)
    return f" {' '.join(map(key_of, short))} "


def _repeats(text: str, before: str, words: Words) -> bool:
    """Whether a line of the list is a part of the title page, or names a kind of play."""
    key = key_of(text)
    return f" {key} " in before or key in words.genre


def _part_italics(line: ScriptLine, text: str) -> str:
    """``Lear _king of Britain_``: italics that begin after the name set a description off."""
    at = line.italic[0][0] if line.italic else 0
    name, described = line.text[:at].strip(), line.text[at:].strip()
    closed = bool(name) and not name[-1].isalnum()
    if closed or not name or not described or line.italic_share > _ITALIC or not line.text.startswith(text[:1]):
        return text
    return f"{name}, {described}"


def _tells_setting(text: str, words: Words) -> bool:
    tokens = re.findall(r"[^\W\d_]+", fold(text))
    first = [" ".join(tokens[:n]) for n in (1, _PAIR)]
    if any(start in words.setting for start in first):
        return True
    return len(tokens) > _MAX_NAME_WORDS and any(token in words.act for token in tokens)


def _entries(text: str, words: Words) -> list[Listed]:
    if text[0] in '("' or _SENTENCE.search(text):
        return []
    parts = [part.strip(" .)]") for part in _SPLIT.split(text, maxsplit=6)]
    parts = [part for part in parts if part]
    if not parts:
        return []
    caps = len(list(takewhile(_is_name_in_caps, parts)))
    if caps > 1:
        rest = ", ".join(parts[caps:])
        return [Listed(name, rest) for part in parts[:caps] for name in split_joint(part, words)]
    name = _name_before_description(parts[0])
    if len(name.split()) > _MAX_NAME_WORDS:
        name = name_proper(name, words)
    rest = text[len(name) :].strip(" ,;:.-–—(\t")
    if len(name.split()) > _MAX_NAME_WORDS or not (name[0].isupper() or name[0].isdigit()):
        return []
    names = split_joint(name, words) if name_proper(name, words) == name else [name]
    if len(names) > 1 and all(one[0].isupper() for one in names):
        return [Listed(one, rest.rstrip(")]"), printed=name) for one in _with_surname(names)]
    return [Listed(name, rest.rstrip(")]"))]


def _is_name_in_caps(part: str) -> bool:
    """Whether a part of a line is a name in capitals; ``M. Sample``, an actor, is none."""
    long = [word for word in part.split() if len(word) > _PAIR]
    return is_caps(part) and len(part.split()) <= _MAX_NAME_WORDS and (not long or is_caps(" ".join(long)))


def _with_surname(names: Sequence[str]) -> list[str]:
    """``Odo and Clara Gall`` share the surname."""
    surname = names[-1].split()[1:]
    if len(names) == _PAIR and len(surname) == 1 and len(names[0].split()) == 1 and not is_caps(names[0]):
        return [f"{names[0]} {surname[0]}", names[1]]
    return list(names)


def _name_before_description(text: str) -> str:
    """``HAMLET prince of Denmark``: capitals end where the description begins."""
    tokens = text.split()
    if not tokens or not is_caps(tokens[0]):
        return text
    kept = [tokens[0]]
    for number, token in enumerate(tokens[1:], start=1):
        following = tokens[number + 1] if number + 1 < len(tokens) else ""
        if is_caps(token) or not token.isalpha() or (token.islower() and following and is_caps(following)):
            kept.append(token)
        else:
            break
    return " ".join(kept)


def spoken_entries(entries: Sequence[Listed], labels: Container[str], words: Words) -> list[bool]:
    """For each entry, whether a word of its name, or the beginning of one, is a word of a label."""
    return [
        any(
            token[:end] in labels
            for token in key_of(name_proper(entry.name, words)).split()
            for end in range(_PAIR, len(token) + 1)
        )
        for entry in entries
    ]


def prune(entries: Sequence[Listed], labels: Mapping[str, int], words: Words) -> list[Listed]:
    """The entries without those that come again, and without what only follows the list.

    A list goes on after its last speaker with a few who are silent; many more are no list of characters.
    """
    entries = refine(entries, labels, words)
    known = Labels(labels, words)
    often = Labels((label for label, count in labels.items() if count > _HALF_TITLES), words)
    named = [bool((often if entry.title else known).name_in(entry.name)) for entry in entries]
    entries = entries[start_of_list(entries, named) : end_of_list(entries, named)]
    tokens = frozenset(token for label in labels for token in label.split())
    speaking = spoken_entries(entries, tokens, words)
    last = max((at for at, speaks in enumerate(speaking) if speaks), default=-1)
    if sum(speaking) >= _LEAST_SPEAKING and len(entries) - last - 1 > _SILENT:
        entries = entries[: last + 1]
    kept: dict[tuple[str, str], Listed] = {}
    bare = Counter(key_of(entry.name) for entry in entries if entry.description)
    full = [name.split() for name in map(key_of, (entry.name for entry in entries)) if " " in name]
    proper = [name for name in full if not any(word in words.particles or word in words.ordinals for word in name)]
    for entry in entries:
        key = key_of(entry.name)
        shorter = not entry.description and sum(key in name for name in proper) == 1
        if key and not shorter and (entry.description or not bare[key]):
            kept.setdefault((key, entry.description), entry)
    return list(kept.values())


def folded_names(entries: Iterable[Listed], words: Words) -> frozenset[str]:
    """The keys of listed names, and of their single distinctive words."""
    keys = [key_of(entry.name) for entry in entries]
    counts = Counter(word for key in keys for word in set(key.split()))
    firsts = (next((word for word in key.split() if word not in words.particles), "") for key in keys)
    single = {word for word in firsts if counts[word] == 1 and len(word) >= _LEAST_CHARS}
    return frozenset(filter(None, keys)) | single
