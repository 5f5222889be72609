"""``playbuddy diagnose``."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from playbuddy_desktop.diagnostics import _without_secret

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Command


def test_a_bundle(playbuddy: Command, script: Callable[[int], Path], tmp_path: Path) -> None:
    """Its contents are listed, and it holds what was listed."""
    playbuddy("import", script(20))
    file = tmp_path / "bundle.zip"
    result = playbuddy("diagnose", file, "--yes")
    assert (0, f"Written to {file}.\n") == (result.status, result.err)
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name).decode() for name in names}
    assert names == [line.split("  ")[0] for line in result.out.splitlines() if "bytes" in line]
    assert {"versions.json", "settings.json", "jobs.json", "events.json", "logs/playbuddy.log"} <= set(names)
    assert "ok\n" == parts["integrity.txt"]
    assert "CREATE TABLE parse_jobs" in parts["schema.sql"]
    assert 1 == json.loads(parts["metrics.json"])["figures"]["completed"]
    (job,) = json.loads(parts["jobs.json"])
    assert ("completed", "txt") == (job["status"], job["format"])
    assert "filename" not in job
    assert "worker_count" in json.loads(parts["settings.json"])


def test_nothing_is_written_unasked(playbuddy: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list writes nothing, and neither does a question without a yes."""
    monkeypatch.chdir(tmp_path)
    listed = playbuddy("diagnose", "--list")
    assert (0, True) == (listed.status, "versions.json" in listed.out)
    asked = playbuddy("diagnose", "bundle.zip")
    assert 1 == asked.status
    assert [] == list(tmp_path.glob("*.zip"))


def test_a_file_is_not_replaced(playbuddy: Command, tmp_path: Path) -> None:
    """Another name is asked for."""
    file = tmp_path / "bundle.zip"
    file.touch()
    result = playbuddy("diagnose", file, "--yes")
    assert 2 == result.status
    assert "choose another name" in result.err


def test_a_damaged_database_is_no_obstacle(playbuddy: Command, data_dir: Path, tmp_path: Path) -> None:
    """The bundle is needed most then."""
    data_dir.mkdir()
    (data_dir / "playbuddy.db").write_bytes(b"this is no database at all" * 100)
    file = tmp_path / "bundle.zip"
    result = playbuddy("diagnose", file, "--yes")
    assert 0 == result.status
    assert "The database is damaged." in result.err
    with zipfile.ZipFile(file) as archive:
        assert "versions.json" in archive.namelist()
        assert "jobs.json" not in archive.namelist()


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("api_key", "sk-12345", "(hidden)"),
        ("database_url", "postgresql://me:pw@host/db", "(hidden)"),
        ("anything", SecretStr("x"), "(hidden)"),
        ("library_folder", Path("/home/me"), "(hidden)"),
        ("database_url", "", ""),
        ("max_pages", 2000, 2000),
        ("theme", "dark", "dark"),
        ("engines", {"token": "t", "name": "rules"}, {"token": "(hidden)", "name": "rules"}),
    ],
)
def test_secrets_are_hidden(name: str, value: Any, shown: object) -> None:
    """Keys, passwords, addresses and folders; numbers and choices are told."""
    assert shown == _without_secret(name, value)
