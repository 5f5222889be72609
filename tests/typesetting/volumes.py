"""Composes volumes of several short plays, and single plays that look like volumes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import docx

NUMERALS = ("I", "II", "III", "IV", "V")
_SAYINGS = (
    "Who has moved the {thing}?",
    "It stood here when the bell rang, and nobody came by.",
    "Then look again, for a {thing} does not walk.",
    "I have looked under the table and behind the door.",
    "You look as one looks who hopes to find nothing.",
)


@dataclass(frozen=True)
class Play:
    """A play to be printed.

    Attributes:
        kind: the line below its title; empty for none.
        cast: names in capitals, each with a description; the first of them speaks first.
        acts: how many; 0 for a play without acts.
        thing: of which everybody speaks.
    """

    title: str
    kind: str
    cast: tuple[tuple[str, str], ...]
    acts: int
    thing: str

    def speeches(self, act: int) -> list[tuple[str, str]]:
        """Who says what in an act."""
        return [
            (self.cast[turn % len(self.cast)][0], _SAYINGS[(turn + act) % len(_SAYINGS)].format(thing=self.thing))
            for turn in range(24)
        ]

    def opening(self) -> str:
        """Its title page and cast list."""
        kind = f"{self.kind}\n\n" if self.kind else ""
        return f"{self.title}\n\n{kind}\nCHARACTERS\n\n{self.listed()}\n"

    def listed(self) -> str:
        """The entries of the cast list."""
        return "".join(f"{name}, {who}\n" for name, who in self.cast)

    def act(self, number: int) -> str:
        """One act, with its heading where there are several."""
        heading = f"\n\nACT {NUMERALS[number]}\n" if self.acts else ""
        return heading + "".join(f"\n{name}. {said}\n" for name, said in self.speeches(number))

    def text(self) -> str:
        """The whole play as plain text."""
        acts = "".join(map(self.act, range(max(self.acts, 1))))
        return f"{self.opening()}{acts}\n\nTHE END\n"


KETTLE = Play(
    "THE COPPER KETTLE", "A Comedy in Two Acts", (("MARTHA", "a widow"), ("JONAS", "her son")), 2, "kettle"
)  # fmt: skip
FERRY = Play(
    "THE LAST FERRY", "A Drama in Three Acts", (("CAPTAIN", "of the ferry"), ("JONAS", "a boy"), ("LENA", "a nun")), 3,
    "rope",
)  # fmt: skip
CLOCK = Play("NOBODY'S CLOCK", "", (("THE SMITH", "who mends it"), ("AGATHE", "who winds it")), 0, "key")
PLAYS = (KETTLE, FERRY, CLOCK)


def volume(plays: Sequence[Play] = PLAYS, *, contents: bool = True, title: str = "PLAYS FOR A SMALL ROOM") -> str:
    """The plays one after the other, below the volume's title and a table of contents."""
    listed = "CONTENTS\n\n" + "".join(f"   {play.title}\n" for play in plays) if contents else ""
    return f"{title}\n\nby Ada Quill\n\n\n{listed}" + "".join(f"\n\n\n\n{play.text()}" for play in plays)


def write_docx(path: Path, plays: Sequence[Play] = PLAYS) -> None:
    """The plays as a Word document: titles in the style of titles, each on a new page."""
    word = docx.Document()
    for number, play in enumerate(plays):
        if number:
            word.add_page_break()
        word.add_heading(play.title, 0)
        if play.kind:
            word.add_paragraph(play.kind)
        word.add_heading("Characters", 2)
        for name, who in play.cast:
            word.add_paragraph(f"{name}, {who}")
        for act in range(max(play.acts, 1)):
            if play.acts:
                word.add_heading(f"Act {NUMERALS[act]}", 2)
            for name, said in play.speeches(act):
                paragraph = word.add_paragraph()
                paragraph.add_run(f"{name}.").bold = True
                paragraph.add_run(f" {said}")
    word.save(str(path))


def write_tei(path: Path, plays: Sequence[Play] = PLAYS) -> None:
    """The plays as a corpus of the Text Encoding Initiative: each with a header and a text of its own."""
    texts = []
    for play in plays:
        cast = "".join(f"<castItem>{name}, {who}</castItem>" for name, who in play.cast)
        acts = "".join(
            f'<div type="act"><head>ACT {NUMERALS[act]}</head>'
            + "".join(f"<sp><speaker>{name}</speaker><p>{said}</p></sp>" for name, said in play.speeches(act))
            + "</div>"
            for act in range(max(play.acts, 1))
        )
        front = f"<titlePage><titlePart>{play.title}</titlePart><byline>by Ada Quill</byline></titlePage>"
        texts.append(
            f"<TEI><teiHeader/><text><front>{front}<castList>{cast}</castList></front><body>{acts}</body></text></TEI>"
        )
    corpus = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{"".join(texts)}</teiCorpus>'
    path.write_text(corpus, encoding="utf-8")


def one_with_casts_before_each_act() -> str:
    """A single play that lists those present before each act, under the act's own title."""
    parts = ["THE LONG TABLE\n\nA Play in Three Acts\n\n\n"]
    for number, (head, play) in enumerate(zip(("THE SOUP", "THE FISH", "THE FRUIT"), PLAYS, strict=True)):
        speeches = "".join(f"\n{name}. {said}\n" for name, said in play.speeches(number))
        parts.append(f"\n\n\n\nACT {NUMERALS[number]}\n\n{head}\n\nCHARACTERS\n\n{play.listed()}{speeches}")
    return "".join(parts)


def one_in_two_parts() -> str:
    """A single play in two parts whose acts begin again."""
    acts = "".join(map(FERRY.act, range(3)))
    return f"{FERRY.opening()}\n\n\n\nPART ONE\n{acts}\n\n\n\nPART TWO\n{acts}\n\nTHE END\n"


def one_with_an_interlude() -> str:
    """A single play, and after its last act a ballet with a title, a cast list and speakers of its own."""
    interlude = "".join(f"\n{name}. {said}\n" for name, said in CLOCK.speeches(0))
    return f"{KETTLE.text()}\n\n\n\nTHE DANCE OF THE HOURS\n\nAn Interlude\n\nCHARACTERS\n\n{CLOCK.listed()}{interlude}"


def one_with_contents_and_index() -> str:
    """A single play between a table of contents and an index that name its cast list, acts and scenes."""
    acts = "".join(f"ACT {NUMERALS[number]}\n" for number in range(3))
    contents = f"CONTENTS\n\nCHARACTERS\n\n{acts}\n\n\n\n"
    return f"{FERRY.title}\n\n\n{contents}{FERRY.text()}\n\n\n\nCONTENTS\n\nCHARACTERS\n\n{acts}"


def one_with_its_premiere() -> str:
    """A single play with two cast lists: of the book, and of the first performance."""
    played = "".join(f"{name}, Mr. Player\n" for name, _ in FERRY.cast)
    return FERRY.text().replace("CHARACTERS\n", f"CAST\n\n{played}\n\nCHARACTERS\n", 1)


SINGLE = {
    "a cast list before each act": one_with_casts_before_each_act,
    "two parts": one_in_two_parts,
    "an interlude": one_with_an_interlude,
    "contents and index": one_with_contents_and_index,
    "cast of the first performance": one_with_its_premiere,
    "a plain play": FERRY.text,
}
