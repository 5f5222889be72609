"""The sample scripts: made from their sources, complete, and installed with the program."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import docx
import pypdfium2
import pytest

from playbuddy_desktop.assets import resource, sample_scripts

PLAYS = ("la-clef-du-phare", "the-committee-for-the-moon", "the-salt-bell")


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


@pytest.fixture(scope="module")
def made(maker: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of freshly made samples."""
    folder = tmp_path_factory.mktemp("samples")
    maker.make(folder)
    return folder


def _text_of_txt(file: Path) -> str:
    return file.read_bytes().decode()


def _text_of_docx(file: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)


def _text_of_pdf(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as document:
        pages = []
        for page in document:
            text_page = page.get_textpage()
            pages.append(text_page.get_text_range())
            text_page.close()
            page.close()
        return "\n".join(pages)


TEXT_OF: dict[str, Callable[[Path], str]] = {".txt": _text_of_txt, ".docx": _text_of_docx, ".pdf": _text_of_pdf}


@pytest.mark.parametrize("suffix", TEXT_OF)
@pytest.mark.parametrize("play", PLAYS)
def test_the_samples_are_what_their_source_makes(made: Path, play: str, suffix: str) -> None:
    """Making a sample again gives the text of the file that comes with the program."""
    kept = resource(f"samples/{play}{suffix}")
    assert TEXT_OF[suffix](made / kept.name) == TEXT_OF[suffix](kept)


def test_the_same_source_makes_the_same_bytes(maker: ModuleType, made: Path, tmp_path: Path) -> None:
    """No date, no order of a set and no random id gets into the files."""
    again = maker.make(tmp_path)
    assert {file.name: (made / file.name).read_bytes() for file in again} == {
        file.name: file.read_bytes() for file in again
    }


@pytest.mark.parametrize("suffix", TEXT_OF)
@pytest.mark.parametrize("play", PLAYS)
def test_no_word_of_the_source_is_lost(maker: ModuleType, play: str, suffix: str) -> None:
    """Every cue and word stands in the file, in the order of the script."""
    script = maker.read_source(resource(f"samples/source/{play}.play"))
    found = iter(_words(TEXT_OF[suffix](resource(f"samples/{play}{suffix}"))))
    for block in script.blocks:
        for word in _words(f"{block.cue} {block.cue_direction} {block.text}"):
            assert word in found, f"“{word}” of “{block.text}” is missing"


def _words(text: str) -> list[str]:
    """The words without the points and colons that end a cue."""
    return [word for word in (word.strip(".:,") for word in text.split()) if word]


def test_there_is_a_sample_of_each_format() -> None:
    """The program shows TXT, DOCX and PDF on three different plays."""
    files = sample_scripts()
    assert {".txt", ".docx", ".pdf"} == {file.suffix for file in files}
    assert set(PLAYS) == {file.stem for file in files}
    assert all(file.is_file() for file in files)
