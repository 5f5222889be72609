"""Measures the parser over a folder of scripts with their true structure.

    python bench/parsing.py [--corpus DIR] [--scorer DIR] [--processes N] [--only TEXT,…] [--record FILE]

The corpus has a ``manifest.json`` and gold files; the scorer is a module ``score`` with ``score(gold, parsed)`` and
``load(path)``. Every script that a reader exists for goes through the program's own reader and engine. Prints means
by language, layout and format, the worst first, then each script, and the difference from the record if there is one.
"""

from __future__ import annotations

import argparse
import importlib
import json
import multiprocessing
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "bench" / "parsing_record.json"
METRICS = (
    "speaker_acc", "speech_f1", "dir_f1", "dir_speaker_acc", "act_f1", "scene_f1", "cast_precision", "cast_recall",
    "title_ok", "author_ok", "lost_dialogue", "invented",
)  # fmt: skip
Row = dict[str, Any]


def parse_one(entry: Row, corpus: Path, scorer: Path) -> Row:
    """Read, parse and score one script; a refusal is reported as ``refused``, a missing reader as ``skipped``."""
    sys.path.insert(0, str(scorer))
    score = importlib.import_module("score")
    from playbuddy_desktop.errors import KnownError, UnsupportedFormatError
    from playbuddy_desktop.parsing.engines import engine_named
    from playbuddy_desktop.parsing.extract.reader import read_document
    from playbuddy_desktop.parsing.volume import Part, prepare_parts, usual_choice
    from playbuddy_desktop.settings import Settings

    settings = Settings()
    row: Row = {key: entry.get(key) for key in ("id", "language", "layout", "format", "kind")}
    path = corpus / entry["input"]
    try:
        document = read_document(path, filename=path.name, format=None, settings=settings)
        began = time.perf_counter()
        engine = engine_named("rules")
        parts = [Part.of(document, play) for play in usual_choice(engine.plays(document))]
        parse = prepare_parts(engine, parts, chunk_chars=settings.chunk_chars, fallback_title=path.stem)
        context, items = parse.start(), []
        for index in range(parse.plan.count):
            result = parse.chunk(index, context)
            context = result.context
            items.extend(result.items)
        play = parse.assemble(items)
        row["seconds"] = round(time.perf_counter() - began, 3)
    except UnsupportedFormatError:
        return row | {"skipped": True}
    except KnownError as error:
        return row | {"refused": type(error).__name__}
    if entry.get("gold"):
        scored = score.score(score.load(str(corpus / entry["gold"])), play.model_dump(mode="json"))
        row |= {metric: scored.get(metric) for metric in METRICS}
    return row | {"unplaced": len(play.unplaced)}


def mean(rows: Iterable[Row], metric: str) -> float | None:
    """The mean of a metric over the rows that have it; a refused script counts as nothing right."""
    values = []
    for row in rows:
        if row.get("refused") and row["kind"] != "negative" and row["format"] != "pdf":
            values.append(1.0 if metric in ("lost_dialogue", "invented") else 0.0)
        elif row.get(metric) is not None:
            values.append(row[metric])
    return sum(values) / len(values) if values else None


def shown(value: float | None) -> str:
    """A figure for the table."""
    return "    -" if value is None else f"{value:.3f}"


def print_table(title: str, rows: Sequence[Row], key: Callable[[Row], str]) -> None:
    """Means of groups of rows, the group with the fewest right words first."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    print(f"\n{title:40s}  n   " + " ".join(metric[:9].rjust(9) for metric in METRICS))
    for name, members in sorted(groups.items(), key=lambda group: mean(group[1], "speaker_acc") or 0.0):
        figures = " ".join(shown(mean(members, metric)).rjust(9) for metric in METRICS)
        print(f"{name[:40]:40s} {len(members):3d}  {figures}")


def compare(rows: Sequence[Row], record: Path) -> None:
    """What changed since the record, by script."""
    if not record.exists():
        return
    before = {row["id"]: row for row in json.loads(record.read_text(encoding="utf-8"))}
    print(f"\nChanged since {record.name}:")
    for row in rows:
        old = before.get(row["id"], {})
        changes = [
            f"{metric} {shown(old.get(metric))} > {shown(row.get(metric))}"
            for metric in METRICS
            if abs((old.get(metric) or 0.0) - (row.get(metric) or 0.0)) > 0.005
        ]
        if changes:
            print(f"  {row['id'][:44]:44s} {'; '.join(changes)}")


def main() -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description="Score the parser over a corpus.")
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--scorer", type=Path, help="folder of score.py; default: tools, beside the corpus")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="only scripts whose id holds one of these, parted by commas")
    parser.add_argument("--record", type=Path, help="write the figures to this file")
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
    scorer = options.scorer or options.corpus.parent / "tools"
    work = partial(parse_one, corpus=options.corpus, scorer=scorer)
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        rows = sorted(pool.imap_unordered(work, entries), key=lambda row: row.get("speaker_acc") or 0.0)
    skipped = [row["id"] for row in rows if row.get("skipped")]
    rows = [row for row in rows if not row.get("skipped")]
    print_table("script", rows, lambda row: str(row["id"]) + (f" ({row['refused']})" if row.get("refused") else ""))
    for kind in ("layout", "language", "format", "kind"):
        print_table(f"by {kind}", rows, lambda row, kind=kind: str(row[kind]))
    print_table("all", rows, lambda _row: "all")
    if skipped:
        print(f"\nNo reader yet for {len(skipped)} scripts: {', '.join(skipped)}")
    compare(rows, RECORD)
    if options.record:
        options.record.write_text(json.dumps(sorted(rows, key=lambda row: row["id"]), indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
