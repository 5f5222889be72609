"""Long prose is no play, however often the same names open its lines."""

import random
import textwrap

import pytest

from playbuddy_desktop.errors import NoSpeechFoundError

OPENINGS = [
    *("The vicar looked", "The coach came", "The rain fell", "The whole of Harrow stood", "The letter lay"),
    *("Miss Arden walked", "Nobody saw her go", "He had gone", "They were seen", "And so it went"),
]
ENDS = [
    "down to the harbour and did not turn a head.",
    "at the window for a long while, thinking of nothing that could be told to a stranger.",
    "and the evening was quite spoilt by it, or so it seemed to those who had hoped for dancing.",
    "past the church, where old men were mending the gate that the storm had broken in the spring.",
    "before the others had finished their tea, which had been cold for an hour.",
]


@pytest.fixture
def novel() -> str:
    """Twenty chapters of paragraphs, wrapped as in old text files."""
    chance = random.Random(7)  # noqa: S311 - a test's data
    parts = []
    for chapter in range(1, 21):
        parts.append(f"Chapter {chapter}\n\nThe Letter From the Coast\n")
        for _ in range(12):
            sentences = (f"{chance.choice(OPENINGS)} {chance.choice(ENDS)}" for _ in range(9))
            parts.append("\n".join(textwrap.wrap(" ".join(sentences), 70)) + "\n")
    return "\n".join(parts)


def test_a_novel_is_refused(novel, parse):
    """Chapters and names that open paragraphs are no cues."""
    with pytest.raises(NoSpeechFoundError):
        parse(novel)
