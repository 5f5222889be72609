"""Measures the readers: speed and memory by format, and what they recover of scripts that are set for the purpose.

    python bench/extract.py [--pages 100 500] [--layouts] [--quality-only | --speed-only] [--corpus DIR]

Speed: a script of so many pages in each format (PDF in four layouts; with ``--layouts`` the other formats too), read
in a process of its own that has read a short one before, so that libraries are loaded; pages a second of processor
time, so that other work on the machine matters little.
Memory: the most that the process held beyond what it held before, less what the lines themselves take up; what is left
is the reader's own, and should not grow with the pages.
Plain extraction, for PDF: what takes the least code with pypdfium2's own methods: the text of each page and the box of
each of its characters. The aim is within 15 % of its time, and 95 pages a second.
Quality: four layouts in all formats, see tests/typesetting. With ``--corpus``, over a folder with a ``manifest.json``:
seconds, refusals, and the share of the words of the true text that were read.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import multiprocessing
import re
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "typesetting"))

import psutil  # noqa: E402 - after the path of our own modules
from comparison import ALL_STYLES, FORMATS, compared, read_back, written  # noqa: E402 - as above
from composition import LAYOUTS  # noqa: E402 - as above

from playbuddy_desktop.errors import SourceError  # noqa: E402 - as above
from playbuddy_desktop.parsing.document import Document, Line  # noqa: E402 - as above
from playbuddy_desktop.settings import MEGABYTE, Settings  # noqa: E402 - as above

SPEECHES_ON_A_PAGE = {"centred": 11, "hanging": 17, "manuscript": 9, "columns": 32}
SPEECHES_TO_WARM_UP = 20
QUALITY_SPEECHES = 400
WAIT = 600.0
ROUNDS = 2
WEIGHED_LINES = 2_000


class Measured(NamedTuple):
    """What reading a file took.

    Attributes:
        seconds: of processor time, the least of all rounds.
        plain_seconds: the same for plain extraction; None except for PDF.
        peak, document: bytes beyond those held before, at the most and of the lines alone.
    """

    seconds: float
    plain_seconds: float | None
    peak: int
    document: int
    pages: int | None
    lines: int


class Peak:
    """The most memory of this process while something goes on."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self.before = self.most = self._process.memory_info().rss
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.002):
            self.most = max(self.most, self._process.memory_info().rss)


def measure(path: Path, small: Path, answer: Connection) -> None:
    """In a process of its own: read a file after a small one, and tell what it took."""
    read_back(small, Settings())  # the libraries are loaded
    gc.collect()
    with Peak() as peak:
        document = read_back(path, Settings())
    held, pages, lines = size_of(document.lines), document.page_count, len(document.lines)
    del document
    times: list[float] = []
    plain: list[float] = []
    for _round in range(ROUNDS):
        times.append(took(read_back, path, Settings()))
        if path.suffix == ".pdf":
            plain.append(took(plain_pdf, path))
    answer.send(Measured(min(times), min(plain, default=None), peak.most - peak.before, held, pages, lines))


def took(function: Callable[..., object], *arguments: object) -> float:
    """Seconds of processor time."""
    began = time.process_time()
    function(*arguments)
    return time.process_time() - began


