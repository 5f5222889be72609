"""What the blanks of a plain text say about its layout: centred lines and hard line ends."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from playbuddy_desktop.parsing.document import Alignment, Line

_MIN_CENTRED_INDENT: Final = 4
_MIN_LENGTHS: Final = 3
"""Centred lines of this many different lengths fix the middle of the page."""
_ROUNDING: Final = 2
"""Half a character on the left, the blanks that a transcriber lost on the right."""
_WIDEST_WRAPPED: Final = 100
"""Typewritten and wrapped texts are 60 to 80 characters wide; longer lines are paragraphs of their own."""
_FULL_SHARE: Final = 0.4
_FULL_SHARE_AT_EDGE: Final = 0.25


def mark_centred(lines: Sequence[Line]) -> None:
    """Set the alignment of lines that stand around one common middle.

    A centred line of n characters is indented by (width - n) / 2: the sum of twice the indent and the length is
    the same for all of them, whatever their lengths. Lines at a common indent (cues of a manuscript, verse) have sums
    that vary with their lengths instead, so an indent that many lines share is no sign of centring.
    """
    indented = [line for line in lines if line.indent_chars >= _MIN_CENTRED_INDENT]
    lengths_by_width: dict[int, set[int]] = defaultdict(set)
    widths_by_indent: dict[int, set[int]] = defaultdict(set)
    for line in indented:
        width = _width(line)
        lengths_by_width[width].add(len(line.text))
        widths_by_indent[line.indent_chars].add(width // 2)
    if not lengths_by_width:
        return
    evidence = {
        width: len(lengths_by_width[width] | lengths_by_width.get(width + 1, set())) for width in lengths_by_width
    }
    width = max(evidence, key=lambda width: (evidence[width], -width))
    if evidence[width] < _MIN_LENGTHS:
        return
    for line in indented:
        if abs(_width(line) - width) <= _ROUNDING and evidence[width] >= len(widths_by_indent[line.indent_chars]):
            line.alignment = Alignment.CENTRE
            rivals = len(widths_by_indent[line.indent_chars]) - 1
            line.alignment_confidence = round(evidence[width] / (evidence[width] + rivals), 2)


def _width(line: Line) -> int:
    return 2 * line.indent_chars + len(line.text)


def is_hard_wrapped(lines: Sequence[Line]) -> bool | None:
    """Whether paragraphs were broken into lines of one width; None where verse and prose leave it open.

    A line that a width forced to end has no room left for the first word of the next line. In prose that is so for most
    lines within a speech, in verse for one in five; a sharp edge of the text is a sign too.
    """
    lengths = sorted(line.indent_chars + len(line.text) for line in lines)
    if not lengths:
        return None
    measure, widest = (lengths[int(len(lengths) * share)] for share in (0.9, 0.98))
    if widest > _WIDEST_WRAPPED:
        return False
    pairs = full = 0
    for line, following in itertools.pairwise(lines):
        if not following.blank_before and following.text:
            pairs += 1
            room = measure - line.indent_chars - len(line.text)
            full += len(following.text.split(maxsplit=1)[0]) + 1 > room
    share = _FULL_SHARE_AT_EDGE if widest - measure <= _ROUNDING else _FULL_SHARE
    return True if full > share * pairs else None
