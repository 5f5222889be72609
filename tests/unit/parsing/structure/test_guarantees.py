"""Whatever the script: the same play in any chunks, every word in its place, linear work."""

from __future__ import annotations

import json
import sys
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbuddy_desktop.errors import NoSpeechFoundError
from playbuddy_desktop.parsing.document import Document, Line, caps_share
from playbuddy_desktop.parsing.structure.account import letters, misplaced
from playbuddy_desktop.parsing.structure.rules import RulesEngine

SAME = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # the fixtures hold no state between examples


@SAME
@given(chunk_chars=st.one_of(st.integers(1, 400), st.integers(400, 40_000)))
def test_any_chunk_size_gives_the_same_play(chunk_chars, long_script, read, run):
    """The chunks are no part of the result."""
    document = read(long_script)
    assert run(document) == run(document, chunk_chars)


def test_chunks_cover_the_document_once(long_script, read):
    """Bounds rise from the first line to the last, and the plan's hash tells plans apart."""
    document = read(long_script)
    small, large = (RulesEngine().prepare(document, chunk_chars=n, fallback_title="x").plan for n in (500, 5000))
    for plan in (small, large):
        assert (0, len(document.lines)) == (plan.bounds[0], plan.bounds[-1])
        assert sorted(set(plan.bounds)) == list(plan.bounds)
    assert small.hash != large.hash
    assert small == RulesEngine().prepare(document, chunk_chars=500, fallback_title="x").plan


def test_context_and_items_are_json(long_script, read):
    """What is carried and checkpointed survives a round trip through JSON unchanged."""
    parse = RulesEngine().prepare(read(long_script), chunk_chars=700, fallback_title="x")
    context, items = parse.start(), []
    for index in range(parse.plan.count):
        result = parse.chunk(index, json.loads(json.dumps(context)))
        context = result.context
        items.extend(json.loads(json.dumps(result.items)))
    assert parse.assemble(items).line_count > 100


def test_every_word_has_its_place(long_script, speeches, parse):
    """The play holds every letter of the script but those of the labels, and none twice."""
    play = parse(long_script)
    held = [*play.front_matter, *play.back_matter]
    spoken = 0
    for act in play.acts:
        held.append(act.title)
        for scene in act.scenes:
            held.extend([scene.title, *(line.text for line in scene.lines)])
            spoken += sum(line.type == "dialogue" for line in scene.lines)
    labels = Counter(letters(long_script)) - Counter(letters("".join(held)))
    expected = Counter(letters("".join(who for who, _ in speeches)))
    assert Counter({letter: n * 9 for letter, n in expected.items()}) == labels
    assert not play.unplaced
    assert spoken >= 90


def test_lines_say_where_they_come_from(long_script, read, run):
    """A line's words stand in the document lines that it names."""
    document = read(long_script)
    for act in run(document).acts:
        for scene in act.scenes:
            for line in scene.lines:
                source = " ".join(one.text for one in document.lines[line.source.first : line.source.last + 1])
                assert letters(line.text) in letters(source)


@SAME
@given(
    lines=st.lists(
        st.one_of(
            st.text(alphabet="ANBE. :()[]_-—\tи,1!", min_size=1, max_size=40),
            st.sampled_from(["ANN. Yes.", "BEN. No.", "ACT I", "[Enter ANN.", "(aside", "ANN, softly", "SCENE 2"]),
        ),
        max_size=60,
    )
)
def test_no_text_breaks_it(lines, run):
    """Any text gives a play with every letter placed, or a refusal."""
    document = Document("txt", [Line(text.strip(), caps=caps_share(text)) for text in lines if text.strip()])
    try:
        play = run(document)
    except NoSpeechFoundError:
        return
    texts = [line.text for act in play.acts for scene in act.scenes for line in scene.lines]
    source = "".join(line.text for line in document.lines)
    assert not Counter(letters("".join(texts))) - Counter(letters(source))
    assert {line.text for line in document.lines} >= set(play.unplaced)


def names(count):
    """So many different labels in capitals."""
    return [
        f"{'ABCDEFGHKLMNOPRSTUVW'[n % 20]}{'AEIOU'[n // 20 % 5]}{'LMNR'[n // 100 % 4]}{n:X}IUS" for n in range(count)
    ]


