"""The words of stage languages: what acts, scenes, cast lists and entrances are called. One data file per language."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SETS: Final = (
    "act", "scene", "division", "part", "cast", "contents", "end", "notes", "front", "move", "all", "both", "and",
    "by", "effect", "others", "particles", "titles", "delivery", "common", "note", "setting",
    "person", "several", "rank", "same", "alias", "voice", "translated", "genre",
    "entrance", "exit", "sound", "manner", "manner_ends", "pronoun", "doing", "doing_ends", "place",
)  # fmt: skip
_PERSON_SHARE: Final = 0.03
_CRIED_WORDS: Final = 25
"""A question or cry in so many words sounds spoken."""
_SAMPLE_WORDS: Final = 40_000
"""This many words of a script are enough to tell its language."""


def fold(text: str) -> str:
    """Lower case without accents, for comparing words."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("’", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, or of several together; all folded.

    Attributes:
        act, scene, division, part: words of headings; a division is named, not numbered.
        cast, contents, end, notes, front: headings of what is not the play itself.
        move: first words of directions that are set without brackets.
        all, both, others, and_: collective speakers, and what joins two names.
        by: before an author's name.
        effect: before what is heard in a play for radio, as if it were a speaker (``F/X: A door.``).
        particles: words in lower case within a name.
        titles: shortened titles, whose point does not end a label.
        delivery: first words of a direction within a cue.
        common: the most frequent words, to tell the language.
        note: first words of what an editor or transcriber put in brackets.
        setting: first words of a line that tells place and time, in a cast list.
        person: words for who speaks and who is spoken to, which directions hardly hold.
        several: first words of an entry that names a group, in a cast list.
        rank: what rulers, nobles and officers are called, by whose title a label may name them.
        same: those who were present before, at the head of a scene.
        alias: before another name of somebody, in a cast list.
        voice: before the name of somebody who is heard and not seen.
        translated: before a translator's name.
        genre: kinds of plays, as title pages name them.
        entrance, exit: who comes and who goes; what ends in a point stands at the end of its clause (``Faust ab.``).
        sound: what is heard.
        manner: first words of how something is said, besides ``delivery``.
        manner_ends: how adverbs and participles end.
        pronoun: subjects of sentences that tell what somebody does.
        doing: verbs of what is often done on a stage.
        doing_ends: how such verbs end and adverbs do not, in languages where that tells them apart.
        place: where and when a scene plays.
        ordinals: number words.
    """

    act: frozenset[str]
    scene: frozenset[str]
    division: frozenset[str]
    part: frozenset[str]
    cast: frozenset[str]
    contents: frozenset[str]
    end: frozenset[str]
    notes: frozenset[str]
    front: frozenset[str]
    move: frozenset[str]
    all: frozenset[str]
    both: frozenset[str]
    and_: frozenset[str]
    by: frozenset[str]
    effect: frozenset[str]
    others: frozenset[str]
    particles: frozenset[str]
    titles: frozenset[str]
    delivery: frozenset[str]
    common: frozenset[str]
    note: frozenset[str]
    setting: frozenset[str]
    person: frozenset[str]
    several: frozenset[str]
    rank: frozenset[str]
    same: frozenset[str]
    alias: frozenset[str]
    voice: frozenset[str]
    translated: frozenset[str]
    genre: frozenset[str]
    entrance: frozenset[str]
    exit: frozenset[str]
    sound: frozenset[str]
    manner: frozenset[str]
    manner_ends: frozenset[str]
    pronoun: frozenset[str]
    doing: frozenset[str]
    doing_ends: frozenset[str]
    place: frozenset[str]
    ordinals: Mapping[str, int]


def sounds_spoken(text: str, words: Words, *, least: int = 1) -> bool:
    """Whether a text addresses somebody or cries out, as speech does and directions hardly do."""
    tokens = _WORD.findall(fold(text))
    hits = sum(token in words.person or token.partition("'")[0] in words.person for token in tokens)
    if hits >= least and hits >= _PERSON_SHARE * len(tokens):
        return True
    return sum(map(text.count, "!?¡¿")) * _CRIED_WORDS > len(tokens) > 0


@cache
def languages() -> dict[str, Words]:
    """The words of every language, by its ISO 639 code."""
    found = {}
    for file in sorted(files(__package__).joinpath("words").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".json"):
            data = json.loads(file.read_text(encoding="utf-8"))
            sets = {_field(name): frozenset(map(fold, data.get(name, ()))) for name in _SETS}
            ordinals = {fold(word): number for word, number in data.get("ordinals", {}).items()}
            found[file.name.removesuffix(".json")] = Words(**sets, ordinals=ordinals)
    return found


@cache
def everything() -> Words:
    """The words of all languages together, for headings: a Latin heading may stand in an English play."""
    return _union(languages().values())


def _union(parts: Iterable[Words]) -> Words:
    parts = list(parts)
    sets = {_field(name): frozenset[str]().union(*(getattr(part, _field(name)) for part in parts)) for name in _SETS}
    ordinals: dict[str, int] = {}
    for part in parts:
        ordinals |= {word: number for word, number in part.ordinals.items() if word not in ordinals}
    return Words(**sets, ordinals=ordinals)


def _field(name: str) -> str:
    return "and_" if name == "and" else name


def detect_language(texts: Iterable[str]) -> str | None:
    """The language whose most frequent words fill most of the text; None when none fits."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        found = _WORD.findall(text.casefold())
        counts.update(map(fold, found))
        total += len(found)
        if total > _SAMPLE_WORDS:
            break
    shares = {code: sum(counts[word] for word in words.common) for code, words in languages().items()}
    best = max(shares, key=lambda code: (shares[code], code))
    return best if shares[best] > total / 50 else None


_ROMAN: Final = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})")
_ROMAN_VALUE: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def number_of(word: str, ordinals: Mapping[str, int]) -> int | None:
    """The value of a numeral: figures (also ``1st``, ``2.``), Roman, or a word; None if it is none."""
    word = fold(word).strip(".,:;-–—()[] ")
    if match := re.match(r"(\d{1,3})(?:st|nd|rd|th|er|re|e|o|a|te|[ºª°])?$", word):
        return int(match[1])
    if word in ordinals:
        return ordinals[word]
    roman = word.replace("j", "i")
    if roman and _ROMAN.fullmatch(roman):
        values = [_ROMAN_VALUE[char] for char in roman]
        return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    return None
