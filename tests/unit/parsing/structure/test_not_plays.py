"""Texts with labels, headings and verse that are no plays are refused; short and odd plays are not."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable

import pytest

from playbuddy_desktop.errors import NoSpeechFoundError
from playbuddy_desktop.parsing.playbook import Playbook

FOOD = ("flour", "sugar", "butter", "eggs", "milk", "salt", "onion", "garlic", "parsley", "lemon", "cream", "rice")
STEPS = ("Mix", "Stir", "Bake", "Chop", "Melt", "Add", "Pour", "Boil", "Fold", "Season", "Roast")
DISHES = ("SOUP", "PIE", "STEW", "CAKE", "SALAD", "BREAD", "PUDDING", "SAUCE", "TART")
NOUNS = ("rain", "river", "harbour", "winter", "lantern", "stone", "meadow", "evening", "silence", "thorn", "window")
VERBS = ("falls", "sings", "waits", "burns", "sleeps", "turns", "remembers", "wanders", "breaks")


class Author:
    """Makes up sentences; the same ones at every time."""

    def __init__(self) -> None:
        self.chance = random.Random(5)  # noqa: S311 - made-up text

    def sentence(self) -> str:
        """A sentence about a landscape."""
        pick = self.chance.choice
        return f"The {pick(NOUNS)} {pick(VERBS)} {pick(('upon', 'beneath', 'beyond'))} the {pick(NOUNS)}"

    def step(self) -> str:
        """What a cook is told to do."""
        pick = self.chance.choice
        return f"{pick(STEPS)} the {pick(FOOD)} with the {pick(FOOD)} for {self.chance.randrange(2, 50)} minutes."

    def prose(self, sentences: int) -> str:
        """A wrapped paragraph."""
        return "\n".join(textwrap.wrap(" ".join(self.sentence() + "." for _ in range(sentences)), 70))


def cookbook(author: Author) -> str:
    """Recipes with headings, lists and numbered steps."""
    pick = author.chance.choice
    return "THE KITCHEN COMPANION\n\n" + "".join(
        f"\n{pick(FOOD).upper()} {pick(DISHES)}\n\nINGREDIENTS\n"
        + "\n".join(f"{author.chance.randrange(1, 9)} cups {pick(FOOD)}" for _ in range(6))
        + "\n\nMETHOD\n"
        + "\n".join(f"{number}. {author.step()}" for number in range(1, 7))
        + "\n\nNOTE: Serve warm.\n"
        for _ in range(60)
    )


def recipes(author: Author) -> str:
    """Recipes whose names open their paragraphs in capitals, as labels do."""
    pick = author.chance.choice
    return "RECIPES\n\n" + "\n".join(
        f"{pick(FOOD).upper()} {pick(DISHES)}. " + textwrap.fill(" ".join(author.step() for _ in range(7)), 70)
        for _ in range(150)
    )  # fmt: skip


def poems(author: Author) -> str:
    """Titles and stanzas."""
    return "COLLECTED POEMS\n\n" + "\n\n\n".join(
        f"{author.chance.choice(NOUNS)} and {author.chance.choice(NOUNS)}".upper()
        + "\n\n"
        + "\n\n".join("\n".join(author.sentence() + author.chance.choice(",;.!") for _ in range(4)) for _ in range(4))
        for _ in range(60)
    )


def lectures(author: Author) -> str:
    """The same few words open all paragraphs."""
    kinds = ("Definition", "Theorem", "Proof", "Remark", "Example")
    return "NOTES\n\n" + "\n\n".join(f"{author.chance.choice(kinds)}. {author.prose(3)}" for _ in range(150))


def log(author: Author) -> str:
    """What a program tells of itself."""
    kinds = ("INFO", "WARN", "ERROR")
    return "\n".join(f"{author.chance.choice(kinds)}: {author.sentence().lower()}" for _ in range(300))


def glossary(author: Author) -> str:
    """Words in capitals and what they mean."""
    letters = "ABCDEFGHIKLMNOPRST"
    return "GLOSSARY\n\n" + "\n".join(
        "".join(author.chance.choices(letters, k=7)) + f". {author.sentence()}." for _ in range(300)
    )


def told_talk(author: Author) -> str:
    """A novel with much talk in quotation marks."""
    said = ('"Where are you going?"', '"I cannot tell you,"', '"Never!"', '"You said so yesterday,"')
    who = ("Anna", "Tom", "the vicar", "Mrs. Brown")
    return "THE HOUSE\n\n" + "\n\n".join(
        f"Chapter {chapter}\n\n"
        + "\n\n".join(
            f"{author.chance.choice(said)} said {author.chance.choice(who)}. {author.prose(2)}" for _ in range(30)
        )
        for chapter in range(1, 12)
    )


@pytest.mark.parametrize("write", [cookbook, recipes, poems, lectures, log, glossary, told_talk])
@pytest.mark.parametrize("share", [1, 2])
def test_what_nobody_says_is_no_play(
    write: Callable[[Author], str], share: int, parse: Callable[[str], Playbook]
) -> None:
    """The whole text, and a part of it, are refused."""
    text = write(Author())
    with pytest.raises(NoSpeechFoundError):
        parse(text[: len(text) // share])


PLAYS = {
    "four speeches": "ANN. Good day.\n\nBEN. Good day.\n\nANN. Well.\n\nBEN. Well.\n",
    "one word each": "ANN. Rain.\n\nBEN. Snow.\n\n" * 12,
    "a monologue between two": f"ANN. {'The rain falls on the roof. ' * 200}\n\n" + "BEN. Yes.\n\nANN. No.\n\n" * 2,
    "a telephone call": "ANN: Hello?\n(Pause.)\nANN: Yes, it is I.\n(Pause.)\nANN: Never!\nBEN: Who is it?\n" * 5,
}  # fmt: skip


@pytest.mark.parametrize("kind", PLAYS)
def test_a_play_is_never_refused(kind: str, parse: Callable[[str], Playbook]) -> None:
    """Short, sparse and odd plays are plays."""
    assert parse(PLAYS[kind]).line_count > 1
