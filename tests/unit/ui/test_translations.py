"""Every text of the window is there in every language, and the compiled translations are those of the sources."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from playbuddy_desktop.assets import resource
from playbuddy_desktop.errors import CorruptFileError
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.ui import language, words
from playbuddy_desktop.ui.error_words import in_words, patterns

FILES = sorted(resource("translations").glob("playbuddy_*.ts"))
PLACEHOLDER = re.compile(r"%(?:n|\d)")
HOW_TO_MEND = "run resources/translations/make.py and translate what it lists"


def _make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_translations", resource("translations/make.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = _make()


@pytest.fixture
def speak(qapp: QCoreApplication) -> Iterator[None]:
    """Chooses a language; the tests after this one have the language of the tests before."""
    before = QLocale()
    yield lambda choice: language.apply(qapp, choice)
    language.apply(qapp, "en")
    QLocale.setDefault(before)


def test_there_is_a_translation_for_each_language_of_the_settings() -> None:
    """English is what the code is written in."""
    choices = set(language.CHOICES)
    assert Settings.model_fields["language"].annotation == language.Choice
    assert choices - {"system", "en"} == {file.stem.removeprefix("playbuddy_") for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_is_translated(file) -> None:
    """The source of the translations holds the texts of the code, no more and no less, and none is unfinished."""
    translations = make.read(file)
    assert set(make.messages()) == set(translations), HOW_TO_MEND
    assert [] == [message for message, text in translations.items() if not text.strip()], HOW_TO_MEND


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_placeholders_and_mnemonics_agree(file) -> None:
    """What the code fills in has its place, and what has a key in one language has one in the other."""
    different = [
        (source, text)
        for (_, source), text in make.read(file).items()
        if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(text))
        or source.count("&") != text.count("&")
        or source.endswith("…") != text.endswith("…")
    ]
    assert [] == different


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_two_menus_share_a_key(file) -> None:
    """A key that is pressed means one of them."""
    menu_bar = {"&File", "&Queue", "&View", "&Play", "&Help"}
    texts = {source: text for (context, source), text in make.read(file).items() if context == "menus"}
    keys = [text[text.index("&") + 1].lower() for source, text in texts.items() if source in menu_bar]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_compiled_translations_are_current(file) -> None:
    """What Qt loads says what the source says."""
    translator = QTranslator()
    assert translator.load(str(file.with_suffix(".qm")))
    expected = make.read(file)
    actual = {(context, source): translator.translate(context, source) for context, source in expected}
    assert expected == actual, HOW_TO_MEND


def test_a_text_that_is_put_together_is_refused(tmp_path) -> None:
    """Nobody could translate it."""
    (tmp_path / "panel.py").write_text('class A:\n    def f(self):\n        return self.tr("a" + self.b)\n')
    with pytest.raises(ValueError, match=r"panel\.py:3: a text to translate must be written out"):
        make.messages(tmp_path)


def test_each_text_has_the_context_that_qt_asks_for() -> None:
    """The class of ``self.tr``, the context of a module's ``_tr``, or the one that is given."""
    code = (
        'def _tr(text):\n    return QCoreApplication.translate("here", text)\n'
        'a = _tr("one")\nb = QApplication.translate("there", "two")\n'
        'class C:\n    def f(self):\n        return self.tr("three")\n'
    )
    tree = ast.parse(code)
    found = list(make._messages(tree, make._own_context(tree), "", None))
    assert [("here", "one"), ("there", "two"), ("C", "three")] == found


def test_the_window_speaks_french(speak) -> None:
    """Texts, numbers and plural forms; and English again afterwards."""
    speak("fr")
    one, many = (QCoreApplication.translate("words", text) for text in ("%n scene", "%n scenes"))
    assert ["0 scène", "1 scène", "2 scènes"] == [words.counted(number, one, many) for number in range(3)]
    assert "1,5" == QLocale().toString(1.5)
    speak("en")
    assert "%n scene" == QCoreApplication.translate("words", "%n scene")
    assert "0 scenes" == words.counted(0, "%n scene", "%n scenes")


def test_an_unknown_system_is_spoken_to_in_english(speak, monkeypatch) -> None:
    """Its dates and numbers stay those of its country."""
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("de_DE"))
    speak("system")
    assert ("%n scene", QLocale.Language.German) == (
        QCoreApplication.translate("words", "%n scene"),
        QLocale().language(),
    )


def test_errors_are_told_in_french(speak) -> None:
    """Messages, advice, and sentences with something filled in; what nobody translated stays as it is."""
    speak("fr")
    assert "Le fichier est abîmé." == in_words(str(CorruptFileError()))
    assert in_words(CorruptFileError.advice).startswith("Ouvrez-le")
    assert "«\u00a0a “b”.txt\u00a0» n’a pas pu être lu\u00a0: gone." == in_words("“a “b”.txt” could not be read: gone.")
    assert "Out of cheese." == in_words("Out of cheese.")
    assert "" == in_words("")


def test_the_sentences_with_gaps_are_those_of_the_code() -> None:
    """By this list the window recognises a sentence that was filled in."""
    assert sorted(make.patterns(make.messages())) == sorted(patterns()), HOW_TO_MEND


@pytest.mark.parametrize("pattern", patterns())
def test_a_sentence_with_gaps_is_recognised_whatever_fills_them(pattern: str, speak) -> None:
    """No other sentence takes its place, and in English it is told as it is."""
    filled = re.sub(r"%(\d)", r"<\1.>", pattern)
    assert filled == in_words(filled)
    speak("fr")
    french = QCoreApplication.translate("errors", pattern)
    assert re.sub(r"%(\d)", r"<\1.>", french) == in_words(filled)


def test_what_fills_a_gap_is_translated_too(speak) -> None:
    """Words of the system, statuses, kinds of files, and how numbers are written."""
    speak("fr")
    assert "Le dossier n’a pas pu être lu\u00a0: l’accès est refusé." == in_words(
        "The folder could not be read: Permission denied."
    )
    assert "Une tâche en cours ne peut pas être différée." == in_words("A running job cannot be put off.")
    assert in_words(
        "This is a picture (PNG), not a script that can be read. Scripts can be imported from PDF and RTF."
    ) == ("C’est une image (PNG), et non un texte qui peut être lu. Les formats acceptés sont\u00a0: PDF et RTF.")
    assert "Le fichier a plus de 10\u202f000 lignes." == in_words("The file has more than 10,000 lines.")
    assert "Un texte est en pause à votre demande." == in_words("One job is paused by you.")


def test_a_sentence_that_stands_nowhere_is_refused(tmp_path) -> None:
    """What an error says must be written out where make.py finds it."""
    (tmp_path / "errors.py").write_text('class BadError(Exception):\n    """Bad."""\n')
    (tmp_path / "reader.py").write_text("def f(text):\n    raise BadError(text)\n")
    with pytest.raises(ValueError, match=r"reader\.py:2: a text to translate must be written out"):
        make.messages(tmp_path)
