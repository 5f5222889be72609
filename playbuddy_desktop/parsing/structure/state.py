"""What labelling carries from line to line, and so from chunk to chunk."""

from __future__ import annotations

from dataclasses import dataclass

from playbuddy_desktop.parsing.engine import JsonObject


@dataclass(slots=True)
class State:
    """What is carried from line to line.

    Attributes:
        speaking: a speech is open.
        fresh: nothing was said or done since the last heading.
        waiting: the closing bracket of a direction that goes on; "," for one that a comma opened; "¶" for one that
            lasts to the end of its paragraph.
        said: the open speech has words already.
        listed: who was named last since the heading; the first speech may lack its label.
        footnote: a footnote goes on.
    """

    speaking: bool = False
    fresh: bool = True
    waiting: str = ""
    said: bool = False
    listed: str = ""
    footnote: bool = False

    def to_json(self) -> JsonObject:
        """As a JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: JsonObject) -> State:
        """Back from ``to_json``."""
        return cls(
            speaking=bool(data["speaking"]),
            fresh=bool(data["fresh"]),
            waiting=str(data["waiting"]),
            said=bool(data["said"]),
            listed=str(data["listed"]),
            footnote=bool(data["footnote"]),
        )
