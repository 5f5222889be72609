"""What an engine is: something that turns a document into a play, chunk by chunk.

An engine is deterministic in the document and the plan: parsing at once, in chunks, or resumed after any chunk gives
the same play. Whatever it carries from chunk to chunk is JSON, so that a checkpoint outlives the process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from playbuddy_desktop.parsing.document import Document
from playbuddy_desktop.parsing.playbook import Playbook

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class PlaySpan:
    """A play within a document: its lines are ``first`` (inclusive) to ``end`` (exclusive).

    Attributes:
        title: as its title page prints it; empty to take what its parse finds.
        author: as its title page or the volume's prints it; empty if unknown.
        volume: the title of the volume; empty if it shows none.
        main: the volume bears this play's title and no other's: the other plays are its appendix.
    """

    title: str
    first: int
    end: int
    author: str = ""
    volume: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class ChunkPlan:
    """How a document is divided: chunk i holds the lines ``bounds[i]`` (inclusive) to ``bounds[i + 1]`` (exclusive).

    Attributes:
        bounds: rising line indexes, from 0 to the number of lines.
        hash: SHA-256 (hex) over bounds, text, engine name and engine version.
    """

    bounds: tuple[int, ...]
    hash: str

    @property
    def count(self) -> int:
        """The number of chunks."""
        return len(self.bounds) - 1


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """What parsing one chunk gave.

    Attributes:
        items: labelled pieces of the script, JSON; only the engine reads them.
        context: to be carried into the next chunk, JSON.
        characters: labels of the speakers met in this chunk, for the count of characters found so far.
        acts, scenes, lines: how many begin in this chunk.
        names: single characters among ``characters``: label to name as the script prints it, in order of appearance.
        act, scene: the last headings that begin in this chunk, as printed; None where none does, and for the scene also
            where an act begins after it.
    """

    items: list[JsonObject]
    context: JsonObject
    characters: frozenset[str]
    acts: int
    scenes: int
    lines: int
    names: Mapping[str, str] = field(default_factory=dict)
    act: str | None = None
    scene: str | None = None


class Parse(Protocol):
    """One document under one engine, with its conventions inferred."""

    plan: ChunkPlan

    def start(self) -> JsonObject:
        """The context before the first chunk."""
        ...

    def chunk(self, index: int, context: JsonObject) -> ChunkResult:
        """Label the lines of a chunk, given what was carried from the chunk before."""
        ...

    def assemble(self, items: Sequence[JsonObject]) -> Playbook:
        """Build the play from the items of all chunks in order.

        Raises:
            NoSpeechFoundError: the document holds no play.
        """
        ...


class Engine(Protocol):
    """A parser, by name and version."""

    name: str
    version: str

    def plays(self, document: Document) -> tuple[PlaySpan, ...]:
        """The plays of a document in order; together they hold all its lines. One span when it is one play."""
        ...

    def prepare(
        self,
        document: Document,
        *,
        chunk_chars: int,
        fallback_title: str,
        report: Callable[[float], None] | None = None,
    ) -> Parse:
        """Look at the whole document: infer its conventions and divide it into chunks.

        Args:
            document: the script.
            chunk_chars: about how long a chunk shall be.
            fallback_title: of the play, if the script shows none.
            report: told now and then what share (0 to 1) is done; whatever it raises ends the work.
        """
        ...
