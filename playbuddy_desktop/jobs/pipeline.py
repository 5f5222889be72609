"""The one path from a file to a play: extract → chunk → parse → assemble → validate.

It runs in a child process under a worker, and in the terminal's own process for ``playbuddy parse``. It knows no
database: checkpoints and progress go out as messages, and saving is the worker's part. Resumed after any chunk it gives
the play of an uninterrupted run, since engines are deterministic and all that they carry is in the checkpoint.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from uuid import UUID

from playbuddy_desktop.errors import NoSpeechFoundError, SourceError
from playbuddy_desktop.jobs.job import Found, StoredCheckpoint
from playbuddy_desktop.jobs.messages import CheckpointRefused, ChunkDone, FromChild, LogLine, Progress, Task
from playbuddy_desktop.jobs.progress import Glimpse
from playbuddy_desktop.jobs.shelf import Shelf
from playbuddy_desktop.log_events import LogEvent
from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.engine import ChunkPlan, ChunkResult, JsonObject, Parse, PlaySpan
from playbuddy_desktop.parsing.engines import engine_named
from playbuddy_desktop.parsing.playbook import Playbook
from playbuddy_desktop.parsing.volume import Part, prepare_parts, usual_choice
from playbuddy_desktop.settings import Settings

CHECKPOINT_VERSION: Final = 1

# Where each stage ends, in percent of the whole job; by the time that they take on long texts.
_EXTRACTED: Final = 15.0
_PREPARED: Final = 55.0
_PARSED: Final = 75.0
_ASSEMBLED: Final = 95.0

_SECONDS_BETWEEN_PROGRESS: Final = 0.1
_COMPRESSION: Final = 1
"""zlib's fastest level: checkpoints are short-lived, and a chunk must not wait for them."""


class StopRequested(Exception):  # noqa: N818 - it is no error: the pipeline was asked to stop and did
    """The pipeline was asked to stop and did so between two chunks."""


class UnusableCheckpoint(Exception):  # noqa: N818 - never leaves this module
    """The checkpoint does not fit: its message says why."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the pipeline made of a source.

    Attributes:
        playbook: the validated play.
        warnings: sentences about what was repaired or left out on the way.
        plays: the titles of all plays of the source, when it has several, the first was taken, and nobody knew before.
    """

    playbook: Playbook
    warnings: list[str]
    plays: tuple[str, ...] = ()


def run(
    task: Task, send: Callable[[FromChild], None], stop_requested: Callable[[], bool], shelf: Shelf | None = None
) -> Parsed:
    """Run the whole pipeline over one source.

    Args:
        task: what to read and how.
        send: takes progress and checkpoint messages as they arise.
        stop_requested: asked before each chunk and page.
        shelf: where the plays of a volume are kept from task to task.

    Raises:
        StopRequested: ``stop_requested`` said so.
        SourceError: the file cannot be read or holds no play.
    """
    log = _Log(send)
    shelf = shelf or Shelf()
    part = shelf.take(task)
    if part is not None:
        return Parsed(_parse([part], task, send, stop_requested, log), part.document.warnings)
    document, plays = _read(task, send, stop_requested, log)
    if task.play and len(plays) != task.plays:
        raise SourceError("This file is divided into its plays otherwise than when it was imported. Import it again.")
    parts = [Part.of(document, play) for play in plays]
    if task.as_one or len(parts) == 1:
        return Parsed(_parse(parts, task, send, stop_requested, log), document.warnings)
    shelf.keep(task, parts)
    if task.play:
        return Parsed(_parse([parts[task.play - 1]], task, send, stop_requested, log), document.warnings)
    try:
        playbook = _parse(parts[:1], task, send, stop_requested, log)
    except NoSpeechFoundError:
        # The plays after it must not be lost with it: joined, it is kept as text beside them.
        send(CheckpointRefused("nobody speaks in the first play of the file"))
        task = replace(task, checkpoint=None)
        return Parsed(_parse(parts, task, send, stop_requested, log), document.warnings)
    return Parsed(playbook, document.warnings, (playbook.title, *(play.title for play in plays[1:])))


def _read(
    task: Task, send: Callable[[FromChild], None], stop_requested: Callable[[], bool], log: _Log
) -> tuple[Document, tuple[PlaySpan, ...]]:
    document = _extract(task, send, stop_requested)
    log(LogEvent.JOB_READ, format=task.format, pages=document.page_count, lines=len(document.lines))
    return document, engine_named(task.engine).plays(document)


