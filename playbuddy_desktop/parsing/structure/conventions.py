"""The conventions of one script: how its cues are set, found by weighing every form against the whole text.

Each line's beginning is read as a label in every way it could be (see ``labels``). A form in which the same labels
come back again and again is how this script sets its cues; forms that share its labels are variants. A label that
occurs once is believed when lines of exactly its shape nearly always bear known labels.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from playbuddy_desktop.parsing.document import Role
from playbuddy_desktop.parsing.structure.headings import Heading
from playbuddy_desktop.parsing.structure.labels import Form, Reading, key_of, readings, stated_reading
from playbuddy_desktop.parsing.structure.steps import Steps
from playbuddy_desktop.parsing.structure.view import Script
from playbuddy_desktop.parsing.structure.words import Words

DIRECTED: Final = frozenset("(,i")
"""Marks of cues that hold a direction: they are believed by their label, not by their form."""
_TYPE_WEIGHT: Final = {"m": 0.45}
_REPEATED: Final = 2
_REPEATED_LONG: Final = 3
_LONG: Final = 60
"""With more cues than this, a label counts as repeated from three times on."""
_ANSWER_SHARE: Final = 0.6
_TERMINAL: Final = tuple(".!?…\"'”’»)]-—–*:_0123456789")
_OPEN_SHARE: Final = 0.15
_START_SHARE: Final = 0.6
_LEAST_LOOSE: Final = 3
_LOOSE_WORDS: Final = 5
"""A longer label with words in lower case is rather the refrain of a song."""
_READ: Final = 0.65
"""The share of preparing a document that is done when its lines have been read in every way."""
_MARK_WEIGHT: Final = {"cap": 0.25, ":": 1.2, ".": 1.0, "": 0.8, "dash": 0.8, "gap": 0.8, "type": 0.6, ")": 0.7}
VARIANT_SHARE: Final = 0.3
RARE_SHARE: Final = 0.6
_COMMON_LOWER: Final = 3


class Shape(NamedTuple):
    """A form and where its line stands: what two cues of one script have in common."""

    form: Form
    starts: bool
    alone: bool
    column: int


@dataclass(slots=True)
class Conventions:
    """How this script sets its cues.

    Attributes:
        primary: the form of most cues; None when nothing looks like cues.
        forms: share of known labels in each accepted form.
        labels: folded label to how often it occurs in accepted forms.
        shapes: share of known labels in each shape, where it was seen often enough.
        confidence: 0 to 1.
        readings: for each line of the script, its readings.
        listed: folded names of the cast list.
        common: how often each word occurs in lower case.
        own_share: share of the cues with a known label that stand alone on their line.
        after_open: cues may follow a line whose sentence is not closed (old prints).
    """

    primary: Form | None = None
    forms: dict[Form, float] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    shapes: dict[Shape, float] = field(default_factory=dict)
    confidence: float = 0.0
    readings: list[list[Reading]] = field(default_factory=list)
    listed: frozenset[str] = frozenset()
    after_open: bool = False
    own_share: float = 0.0
    common: Counter[str] = field(default_factory=Counter)


def shape_of(script: Script, position: int, reading: Reading) -> Shape:
    """The reading's form and the line's place among its neighbours."""
    line = script.lines[position]
    alone = reading.form.place == "own" and script.blank_after(position) > 0
    return Shape(reading.form, line.starts, alone, line.column if line.column < 0 else min(line.column, 4))


def infer(
    script: Script, words: Words, headings: Mapping[int, Heading], listed: AbstractSet[str], steps: Steps
) -> Conventions:  # fmt: skip
    """Read every line in all ways, and weigh the forms.

    Args:
        script: the lines.
        words: of the script's language.
        headings: lines that are no cues.
        listed: folded names that the cast list gives.
        steps: where to tell how far it is.
    """
    sure = {position for position, heading in headings.items() if heading.sure}
    read = [
        [] if position in sure else readings(line, words)
        for position, line in steps.over(enumerate(script.lines), len(script), _READ)
    ]  # fmt: skip
    return weigh(script, read, listed)


def weigh(script: Script, read: list[list[Reading]], listed: AbstractSet[str]) -> Conventions:
    """Weigh all forms over the whole script, when its lines have been read.

    Args:
        script: the lines.
        read: the readings of each line.
        listed: folded names that the cast list gives.
    """
    found = Conventions(listed=frozenset(listed), readings=read)
    labels_of: dict[Form, Counter[str]] = defaultdict(Counter)
    loose_of: dict[Form, Counter[str]] = defaultdict(Counter)
    directed_of: dict[Form, Counter[str]] = defaultdict(Counter)
    for options in found.readings:
        for reading in options:
            if reading.key:
                counts = directed_of if _is_directed(reading) else loose_of if reading.loose else labels_of
                counts[reading.form][reading.key] += 1
    for form, counter in loose_of.items():
        believed = {key: n for key, n in counter.items() if n >= _LEAST_LOOSE and key.count(" ") < _LOOSE_WORDS}
        labels_of[form].update(believed | {key: n for key, n in counter.items() if key in listed})
    refuse = found.common = _common_words(script)
    _drop_answers(found, labels_of)
    scores = {form: _score(counter, form, listed, refuse) for form, counter in labels_of.items()}
    if max(scores.values(), default=0.0) <= 0:
        # A short play may direct nearly every speech: ``ANN, rising. Good day.``
        labels_of |= {form: counter for form, counter in directed_of.items() if form.type != "m"}
        scores = {form: _score(counter, form, listed, refuse) for form, counter in labels_of.items()}
    if max(scores.values(), default=0.0) <= 0:
        return found
    primary = max(scores, key=lambda form: (scores[form], form))
    found.primary = primary
    found.labels = _vocabulary(labels_of[primary], primary, listed, refuse)
    begun = _start_shares(script, found)
    _accept_variants(found, labels_of, refuse, begun)
    _measure_shapes(script, found)
    found.own_share = _own_share(found)
    found.confidence = _confidence(script, found, labels_of[primary])
    return found


def stated(script: Script, listed: AbstractSet[str]) -> Conventions:
    """The conventions of a document that says itself which lines are cues."""
    found = Conventions(listed=frozenset(listed), confidence=1.0, own_share=1.0, common=_common_words(script))
    found.readings = [[stated_reading(line)] if line.role is Role.CHARACTER else [] for line in script.lines]
    told = [options[0] for options in found.readings if options]
    found.primary = Counter(reading.form for reading in told).most_common(1)[0][0]
    found.forms = dict.fromkeys({reading.form for reading in told}, 1.0)
    found.labels = Counter(reading.key for reading in told)
    return found


def _is_directed(reading: Reading) -> bool:
    """Whether the label holds a direction, or in mixed case seems to: ``My friend, who`` is rather a verse."""
    return reading.form.mark in DIRECTED or (bool(reading.directions) and reading.form.type == "m")


def _drop_answers(found: Conventions, labels_of: Mapping[Form, Counter[str]]) -> None:
    """A one-word answer (``Ja.``) alone on its line looks like a label, but stands where something is said.

    In lines that follow each other and could all be labels, labels and answers alternate, and a label begins.
    """
    answers: dict[Form, Counter[str]] = defaultdict(Counter)
    run: dict[Form, int] = {}
    for options in found.readings:
        current = {reading.form: reading.key for reading in options if reading.form.place == "own"}
        run = {form: run.get(form, -1) + 1 for form in current}
        for form, key in current.items():
            answers[form][key] += run[form] % 2
    for form, keys in answers.items():
        for key, n in keys.items():
            if form.type == "m" and n and n >= _ANSWER_SHARE * labels_of[form][key] and key not in found.listed:
                del labels_of[form][key]


def _common_words(script: Script) -> Counter[str]:
    """How often each word occurs in lower case: names hardly do."""
    counts: Counter[str] = Counter()
    for line in script.lines:
        counts.update(word for word in line.text.replace(",", " ").replace(".", " ").split() if word.islower())
    return Counter({key_of(word): n for word, n in counts.items()})


def _is_common(key: str, count: int, form: Form, refuse: Counter[str], listed: AbstractSet[str]) -> bool:
    """Whether a mixed-case label is rather the first word of sentences: yes, no, oh."""
    if form.type != "m" or " " in key or key in listed:
        return False
    return refuse[key] > _COMMON_LOWER * count


def _score(counter: Counter[str], form: Form, listed: AbstractSet[str], refuse: Counter[str]) -> float:
    total = sum(counter.values())
    least = _REPEATED_LONG if total > _LONG else _REPEATED
    repeated = {
        key: n for key, n in counter.items()
        if (n >= least or (key in listed and n >= _REPEATED)) and not _is_common(key, n, form, refuse, listed)
    }  # fmt: skip
    known = sum(repeated.values())
    if known < _REPEATED_LONG or len(repeated) < _REPEATED:
        return 0.0
    share = known / total
    agree = sum(n for key, n in repeated.items() if key in listed) / known
    letters = sum(len(key) * n for key, n in repeated.items()) / known
    weight = _TYPE_WEIGHT.get(form.type, 1.0) * _MARK_WEIGHT.get(form.mark, 0.5)
    weight *= 0.3 if letters < _REPEATED else 1.0
    return known * share**2 * weight * (1 + agree)


def _vocabulary(counter: Counter[str], form: Form, listed: AbstractSet[str], refuse: Counter[str]) -> dict[str, int]:
    return {
        key: n for key, n in counter.items()
        if (n >= _REPEATED or key in listed) and not _is_common(key, n, form, refuse, listed)
    }  # fmt: skip


def _start_shares(script: Script, found: Conventions) -> dict[Form, float]:
    """For each form, how many of its known labels begin a paragraph; notes whether cues follow open sentences."""
    total: Counter[Form] = Counter()
    starting: Counter[Form] = Counter()
    open_before = 0
    for position, options in enumerate(found.readings):
        for reading in options:
            if reading.key in found.labels:
                total[reading.form] += 1
                starting[reading.form] += script.lines[position].starts
                open_before += reading.form == found.primary and is_open_before(script, position)
    if found.primary is not None:
        found.after_open = open_before > _OPEN_SHARE * total[found.primary]
    return {form: starting[form] / n for form, n in total.items()}


def is_open_before(script: Script, position: int) -> bool:
    """Whether the line goes on with a sentence that the line before it left open."""
    if position == 0 or script.lines[position].starts:
        return False
    return not script.lines[position - 1].text.endswith(_TERMINAL)


def _accept_variants(
    found: Conventions, labels_of: Mapping[Form, Counter[str]], refuse: Counter[str], begun: Mapping[Form, float]
) -> None:
    """Forms whose labels are mostly known already are variants of the same convention; they may add labels."""
    if found.primary is None:
        return
    for _ in range(2):
        for form, counter in labels_of.items():
            total = sum(counter.values())
            own = _vocabulary(counter, form, found.listed, refuse) if _is_sibling(form, found.primary) else {}
            known = sum(n for key, n in counter.items() if key in found.labels or key in found.listed or key in own)
            share = known / total if total else 0.0
            alike = begun.get(form, 0.0) >= _START_SHARE * begun.get(found.primary, 0.0) or form.type != "m"
            if form.mark == "cap" and form != found.primary:
                continue
            if form == found.primary or (known >= _REPEATED and share >= VARIANT_SHARE and alike):
                found.forms[form] = share
                if share >= RARE_SHARE and form.type != "m":
                    for key, n in _vocabulary(counter, form, found.listed, refuse).items():
                        found.labels[key] = max(found.labels.get(key, 0), n)


def _is_sibling(form: Form, primary: Form) -> bool:
    """Whether two forms of set-off labels differ only in where the line stands, as short and long names do."""
    return form[:3] == primary[:3] and form.type != "m"


def _measure_shapes(script: Script, found: Conventions) -> None:
    known: Counter[Shape] = Counter()
    total: Counter[Shape] = Counter()
    for position, options in enumerate(found.readings):
        for reading in options:
            directed = reading.form.mark in DIRECTED and not is_answered(found, position, reading)
            if reading.form in found.forms or directed:
                shape = shape_of(script, position, reading)
                total[shape] += 1
                known[shape] += reading.key in found.labels
    found.shapes = {shape: known[shape] / n for shape, n in total.items()}


def is_answered(found: Conventions, position: int, reading: Reading) -> bool:
    """Whether a known label follows a name and what is done: then nobody speaks under it."""
    following = found.readings[position + 1] if position + 1 < len(found.readings) else []
    return reading.form.place == "own" and any(one.key in found.labels and one.form in found.forms for one in following)


def _own_share(found: Conventions) -> float:
    known = [
        reading.form.place == "own"
        for options in found.readings
        for reading in options[:1]
        if reading.key in found.labels and reading.form in found.forms
    ]
    return sum(known) / len(known) if known else 0.0


def _confidence(script: Script, found: Conventions, counter: Counter[str]) -> float:
    """Grows with the number of cues and with how regularly their labels come back."""
    total = sum(counter.values())
    known = sum(n for key, n in counter.items() if key in found.labels)
    density = min(1.0, known / max(1, len(script)) * 12)
    return round(known / total * density * min(1.0, known / 12), 3) if total else 0.0
