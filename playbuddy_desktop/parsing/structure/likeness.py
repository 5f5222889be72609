"""How a label may name somebody of the cast: by name, by a shorter form, by rank or description, or misprinted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.words import Words, number_of

_PAIR: Final = 2
_LEAST_CHARS: Final = 3
_LONG: Final = 5
_ALIKE: Final = 0.8
"""Two words in which four of five letters agree, in order, may be prints of one: MRATHA and MARTHA."""
_SHARED: Final = 0.7
_NICKNAME: Final = 4
_CLAUSE: Final = re.compile(r"[,;:()\[\]]")
_FIGURE: Final = re.compile(r"(\d{1,2})\D{0,2}")
_LOOKALIKES: Final = str.maketrans("01568", "olsbb")
_PLURALS: Final = frozenset({"s", "es", "en"})
_OLD_LETTERS: Final = str.maketrans("vj", "ui")


def key_tokens(name: str, words: Words) -> tuple[str, ...]:
    """A name's words for comparing: without particles, numbers in figures (``FIRST LORD``, ``1. Lord``)."""
    tokens = key_of(name).split()
    return with_figures([token for token in tokens if token not in words.particles] or tokens, words)


def with_figures(tokens: Sequence[str], words: Words) -> tuple[str, ...]:
    """A name's words with its number in figures; not what counts a group, nor the number of a king."""
    if len(tokens) == 1:
        return tuple(tokens)
    ruler = not words.rank.isdisjoint(tokens)
    return tuple(_figure(token, words, roman=not (ruler and at)) for at, token in enumerate(tokens))


def _figure(token: str, words: Words, *, roman: bool) -> str:
    if token in words.several:
        return token
    if match := _FIGURE.fullmatch(token):
        return str(int(match[1]))
    if token in words.ordinals:
        return str(words.ordinals[token])
    number = number_of(token, {}) if roman and set(token) <= {"i", "v"} else None
    return token if number is None else str(number)


def numbers(tokens: Sequence[str]) -> frozenset[str]:
    """The figures among a name's words; characters of different numbers are different."""
    return frozenset(filter(str.isdigit, tokens))


def old_letters(key: str) -> str:
    """A key in which ``u`` and ``v``, ``i`` and ``j`` are the same letters, as in old prints."""
    return key.translate(_OLD_LETTERS)


def fits(label: Sequence[str], name: Sequence[str]) -> bool:
    """Whether each word of the label is a word of the name or the beginning of one, in the same order.

    After its first word a label may be shortened to a letter, and of two words the shorter may come first:
    ``SIR P.``, ``E. DROMIO``.
    """
    if numbers(label) != numbers(name):
        return False
    label, name = [*map(old_letters, label)], [*map(old_letters, name)]
    return _in_order(label, name) or (
        len(label) == _PAIR and len(label[0]) == 1 and not label[0].isdigit() and _in_order(label[::-1], name)
    )


def _in_order(label: Sequence[str], name: Sequence[str]) -> bool:
    at = 0
    for number, token in enumerate(label):
        least = 1 if number else _PAIR
        while at < len(name) and not (name[at] == token or (len(token) >= least and name[at].startswith(token))):
            at += 1
        if at == len(name):
            return False
        at += 1
    return True


def contains(label: Sequence[str], name: Sequence[str], description: str) -> bool:
    """Whether a label is the whole name with words that describe its bearer: ``KING CLAUDIUS`` for the king."""
    added = [token for token in label if token not in name]
    return (
        bool(added)
        and set(name) < set(label)
        and any(len(token) >= _LEAST_CHARS for token in name)
        and all(token in key_of(description).split() for token in added)
    )


def head_of(description: str, words: Words) -> list[str]:
    """The words by which a description names somebody: up to the first particle, and what follows a rank.

    ``clown`` of "a clown, servant to the Duke"; ``graf``, ``leicester`` of "Graf von Leicester".
    """
    head: list[str] = []
    for token in key_of(_CLAUSE.split(description.strip(" ,;:()"))[0]).split():
        if token not in words.particles:
            head.append(token)
        elif head and not words.rank.intersection(head):
            break
    return head


def described(label: Sequence[str], head: Sequence[str]) -> bool:
    """Whether a label is what the list calls somebody, not by name: ``DUKE``, ``CLOWN``."""
    return bool(head) and all(
        any(word == token or (len(token) >= _LEAST_CHARS and word.startswith(token)) for word in head)
        for token in label
    )


def titled(label: Sequence[str], head: Sequence[str], words: Words) -> bool:
    """Whether a label is the land or house of somebody's rank: ``LEICESTER`` of ``Earl of Leicester``."""
    return (
        len(label) == 1 and label[0] in head and label[0] not in words.rank
        and any(token in words.rank for token in head[: head.index(label[0])])
    )  # fmt: skip


def misprinted(label: Sequence[str], name: Sequence[str]) -> bool:
    """Whether two names may be prints of one: as many words, all equal but one, and that alike to its end.

    Or the same letters, parted otherwise or taken for figures: ``T ITUS``, ``TITU5``.
    """
    if letters_of(label) == letters_of(name):
        return True
    if len(label) != len(name) or numbers(label) != numbers(name):
        return False
    different = [(one, other) for one, other in zip(label, name, strict=True) if one != other]
    return len(different) == 1 and _alike(*different[0])


def letters_of(tokens: Sequence[str]) -> str:
    """A name's letters, in which figures within words are the letters that they look like."""
    return "".join(token if token.isdigit() else token.translate(_LOOKALIKES) for token in tokens)


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LONG or one[-_PAIR:] != other[-_PAIR:]:
        return old_letters(one) == old_letters(other)
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def nickname(label: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a label of one word is a form of a word of the name: BARTHOL for BARTHOLOMEUS."""
    if len(label) != 1 or numbers(label) != numbers(name):
        return False
    shares = (_shared(label[0], token) for token in name)
    return max(shares, default=0) >= max(_NICKNAME, _SHARED * len(label[0]))


def same_noun(one: str, other: str) -> bool:
    """Whether two words may be singular and plural of one: ``clown``, ``clowns``; ``gentleman``, ``gentlemen``."""
    shorter = min(len(one), len(other))
    return _shared(one, other) >= max(_LEAST_CHARS, shorter - _PAIR)


def is_plural(one: str, many: str) -> bool:
    """Whether the second word is the first with an ending of the plural: SERVANT does not shorten SERVANTS."""
    return len(one) >= _LONG and many.startswith(one) and many[len(one) :] in _PLURALS


def _shared(one: str, other: str) -> int:
    """How many letters two words share at their beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)
