"""Measures whether confidence holds on scripts that it was not fitted to.

    python bench/calibration.py [--corpus DIR] [--scorer DIR] [--processes N] [--only TEXT,…]

Every script with known structure is parsed. A line of dialogue is right when at least half of its words have the right
kind and speakers. The knots of ``calibration.py`` are then fitted anew on four fifths of the plays and tested on the
last fifth, in turn, so that every line is judged by knots that never saw its play, in whatever layout; then likewise
on all layouts but one. Prints reliability, the mean gap between confidence and truth, the share of right lines by the
reasons for doubt, and knots fitted to everything.
"""

from __future__ import annotations

import argparse
import importlib
import json
import multiprocessing
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

ROOT = Path(__file__).resolve().parent.parent
GRID = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 1.0)
FOLDS = 5
EQUAL_LINES = 300
"""Lines of one script weigh together at most as so many, so that long plays do not decide alone."""
PRIOR_LINES = 5.0
"""A knot with few lines keeps near the rules' own measure, which counts as so many lines."""


class Judged(NamedTuple):
    """A line of dialogue: the rules' measure, whether it is right, its weight, where it comes from and its reasons."""

    measure: float
    right: bool
    weight: float
    play: str
    layout: str
    reasons: tuple[str, ...]


def judge(entry: dict[str, Any], corpus: Path, scorer: Path) -> list[Judged]:
    """The lines of dialogue of one script; none when it is refused or its structure is unknown."""
    sys.path.insert(0, str(scorer))
    score = importlib.import_module("score")
    from playbuddy_desktop.errors import KnownError
    from playbuddy_desktop.parsing.engines import engine_named
    from playbuddy_desktop.parsing.extract.reader import read_document
    from playbuddy_desktop.parsing.structure import assemble
    from playbuddy_desktop.settings import Settings

    assemble.calibrated = lambda measure: measure  # the rules' own measure is what is calibrated here
    if not entry.get("gold"):
        return []
    path, settings = corpus / entry["input"], Settings()
    try:
        document = read_document(path, filename=path.name, format=None, settings=settings)
        parse = engine_named("rules").prepare(document, chunk_chars=10**9, fallback_title=path.stem)
        play = parse.assemble(parse.chunk(0, parse.start()).items)
    except KnownError:
        return []
    gold = score.load(str(corpus / entry["gold"]))
    right, judged = right_words(score, gold, play.model_dump(mode="json"))
    lines = []
    at = 0
    for line in (line for act in play.acts for scene in act.scenes for line in scene.lines):
        words = sum(bool(score.norm(token)) for token in score.tokens(line.text))
        known = judged[at : at + words]
        if line.type == "dialogue" and known.any():
            share = right[at : at + words][known].mean()
            lines.append((line.confidence, bool(share >= 0.5), tuple(map(_kind_of, line.reasons))))
        at += words
    weight = min(1.0, EQUAL_LINES / max(1, len(lines)))
    title = str(gold.get("title") or entry["id"]).casefold()
    return [Judged(measure, ok, weight, title, entry["layout"], reasons) for measure, ok, reasons in lines]


def _kind_of(reason: str) -> str:
    """A reason without the names in it."""
    printed, told = reason.startswith("printed "), reason.partition(": ")[2]
    return told if printed else reason.split(" (", maxsplit=1)[0]


def right_words(score: Any, gold: dict[str, Any], parsed: dict[str, Any]) -> tuple[Any, Any]:
    """For each word of the parsed play, whether it has the right kind and speakers, and whether that can be judged."""
    true, found = score.flatten(gold, True), score.flatten(parsed)
    place = score.align(true.w, found.w)
    origin = np.full(len(found.w), -1)
    origin[place[place >= 0]] = np.nonzero(place >= 0)[0]
    pairs: Counter[tuple[str, str]] = Counter()
    for word, source in enumerate(origin):
        if source >= 0 and true.cls[source] == found.cls[word] == "D":
            pairs.update((name, own) for name in true.sp[source] for own in found.sp[word])
    names, owns = sorted({name for name, _ in pairs}), sorted({own for _, own in pairs})
    common = np.array([[pairs[name, own] for own in owns] for name in names]).reshape(len(names), len(owns))
    same = {owns[b]: names[a] for a, b in zip(*linear_sum_assignment(-common), strict=True) if common[a, b]}
    right, judged = np.zeros(len(found.w), bool), np.ones(len(found.w), bool)
    inside = np.nonzero(origin >= 0)[0]
    if gold.get("partial") and len(inside):
        judged[: inside[0]] = judged[inside[-1] + 1 :] = False
    for word, source in enumerate(origin):
        if source >= 0:
            judged[word] &= true.cls[source] in "DS"
            right[word] = true.cls[source] == found.cls[word] == "D" and (
                set(true.sp[source]) == {same.get(own, "") for own in found.sp[word]}
            )
    return right, judged


