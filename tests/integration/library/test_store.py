"""Listing, finding and deleting plays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select

from playbuddy_desktop.errors import PlayNotFoundError
from playbuddy_desktop.library.store import Library
from playbuddy_desktop.parsing.playbook import Playbook
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.tables import metadata, parse_jobs

Save = Callable[..., UUID]
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_an_empty_library(library: Library) -> None:
    """There are no plays at first."""
    assert [] == library.list_plays()


def test_the_newest_play_comes_first(save: Save, library: Library, playbook: Playbook) -> None:
    """Plays are listed by the time of saving."""
    old, new, middle = (save(playbook, now=NOON + timedelta(hours=hours)) for hours in (0, 2, 1))
    assert [new, middle, old] == [play.id for play in library.list_plays()]


@pytest.mark.parametrize("text", ["phedre", "PHÈDRE", "racine", "1677", "tragédie", "Œuvres", "rac  phe 1677", ""])
def test_a_play_is_found_by_any_of_its_words(
    save: Save, library: Library, database: Database, playbook: Playbook, text: str
) -> None:
    """Title, author, year, genre and file name are searched, whatever the capitals and accents."""
    job_id = uuid4()
    phedre = playbook.model_copy(update={"title": "Phèdre", "author": "Jean Racine", "year": 1677, "genre": "Tragédie"})
    play_id = save(phedre, job_id=job_id)
    _add_job(database, job_id, "ŒUVRES.txt")
    assert [play_id] == [play.id for play in library.list_plays(text)]


def test_every_word_must_be_found(save: Save, library: Library, playbook: Playbook) -> None:
    """A play that holds one word of two is not listed."""
    save(playbook)
    assert [] == library.list_plays("kettle hamlet")


def test_the_file_name_is_told_while_its_job_is_kept(
    save: Save, library: Library, database: Database, playbook: Playbook
) -> None:
    """The name of the imported file comes from the job, which may be gone."""
    job_id = uuid4()
    _add_job(database, job_id, "kettle.pdf")
    known, unknown = save(playbook, job_id=job_id), save(playbook, job_id=uuid4())
    assert ("kettle.pdf", None) == (library.summary(known).filename, library.summary(unknown).filename)


def test_a_deleted_play_is_gone_with_all_its_rows(
    save: Save, library: Library, database: Database, playbook: Playbook
) -> None:
    """Nothing that belonged to it is left in any table; other plays are untouched."""
    kept = save(playbook)
    before = _row_counts(database)
    library.delete(save(playbook))
    assert before == _row_counts(database)
    assert playbook == library.load(kept)


def test_a_deleted_play_leaves_its_job(save: Save, library: Library, database: Database, playbook: Playbook) -> None:
    """The job stays in the history and names no play any more."""
    job_id = uuid4()
    play_id = save(playbook, job_id=job_id)
    _add_job(database, job_id, "kettle.pdf", playbook_id=play_id)
    library.delete(play_id)
    with database.read() as connection:
        assert [None] == connection.scalars(select(parse_jobs.c.playbook_id)).all()


@pytest.mark.parametrize("command", [Library.load, Library.summary, Library.delete])
def test_an_unknown_play(library: Library, command: Callable[[Library, UUID], object]) -> None:
    """Whatever is asked of a play that is not there, the answer says so."""
    with pytest.raises(PlayNotFoundError):
        command(library, uuid4())


def _row_counts(database: Database) -> dict[str, int | None]:
    with database.read() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables
        }


def _add_job(database: Database, job_id: UUID, filename: str, playbook_id: UUID | None = None) -> None:
    """A job as the queue would leave it, for what the library reads of jobs."""
    row = {
        "id": job_id,
        "type": "PARSE_PLAY",
        "status": "queued",
        "position": 1,
        "filename": filename,
        "config": {},
        "engine": "rules",
        "playbook_id": playbook_id,
        "max_retries": 3,
        "created_at": NOON,
        "queued_at": NOON,
        "updated_at": NOON,
    }
    with database.write() as connection:
        connection.execute(insert(parse_jobs), row)
