"""The play that is read now: what was loaded of it, and where the reader stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from playbuddy_desktop.library.reading import Contents, Hit, Member, Part
from playbuddy_desktop.ui.reader.sections import Section, sections_of


@dataclass(slots=True)
class Session:
    """A play, opened.

    Attributes:
        place: index of the section that is shown.
        parts: how much each character has to say; None until it was counted.
        only: keys of the characters whose lines are shown; empty for all.
        hits: the places that are stepped through, finds or doubtful lines; hit: the index of the current one.
    """

    contents: Contents
    sections: tuple[Section, ...] = ()
    cast: Mapping[int, tuple[int, Member]] = field(default_factory=dict)
    place: int = 0
    parts: dict[int, Part] | None = None
    only: frozenset[int] = frozenset()
    hits: list[Hit] = field(default_factory=list)
    hit: int = -1

    def __post_init__(self) -> None:
        """Divide the play into sections."""
        self.sections = sections_of(self.contents)
        self.cast = {member.id: (place, member) for place, member in enumerate(self.contents.cast)}

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self.sections[self.place]

    @property
    def names(self) -> list[str]:
        """The names of those whose lines are shown."""
        return [member.name for key, (_, member) in self.cast.items() if key in self.only]

    def first_scene(self) -> int:
        """Where reading begins: the first scene, after the front matter."""
        return next((place for place, section in enumerate(self.sections) if section.scene_id is not None), 0)

    @property
    def doubts(self) -> int:
        """How many lines the parser was not sure of."""
        return sum(section.doubtful for section in self.sections if not section.continued)

    def renew(self, contents: Contents, parts: dict[int, Part]) -> None:
        """Lines were corrected: what was counted is counted anew; the sections stay as many as they were."""
        self.contents, self.parts = contents, parts
        self.__post_init__()

    def place_of(self, hit: Hit) -> int | None:
        """The section in which a find stands."""
        return next((place for place, each in enumerate(self.sections) if each.holds(hit)), None)

    def speeches_by_scene(self) -> dict[int, int] | None:
        """How many speeches of the chosen characters each scene has; None when nobody is chosen."""
        if not self.only or self.parts is None:
            return None
        total: Counter[int] = Counter()
        for key in self.only:
            if key in self.parts:
                total.update(self.parts[key].by_scene)
        return dict(total)

    def first_hit_from(self, place: int) -> int:
        """The first find in or after a section; the very first when there is none; -1 without finds."""
        for number, hit in enumerate(self.hits):
            at = self.place_of(hit)
            if at is not None and at >= place:
                return number
        return 0 if self.hits else -1
