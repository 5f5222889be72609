"""``playbuddy import`` with real files, real workers and real children."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import volumes

from playbuddy_desktop.assets import resource, sample_scripts

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Command


def test_the_samples_become_plays(playbuddy: Command) -> None:
    """The first command of the README: a table of three plays, then the plays themselves."""
    result = playbuddy("import", "--samples", "--print")
    assert 0 == result.status
    for file in sample_scripts():
        assert f"Imported {file.name}" in result.err
    assert "The Salt Bell" in result.out
    assert "6 characters, 2 acts, 3 scenes" in result.out
    assert "4 characters, 2 acts, 4 scenes" in result.out
    assert "SCENE 2. The harbour office. Morning.\n" in result.out
    assert "\nPIKE\n    By weight, or by hearing?\n" in result.out
    assert "\nMADAME ÉTIENNE\n    Ma bonne Lucie" in result.out


def test_json_tells_what_became_of_each_file(playbuddy: Command, tmp_path: Path) -> None:
    """Machines read one document on standard output: jobs with their plays or problems, and what was refused."""
    empty, prose = tmp_path / "empty.txt", tmp_path / "prose.txt"
    empty.touch()
    prose.write_text("There is no play in this file, only this sentence.\n", encoding="utf-8")
    result = playbuddy("import", "--json", resource("samples/the-salt-bell.txt"), prose, empty, tmp_path / "none.txt")
    assert 1 == result.status
    play, failure = result.json["jobs"]
    assert ("completed", False, None) == (play["status"], play["known"], play["problem"])
    assert (6, 2, 3) == tuple(play["play"][f"{part}_count"] for part in ("character", "act", "scene"))
    assert ("failed", "no-speech", None) == (failure["status"], failure["problem"]["code"], failure["play"])
    assert {"empty.txt": "empty-file", "none.txt": "unreadable-file"} == {
        Path(refused["path"]).name: refused["problem"]["code"] for refused in result.json["refused"]
    }


def test_what_is_known_is_not_imported_twice(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """The person is told, and may insist."""
    file = script(30)
    assert 0 == playbuddy("import", file).status
    second = playbuddy("import", file)
    assert 0 == second.status
    assert "play-30.txt was imported before." in second.err
    assert 1 == len(playbuddy("plays", "list", "--json").json)
    assert 0 == playbuddy("import", "--again", file).status
    assert 2 == len(playbuddy("plays", "list", "--json").json)


def test_a_folder_is_imported_with_all_below(playbuddy: Command, tmp_path: Path, script: Callable[[int], Path]) -> None:
    """Scripts in folders within folders are found; what is no script is left alone and counted."""
    folder = tmp_path / "season" / "spring"
    folder.mkdir(parents=True)
    shutil.move(script(20), folder / "a.txt")
    shutil.move(script(30), folder.parent / "b.txt")
    (folder / "poster.png").write_bytes(b"\x89PNG")
    result = playbuddy("import", folder.parent)
    assert 0 == result.status
    assert "1 other file skipped" in result.err
    assert ["a.txt", "b.txt"] == sorted(play["filename"] for play in playbuddy("plays", "list", "--json").json)


def test_without_waiting_the_jobs_stay_in_the_queue(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """Nothing is parsed, and the person is told who does it; a worker then does."""
    result = playbuddy("import", "--no-wait", script(20), script(30))
    assert (0, "") == (result.status, result.out)
    assert "2 jobs added." in result.err
    assert ["queued", "queued"] == [job["status"] for job in playbuddy("jobs", "list", "--json").json]
    assert 0 == playbuddy("worker", "--until-idle").status
    assert 2 == len(playbuddy("plays", "list", "--json").json)


def test_waiting_for_a_paused_job_ends(playbuddy: Command, script: Callable[[int], Path]) -> None:
    """A job that a person holds is not waited for; the exit status says that it is not done."""
    file = script(20)
    playbuddy("import", "--no-wait", file)
    playbuddy("jobs", "pause", "--all")
    result = playbuddy("import", file)
    assert 1 == result.status
    assert "1 job is paused." in result.err


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--again"]])
def test_nothing_to_import_is_a_mistake(playbuddy: Command, arguments: list[str]) -> None:
    """The command line needs files, folders or --samples."""
    assert 2 == playbuddy("import", *arguments).status


def test_a_folder_without_scripts(playbuddy: Command, tmp_path: Path) -> None:
    """It is refused with the formats that would be taken."""
    (tmp_path / "empty").mkdir()
    result = playbuddy("import", tmp_path / "empty")
    assert 1 == result.status
    assert "There are no scripts in this folder." in result.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
def test_a_terminal_shows_bars(data_dir: Path, script: Callable[[int], Path]) -> None:
    """A bar for each script that runs and one for all; they are gone when the table of plays is printed."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "playbuddy_desktop", "--data-dir", data_dir, "import", script(1_500), script(20)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "PLAYBUDDY_CHUNK_CHARS": "1000"},
    )
    os.close(theirs)
    shown = bytearray()
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:
        pass  # Linux ends a terminal with an error
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert 0 == process.returncode
    assert re.search(r"play-1500\.txt +[━╸╺]+ +\d+% parsing \d+ of \d+, [\d,]+ lines", text)
    assert re.search(r"All +[━╸╺]+ +\d+% 1 of 2", text)
    assert 2 == out.decode().count("THE LANTERN")


def test_all_plays_of_a_volume_are_waited_for(playbuddy: Command, volume: Path) -> None:
    """Each is reported with its number; known again, the file still shows all of them."""
    titles = [play.title for play in volumes.PLAYS]
    jobs = playbuddy("import", "--json", volume).json["jobs"]
    assert titles == [job["play"]["title"] for job in jobs]
    assert [(1, False), (2, False), (3, False)] == [(job["part"]["number"], job["known"]) for job in jobs]
    again = playbuddy("import", "--json", volume).json["jobs"]
    assert [(title, True) for title in titles] == [(job["play"]["title"], job["known"]) for job in again]


def test_a_volume_becomes_one_play_if_wished(playbuddy: Command, volume: Path) -> None:
    """One job, one play."""
    (job,) = playbuddy("import", "--as-one-play", "--json", volume).json["jobs"]
    assert ("PLAYS FOR A SMALL ROOM", None) == (job["play"]["title"], job["part"])
