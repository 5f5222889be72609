"""What the log writes, and what it leaves out."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

import playbuddy_desktop
from playbuddy_desktop import logs
from playbuddy_desktop.log_events import DETAIL_KEYS, FIXED_KEYS, LogEvent
from playbuddy_desktop.traces import trace_of

PACKAGE = Path(playbuddy_desktop.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
METHODS = {"debug", "info", "warning", "error", "exception"}


@pytest.fixture
def log() -> Iterator[Any]:
    """A logger of the program; the log is closed at the end."""
    yield structlog.get_logger("playbuddy_desktop.test")
    logs.configure(None)


def written(folder: Path) -> list[dict[str, Any]]:
    """The lines of the newest file."""
    return [json.loads(line) for line in (folder / logs.FILE_NAME).read_text(encoding="utf-8").splitlines()]


def test_a_line_has_the_fixed_keys(tmp_path: Path, log: Any) -> None:
    """Time, level and event are always there, job and worker where they are known."""
    logs.configure(tmp_path)
    log.info(LogEvent.JOB_CLAIMED, job_id="j", worker_id="w", attempt=1)
    (line,) = written(tmp_path)
    assert {*FIXED_KEYS, "attempt"} == set(line)
    assert ("info", "job.claimed", "j", "w", 1) == tuple(
        line[key] for key in ("level", "event", "job_id", "worker_id", "attempt")
    )


def fail_twice() -> None:
    """Raise an error with a cause; both quote a script."""
    try:
        int("To be or not to be")
    except ValueError as error:
        raise RuntimeError("that is the question") from error


def test_what_is_not_listed_is_dropped(tmp_path: Path, log: Any) -> None:
    """Neither a free text as an event nor an unknown key gets into the file."""
    logs.configure(tmp_path)
    log.warning("Enter HAMLET, reading", filename="hamlet.txt", count=2)
    (line,) = written(tmp_path)
    assert {"time", "level", "event", "count"} == set(line)
    assert "unlisted" == line["event"]


def test_an_error_loses_its_message(tmp_path: Path, log: Any) -> None:
    """Its type and the places it came through remain, also of its causes."""
    logs.configure(tmp_path)
    try:
        fail_twice()
    except RuntimeError:
        log.exception(LogEvent.WORKER_BUG)
    (line,) = written(tmp_path)
    assert "RuntimeError" == line["error"]
    assert "after ValueError" in line["trace"]
    assert "in fail_twice" in line["trace"]
    assert not {"question", "be", "not"} & set(line["trace"].split())


def test_the_home_folder_is_cut_out(tmp_path: Path, log: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that slips into a value does not name its owner."""
    monkeypatch.setenv("HOME", "/home/rosalind")
    monkeypatch.setenv("USERPROFILE", "/home/rosalind")
    logs.configure(tmp_path)
    log.info(LogEvent.CHECKPOINT_REFUSED, reason="/home/rosalind/plays is gone")
    assert "~/plays is gone" == written(tmp_path)[0]["reason"]


def test_files_rotate(tmp_path: Path, log: Any) -> None:
    """A full file is put aside, and only so many are kept."""
    logs.configure(tmp_path, file_bytes=500, files=2)
    for number in range(60):
        log.info(LogEvent.JOB_CLAIMED, count=number)
    assert ["playbuddy.log", "playbuddy.log.1", "playbuddy.log.2"] == sorted(path.name for path in tmp_path.iterdir())
    assert all(path.stat().st_size <= 500 for path in tmp_path.iterdir())
    assert 59 == written(tmp_path)[-1]["count"]


def test_the_terminal_gets_readable_lines(log: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Without colours where there is no terminal."""
    logs.configure(None, terminal=True)
    log.info(LogEvent.JOB_COMPLETED, seconds=1.5)
    line = capsys.readouterr().err
    assert "job.completed" in line
    assert "seconds=1.5" in line
    assert "\x1b" not in line


def test_lines_are_forwarded() -> None:
    """A process without a log of its own gives its lines away, cleaned in the same way."""
    got: list[tuple[str, str, dict[str, Any]]] = []
    logs.forward(lambda *line: got.append(line))
    structlog.get_logger("playbuddy_desktop.test").warning(LogEvent.JOB_READ, pages=3, text="To be")
    logs.configure(None)
    assert [("warning", "job.read", {"pages": 3})] == got


@pytest.mark.parametrize("module", MODULES)
def test_events_are_logged_by_their_listed_names(module: str) -> None:
    """Whoever logs takes event and keys from the list."""
    for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS):
            continue
        if "_log" not in ast.unparse(node.func.value) and "get_logger" not in ast.unparse(node.func.value):
            continue
        event = ast.unparse(node.args[0])
        assert event == "event" or event.removeprefix("LogEvent.") in LogEvent.__members__
        keys = {keyword.arg for keyword in node.keywords} - {None}
        assert keys <= {*DETAIL_KEYS, *FIXED_KEYS, "exc_info"}


def test_every_event_is_logged_somewhere() -> None:
    """The list has nothing that never happens."""
    code = "".join((PACKAGE / module).read_text(encoding="utf-8") for module in MODULES)
    assert [] == [event.name for event in LogEvent if f"LogEvent.{event.name}" not in code]


def test_a_trace_names_no_folder_of_the_installation() -> None:
    """Files of ours are told from the package on."""
    try:
        logs.configure(None, "no such level")
    except ValueError as error:
        trace = trace_of(error)
    else:
        trace = ""
    assert "  playbuddy_desktop/logs.py:" in trace
    assert str(PACKAGE.parent) not in trace
