"""The language of a script is told by its small words."""

from __future__ import annotations

import pytest

from playbuddy_desktop.parsing.document import Furniture, Line
from playbuddy_desktop.parsing.extract.language import detect_language, detect_language_of

SPEECHES = {
    "en": "I have not seen the king, and he was not with me when the bells rang for the feast.",
    "de": "Ich habe den König nicht gesehen, und er war auch nicht bei mir, als die Glocken zu dem Fest riefen.",
    "fr": "Je n'ai pas vu le roi, et il n'était pas avec moi quand les cloches ont sonné pour la fête que vous savez.",
    "es": "No he visto al rey, y él no estaba con los míos cuando las campanas tocaron para la fiesta que usted sabe.",
    "it": "Non ho visto il re, e lui non era con me quando le campane suonarono per la festa che voi sapete, mio caro.",
    "nl": "Ik heb de koning niet gezien, en hij was ook niet bij mij toen de klokken voor het feest werden geluid.",
    "sv": "Jag har inte sett kungen, och han var inte med mig när klockorna ringde till en fest som du vet att vi ger.",
    "ru": "Я не видел короля, и он не был у меня, когда звонили к празднику, а вы это всё знаете, и что мне с ним.",
    "la": "Ego regem non vidi, neque ille mecum erat cum ad festum vocatum est; sed quid tibi hoc est, aut quid mihi?",
}


@pytest.mark.parametrize("code", sorted(SPEECHES))
def test_a_few_speeches_tell_the_language(code: str) -> None:
    """By articles, pronouns and conjunctions."""
    found, confidence = detect_language([SPEECHES[code]] * 3)
    assert code == found
    assert 0.2 < confidence <= 1.0


@pytest.mark.parametrize("texts", [[], [""], ["ANNA", "BEN"], ["qwx zzk plorf"] * 100])
def test_too_little_tells_nothing(texts: list[str]) -> None:
    """Names alone, nothing, or no language at all."""
    assert (None, 0.0) == detect_language(texts)


def test_kindred_languages_leave_a_doubt() -> None:
    """The confidence of a Danish text is less than that of an English one."""
    danish = "Jeg har ikke set kongen, og han var ikke med mig da klokkerne ringede til den fest, som du ved at vi har."
    assert detect_language([danish] * 3)[1] < detect_language([SPEECHES["en"]] * 3)[1]


def test_a_foreword_in_another_language_does_not_decide() -> None:
    """The words weighed come from all over the script, and running heads are none of them."""
    lines = [Line(SPEECHES["en"])] * 10 + [Line(SPEECHES["de"])] * 90
    lines += [Line(SPEECHES["en"], furniture=Furniture.HEADER)] * 500
    assert "de" == detect_language_of(lines)[0]