def size_of(lines: Sequence[Line]) -> int:
    """Bytes of lines and what hangs on them, told from a part of them."""
    seen: set[int] = set()
    step = max(1, len(lines) // WEIGHED_LINES)
    part = lines[::step]
    return sum(_size(line, seen) for line in part) * len(lines) // max(1, len(part))


def _size(thing: object, seen: set[int]) -> int:
    """Bytes of an object; what is shared counts once, and what lives as long as the program not at all."""
    if thing is None or isinstance(thing, (bool, Enum, type)) or id(thing) in seen:
        return 0
    seen.add(id(thing))
    parts: Iterable[object] = ()
    if is_dataclass(thing):
        parts = (getattr(thing, field.name) for field in fields(thing))
    elif isinstance(thing, tuple):
        parts = thing
    return sys.getsizeof(thing) + sum(_size(part, seen) for part in parts)


def plain_pdf(path: Path) -> int:
    """Text and the box of each character, with pypdfium2's own methods; gives the number of pages."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    for page in pdf:
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        for index in range(len(text)):
            text_page.get_charbox(index)
        text_page.close()
        page.close()
    count = len(pdf)
    pdf.close()
    return count


def in_process(path: Path, small: Path) -> Measured:
    """What reading the file takes."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=measure, args=(path, small, theirs))
    process.start()
    if not ours.poll(WAIT):
        process.kill()
        raise TimeoutError(path.name)
    found: Measured = ours.recv()
    process.join()
    return found


def speed(folder: Path, pages: list[int], layouts: Sequence[str]) -> None:
    """The table of speed and memory; flowing formats have as many pages as their script takes when it is printed."""
    heads = ("seconds", "pages/s", "plain", "ratio", "MB more", "lines", "reader")
    print(f"{'format':<8}{'layout':<12}{'pages':>7}{'lines':>8}" + "".join(f"{head:>9}" for head in heads))
    small = folder / "small"
    small.mkdir()
    cases = [("pdf", layout) for layout in LAYOUTS]
    cases += [(name, layout) for name in FORMATS if name != "pdf" for layout in layouts]
    for format_, layout in cases:
        warm, _lines = written(small, format_, layout, SPEECHES_TO_WARM_UP)
        for count in pages:
            path, _lines = written(folder, format_, layout, SPEECHES_ON_A_PAGE[layout] * count)
            found = in_process(path, warm)
            real = found.pages or count
            plain = found.plain_seconds
            cells = [
                f"{found.seconds:.2f}",
                f"{real / found.seconds:.0f}",
                f"{real / plain:.0f}" if plain else "–",
                f"{found.seconds / plain:.2f}" if plain else "–",
                *(f"{size / MEGABYTE:.1f}" for size in (found.peak, found.document, found.peak - found.document)),
            ]
            print(f"{format_:<8}{layout:<12}{real:>7}{found.lines:>8}" + "".join(f"{cell:>9}" for cell in cells),
                  flush=True)  # fmt: skip


def quality(folder: Path) -> None:
    """The table of what was recovered, in per cent."""
    heads = ("words", "lines", "extra", *ALL_STYLES, "centred", "indents")
    print(f"\n{'layout':<12}{'format':<8}" + "".join(f"{head:>12}" for head in heads))
    for layout in LAYOUTS:
        for format_ in FORMATS:
            path, lines = written(folder, format_, layout, QUALITY_SPEECHES)
            score = compared(read_back(path, Settings()), lines, format_, layout, QUALITY_SPEECHES)
            styles = [score.styles.get(style) for style in ALL_STYLES]
            shares = (score.words, score.lines, score.extra, *styles, score.centred, score.indents)
            print(f"{layout:<12}{format_:<8}" + "".join(f"{'–' if s is None else f'{s:.2%}':>12}" for s in shares))


def corpus(folder: Path) -> None:
    """Time, refusals and the share of the true words that were read, over a folder with a ``manifest.json``."""
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    shares: dict[str, list[float]] = defaultdict(list)
    print()
    for entry in entries if isinstance(entries, list) else next(iter(entries.values())):
        path = folder / entry["input"]
        began = time.process_time()
        try:
            document = read_back(path, Settings())
        except SourceError as error:
            told = f"refused: {error.code}"
        else:
            told = f"{len(document.lines):>7} lines  {document.language} {document.language_confidence:.2f}"
            if entry.get("gold"):
                share = recalled(gold_of(folder / entry["gold"]), document)
                shares[entry["format"]].append(share)
                told = f"{share:>8.2%} of words {told}"
        print(f"{entry['id']:<72}{time.process_time() - began:>7.2f} s  {told}", flush=True)
    for format_, found in sorted(shares.items()):
        print(f"{format_:<10}{len(found):>4} scripts, words read: {mean(found):.2%}, the worst {min(found):.2%}")


def gold_of(path: Path) -> dict[str, Any]:
    """The true text; it may be packed."""
    data = path.read_bytes()
    gold: dict[str, Any] = json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
    return gold


def recalled(gold: dict[str, Any], document: Document) -> float:
    """Of the words of a script's true speeches and directions, the share that was read, wherever it stands.

    The names before speeches are left out: the true text spells them out where many scripts abbreviate. Words that
    were divided at the ends of lines are put together again.
    """
    scenes = (scene for act in gold["acts"] for scene in act["scenes"])
    truth = words_of(" ".join(item["text"] for scene in scenes for item in scene["items"]))
    pieces = [line.text[:-1] if line.hyphenated else line.text + " " for line in document.lines]
    return (truth & words_of("".join(pieces))).total() / max(1, truth.total())


def words_of(text: str) -> Counter[str]:
    """How often each word stands in a text."""
    return Counter(re.findall(r"[^\W_]+", text.lower()))


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 500])
    parser.add_argument("--layouts", action="store_true", help="all four layouts of the other formats, too")
    parser.add_argument("--quality-only", action="store_true")
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if not options.quality_only:
            speed(Path(name), options.pages, LAYOUTS if options.layouts else LAYOUTS[1:2])
        if not options.speed_only:
            quality(Path(name))
    if options.corpus:
        corpus(options.corpus)


if __name__ == "__main__":
    main()
