"""The sample scripts, parsed: the play that comes out is the play that was written, whatever the format."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from playbuddy_desktop.assets import resource
from playbuddy_desktop.jobs.pipeline import parse_file
from playbuddy_desktop.parsing.playbook import LineType, Playbook
from playbuddy_desktop.settings import Settings

GROUPS = {"ALL", "BOTH", "ALL BUT MRS OKAFOR", "ADA AND BEN"}
"""Cues for several speakers: whom the first and the third mean is a matter of judgement."""


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The script that makes the samples."""
    spec = importlib.util.spec_from_file_location("make_samples", resource("make_samples.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for their module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=["the-salt-bell", "la-clef-du-phare", "the-committee-for-the-moon"])
def name(request: pytest.FixtureRequest) -> str:
    """A sample play."""
    return str(request.param)


@pytest.fixture(scope="module", params=["txt", "docx", "pdf"])
def playbook(request: pytest.FixtureRequest, name: str) -> Playbook:
    """It, parsed."""
    return parse_file(resource(f"samples/{name}.{request.param}"), Settings())


def test_title_and_author(maker: ModuleType, name: str, playbook: Playbook) -> None:
    """They come from the title page; plain text prints the title in capitals."""
    script = maker.read_source(resource(f"samples/source/{name}.play"))
    assert (script.title.casefold(), script.author) == (playbook.title.casefold(), playbook.author)


def test_the_cast(maker: ModuleType, name: str, playbook: Playbook) -> None:
    """Names and descriptions of the cast list; who speaks under a short name is no second character."""
    script = maker.read_source(resource(f"samples/source/{name}.play"))
    found = [(character.name, character.description) for character in playbook.characters]
    assert list(script.cast) == [member for member in found if member[0] not in GROUPS]


def test_acts_and_scenes(maker: ModuleType, name: str, playbook: Playbook) -> None:
    """Every heading in order; a play without any has one act with one scene."""
    script = maker.read_source(resource(f"samples/source/{name}.play"))
    written = [block.text for block in script.blocks if block.kind in {"act", "scene"}]
    found = [heading for act in playbook.acts for heading in (act.title, *(scene.title for scene in act.scenes))]
    assert written == [heading for heading in found if heading]


def test_every_word_has_its_speaker(maker: ModuleType, name: str, playbook: Playbook) -> None:
    """The words of the speeches, without the directions in their midst, each with who says it."""
    script = maker.read_source(resource(f"samples/source/{name}.play"))
    written = [
        (block.cue, word)
        for block in script.blocks
        if block.kind == "speech"
        for text, direction in maker._parts(block.text)
        if not direction
        for word in text.split()
    ]
    names = {character.id: character.name for character in playbook.characters}
    found = [
        ([names[speaker] for speaker in line.speakers], word)
        for act in playbook.acts
        for scene in act.scenes
        for line in scene.lines
        if line.type is LineType.DIALOGUE
        for word in line.text.split()
    ]
    assert [word for _, word in written] == [word for _, word in found]
    for (cue, word), (speakers, _) in zip(written, found, strict=True):
        if cue == "ADA AND BEN":
            assert ["ADA", "BEN"] == speakers, word
        elif cue not in GROUPS:
            assert len(speakers) == 1, word
            assert cue in {speakers[0], speakers[0].split()[0], speakers[0].split()[-1]}, word
