"""Every way to set a cue is found by what the whole script shows."""

from __future__ import annotations

import re

import pytest


def test_each_form_gives_the_same_speeches(form, speeches, parse, said):
    """The layout of the cues does not change who says what."""
    text = "The Teapot\n\n" + "\n".join(form(who, words) for who, words in speeches)
    found = [(who.upper(), words) for who, words in said(parse(text))]
    assert [(who, words) for who, words in speeches] == found


@pytest.mark.parametrize(
    ("names", "said_in"),
    [
        (("ГАНС", "ЛИЗА"), "Где же мой чай?"),
        (("ΑΝΝΑ", "ΠΕΤΡΟΣ"), "Πού είναι το τσάι μου;"),
        (("JÜRGEN", "ÄNNE"), "Wo ist denn nun der Tee?"),
        (("ŁUCJA", "ŻEGOTA"), "Gdzie jest moja herbata?"),
    ],
    ids=["Cyrillic", "Greek", "German", "Polish"],
)
def test_names_in_any_script(names, said_in, parse, said):
    """Names need not be Latin letters."""
    text = "\n\n".join(f"{names[number % 2]}. {said_in}" for number in range(8))
    assert [(names[number % 2], said_in) for number in range(8)] == said(parse(text))


def test_bold_cues_of_a_word_processor(run, said):
    """A bold run sets a label off although nothing closes it."""
    from playbuddy_desktop.parsing.document import Document, Line, Run

    lines = []
    for number in range(8):
        who = ("Rita", "Max")[number % 2]
        text = f"{who} Good morning to you all."
        runs = (Run(0, len(who), bold=True), Run(len(who), len(text)))
        lines.append(Line(text, runs, bold=0.2, paragraph=number))
    expected = [(("Rita", "Max")[number % 2], "Good morning to you all.") for number in range(8)]
    assert expected == said(run(Document("docx", lines, hard_wrapped=False)))


def test_several_speeches_on_one_line(parse, said):
    """A label after the end of a sentence begins a new speech in mid-line."""
    turns = "ANN. Where is he? BEN. Away. ANN. For long?\nBEN. For ever. ANN. Alas!\n" * 4
    expected = [("ANN", "Where is he?"), ("BEN", "Away."), ("ANN", "For long?"), ("BEN", "For ever."), ("ANN", "Alas!")]
    assert expected * 4 == said(parse(turns))


def test_a_one_word_answer_is_no_label(parse, said):
    """Words alone on a line that follow a cue are what is said, however often they come back."""
    turns = "Rosa.\n\nYes.\n\nKarl.\n\nCome with me to the harbour.\n\n" * 6
    assert ["Yes.", "Come with me to the harbour."] * 6 == [text for _, text in said(parse(turns))]


def test_a_label_met_once_is_believed_in_its_form(parse, said):
    """Rare speakers are found by the form that they share with the others."""
    text = "".join(f"{('ANN', 'BEN')[number % 2]}. Good day to you.\n\n" for number in range(8))
    text += "A VOICE OUTSIDE. Is anybody at home?\n"
    assert ("A VOICE OUTSIDE", "Is anybody at home?") == said(parse(text))[-1]


def test_line_numbers_are_no_words(parse, said):
    """Numbers in the margin of every fifth line belong to nobody."""
    text = ""
    for number in range(1, 61):
        label = f"{('ANN.', 'BEN.')[number // 4 % 2]} " if number % 4 == 0 else "  "
        text += f"{label}So runs the river to the sea" + (f"        {number}" if number % 5 == 0 else "") + "\n"
    words = " ".join(spoken for _, spoken in said(parse("ANN. Well.\nBEN. Well.\n" + text)))
    assert re.search(r"\d", words) is None
