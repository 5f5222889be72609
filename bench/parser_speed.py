"""How fast the parser is, how much memory it takes, and how both grow with the length of the script.

    python bench/parser_speed.py [--sizes 10000,100000,1000000,10000000] [--script FILE]

Makes up plays of so many characters, in verse and prose, with acts, scenes, a cast list and directions; or takes a
file. Each is read and parsed in a process of its own, on one core: CPU seconds, characters a second, and the process's
peak of memory, which is about 40 MB before it reads anything. ``growth`` is how the time grew against the length since
the size before: 1.0 is linear. The aims: a play of 170,000 characters in less than 0.3 s, five million characters in
less than 8 s and 400 MB.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

NAMES = ("MARTHA", "JONAS", "OLD PETER", "THE DUKE", "FIRST WATCHMAN", "LADY ANNE", "ROWLAND", "CLERK")
WORDS = (
    "rain", "snow", "light", "wind", "stone", "river", "bread", "glass", "smoke", "thorn", "lantern", "harbour",
    "winter", "copper", "waits", "burns", "falls", "sings", "sleeps", "turns", "breaks", "stands", "listens",
    "answers", "wanders", "remembers", "gently", "twice", "again", "below", "beyond", "tonight", "alone", "slowly",
)  # fmt: skip
SCENES_IN_ACT, SPEECHES_IN_SCENE = 5, 60
_MEGA = 1_000_000


class Measured(NamedTuple):
    """Characters, CPU seconds to read and to parse, and the peak of memory in megabytes."""

    chars: int
    reading: float
    parsing: float
    peak: float


def compose(chars: int) -> str:
    """A play of at least so many characters; always the same for the same number."""
    chance = random.Random(chars)  # noqa: S311 - made-up text
    parts = ["THE LANTERN\n\nby Nobody\n\nDRAMATIS PERSONAE\n\n" + "\n".join(NAMES) + "\n\n"]
    size = scene = 0
    while size < chars:
        heading = f"\n\nACT {scene // SCENES_IN_ACT + 1}\n" if scene % SCENES_IN_ACT == 0 else ""
        block = [f"{heading}\nSCENE {scene % SCENES_IN_ACT + 1}. A harbour.\n\n[Enter {chance.choice(NAMES)}.]\n"]
        block += [f"\n{_speech(chance)}\n" for _ in range(SPEECHES_IN_SCENE)]
        parts.append("".join(block))
        size += len(parts[-1])
        scene += 1
    return "".join(parts)


def _speech(chance: random.Random) -> str:
    aside = " (aside)" if chance.random() < 0.1 else ""
    lines = [
        " ".join(chance.choices(WORDS, k=7)).capitalize() + chance.choice(",.;!?")
        for _ in range(chance.choice((1, 1, 2, 3, 8)))
    ]
    return f"{chance.choice(NAMES)}{aside}. " + "\n".join(lines)


def measure(path: str) -> Measured:
    """Read and parse a file in this process."""
    from playbuddy_desktop.parsing.engines import engine_named
    from playbuddy_desktop.parsing.extract.reader import read_document
    from playbuddy_desktop.settings import Settings

    settings = Settings()
    began = time.process_time()
    document = read_document(Path(path), filename=Path(path).name, format=None, settings=settings)
    read = time.process_time()
    parse = engine_named("rules").prepare(document, chunk_chars=settings.chunk_chars, fallback_title="Untitled")
    context, items = parse.start(), []
    for index in range(parse.plan.count):
        result = parse.chunk(index, context)
        context = result.context
        items.extend(result.items)
    parse.assemble(items)
    parsed = time.process_time()
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return Measured(sum(len(line.text) + 1 for line in document.lines), read - began, parsed - read, peak)


def in_own_process(path: Path) -> Measured:
    """The same, so that peaks of memory do not add up."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (str(path),))


def show(found: Measured, before: Measured | None) -> None:
    """One row of the table."""
    growth = ""
    if before is not None:
        growth = f"{found.parsing / before.parsing / (found.chars / before.chars):.2f}"
    print(
        f"{found.chars:>11,}{found.reading:>10.2f}{found.parsing:>10.2f}{found.chars / found.parsing / _MEGA:>11.2f}"
        f"{found.peak:>10.0f}{growth:>8}"
    )


def main() -> None:
    """Measure all sizes, or the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", default="10000,100000,1000000,5000000,10000000")
    arguments.add_argument("--script", type=Path)
    options = arguments.parse_args()
    print(f"{'characters':>11}{'read s':>10}{'parse s':>10}{'million/s':>11}{'peak MB':>10}{'growth':>8}")
    if options.script is not None:
        show(in_own_process(options.script), None)
        return
    before = None
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, options.sizes.split(",")):
            path = Path(folder) / f"play_{size}.txt"
            path.write_text(compose(size), encoding="utf-8")
            found = in_own_process(path)
            show(found, before)
            before = found


if __name__ == "__main__":
    main()
