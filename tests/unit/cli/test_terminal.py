"""What the terminal shows, whatever its encoding."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from playbuddy_desktop.assets import resource
from playbuddy_desktop.cli.terminal import count, prepare_streams, print_json, short_seconds
from playbuddy_desktop.errors import ErrorReport


def _stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    stream.seek(0)
    return stream.buffer.read()


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("ascii", '"Noel" - Eglise... -> ?'),
        ("cp437", '"Noël" - Église... -> ?'),
        ("cp1252", "“Noël” – Église… -> ?"),
        ("utf-8", "“Noël” – Église… → 猫"),
    ],
)
def test_a_poor_terminal_gets_the_nearest_characters(
    monkeypatch: pytest.MonkeyPatch, encoding: str, expected: str
) -> None:
    """Nothing that is printed can fail for its characters."""
    stream = _stream(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    prepare_streams()
    stream.write("“Noël” – Église… → 猫")
    assert expected == _written(stream).decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_survives_any_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """What a machine reads loses no character, whatever the terminal's encoding."""
    stream = _stream(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    print_json({"title": "La Clef — 猫"})
    assert {"title": "La Clef — 猫"} == json.loads(_written(stream).decode(encoding))


def test_json_of_our_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dataclasses become objects, times ISO 8601, ids and paths text."""
    stream = _stream("utf-8")
    monkeypatch.setattr(sys, "stdout", stream)
    values = [ErrorReport("code", "message"), datetime(2026, 1, 2, tzinfo=UTC), UUID(int=1), Path("a")]
    print_json(values)
    report = {"code": "code", "message": "message", "advice": "", "transient": False, "technical": ""}
    assert [report, "2026-01-02T00:00:00+00:00", str(UUID(int=1)), "a"] == json.loads(_written(stream))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(None, "-"), (0.04, "0.0 s"), (59.94, "59.9 s"), (60, "1 min 00 s"), (3725, "62 min 05 s")],
)
def test_lengths_of_time(seconds: float | None, expected: str) -> None:
    """Short ones in seconds, long ones in minutes."""
    assert expected == short_seconds(seconds)


@pytest.mark.parametrize(
    ("number", "plural", "expected"),
    [(1, "", "1 act"), (0, "", "0 acts"), (1200, "", "1,200 acts"), (2, "oxen", "2 oxen")],
)
def test_numbers_with_their_nouns(number: int, plural: str, expected: str) -> None:
    """One thing, several things."""
    assert expected == count(number, "act", plural)


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252"])
def test_a_play_with_accents_in_a_poor_terminal(tmp_path: Path, encoding: str) -> None:
    """The whole program prints a French play without Unicode."""
    result = subprocess.run(
        [sys.executable, "-m", "playbuddy_desktop", "parse", resource("samples/la-clef-du-phare.txt")],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PLAYBUDDY_DATA_DIR": str(tmp_path)},
        check=False,
    )
    assert (0, b"") == (result.returncode, result.stderr)
    text = result.stdout.decode(encoding)
    assert ("MADAME ETIENNE" in text) is (encoding == "ascii")
    assert ("MADAME ÉTIENNE" in text) is (encoding != "ascii")
