"""What a reader of RTF keeps in mind: what holds inside a group, and what the tables of the file say."""

from __future__ import annotations

from dataclasses import dataclass, field

from playbuddy_desktop.parsing.extract.flow import PLAIN, PLAIN_BLOCK, Block, Look


@dataclass(slots=True)
class State:
    """What holds inside a group.

    Attributes:
        destination: what its text is for: "text", "skip", "mark" (the number or sign of a list's item), "fonttbl",
            "stylesheet", "title", "author".
        around: the destination around a group that has its text twice.
        uc: how many characters stand for a Unicode one in programs that know none.
        in_list, level: the paragraph is an item of a list, and how deep it stands there, from 0.
        aside: the text of this group stands beside the text.
    """

    destination: str = "text"
    around: str = "text"
    uc: int = 1
    font: int | None = None
    deleted: bool = False
    look: Look = PLAIN
    block: Block = PLAIN_BLOCK
    style: int | None = None
    in_table: bool = False
    in_list: bool = False
    level: int = 0
    aside: bool = False
    box: bool = False

    def inner(self) -> State:
        """The state in which a group inside this one begins."""
        return State(
            self.destination, self.around, self.uc, self.font, self.deleted, self.look, self.block, self.style,
            self.in_table, self.in_list, self.level,
        )  # fmt: skip


@dataclass(slots=True)
class Tables:
    """What the tables of the file say, by number."""

    pages: dict[int, str] = field(default_factory=dict)
    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    outlines: dict[int, int] = field(default_factory=dict)
