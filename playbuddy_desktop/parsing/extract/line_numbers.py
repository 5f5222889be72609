"""Tells the numbers that count the lines of a text from other numbers beside it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from playbuddy_desktop.parsing.document import Furniture, Line

_MIN_NUMBERS: Final = 5
_STEP: Final = 5
_MOSTLY: Final = 0.8
_OFTEN: Final = 0.4
"""Counting restarts with each scene, and prose skips numbers."""
_AT_END: Final = re.compile(r"^(.*\S)(?:\s{3,}|\t\s*)(\d{1,4})$")
_AT_START: Final = re.compile(r"^(\d{1,4})(?:\s{3,}|\t\s*)(\S.*)$")


def count_lines(numbers: Sequence[int]) -> bool:
    """Whether the numbers, in order, count lines: nearly all rise by five or ten, or each by one.

    The numbers of a table of contents rise too, but by any step.
    """
    if len(numbers) < _MIN_NUMBERS:
        return False
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    fives = sum(number % _STEP == 0 for number in numbers) >= _MOSTLY * len(numbers)
    regular = sum(step in {_STEP, 2 * _STEP} if fives else step == 1 for step in steps)
    return regular >= (_OFTEN if fives else _MOSTLY) * len(steps)


def split_line_numbers(lines: Sequence[Line]) -> list[Line]:
    """Take line numbers that stand apart, at the end or at the start, out of plain lines; each follows its line."""
    for pattern, text, number in ((_AT_END, 1, 2), (_AT_START, 2, 1)):
        found = {at: match for at, line in enumerate(lines) if _is_body(line) and (match := pattern.match(line.text))}
        if not count_lines([int(match[number]) for match in found.values()]):
            continue
        result: list[Line] = []
        for at, line in enumerate(lines):
            result.append(line)
            if at in found:
                match = found[at]
                _shorten(line, match.start(text), match.end(text))
                result.append(Line(match[number], page=line.page, furniture=Furniture.LINE_NUMBER))
        return result
    return list(lines)


def _is_body(line: Line) -> bool:
    return line.furniture is None


def _shorten(line: Line, start: int, end: int) -> None:
    """Keep only the characters from ``start`` to ``end``."""
    line.text = line.text[start:end]
    line.indent_chars += start
    kept = (
        (max(run.start, start) - start, min(run.end, end) - start, run)
        for run in line.runs
        if run.start < end and run.end > start
    )
    line.runs = tuple(replace(run, start=first, end=last) for first, last, run in kept)
