"""The library panel: the plays that were imported, to be read, exported and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QPoint, QStandardPaths, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QMessageBox, QStackedWidget, QWidget

from playbuddy_desktop.errors import PlayNotFoundError
from playbuddy_desktop.library.export import export_json
from playbuddy_desktop.library.search import Search
from playbuddy_desktop.library.store import Library, PlaySummary
from playbuddy_desktop.ui import parts, theme, words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.latest import Latest
from playbuddy_desktop.ui.library.correction import CorrectionDialog
from playbuddy_desktop.ui.library.finds import TextFinds
from playbuddy_desktop.ui.library.list import PlayList
from playbuddy_desktop.ui.library.model import LibraryModel, Order, contents, file_name
from playbuddy_desktop.ui.list_commands import add_action, button_of, menu_of, offer_menu, offer_search
from playbuddy_desktop.ui.search_field import SearchField
from playbuddy_desktop.ui.theme import Space

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services

_MOST_BESIDE_FINDS: Final = 3
_NO_LIMIT: Final = 16_777_215  # Qt's own


class LibraryPanel(QWidget):
    """Lists the plays.

    Signals:
        open_play: Signal(UUID): read a play.
        open_find: Signal(TextFind): read a play at a line that was found.
        changed: a command of this panel changed the library.
    """

    open_play = Signal(object)
    open_find = Signal(object)
    changed = Signal()

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._services: Services | None = None
        self._reading = Latest(background, self._read)
        self._stale = False
        self.model = LibraryModel(self)
        self.list = PlayList(self.model)
        self.finds = TextFinds(self)
        self.search = SearchField(self.tr("Search plays, characters and text"), self.tr("Search the library"), self)
        self.order = self._order_box()
        self._build_actions()
        self._build_layout()
        self._connect()
        self._update_actions()

    def load(self, services: Services) -> None:
        """Begin to show the plays of this profile."""
        self._services = services
        self._search = Search(services.database)
        self._reading.ask()

    def refresh(self) -> None:
        """Plays may have changed: read them now, or when the panel is seen again."""
        self._stale = True
        self._reload_if_seen()

    def selected_plays(self) -> list[PlaySummary]:
        """The selected plays in their order."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return [self.model.play(row) for row in rows]

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the panel was hidden."""
        super().showEvent(event)
        self._reload_if_seen()

    # Building.

    def _order_box(self) -> QComboBox:
        names = {
            Order.NEWEST: self.tr("Newest first"),
            Order.TITLE: self.tr("By title"),
            Order.AUTHOR: self.tr("By author"),
            Order.YEAR: self.tr("By year"),
            Order.LENGTH: self.tr("Longest first"),
        }
        box = QComboBox(self)
        box.setAccessibleName(self.tr("Order of the plays"))
        for order, name in names.items():
            box.addItem(name, order)
        return box

    def _build_actions(self) -> None:
        add = partial(add_action, self.list)
        self.read = add(self.tr("Read"), "open", self._open)
        export_tip = self.tr("Save the play as a JSON file")
        self.export = add(self.tr("Export…"), "export", self._ask_for_file, keys="Ctrl+E", tip=export_tip)
        correct_tip = self.tr("Correct title, author and year")
        self.correct = add(self.tr("Correct…"), "edit", self._ask_for_correction, keys="F2", tip=correct_tip)
        self.delete = add(self.tr("Delete…"), "remove", self._ask_to_delete, keys="Del")

    def _build_layout(self) -> None:
        self._no_plays = parts.EmptyState(
            "library",
            self.tr("No plays yet"),
            self.tr("Drop a script on the queue. When it is parsed, the play stands here."),
        )
        clear = parts.button(self.tr("Show all"), pressed=self._clear_search)
        self._no_match = parts.EmptyState("search", self.tr("No play matches"), self.tr("Try other words."), (clear,))
        self._waiting = QWidget()
        self.pages = QStackedWidget()
        for page in (self._waiting, self.list, self._no_plays, self._no_match):
            self.pages.addWidget(page)
        self._summary = parts.label(role="muted")
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(340)
        top = parts.row(parts.label(self.tr("Library"), "title"), None, self.order, self.search)
        top.setStretch(3, 2)
        self._found = parts.label(role="heading")
        buttons = [button_of(self.read, icon="open", kind="primary")]
        buttons += [button_of(action) for action in (self.correct, self.export, self.delete)]
        layout = parts.column(
            top, self.pages, self._found, self.finds, parts.row(self._summary, None, *buttons), spacing=Space.M
        )
        layout.setStretchFactor(self.pages, 1)
        layout.setStretchFactor(self.finds, 1)
        self._found.hide()
        self.finds.hide()
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self.setLayout(layout)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.search.searched.connect(self._reading.ask)
        self.order.currentIndexChanged.connect(lambda _index: self._reading.ask())
        self.list.chosen.connect(self._open)
        self.list.selected.connect(self._update_actions)
        self.finds.chosen.connect(self.open_find)
        offer_menu(self.list, self.menu_at)
        offer_search(self, self.search)
        theme.changed.connect(self.list.viewport().update)

    # Reading.

    def _reload_if_seen(self) -> None:
        if self._stale and self._services is not None and self.isVisible():
            self._stale = False
            self._reading.ask()

    async def _read(self) -> None:
        if self._services is None:
            return
        text = self.search.words
        plays = await self._background.run(self._services.library.list_plays, text)
        finds = await self._background.run(self._search.lines, text) if text else []
        chosen = {play.id for play in self.selected_plays()}
        if self.model.show(plays, Order(self.order.currentData())):
            self._select(chosen)
        self.finds.show_finds(finds)
        self._found.setText(self.finds.summary())
        self._choose_page()
        self._update_actions()

    def _select(self, chosen: set[UUID]) -> None:
        flag = QItemSelectionModel.SelectionFlag.Select
        rows = [row for play_id in chosen if (row := self.model.place(play_id)) is not None]
        for row in rows:
            self.list.selectionModel().select(self.model.index(row), flag)
        if self.model.rowCount():
            current = self.model.index(min(rows, default=0))
            self.list.selectionModel().setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _choose_page(self) -> None:
        if self.model.rowCount():
            self.pages.setCurrentWidget(self.list)
        else:
            self.pages.setCurrentWidget(self._no_match if self.search.words else self._no_plays)
        found = bool(self.finds.finds)
        self._found.setVisible(found)
        self.finds.setVisible(found)
        count = self.model.rowCount()
        self.pages.setVisible(not found or bool(count))
        # A few plays take no more room than they need, so that more of the text is seen.
        row = self.list.sizeHintForRow(0) if count else 0
        self.pages.setMaximumHeight(min(count, _MOST_BESIDE_FINDS) * row + Space.S if found else _NO_LIMIT)

    def _clear_search(self) -> None:
        self.search.clear()
        self.search.search_now()

    # Commands.

    def _update_actions(self) -> None:
        plays = self.selected_plays()
        self.read.setEnabled(len(plays) == 1)
        self.export.setEnabled(len(plays) == 1)
        self.correct.setEnabled(len(plays) == 1)
        self.delete.setEnabled(bool(plays))
        if len(plays) > 1:
            self._summary.setText(words.counted(len(plays), self.tr("%n selected"), self.tr("%n selected")))
        else:
            count = self.model.rowCount()
            self._summary.setText(words.counted(count, self.tr("%n play"), self.tr("%n plays")) if count else "")

    def menu_at(self, at: QPoint) -> QMenu | None:
        """The commands for the play at a point of the list; None beside the plays."""
        return menu_of(self.list, at, ([self.read, self.correct, self.export], [self.delete]), self)

    def _open(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.open_play.emit(self.model.play(index.row()).id)

    def _ask_for_file(self) -> None:
        for play in self.selected_plays()[:1]:
            documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
            folder = documents if documents.is_dir() else Path.home()
            dialog = QFileDialog(self, self.tr("Export play"), str(folder), self.tr("Play as JSON (*.json)"))
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("json")
            dialog.selectFile(f"{file_name(play)}.json")
            dialog.fileSelected.connect(lambda file, play=play: self.export_to(play, Path(file)))
            dialog.open()

    def export_to(self, play: PlaySummary, file: Path) -> None:
        """Write a play to a file and say so."""
        self._background.spawn(self._export(play, file))

    async def _export(self, play: PlaySummary, file: Path) -> None:
        if self._services is None:
            return
        self._summary.setText(self.tr("Exporting “%1”…").replace("%1", play.title))
        try:
            await self._background.run_long(_write, self._services.library, play.id, file)
        except BaseException:
            self._update_actions()
            raise
        self._summary.setText(self.tr("Exported to %1").replace("%1", str(file)))

    def _ask_for_correction(self) -> None:
        for play in self.selected_plays()[:1]:
            dialog = CorrectionDialog(play, self)
            dialog.corrected.connect(lambda *values, play=play: self._background.spawn(self._correct(play.id, *values)))
            dialog.open()

    async def _correct(self, play_id: UUID, title: str, author: str, year: int | None) -> None:
        if self._services is None:
            return
        correct = partial(self._services.library.correct, title=title, author=author, year=year)
        try:
            await self._background.run(correct, play_id)
        finally:
            self.changed.emit()
            self._reading.ask()

    def _ask_to_delete(self) -> None:
        plays = self.selected_plays()
        if not plays:
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Delete"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self._question(plays))
        box.setInformativeText(self._loss(plays))
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        theme.set_kind(delete, "danger")
        keep = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        delete.clicked.connect(lambda _checked=False: self.delete_plays(plays))
        box.open()

    def _question(self, plays: Sequence[PlaySummary]) -> str:
        if len(plays) == 1:
            return self.tr("Delete “%1” from the library?").replace("%1", plays[0].title)
        return words.counted(len(plays), "", self.tr("Delete %n plays from the library?"))

    def _loss(self, plays: Sequence[PlaySummary]) -> str:
        what = contents(plays[0]) if len(plays) == 1 else "\n".join(play.title for play in plays[:10])
        if len(plays) > 10:
            what += "\n…"
        advice = self.tr(
            "This cannot be undone, and corrections are lost. The script is kept: “Import again” in the history parses "
            "it anew."
        )
        return f"{what}\n\n{advice}"

    def delete_plays(self, plays: Sequence[PlaySummary]) -> None:
        """Delete plays without asking."""
        self._background.spawn(self._delete([play.id for play in plays]))

    async def _delete(self, plays: Sequence[UUID]) -> None:
        if self._services is None:
            return
        try:
            for play_id in plays:
                await self._background.run(_delete_if_there, self._services.library, play_id)
        finally:
            self.changed.emit()
            self._reading.ask()


def _write(library: Library, play_id: UUID, file: Path) -> None:
    export_json(library.load(play_id), file)


def _delete_if_there(library: Library, play_id: UUID) -> None:
    try:
        library.delete(play_id)
    except PlayNotFoundError:
        return  # another window was faster
