"""Writing plays to files."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from playbuddy_desktop.errors import DiskFullError, ExportError
from playbuddy_desktop.library.export import export_json, to_json
from playbuddy_desktop.parsing.playbook import Act, Character, Line, LineType, Playbook, Scene


@pytest.fixture
def playbook() -> Playbook:
    """A very short play."""
    lines = [Line(type=LineType.DIALOGUE, text="Où ?\nIci.", speakers=["a"])]
    return Playbook(title="Où", characters=[Character(id="a", name="ANNA")], acts=[Act(scenes=[Scene(lines=lines)])])


def test_the_exchange_form_gives_the_play_back(playbook: Playbook) -> None:
    """What is exported can be read again as the same play."""
    assert playbook == Playbook.model_validate_json(to_json(playbook))


def test_the_exchange_form_names_its_parts(playbook: Playbook) -> None:
    """Programs find the fields by these names, and accents are written as they are."""
    text = to_json(playbook)
    line = json.loads(text)["acts"][0]["scenes"][0]["lines"][0]
    assert ("dialogue", ["a"], "Où ?\nIci.") == (line["type"], line["speakers"], line["text"])
    assert {"indent_level": 0, "preserve_line_breaks": False} == line["formatting"]
    assert '"title": "Où"' in text
    assert "year" not in json.loads(text)


def test_a_file_is_replaced_whole(playbook: Playbook, tmp_path: Path) -> None:
    """An older, longer file is replaced, and nothing is left beside it."""
    file = tmp_path / "play.json"
    file.write_text("old" * 10_000, encoding="utf-8")
    export_json(playbook, file)
    assert to_json(playbook) == file.read_bytes().decode()
    assert [file] == list(tmp_path.iterdir())


def test_a_folder_that_is_not_there(playbook: Playbook, tmp_path: Path) -> None:
    """The error names the file and the reason."""
    with pytest.raises(ExportError, match=r"play\.json could not be written: No such file"):
        export_json(playbook, tmp_path / "none" / "play.json")


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in the way gives another error there")
def test_a_folder_in_the_way(playbook: Playbook, tmp_path: Path) -> None:
    """The folder stays, and so does nothing of the attempt."""
    file = tmp_path / "play.json"
    file.mkdir()
    with pytest.raises(ExportError, match="Is a directory"):
        export_json(playbook, file)
    assert [file] == list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_leaves_the_old_file(playbook: Playbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old content stays when there is no room for the new, and the error says what to do."""
    file = tmp_path / "play.json"
    file.write_text("old", encoding="utf-8")
    real_fsync = os.fsync

    def fsync_of_a_full_disk(handle: int) -> None:
        with open("/dev/full", "wb", buffering=0) as full:  # noqa: PTH123 - a device, opened unbuffered
            full.write(b"x")
        real_fsync(handle)

    monkeypatch.setattr(os, "fsync", fsync_of_a_full_disk)
    with pytest.raises(DiskFullError):
        export_json(playbook, file)
    assert ("old", [file]) == (file.read_text(encoding="utf-8"), list(tmp_path.iterdir()))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link(playbook: Playbook, tmp_path: Path) -> None:
    """The file that the link names is replaced."""
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    link.symlink_to(target)
    export_json(playbook, link)
    assert link.is_symlink()
    assert to_json(playbook) == target.read_text(encoding="utf-8")