def _parse(
    parts: Sequence[Part],
    task: Task,
    send: Callable[[FromChild], None],
    stop_requested: Callable[[], bool],
    log: _Log,
) -> Playbook:
    parse = prepare_parts(
        engine_named(task.engine),
        parts,
        chunk_chars=task.settings.chunk_chars,
        fallback_title=Path(task.filename).stem.replace("_", " ").strip() or "Untitled",
        report=_preparing(send, stop_requested),
    )
    state = _resume(task.checkpoint, parse, send)
    log(LogEvent.JOB_DIVIDED, engine=task.engine, chunks=parse.plan.count, done=state.next_chunk)
    _parse_chunks(parse, state, send, stop_requested)
    send(Progress("save", 1, 2, _PARSED, state.found))
    playbook = parse.assemble(state.items)
    log(LogEvent.JOB_ASSEMBLED, lines=state.lines)
    send(Progress("save", 2, 2, _ASSEMBLED, _found_in(playbook)))
    return playbook


class _Log:
    """Tells what has been done, and how many seconds it took since the thing before."""

    def __init__(self, send: Callable[[FromChild], None]) -> None:
        self._send = send
        self._since = time.monotonic()

    def __call__(self, event: LogEvent, **details: object) -> None:
        now = time.monotonic()
        self._send(LogLine("info", event.value, details | {"seconds": round(now - self._since, 3)}))
        self._since = now


Choice = Callable[[Sequence[PlaySpan]], Sequence[Sequence[PlaySpan]]]
"""Of the plays of a file, those to parse; each of the inner sequences becomes one playbook."""

Report = Callable[[Progress], None]


def parse_file(path: Path, settings: Settings, report: Report | None = None) -> Playbook:
    """Parse a file in this process, without queue or library; of several plays what one most likely wants.

    Raises:
        SourceError: the file cannot be read or holds no play.
    """
    return parse_plays(path, settings, lambda plays: [usual_choice(plays)], report)[0]


def parse_plays(path: Path, settings: Settings, choose: Choice, report: Report | None = None) -> list[Playbook]:
    """Parse some plays of a file in this process, without queue or library.

    Raises:
        SourceError: the file cannot be read or holds no play.
    """
    from playbuddy_desktop.parsing.extract.detect import detect_format

    def forward(message: FromChild) -> None:
        if report is not None and isinstance(message, Progress):
            report(message)

    def never() -> bool:
        return False

    task = Task(UUID(int=0), path, path.name, detect_format(path, path.name), "rules", settings)
    log = _Log(forward)
    document, plays = _read(task, forward, never, log)
    wanted = [[Part.of(document, play) for play in chosen] for chosen in choose(plays)]
    return [_parse(parts, task, forward, never, log) for parts in wanted]


def _extract(task: Task, send: Callable[[FromChild], None], stop_requested: Callable[[], bool]) -> Document:
    from playbuddy_desktop.parsing.extract.reader import read_document

    last_sent = 0.0

    def report(page: int, pages: int | None) -> None:
        nonlocal last_sent
        if stop_requested():
            raise StopRequested
        now = time.monotonic()
        if now - last_sent >= _SECONDS_BETWEEN_PROGRESS:
            last_sent = now
            percent = _EXTRACTED * page / pages if pages else 0.0
            send(Progress("extract", page, pages, min(percent, _EXTRACTED), Found()))

    send(Progress("extract", 0, None, 0.0, Found()))
    document = read_document(
        task.source,
        filename=task.filename,
        format=task.format,
        settings=task.settings,
        progress=report,
        scratch=task.scratch,
    )
    send(Progress("extract", document.page_count or 1, document.page_count or 1, _EXTRACTED, Found()))
    if stop_requested():
        raise StopRequested
    return document


def _preparing(send: Callable[[FromChild], None], stop_requested: Callable[[], bool]) -> Callable[[float], None]:
    """What takes the share of preparing that is done: passes it on now and then, and ends the work when asked."""
    last_sent = 0.0

    def report(share: float) -> None:
        nonlocal last_sent
        if stop_requested():
            raise StopRequested
        now = time.monotonic()
        if now - last_sent >= _SECONDS_BETWEEN_PROGRESS:
            last_sent = now
            send(Progress("parse", 0, None, _EXTRACTED + (_PREPARED - _EXTRACTED) * share, Found()))

    return report


