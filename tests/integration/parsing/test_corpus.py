"""The parser's figures on a few scripts with known structure do not fall below the recorded ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT.parent / "shared" / "corpus"
SCRIPTS = (
    "r-fdx-oscar-wilde-the-importance-of-being-earnest",
    "r-docx-bold-run-in-buechner-leonce-und-lena",
    "r-html-bold-br-machiavelli-clizia",
    "r-txt-colon-oneline-lorca-bernarda",
    "r-epub-acts-unamuno-fedra",
    "tei-plautus-aulularia",
    "pg26124-jugement-txt",
    "latlib-seneca-medea-txt",
)
"""Short ones, of several languages, layouts and formats."""
TOLERANCE = 0.02
"""Directions are the softest part of the truth; a small change elsewhere may move them by as much."""
MORE_IS_BETTER = ("speaker_acc", "speech_f1", "dir_f1", "act_f1", "scene_f1", "cast_precision", "cast_recall")
LESS_IS_BETTER = ("lost_dialogue", "invented")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float | None]]:
    """The figures by script, as the benchmark gives them."""
    record = tmp_path_factory.mktemp("figures") / "record.json"
    options = ["--corpus", CORPUS, "--only", ",".join(SCRIPTS), "--processes", "1", "--record", record]
    command = [sys.executable, ROOT / "bench" / "parsing.py", *options]
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
    return {row["id"]: row for row in json.loads(record.read_text(encoding="utf-8"))}


@pytest.mark.skipif(not (CORPUS / "manifest.json").exists(), reason="the corpus of scripts is not on this machine")
@pytest.mark.parametrize("script", SCRIPTS)
def test_figures_hold(script: str, measured: dict[str, dict[str, float | None]]) -> None:
    """Each figure is as good as the recorded one, within the tolerance."""
    rows = json.loads((ROOT / "bench" / "parsing_record.json").read_text(encoding="utf-8"))
    recorded = next(row for row in rows if row["id"] == script)
    found = measured[script]
    assert "refused" not in found
    worse = {
        metric: (before, now)
        for metrics, sign in ((MORE_IS_BETTER, 1), (LESS_IS_BETTER, -1))
        for metric in metrics
        if (before := recorded[metric]) is not None
        and ((now := found[metric]) is None or sign * (now - before) < -TOLERANCE)
    }
    assert {} == worse
