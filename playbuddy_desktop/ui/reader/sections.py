"""A play as a row of sections: what the reader shows at one time.

A section is a scene, a stretch of a very long scene, or what stands before and after the play.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from playbuddy_desktop.library.reading import Contents, Hit

SECTION_LINES: Final = 400
"""The most lines of a section: a document of so many is laid out within the blink of an eye."""


class SectionKind(StrEnum):
    """What a section holds."""

    SCENE = "scene"
    FRONT = "front"
    BACK = "back"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the play that is shown at one time.

    Attributes:
        act: the act's name; empty outside of acts, and when a single act has no heading.
        act_number: 1-based; 0 outside of acts.
        title: the scene's name; empty when the act's name says all.
        scene_id: None for what is no scene.
        first, count: the lines of the scene, by position.
        whole: the number of lines of the whole scene.
        doubtful: lines of the whole scene that a person should look at.
        paragraphs: the text of what is no scene.
    """

    kind: SectionKind
    act: str
    title: str
    act_number: int = 0
    scene_id: int | None = None
    first: int = 0
    count: int = 0
    whole: int = 0
    doubtful: int = 0
    paragraphs: tuple[str, ...] = ()

    @property
    def continued(self) -> bool:
        """Whether this is not the beginning of its scene."""
        return self.first > 0

    @property
    def name(self) -> str:
        """Act and scene in one line."""
        return ", ".join(part for part in (self.act, self.title) if part)

    def holds(self, hit: Hit) -> bool:
        """Whether a find is in this section."""
        if self.scene_id is None:
            return self.kind == hit.matter
        return self.scene_id == hit.scene_id and self.first <= hit.position < self.first + max(self.count, 1)


def sections_of(contents: Contents) -> tuple[Section, ...]:
    """All sections in the order of reading."""
    sections: list[Section] = []
    if contents.front_matter:
        title = _tr("Before the play")
        sections.append(Section(SectionKind.FRONT, "", title, paragraphs=contents.front_matter))
    for number, act in enumerate(contents.acts, 1):
        act_name = act.title or (_numbered(_tr("Act %1"), number) if len(contents.acts) > 1 else "")
        for place, scene in enumerate(act.scenes, 1):
            lonely = len(act.scenes) == 1 and not scene.title
            title = (
                ("" if act_name else _tr("The play")) if lonely else scene.title or _numbered(_tr("Scene %1"), place)
            )
            sections.extend(
                Section(
                    SectionKind.SCENE,
                    act_name,
                    title,
                    act_number=number,
                    scene_id=scene.id,
                    first=first,
                    count=min(SECTION_LINES, scene.lines - first),
                    whole=scene.lines,
                    doubtful=scene.doubtful,
                )
                for first in range(0, max(scene.lines, 1), SECTION_LINES)
            )
    if contents.back_matter:
        sections.append(Section(SectionKind.BACK, "", _tr("After the play"), paragraphs=contents.back_matter))
    if contents.unplaced:
        sections.append(Section(SectionKind.UNPLACED, "", _tr("Not placed"), paragraphs=contents.unplaced))
    return tuple(sections)


def _numbered(text: str, number: int) -> str:
    return text.replace("%1", QLocale().toString(number))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reader", text)