@dataclass(slots=True)
class _State:
    """What has been parsed so far, and what is carried into the next chunk."""

    context: JsonObject
    next_chunk: int = 0
    items: list[JsonObject] = field(default_factory=list)
    characters: set[str] = field(default_factory=set)
    acts: int = 0
    scenes: int = 0
    lines: int = 0
    untold: list[str] = field(default_factory=list)
    act: str = ""
    scene: str = ""

    @property
    def found(self) -> Found:
        return Found(len(self.characters), self.acts, self.scenes, self.lines)

    def add(self, result: ChunkResult) -> None:
        self.items.extend(result.items)
        self.context = result.context
        self.untold += [name for label, name in result.names.items() if label not in self.characters]
        self.characters |= result.characters
        self.acts += result.acts
        self.scenes += result.scenes
        self.lines += result.lines
        if result.act is not None:
            self.act, self.scene = result.act, ""
        if result.scene is not None:
            self.scene = result.scene
        self.next_chunk += 1

    def glimpse(self) -> Glimpse:
        """Where parsing is, and the names that were not told before."""
        untold, self.untold = self.untold, []
        return Glimpse(tuple(untold), self.act, self.scene)


def _parse_chunks(
    parse: Parse, state: _State, send: Callable[[FromChild], None], stop_requested: Callable[[], bool]
) -> None:
    total = parse.plan.count
    begun, percent = min(state.next_chunk + 1, total), _percent(state.next_chunk, total)
    send(Progress("parse", begun, total, percent, state.found, state.glimpse()))
    for index in range(state.next_chunk, total):
        if stop_requested():
            raise StopRequested
        result = parse.chunk(index, state.context)
        state.add(result)
        send(_checkpoint_message(parse.plan, index, result, state))


def _found_in(playbook: Playbook) -> Found:
    """What the play has in the end: labels have become characters, and speeches lines."""
    return Found(len(playbook.characters), len(playbook.acts), playbook.scene_count, playbook.line_count)


def _percent(chunks_done: int, total: int) -> float:
    return _PREPARED + (_PARSED - _PREPARED) * (chunks_done / total if total else 1.0)


def _checkpoint_message(plan: ChunkPlan, index: int, result: ChunkResult, state: _State) -> ChunkDone:
    own_result: JsonObject = {
        "items": result.items,
        "characters": sorted(result.characters),
        "counts": [result.acts, result.scenes, result.lines],
        "names": dict(result.names),
        "headings": [result.act, result.scene],
    }
    return ChunkDone(
        version=CHECKPOINT_VERSION,
        plan_hash=plan.hash,
        index=index,
        total=plan.count,
        context=_squeeze(state.context),
        payload=_squeeze(own_result),
        percent=_percent(index + 1, plan.count),
        found=state.found,
        glimpse=state.glimpse(),
    )


def _resume(checkpoint: StoredCheckpoint | None, parse: Parse, send: Callable[[FromChild], None]) -> _State:
    """The state to go on from; a checkpoint that does not fit is reported and parsing starts anew."""
    if checkpoint is not None:
        try:
            return _restored(checkpoint, parse)
        except UnusableCheckpoint as problem:
            send(CheckpointRefused(str(problem)))
    return _State(context=parse.start())


def _restored(checkpoint: StoredCheckpoint, parse: Parse) -> _State:
    if checkpoint.version != CHECKPOINT_VERSION:
        raise UnusableCheckpoint(f"its form is {checkpoint.version}, not {CHECKPOINT_VERSION}")
    if checkpoint.plan_hash != parse.plan.hash:
        raise UnusableCheckpoint("the script is divided differently now")
    if not checkpoint.next_chunk == len(checkpoint.chunks) <= parse.plan.count:
        raise UnusableCheckpoint("chunks are missing")
    state = _State(context=parse.start())
    try:
        for payload in checkpoint.chunks:
            state.add(_chunk_result(_expand(payload)))
        state.context = _expand(checkpoint.context)
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise UnusableCheckpoint("it is damaged") from error
    return state


def _chunk_result(stored: dict[str, object]) -> ChunkResult:
    items, characters, counts = stored["items"], stored["characters"], stored["counts"]
    names, headings = stored["names"], stored["headings"]
    if not (isinstance(items, list) and isinstance(characters, list) and isinstance(counts, list)):
        raise TypeError("not a chunk's result")
    if not (isinstance(names, dict) and isinstance(headings, list)):
        raise TypeError("not what a chunk shows")
    acts, scenes, lines = (int(count) for count in counts)
    act, scene = headings
    return ChunkResult(items, {}, frozenset(characters), acts, scenes, lines, names, act, scene)


def _squeeze(value: JsonObject) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), _COMPRESSION)


def _expand(data: bytes) -> JsonObject:
    value = json.loads(zlib.decompress(data))
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value
