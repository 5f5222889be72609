"""``playbuddy plays`` and ``playbuddy parse``: plays in the terminal and out of the library."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import volumes

from playbuddy_desktop.assets import resource
from playbuddy_desktop.parsing.playbook import Playbook

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Command


@pytest.fixture
def play_id(playbuddy: Command) -> str:
    """A play in the library."""
    (job,) = playbuddy("import", "--json", resource("samples/la-clef-du-phare.txt")).json["jobs"]
    return str(job["play"]["id"])


def test_an_empty_library(playbuddy: Command) -> None:
    """For people a sentence, for machines an empty list."""
    assert ("", "The library is empty.\n") == (playbuddy("plays", "list").out, playbuddy("plays", "list").err)
    assert [] == playbuddy("plays", "list", "--json").json


def test_the_list(playbuddy: Command, play_id: str) -> None:
    """Each play stands with the beginning of its id and its sums."""
    row = playbuddy("plays", "list").out.splitlines()[2]
    assert row.startswith(play_id[:8])
    (play,) = playbuddy("plays", "list", "--json", "--text", "clef PHARE").json
    assert (play_id, 4, 2, 4) == (play["id"], play["character_count"], play["act_count"], play["scene_count"])
    assert "No play fits.\n" == playbuddy("plays", "list", "--text", "hamlet").err


def test_a_play_is_printed(playbuddy: Command, play_id: str) -> None:
    """Cast, acts, scenes, speakers and directions, without colours where there is no terminal."""
    result = playbuddy("plays", "show", play_id[:12])
    assert (0, "") == (result.status, result.err)
    assert "\x1b" not in result.out
    assert re.search("\nNOËL +mousse, douze ans *\n", result.out)
    assert "\nLUCIE\n    Qui t’a dit cela ?\n" in result.out.replace("\N{NO-BREAK SPACE}", " ")
    assert "        (Entre NOËL, hors d’haleine.)\n" in result.out


def test_a_play_as_json(playbuddy: Command, play_id: str) -> None:
    """The exchange form, the same on standard output, in a file and without the library."""
    shown = Playbook.model_validate_json(playbuddy("plays", "show", play_id, "--json").out)
    exported = Playbook.model_validate_json(playbuddy("plays", "export", play_id).out)
    parsed = Playbook.model_validate_json(playbuddy("parse", "--json", resource("samples/la-clef-du-phare.txt")).out)
    assert shown == exported == parsed
    assert 4 == len(shown.characters)


def test_a_play_is_exported_to_a_file(playbuddy: Command, play_id: str, tmp_path: Path) -> None:
    """A file that is there already is not replaced unless asked for."""
    file = tmp_path / "clef.json"
    assert 0 == playbuddy("plays", "export", play_id, file).status
    first = file.read_text(encoding="utf-8")
    assert "MADAME ÉTIENNE" in first
    file.write_text("precious", encoding="utf-8")
    refused = playbuddy("plays", "export", play_id, file)
    assert (2, "precious") == (refused.status, file.read_text(encoding="utf-8"))
    assert "give --replace" in refused.err
    assert 0 == playbuddy("plays", "export", "--replace", play_id, file).status
    assert first == file.read_text(encoding="utf-8")


def test_a_play_is_exported_to_nowhere(playbuddy: Command, play_id: str, tmp_path: Path) -> None:
    """The sentence names the file and says what to do."""
    result = playbuddy("plays", "export", play_id, tmp_path / "none" / "clef.json")
    assert (1, "") == (result.status, result.out)
    assert "could not be written" in result.err
    assert "choose another" in result.err


@pytest.mark.parametrize("command", ["show", "export"])
def test_an_unknown_play(playbuddy: Command, command: str) -> None:
    """The sentence names what was asked for."""
    result = playbuddy("plays", command, "abc123")
    assert (1, "") == (result.status, result.out)
    assert "There is no play abc123 in the library." in result.err


@pytest.mark.parametrize("suffix", ["txt", "docx", "pdf"])
@pytest.mark.parametrize(
    ("play", "sums"),
    [
        ("the-salt-bell", "6 characters, 2 acts, 3 scenes"),
        ("la-clef-du-phare", "4 characters, 2 acts, 4 scenes"),
        ("the-committee-for-the-moon", "1 act, 1 scene"),
    ],
)
def test_each_sample_is_parsed_in_each_format(playbuddy: Command, play: str, suffix: str, sums: str) -> None:
    """Without queue or library: nothing is written anywhere."""
    result = playbuddy("parse", resource(f"samples/{play}.{suffix}"))
    assert (0, "") == (result.status, result.err)
    assert sums in result.out


def test_parsing_leaves_no_trace(playbuddy: Command, data_dir: Path) -> None:
    """No data directory is made for a play that is only looked at."""
    assert 0 == playbuddy("parse", resource("samples/the-salt-bell.txt")).status
    assert not data_dir.exists()


def test_parsing_what_is_no_play(playbuddy: Command, tmp_path: Path) -> None:
    """One sentence says what is wrong, one what to do."""
    file = tmp_path / "prose.txt"
    file.write_text("There is no play in this file, only this sentence.\n", encoding="utf-8")
    result = playbuddy("parse", file)
    assert (1, "") == (result.status, result.out)
    assert "No lines of a play were found in this file." in result.err


def test_parsing_a_file_that_is_not_there(playbuddy: Command, tmp_path: Path) -> None:
    """The sentence names the file."""
    result = playbuddy("parse", tmp_path / "none.txt")
    assert (1, "") == (result.status, result.out)
    assert "There is no file" in result.err


def test_a_file_with_several_plays_is_printed_as_one(playbuddy: Command, volume: Path) -> None:
    """The note beside names the plays and says how to choose; JSON stands alone on standard output."""
    result = playbuddy("parse", "--json", volume)
    assert "PLAYS FOR A SMALL ROOM" == result.json["title"]
    assert (
        "holds 3 plays: 1 THE COPPER KETTLE, 2 THE LAST FERRY, 3 NOBODY'S CLOCK; they are printed as one" in result.err
    )


def test_a_file_named_for_one_of_its_plays_prints_that_one(playbuddy: Command, volume: Path) -> None:
    """The others are named."""
    volume.write_text(f"Title: The Copper Kettle\n\n\n\n{volumes.volume()}", encoding="utf-8")
    result = playbuddy("parse", "--json", volume)
    assert "THE COPPER KETTLE" == result.json["title"]
    assert "“THE COPPER KETTLE” is printed" in result.err


def test_one_of_several_plays_is_printed(playbuddy: Command, volume: Path) -> None:
    """By its number in the file."""
    assert "THE LAST FERRY" == playbuddy("parse", "--json", "--play", "2", volume).json["title"]
    assert (2, True) == ((refused := playbuddy("parse", "--play", "4", volume)).status, "3 plays" in refused.err)


def test_all_of_several_plays_are_printed_each_for_itself(playbuddy: Command, volume: Path) -> None:
    """As a list of JSON objects, or one after the other."""
    titles = [play.title for play in volumes.PLAYS]
    assert titles == [play["title"] for play in playbuddy("parse", "--json", "--all", volume).json]
    printed = playbuddy("parse", "--all", volume)
    assert ("", True) == (printed.err, all(title in printed.out for title in titles))
    assert 2 == playbuddy("parse", "--all", "--play", "1", volume).status
