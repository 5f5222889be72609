"""What the tests of the library share: a real database and plays to save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from playbuddy_desktop.library.packed import PackedPlay
from playbuddy_desktop.library.save import save_play
from playbuddy_desktop.library.store import Library
from playbuddy_desktop.parsing.playbook import (
    Act,
    Character,
    DirectionKind,
    Formatting,
    Line,
    LineType,
    Playbook,
    Scene,
    SourceSpan,
)
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.storage.database import Database
from playbuddy_desktop.storage.opening import open_database

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

Save = Callable[..., UUID]


@pytest.fixture
def database(profile: Profile, database_url: str) -> Iterator[Database]:
    """An empty database in a folder of its own or, for the same test once more, on a server."""
    database = open_database(profile, database_url)
    yield database
    database.close()


@pytest.fixture
def library(database: Database) -> Library:
    """The library of that database."""
    return Library(database)


@pytest.fixture
def save(database: Database) -> Save:
    """Saves a playbook, or one that is packed already, as the completing queue does."""

    def save(
        play: Playbook | PackedPlay,
        *,
        job_id: UUID | None = None,
        content_hash: str | None = None,
        now: datetime = NOON,
    ) -> UUID:
        packed = play if isinstance(play, PackedPlay) else PackedPlay.pack(play)
        with database.write() as connection:
            return save_play(connection, packed, job_id=job_id, content_hash=content_hash, now=now)

    return save


@pytest.fixture
def playbook() -> Playbook:
    """A play with something in each field."""
    return Playbook(
        title="The Kettle",
        author="Ida Vale",
        year=1911,
        genre="comedy",
        description="Two sisters and a kettle.",
        language="en",
        characters=[
            Character(id="c1", name="ANNA", description="a baker", aliases=["ANN.", "Anna"]),
            Character(id="c2", name="BERTA"),
            Character(id="c3", name="ANNA", description="her niece, of the same name"),
        ],
        acts=[
            Act(
                title="ACT ONE",
                scenes=[
                    Scene(
                        title="Scene 1. A kitchen.",
                        lines=[
                            Line(type=LineType.STAGE_DIRECTION, text="The kettle sings.", confidence=0.25),
                            Line(
                                type=LineType.DIALOGUE,
                                text="Who is there?\nWho, at this hour?",
                                speakers=["c2", "c1"],
                                formatting=Formatting(indent_level=3, preserve_line_breaks=True),
                                confidence=0.1 + 0.2,
                                reasons=["Two names in the cue.", "“Berta” is spelt in two ways."],
                                source=SourceSpan(first=0, last=7),
                            ),
                        ],
                    ),
                    Scene(title="Scene 2. The same.", lines=[]),
                ],
            ),
            Act(title="An act without scenes", scenes=[]),
            Act(
                scenes=[
                    Scene(
                        lines=[
                            Line(type=LineType.DIALOGUE, text="È pronto. 🫖", speakers=["c3"]),
                            Line(
                                type=LineType.STAGE_DIRECTION,
                                text="Exit.",
                                direction=DirectionKind.EXIT,
                                speakers=["c3", "c2", "c1"],
                            ),
                        ]
                    )
                ]
            ),
        ],
        front_matter=["THE KETTLE", "Printed for the author."],
        back_matter=["FINIS"],
        unplaced=["a line nobody says"],
    )
