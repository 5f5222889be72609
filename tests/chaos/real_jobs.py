"""Jobs for the real program: small scripts, stored, and the plays that an undisturbed run makes of them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from uuid import uuid4

from playbuddy_desktop.jobs import pipeline
from playbuddy_desktop.jobs.job import NewJob
from playbuddy_desktop.jobs.messages import Task
from playbuddy_desktop.parsing.playbook import Playbook
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.open_store import store_of
from playbuddy_desktop.storage.opening import open_database

ENVIRONMENT = {
    "PLAYBUDDY_CHUNK_CHARS": "1000",
    "PLAYBUDDY_POLL_SECONDS": "0.1",
    "PLAYBUDDY_LEASE_SECONDS": "3",
    "PLAYBUDDY_HEARTBEAT_SECONDS": "0.5",
    "PLAYBUDDY_RETRY_BASE_SECONDS": "0.1",
    "PLAYBUDDY_RETRY_MAX_SECONDS": "0.5",
    "PLAYBUDDY_MAX_RETRIES": "100",
    "PLAYBUDDY_MAX_LOSSES": "1000",
    "QT_QPA_PLATFORM": "offscreen",
}
"""Settings under which a few seconds see many chunks, leases and retries, and no job is given up."""


def script_of(number: int, speeches: int) -> str:
    """A play of so many speeches that is like no other number's."""
    parts = [f"THE LANTERN {number}\n\nby Ada Quill\n\nCHARACTERS\n\nMIRA, a lamplighter\nTOBIAS, her brother\n"]
    for speech in range(speeches):
        if speech % 40 == 0:
            parts.append(f"\n\nACT {speech // 40 + 1}\n\nSCENE 1\n\n[A street at dusk. Enter MIRA and TOBIAS.]\n")
        name = "MIRA" if speech % 2 == 0 else "TOBIAS"
        parts.append(f"\n{name}. In play {number} this is lantern {speech}, and it burns as well as the others.\n")
    return "".join(parts)


def write_scripts(folder: Path, count: int, speeches: int) -> list[Path]:
    """Scripts as files: each a little longer than the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"play-{number}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(script_of(number, speeches + number % 17), encoding="utf-8")
    return paths


def store(folder: Path, paths: list[Path], url: str = "") -> list[NewJob]:
    """Put scripts into the source store of the profile in ``folder``; the jobs to enqueue."""
    with closing(open_database(Profile("chaos", folder), url)) as database:
        sources = store_of(database)
        jobs = []
        for path in paths:
            stored = sources.put(path, 64_000_000)
            jobs.append(NewJob(path.name, stored.content_hash, stored.size, "txt", str(path)))
        return jobs


def lines_of(path: Path) -> list[str]:
    """The lines of the play that this script makes when nothing comes in between."""
    task = Task(uuid4(), path, path.name, "txt", "rules", Settings(chunk_chars=1_000))
    play = pipeline.run(task, lambda _: None, lambda: False).playbook
    return spoken(play)


def spoken(play: Playbook) -> list[str]:
    """The text of all lines, in order."""
    return [line.text for act in play.acts for scene in act.scenes for line in scene.lines]
