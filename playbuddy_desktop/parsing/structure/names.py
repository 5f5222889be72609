"""Names within labels: which words join several persons into one label."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Final

from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.words import Words, fold, number_of

_PAIR: Final = 2
_PAUSE: Final = re.compile(r"[.;:]")
_BRACKET: Final = re.compile(r"\s[(\[][^)\]]*$")


def bare_label(label: str) -> str:
    """A label without the bracket that a direction left open at its end: ``FACE [ASIDE``."""
    at = _BRACKET.search(label, 1)
    return label[: at.start()].strip() or label if at else label


def split_joint(label: str, words: Words) -> Sequence[str]:
    """The names in ``A and B``, ``A, B``, ``A & B``, ``A/B``; the label alone when it names one."""
    parts: list[str] = []
    current: list[str] = []
    for word in label.replace("/", " & ").replace(",", " , ").replace("+", " & ").split():
        if word in "&," or fold(word).strip(".") in words.and_:
            if current:
                parts.append(" ".join(current))
            current = []
        else:
            current.append(word)
    if current:
        parts.append(" ".join(current))
    return _with_noun(parts, words) or [label]


def _with_noun(parts: Sequence[str], words: Words) -> Sequence[str]:
    """``FIRST AND SECOND LORD``: numbers share the noun that follows the last of them."""
    noun = parts[-1].split()[1:] if parts else []
    numbers = [part if len(part.split()) == 1 else part.split()[0] for part in parts]
    if len(parts) < _PAIR or not noun or not all(number_of(number, words.ordinals) for number in numbers):
        return parts
    return [" ".join((part, *noun)) if len(part.split()) == 1 else part for part in parts]


def looks_like_list(text: str, words: Words) -> bool:
    """Whether a line names several persons: those present in a scene."""
    return len(split_joint(text.strip(" ."), words)) > 1


def all_named(text: str, words: Words, known: Container[str]) -> bool:
    """Whether the text is nothing but two or more known names, parted by commas, points or ``and``."""
    parts = [key_of(part) for part in split_joint(_PAUSE.sub(",", text), words)]
    return len(parts) > 1 and all(part in known for part in parts)
