"""The result of parsing: a play with its cast, acts, scenes and lines.

``Playbook`` is the exchange form: what engines return, the library stores and ``export`` writes as JSON.
Speakers are character ids, not names, since two characters may share one name. Ids are the engine's own and only hold
within one playbook; the library makes keys of its own and keeps these as ``llm_source_id``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Confidence = Annotated[float, Field(ge=0.0, le=1.0)]


class _Value(BaseModel):
    """What all parts of a playbook share: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class LineType(StrEnum):
    """What a line is: somebody's words, or what happens."""

    DIALOGUE = "dialogue"
    STAGE_DIRECTION = "stage_direction"


class DirectionKind(StrEnum):
    """What a stage direction tells; the names are those that TEI suggests for ``<stage type>``, and ``sound``."""

    ENTRANCE = "entrance"
    EXIT = "exit"
    DELIVERY = "delivery"
    BUSINESS = "business"
    SETTING = "setting"
    SOUND = "sound"


class Formatting(_Value):
    """How a line was set.

    Attributes:
        indent_level: 0 (flush) to 5.
        preserve_line_breaks: true for verse: the line breaks in the text are the author's.
    """

    indent_level: int = Field(default=0, ge=0, le=5)
    preserve_line_breaks: bool = False


class SourceSpan(_Value):
    """Where a line came from: the first and last line of the document (0-based, inclusive)."""

    first: int = Field(ge=0)
    last: int = Field(ge=0)


class Line(_Value):
    """One speech, part of a speech, or stage direction.

    Attributes:
        type: dialogue or stage direction.
        direction: what a stage direction tells, business unless something else is said; None for dialogue.
        text: the words, without the speaker's name.
        speakers: ids of the characters who speak, or whom a direction concerns; in the order of the script.
        formatting: how it was set.
        confidence: 0 to 1: how sure the engine is of type and speakers.
        reasons: why the engine doubts, in words; empty when it does not.
        source: where in the document the words stand.
    """

    type: LineType
    direction: DirectionKind | None = None
    text: NonEmpty
    speakers: list[str] = Field(default_factory=list)
    formatting: Formatting = Field(default_factory=Formatting)
    confidence: Confidence = 1.0
    reasons: list[str] = Field(default_factory=list)
    source: SourceSpan | None = None

    @model_validator(mode="after")
    def _kind_fits_type(self) -> Self:
        """Only a stage direction has a kind, and each has one."""
        if self.type is LineType.STAGE_DIRECTION:
            self.direction = self.direction or DirectionKind.BUSINESS
        elif self.direction is not None:
            raise ValueError("dialogue is no kind of stage direction")
        return self


class Scene(_Value):
    """A scene: its heading (empty when the script marks none) and its lines in order."""

    title: str = ""
    lines: list[Line] = Field(default_factory=list)


class Act(_Value):
    """An act: its heading (empty when the script marks none) and its scenes in order."""

    title: str = ""
    scenes: list[Scene] = Field(default_factory=list)


class Character(_Value):
    """A member of the dramatis personae.

    Attributes:
        id: unique within the playbook.
        name: as the cast list, else the cues, print it.
        description: what the cast list says of them.
        aliases: the other forms of the name in this script.
    """

    id: NonEmpty
    name: NonEmpty
    description: str | None = None
    aliases: list[str] = Field(default_factory=list)


class Playbook(_Value):
    """A whole play.

    Attributes:
        front_matter: paragraphs before the play that belong to no line (title page, preface, cast list as printed).
        back_matter: paragraphs after it (notes, licence, advertisements).
        unplaced: paragraphs of the body that fitted nowhere: kept, for the review screen.
    """

    title: NonEmpty
    author: str = ""
    year: int | None = None
    genre: str | None = None
    description: str | None = None
    language: str | None = None
    characters: list[Character] = Field(min_length=1)
    acts: list[Act] = Field(min_length=1)
    front_matter: list[str] = Field(default_factory=list)
    back_matter: list[str] = Field(default_factory=list)
    unplaced: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_a_play(self) -> Self:
        """Ids are unique, speakers exist, and there is at least one line."""
        ids = [character.id for character in self.characters]
        known = set(ids)
        if len(known) != len(ids):
            raise ValueError("two characters have the same id")
        lines = [line for act in self.acts for scene in act.scenes for line in scene.lines]
        if not lines:
            raise ValueError("a play needs at least one line")
        unknown = {speaker for line in lines for speaker in line.speakers} - known
        if unknown:
            raise ValueError(f"speakers that are not in the cast: {', '.join(sorted(unknown))}")
        return self

    @property
    def line_count(self) -> int:
        """The number of lines, directions included."""
        return sum(len(scene.lines) for act in self.acts for scene in act.scenes)

    @property
    def scene_count(self) -> int:
        """The number of scenes in all acts."""
        return sum(len(act.scenes) for act in self.acts)
