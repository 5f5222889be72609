"""What can be done with an open play by keys and from the menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from playbuddy_desktop.ui import icons


class Reader(Protocol):
    """What the commands ask of the reader."""

    def turn(self, by: int) -> None: ...  # noqa: D102 - said at the reader
    def zoom(self, by: int | None) -> None: ...  # noqa: D102 - said at the reader
    def step_through_finds(self, by: int) -> None: ...  # noqa: D102 - said at the reader
    def open_find(self) -> None: ...  # noqa: D102 - said at the reader
    def review(self) -> None: ...  # noqa: D102 - said at the reader
    def show_figures(self) -> None: ...  # noqa: D102 - said at the reader


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reader", text)


def commands(reader: Reader, owner: QWidget) -> list[QAction]:
    """The commands in the order of the menu, with separators; their keys work wherever the focus is in ``owner``."""
    made = list(_made(reader, owner))
    owner.addActions(made)
    return made


def _made(reader: Reader, owner: QWidget) -> Iterator[QAction]:
    def action(text: str, icon: str, keys: Sequence[str], act: Callable[[], object]) -> QAction:
        made = QAction(text, owner)
        if icon:
            made.setIcon(icons.icon(icon))
        made.setShortcuts([QKeySequence(each) for each in keys])
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda _checked=False: act())
        return made

    def separator() -> QAction:
        made = QAction(owner)
        made.setSeparator(True)
        return made

    yield action(_tr("&Next scene"), "down", ["Ctrl+PgDown"], lambda: reader.turn(1))
    yield action(_tr("&Previous scene"), "up", ["Ctrl+PgUp"], lambda: reader.turn(-1))
    yield separator()
    yield action(_tr("&Find…"), "search", ["Ctrl+F"], reader.open_find)
    yield action(_tr("Next f&ind"), "", ["F3"], lambda: reader.step_through_finds(1))
    yield action(_tr("Previous fin&d"), "", ["Shift+F3"], lambda: reader.step_through_finds(-1))
    yield separator()
    yield action(_tr("Next line to &check"), "check", ["F8"], reader.review)
    yield action(_tr("Cha&racters in figures"), "metrics", ["Ctrl+I"], reader.show_figures)
    yield separator()
    yield action(_tr("&Larger text"), "", ["Ctrl++", "Ctrl+="], lambda: reader.zoom(1))
    yield action(_tr("&Smaller text"), "", ["Ctrl+-"], lambda: reader.zoom(-1))
    yield action(_tr("N&ormal text"), "", ["Ctrl+0"], lambda: reader.zoom(None))
