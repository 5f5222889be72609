"""The language of the window: which one is spoken, and Qt's translators for it.

English is what the code is written in; every other language is a ``playbuddy_….qm`` among the resources.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from playbuddy_desktop.assets import resource

Choice = Literal["system", "en", "fr"]
CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)

_ENGLISH: Final = "en"
_translators: list[QTranslator] = []


def apply(app: QCoreApplication, choice: Choice) -> None:
    """Speak a language from now on; "system" is the desktop's where we speak it, else English.

    Widgets that are there already keep their texts, so call this before the first one is made.
    """
    for old in _translators:
        app.removeTranslator(old)
    _translators.clear()
    system = QLocale.system()
    spoken = _code(system) if choice == "system" else choice
    if spoken not in CHOICES:
        spoken = _ENGLISH
    # The person's own country, if it speaks this language, says how dates and numbers are written.
    QLocale.setDefault(system if spoken == _code(system) or choice == "system" else QLocale(spoken))
    if spoken != _ENGLISH:
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in ((f"qtbase_{spoken}", qt), (f"playbuddy_{spoken}", str(resource("translations")))):
            translator = QTranslator(app)
            if translator.load(name, folder):
                app.installTranslator(translator)
                _translators.append(translator)


def spoken() -> str:
    """The code of the language that the window speaks, such as "fr"."""
    return _translators[-1].language().partition("_")[0] if _translators else _ENGLISH


def _code(locale: QLocale) -> str:
    return QLocale.languageToCode(locale.language())