def fit(lines: Sequence[Judged]) -> list[float]:
    """The share of right lines at each measure of the grid, never falling (pool adjacent violators)."""
    total, right = np.zeros(len(GRID)), np.zeros(len(GRID))
    for line in lines:
        above = min(int(np.searchsorted(GRID, line.measure, side="right")), len(GRID) - 1)
        near = (line.measure - GRID[above - 1]) / (GRID[above] - GRID[above - 1])
        for knot, share in ((above - 1, 1 - near), (above, near)):
            total[knot] += share * line.weight
            right[knot] += share * line.weight * line.right
    blocks: list[list[float]] = []
    for knot, measure in enumerate(GRID):
        blocks.append([right[knot] + PRIOR_LINES * measure, total[knot] + PRIOR_LINES, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [one + other for one, other in zip(blocks[-1], last, strict=True)]
    return [block[0] / block[1] for block in blocks for _ in range(int(block[2]))]


def held_out(lines: Sequence[Judged], fold: Callable[[Judged], object]) -> list[tuple[float, Judged]]:
    """Each line with the confidence that knots give it which were fitted without its fold."""
    folds: dict[object, list[Judged]] = defaultdict(list)
    for line in lines:
        folds[fold(line)].append(line)
    found = []
    for name, members in folds.items():
        knots = fit([line for other, rest in folds.items() if other != name for line in rest])
        found.extend((float(np.interp(line.measure, GRID, knots)), line) for line in members)
    return found


def print_reliability(title: str, given: Sequence[tuple[float, Judged]]) -> None:
    """Of the lines of each confidence, the share that is right; and the mean gap, weighted by lines."""
    print(f"\n{title}\nconfidence      lines  mean   right")
    gap = whole = 0.0
    for low, high in (
        (0, 0.6),
        (0.6, 0.7),
        (0.7, 0.8),
        (0.8, 0.9),
        (0.9, 0.95),
        (0.95, 0.97),
        (0.97, 0.98),
        (0.98, 1.01),
    ):
        inside = [(confidence, line) for confidence, line in given if low <= confidence < high]
        weight = sum(line.weight for _, line in inside)
        if not inside:
            continue
        mean = sum(confidence * line.weight for confidence, line in inside) / weight
        right = sum(line.right * line.weight for _, line in inside) / weight
        gap, whole = gap + abs(mean - right) * weight, whole + weight
        print(f"{low:.2f} to {min(high, 1):.2f} {len(inside):8d}  {mean:.3f}  {right:.3f}")
    print(f"mean gap {gap / whole:.3f}")


def main() -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description="Cross-validate the parser's confidence over a corpus.")
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--scorer", type=Path, help="folder of score.py; default: tools, beside the corpus")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--only", default="", help="only scripts whose id holds one of these, parted by commas")
    options = parser.parse_args()
    manifest = options.corpus / "manifest.json"
    if not manifest.exists():
        print(f"There is no corpus at {options.corpus}.")
        return 1
    wanted = options.only.split(",")
    entries = [
        entry for entry in json.loads(manifest.read_text(encoding="utf-8"))
        if any(part in entry["id"] for part in wanted)
    ]  # fmt: skip
    work = partial(judge, corpus=options.corpus, scorer=options.scorer or options.corpus.parent / "tools")
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        lines = [line for script in pool.imap(work, entries) for line in script]
    print(f"{len(lines)} lines of dialogue, {len({line.play for line in lines})} plays")
    by_play = held_out(lines, lambda line: zlib.crc32(line.play.encode()) % FOLDS)
    print_reliability("Plays held out (five folds)", by_play)
    print_reliability("Layouts held out (one at a time)", held_out(lines, lambda line: line.layout))
    from playbuddy_desktop.parsing.structure.calibration import calibrated

    print_reliability(
        "As the program gives it (fitted to these very plays)", [(calibrated(x.measure), x) for x in lines]
    )
    print("\nby reason                                                                      lines  right")
    reasons = Counter(reason for line in lines for reason in line.reasons)
    for reason, number in reasons.most_common():
        right = sum(line.right for line in lines if reason in line.reasons) / number
        print(f"{reason[:76]:76s} {number:7d}  {right:.3f}")
    print("\nknots fitted to all:", ", ".join(f"({x}, {y:.3f})" for x, y in zip(GRID, fit(lines), strict=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
