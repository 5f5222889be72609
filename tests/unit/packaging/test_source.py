"""A package tells from which commit it was made, so an uncommitted change stops the build."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from playbuddy_desktop import __version__

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with the one file that the build reads the version from."""
    package = tmp_path / "playbuddy_desktop"
    package.mkdir()
    (package / "__init__.py").write_text('"""A program."""\n\n__version__ = "4.5.6"\n', encoding="utf-8")
    person = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b.invalid"}
    person |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@b.invalid", "GIT_COMMITTER_DATE": "@86400 +0000"}
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "Begin"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, env=os.environ | person)
    return tmp_path


def test_a_clean_tree_gives_version_commit_and_date(packaging_scripts: Path, checkout: Path) -> None:
    """They come from the code and from git, from nowhere else."""
    import project

    source = project.read_source(checkout)
    assert ("4.5.6", "1970-01-02") == (source.version, source.date)
    assert 40 == len(source.commit)


def test_a_dirty_tree_is_refused(packaging_scripts: Path, checkout: Path) -> None:
    """The message names the file; only ``--allow-dirty`` builds all the same, and the commit then says so."""
    import project

    (checkout / "stray.txt").write_text("x", encoding="utf-8")
    with pytest.raises(project.DirtyTreeError, match=r"stray\.txt"):
        project.read_source(checkout)
    assert project.read_source(checkout, allow_dirty=True).commit.endswith("-dirty")


def test_the_version_is_the_one_of_the_package(packaging_scripts: Path) -> None:
    """One place states it; the build reads it without importing the program."""
    import project

    assert __version__ == project.read_version()