HOSTILE = {
    "short cues": lambda n: "ANN. No.\nBEN. Yes.\n" * n,
    "cues with directions": lambda n: "ANN. Good day. (Bows.)\nBEN. Good day!\n" * n,
    "labels alone": lambda n: "ANN\nBEN\n" * n,
    "brackets that only open": lambda n: "(" * n,
    "a bracket that opens in each line": lambda n: "ANN. [Enter\n" * n,
    "deep brackets": lambda n: f"ANN. {'(' * n}softly{')' * n}\nBEN. What?\n",
    "brackets over many lines": lambda n: "ANN. I go.\n[She goes\n" + "and goes\n" * n + "out.]\nBEN. Stay.\n",
    "commas": lambda n: "ANN, " * n,
    "numerals": lambda n: "I. \n" * n,
    "one long line": lambda n: "ANN. " + "I say it again and again. " * n + "\nBEN. Enough.\n",
    "one long word": lambda n: "ANN. " + "so" * n + "\nBEN. Enough.\n",
    "long lines of capitals": lambda n: ("THE RAIN FALLS ON THE ROOF " * 8 + "\n") * n,
    "a book in capitals": lambda n: "ANN. I GO NOW.\nBEN. THEN GO.\nTHE RAIN FALLS.\n" * n,
    "a different speaker each time": lambda n: "".join(f"{name}. I am here.\n" for name in names(n)),
    "many speakers, twice each": lambda n: "".join(f"{name}. I am here.\n" for name in names(n) * 2),
    "a cast list of thousands": lambda n: (
        "PERSONS\n\n" + "".join(f"{name}, a soldier.\n" for name in names(n)) + "\nACT I\n\n"
        + "".join(f"{name}. I am here.\n" for name in names(n))
    ),
    "headings only": lambda n: "ACT I\n\nSCENE I\n\n" * n,
    "contents and headings": lambda n: "".join(f"SCENE {k}\n" for k in range(n)) + "ANN. I go.\nBEN. Go.\n" * n,
    "blank lines": lambda n: "ANN. I go.\n" + "\n" * n + "BEN. Go.\n",
    "underscores": lambda n: "_a_ " * n + "\n" + "ANN. _I_ go_.\n" * n,
    "the same long paragraph": lambda n: ("This notice is printed here. " * 10 + "\n\nANN. I go.\n\n") * n,
    "speeches in mid-line": lambda n: "ANN. I go. BEN. Where? ANN. Away. BEN. Stay.\n" * n,
    "joint speakers": lambda n: "ANN, BEN, and CAT. We go.\nANN. I go.\nBEN. I go.\nCAT. I go.\nALL. Go.\n" * n,
}  # fmt: skip
"""Texts that could make work grow faster than their length, by how often they repeat something."""


@pytest.mark.parametrize("kind", HOSTILE)
def test_work_grows_with_the_length(kind, run, read):
    """Ten times the text takes about ten times the steps, not a hundred times; steps are counted, not seconds."""
    small, large = (steps(lambda n=n: run(read(HOSTILE[kind](n)))) for n in (60, 600))
    assert large < 25 * small + 200_000


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_no_mutation_takes_more_than_its_share(chance, long_script, read, run):
    """A script with lines doubled, torn, swapped and dropped costs no more steps for a character than a whole one."""
    lines = long_script.splitlines()
    for _ in range(60):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[at]
        torn = line[: chance.randrange(len(line) + 1)]
        lines[at : at + 1] = chance.choice(
            [[line] * 8, [torn], [line + lines[other]], [lines[other]], [line.upper()], ["(" + line], []]
        ) or [""]  # fmt: skip
    text = "\n".join(lines)
    assert steps(lambda: run(read(text))) < 120 * len(text) + 500_000


def steps(call):
    """How many function calls Python makes."""
    count = 0

    def watch(_frame, event, _arg):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(watch)
    try:
        call()
    except NoSpeechFoundError:
        pass
    finally:
        sys.setprofile(None)
    return count


def test_what_assembling_loses_is_told():
    """The account names the items whose letters the play lacks."""
    items = [{"at": n, "kind": "say", "text": text} for n, text in enumerate(["One cup,", "two cups,", "no tea."])]
    assert [] == misplaced(items, ["One cup, two", "cups, no tea."])
    assert ["two cups,"] == misplaced(items, ["One cup,", "no tea."])
