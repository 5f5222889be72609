"""Sums the typography of a line up in shares of its letters."""

from __future__ import annotations

import re
from typing import Final

from playbuddy_desktop.parsing.document import Line, caps_share

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
"""Hebrew, Arabic and their kin."""


def set_shares(line: Line) -> None:
    """Fill in the shares of bold, italic, small capitals and capitals from the line's text and runs."""
    line.caps = caps_share(line.text)
    if len(line.runs) == 1:
        run = line.runs[0]
        line.bold, line.italic, line.small_caps = float(run.bold), float(run.italic), float(run.small_caps)
        return
    letters = bold = italic = small_caps = 0
    for run in line.runs:
        count = sum(map(str.isalpha, line.text[run.start : run.end]))
        letters += count
        bold += count * run.bold
        italic += count * run.italic
        small_caps += count * run.small_caps
    if letters:
        line.bold, line.italic, line.small_caps = bold / letters, italic / letters, small_caps / letters


def is_rtl(text: str) -> bool:
    """Whether most letters of a text belong to a script that runs from right to left."""
    if text.isascii():
        return False
    return 2 * len(_RIGHT_TO_LEFT.findall(text)) > sum(map(str.isalpha, text))
