"""Measures the readers: speed and memory by format, and what they recover of scripts that are set for the purpose.

    python bench/extract.py [--pages 100 500] [--quality-only | --speed-only] [--corpus DIR]

Speed: a script of so many pages in each format, read in a process of its own; pages a second of processor time, so
that other work on the machine matters little, and the most memory that the process held beyond what it held before. For
PDF also the time of pypdfium2 for the text and the box of each character: the aim is within 15 % of it, and 95 pages a
second.
Quality: four layouts in all formats, see tests/typesetting. With ``--corpus``, seconds and refusals over a folder.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "typesetting"))

import psutil  # noqa: E402 - after the path of our own modules
from comparison import ALL_STYLES, FORMATS, compared, read_back, written  # noqa: E402 - as above
from composition import LAYOUTS  # noqa: E402 - as above

from playbuddy_desktop.errors import SourceError  # noqa: E402 - as above
from playbuddy_desktop.settings import MEGABYTE, Settings  # noqa: E402 - as above

LINES_ON_A_PAGE = 40
SPEECHES_ON_A_PAGE = {"centred": 11, "hanging": 17, "manuscript": 9, "columns": 32}
QUALITY_SPEECHES = 400
WAIT = 600.0


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


def measure(path: Path, plain: bool, answer: Connection) -> None:
    """In a process of its own: read a file, and tell seconds, bytes beyond those before, pages and lines."""
    read_back(path, Settings())  # the libraries are loaded
    best, pages, lines = float("inf"), 0, 0
    with Peak() as peak:
        for _time in range(3):
            began = time.process_time()
            if plain:
                pages, lines = plain_pdf(path), 0
            else:
                document = read_back(path, Settings())
                pages, lines = document.page_count or 0, len(document.lines)
            best = min(best, time.process_time() - began)
    answer.send((best, peak.most - peak.before, pages, lines))


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


def in_process(path: Path, *, plain: bool = False) -> tuple[float, int, int, int]:
    """Seconds, bytes, pages and lines of one file."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=measure, args=(path, plain, theirs))
    process.start()
    if not ours.poll(WAIT):
        process.kill()
        raise TimeoutError(path.name)
    found: tuple[float, int, int, int] = ours.recv()
    process.join()
    return found


def speed(folder: Path, pages: list[int]) -> None:
    """The table of speed and memory."""
    print(f"{'format':<12}{'layout':<12}{'pages':>7}{'lines':>8}{'seconds':>9}{'pages/s':>9}{'MB more':>9}")
    cases = [("pdf", layout) for layout in LAYOUTS] + [(name, "hanging") for name in FORMATS if name != "pdf"]
    for format_, layout in cases:
        for count in pages:
            path, lines = written(folder, format_, layout, SPEECHES_ON_A_PAGE[layout] * count)
            seconds, more, read_pages, read_lines = in_process(path)
            real = read_pages or len(lines) // LINES_ON_A_PAGE
            row = f"{real:>7}{read_lines:>8}{seconds:>9.2f}{real / seconds:>9.0f}{more / MEGABYTE:>9.1f}"
            print(f"{format_:<12}{layout:<12}{row}", flush=True)
            if format_ == "pdf":
                bare, *_rest = in_process(path, plain=True)
                print(
                    f"{'':<24}plain pypdfium2: {real / bare:.0f} pages/s; ours takes {seconds / bare:.2f} times as long"
                )


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
    """Time and refusals over a folder with a ``manifest.json``."""
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    print()
    for entry in entries if isinstance(entries, list) else next(iter(entries.values())):
        path = folder / entry["input"]
        began = time.perf_counter()
        try:
            document = read_back(path, Settings())
            told = f"{len(document.lines):>7} lines  {document.language} {document.language_confidence:.2f}"
        except SourceError as error:
            told = f"refused: {error.code}"
        print(f"{entry['id']:<44}{time.perf_counter() - began:>7.2f} s  {told}")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 500])
    parser.add_argument("--quality-only", action="store_true")
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if not options.quality_only:
            speed(Path(name), options.pages)
        if not options.speed_only:
            quality(Path(name))
    if options.corpus:
        corpus(options.corpus)


if __name__ == "__main__":
    main()
