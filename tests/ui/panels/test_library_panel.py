"""The library panel, on a real library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from playbuddy_desktop.errors import ExportError
from playbuddy_desktop.library.search import Search
from playbuddy_desktop.parsing.playbook import Playbook
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.library.correction import CorrectionDialog
from playbuddy_desktop.ui.library.finds import excerpt
from playbuddy_desktop.ui.library.model import (
    PLAY_ROLE,
    LibraryModel,
    Order,
    contents,
    file_name,
    initials,
    language_name,
    ordered,
    origin,
)
from playbuddy_desktop.ui.library.panel import LibraryPanel

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def save_all(save, playbook):
    """Saves plays of these titles, each an hour older than the one before."""

    def save_all(*titles, **fields):
        return [
            save(playbook.model_copy(update={"title": title, **fields}), NOON - timedelta(hours=number))
            for number, title in enumerate(titles)
        ]

    return save_all


@pytest.fixture
def open_panel(shown, qtbot):
    """Opens the panel and waits until the plays are there."""

    def open_panel(count):
        panel = shown(LibraryPanel)
        wait_plays(qtbot, panel, count)
        return panel

    return open_panel


def wait_plays(qtbot, panel, count):
    """Wait until so many plays are shown."""

    def ready():
        assert not panel._reading.running
        assert count == panel.model.rowCount()
        assert panel.pages.currentWidget() is not panel._waiting

    qtbot.waitUntil(ready, timeout=10_000)


def titles(panel):
    """In the order of display."""
    return [panel.model.index(row).data() for row in range(panel.model.rowCount())]


def summaries(services):
    """All plays by title."""
    return {play.title: play for play in services.library.list_plays()}


def test_the_model_is_sound(services, save_all, qtmodeltester):
    """Qt's own checks."""
    save_all("One", "Two")
    model = LibraryModel()
    model.show(services.library.list_plays(), Order.TITLE)
    qtmodeltester.check(model)
    assert 0 == model.rowCount(model.index(0))


def test_each_role_has_its_text(services, save_all):
    """Title, tool tip, all of the card for screen readers, and the play itself."""
    save_all("The Lantern")
    model = LibraryModel()
    (play,) = plays = services.library.list_plays()
    model.show(plays, Order.NEWEST)
    index = model.index(0)
    said = "The Lantern, Ada Quill  ·  1911  ·  English, 3 characters  ·  2 acts  ·  3 scenes  ·  8 lines"
    assert "The Lantern" == index.data()
    assert "The Lantern" == index.data(Qt.ItemDataRole.ToolTipRole)
    assert said == index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert play == index.data(PLAY_ROLE) == model.play(0)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None


def test_showing_the_same_again_changes_nothing(services, save_all, qtbot):
    """The view keeps its place; a changed play is announced without a reset."""
    save_all("One", "Two")
    model = LibraryModel()
    plays = services.library.list_plays()
    assert model.show(plays, Order.TITLE)
    with qtbot.assertNotEmitted(model.modelReset):
        assert not model.show(plays, Order.TITLE)
        from dataclasses import replace

        with qtbot.waitSignal(model.dataChanged):
            assert model.show([replace(play, author="Another") for play in plays], Order.TITLE)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.NEWEST, ["Zoo", "été", "Apple", "Étude"]),
        (Order.TITLE, ["Apple", "été", "Étude", "Zoo"]),
        (Order.AUTHOR, ["Étude", "Apple", "été", "Zoo"]),
        (Order.YEAR, ["Apple", "été", "Étude", "Zoo"]),
        (Order.LENGTH, ["Étude", "Apple", "été", "Zoo"]),
    ],
)
def test_plays_are_sorted(services, save, playbook, order, expected):
    """Accents and capitals do not count, and what is unknown comes last."""
    longer = playbook.model_copy(update={"acts": playbook.acts * 2})
    for number, (title, author, year, play) in enumerate(
        [
            ("Zoo", "", None, playbook),
            ("été", "b", 1700, playbook),
            ("Apple", "B", 1600, playbook),
            ("Étude", "Á", 1900, longer),
        ]
    ):
        changed = play.model_copy(update={"title": title, "author": author, "year": year})
        save(changed, NOON - timedelta(hours=number))
    assert expected == [play.title for play in ordered(services.library.list_plays(), order)]


@pytest.mark.parametrize(
    ("code", "name"),
    [("en", "English"), ("fr", "français"), ("de", "Deutsch"), ("xx", "xx"), ("", ""), (None, "")],
)
def test_languages_are_named_in_their_own_words(code, name):
    """A code that nobody knows stays a code."""
    assert name == language_name(code)


@pytest.mark.parametrize(
    ("title", "letters"),
    [("The Lantern", "TL"), ("Ion", "I"), ("… and so on", "AS"), ("???", "•"), ("été", "É")],
)
def test_a_cover_has_initials(title, letters):
    """One or two."""
    assert letters == initials(title)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Lantern", "The Lantern"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("line\nbreak", "line break"),
        ("...", "play"),
        ("x" * 200, "x" * 100),
    ],
)
def test_a_file_name_is_one_that_every_system_takes(services, save_all, title, name):
    """For exports."""
    save_all(title)
    (play,) = services.library.list_plays()
    assert name == file_name(play)


def test_what_is_not_known_is_not_said(services, save, playbook):
    """No author, no year, no language."""
    save(playbook.model_copy(update={"author": "", "year": None, "language": None}))
    (play,) = services.library.list_plays()
    assert ("", True) == (origin(play), contents(play).startswith("3 characters"))


def test_an_empty_library_is_explained(open_panel):
    """What will be here, and how."""
    panel = open_panel(0)
    assert panel._no_plays is panel.pages.currentWidget()
    assert [False] * 3 == [action.isEnabled() for action in (panel.read, panel.export, panel.delete)]


def test_plays_stand_newest_first_and_can_be_sorted(save_all, open_panel, qtbot):
    """The selected play stays selected."""
    plays = save_all("B", "C", "A")
    panel = open_panel(3)
    assert ["B", "C", "A"] == titles(panel)
    panel.list.setCurrentIndex(panel.model.index(0))
    panel.order.setCurrentIndex(panel.order.findData(Order.TITLE))
    qtbot.waitUntil(lambda: titles(panel) == ["A", "B", "C"])
    assert [plays[0]] == [play.id for play in panel.selected_plays()]


def test_words_narrow_the_list(save_all, open_panel, qtbot):
    """Without regard to accents; what matches nothing says so, with a way back."""
    save_all("Phèdre", "Hamlet")
    panel = open_panel(2)
    qtbot.keyClicks(panel.search, "phedre")
    wait_plays(qtbot, panel, 1)
    assert ["Phèdre"] == titles(panel)
    panel.search.setText("zzz")
    panel.search.search_now()
    wait_plays(qtbot, panel, 0)
    assert panel._no_match is panel.pages.currentWidget()
    panel._no_match.findChild(QPushButton).click()
    wait_plays(qtbot, panel, 2)


def test_enter_and_double_click_open_a_play(save_all, open_panel, qtbot):
    """And the button."""
    (play_id,) = save_all("A")
    panel = open_panel(1)
    panel.list.setCurrentIndex(panel.model.index(0))
    for ask in (
        lambda: qtbot.keyClick(panel.list, Qt.Key.Key_Return),
        lambda: panel.list.doubleClicked.emit(panel.model.index(0)),
        panel.read.trigger,
    ):
        with qtbot.waitSignal(panel.open_play) as signal:
            ask()
        assert [play_id] == signal.args


def test_one_play_is_read_or_exported_several_are_deleted(save_all, open_panel):
    """Commands are enabled by the number of selected plays."""
    save_all("A", "B")
    panel = open_panel(2)
    panel.list.selectAll()
    assert [False, False, True] == [action.isEnabled() for action in (panel.read, panel.export, panel.delete)]
    assert "2 selected" == panel._summary.text()
    menu = panel.menu_at(panel.list.visualRect(panel.model.index(0)).center())
    assert [panel.read, panel.correct, panel.export, panel.delete] == [
        each for each in menu.actions() if not each.isSeparator()
    ]
    assert panel.menu_at(panel.list.viewport().rect().bottomRight()) is None


def test_deleting_asks_first_and_says_what_is_lost(save_all, services, open_panel, qtbot):
    """Keeping is the default."""
    save_all("The Lantern")
    panel = open_panel(1)
    panel.list.setCurrentIndex(panel.model.index(0))
    panel.delete.trigger()
    (box,) = panel.findChildren(QMessageBox)
    assert "Delete “The Lantern” from the library?" == box.text()
    assert "8 lines" in box.informativeText()
    assert "“Import again”" in box.informativeText()
    assert "Keep" == box.defaultButton().text()
    box.defaultButton().click()
    assert ["The Lantern"] == list(summaries(services))


def test_deleted_plays_are_gone(save_all, services, open_panel, qtbot):
    """After the confirmation; one that somebody else deleted is no error."""
    plays = save_all("A", "B", "C")
    panel = open_panel(3)
    panel.list.selectAll()
    panel.delete.trigger()
    (box,) = panel.findChildren(QMessageBox)
    assert "Delete 3 plays from the library?" == box.text()
    assert "A\nB\nC" in box.informativeText()
    services.library.delete(plays[1])
    (delete,) = [button for button in box.buttons() if button.text() == "Delete"]
    with qtbot.waitSignal(panel.changed):
        delete.click()
    wait_plays(qtbot, panel, 0)
    assert {} == summaries(services)


def test_the_names_of_many_plays_are_cut_short(save_all, services, open_panel):
    """Ten are enough to see what is meant."""
    save_all(*[f"Play {number:02}" for number in range(12)])
    panel = open_panel(12)
    loss = panel._loss(services.library.list_plays())
    assert "Play 09\n…" in loss


def test_a_play_is_exported_as_json(save_all, services, open_panel, qtbot, tmp_path):
    """The file gives the play back, and the panel says where it is."""
    (play_id,) = save_all("The Lantern")
    panel = open_panel(1)
    panel.list.setCurrentIndex(panel.model.index(0))
    panel.export.trigger()
    (dialog,) = panel.findChildren(QFileDialog)
    assert QFileDialog.AcceptMode.AcceptSave == dialog.acceptMode()
    assert "The Lantern.json" == dialog.selectedFiles()[0].rpartition("/")[2]
    file = tmp_path / "out.json"
    dialog.fileSelected.emit(str(file))
    qtbot.waitUntil(lambda: panel._summary.text() == f"Exported to {file}")
    assert services.library.load(play_id) == Playbook.model_validate_json(file.read_text(encoding="utf-8"))


def test_an_export_is_offered_where_there_is_a_folder(save_all, open_panel, tmp_path, monkeypatch):
    """By the play's title, also for a person who has no folder for documents."""
    monkeypatch.setenv("HOME", str(tmp_path))
    save_all("The Lantern")
    panel = open_panel(1)
    panel.list.setCurrentIndex(panel.model.index(0))
    panel.export.trigger()
    (offered,) = panel.findChild(QFileDialog).selectedFiles()
    assert "The Lantern.json" == Path(offered).name
    assert Path(offered).parent.is_dir()


def test_an_export_that_fails_is_reported(save_all, background, open_panel, qtbot, tmp_path):
    """With the usual error, and nothing is left behind."""
    save_all("A")
    panel = open_panel(1)
    with qtbot.waitSignal(background.failed):
        panel.export_to(panel.model.play(0), tmp_path / "missing" / "out.json")
    assert [ExportError.code] == [report.code for report in background.errors]
    background.errors.clear()
    assert "1 play" == panel._summary.text()


def test_a_hidden_panel_reads_when_it_is_seen_again(save_all, open_panel, qtbot):
    """Nobody looks: no work."""
    panel = open_panel(0)
    panel.hide()
    save_all("A")
    panel.refresh()
    assert not panel._reading.running
    panel.show()
    wait_plays(qtbot, panel, 1)


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_cards_can_be_painted(qapp, save_all, open_panel, choice):
    """In both themes, with a title that is too long and a play without any particulars."""
    save_all("A title that goes on " * 20, "B", author="", year=None, language=None)
    theme.apply(qapp, choice)
    panel = open_panel(2)
    panel.list.selectAll()
    assert not panel.grab().isNull()
    theme.apply(qapp, "light")


def search(qtbot, panel, text):
    """Search, and wait for what is found."""
    panel.search.setText(text)
    panel.search.search_now()
    qtbot.waitUntil(lambda: not panel._reading.running, timeout=10_000)


def test_words_are_found_in_the_text(save_all, open_panel, qtbot):
    """Lines stand below the plays, with their speakers and their scenes; Enter leads to the line."""
    (play_id,) = save_all("The Lantern")
    panel = open_panel(1)
    search(qtbot, panel, "night burn")
    assert (False, True) == (panel.pages.isVisible(), panel.finds.isVisible())
    branch = panel.finds.topLevelItem(0)
    assert "The Lantern  ·  1 line" == branch.text(0)
    leaf = branch.child(0)
    line = "MIRA: The lantern burns and burns all night, 🔥 and burns."
    assert (line, "ACT I, Scene 1") == (leaf.text(0), leaf.text(1))
    panel.finds.setCurrentItem(leaf)
    with qtbot.waitSignal(panel.open_find) as asked:
        qtbot.keyClick(panel.finds, Qt.Key.Key_Return)
    (find,) = asked.args
    assert (play_id, 1, "burns") == (find.play_id, find.hit.position, find.text[find.hit.start : find.hit.end])


def test_plays_and_lines_stand_together(save_all, open_panel, qtbot):
    """A word may be a play's title and occur in its text; without a search there are no lines."""
    save_all("The Lantern")
    panel = open_panel(1)
    search(qtbot, panel, "lantern")
    assert (True, True, 1) == (panel.pages.isVisible(), panel.finds.isVisible(), panel.model.rowCount())
    assert "In the text: 2 lines" == panel._found.text()
    search(qtbot, panel, "")
    assert (True, False) == (panel.pages.isVisible(), panel.finds.isVisible())


def test_an_excerpt_begins_near_the_find(services, save, playbook):
    """A long speech is shown from some words before the find."""
    long = playbook.model_copy(deep=True)
    long.acts[0].scenes[0].lines[3].text = "word " * 30 + "lighthouse and more"
    save(long)
    (find,) = Search(services.database).lines("lighthouse")
    text = excerpt(find)
    assert text.startswith("MIRA: … word word ")
    assert text.endswith("word lighthouse and more")
    assert len(text) < 80


def test_a_play_is_corrected(save_all, services, open_panel, qtbot):
    """What the person writes stands in the list; a play keeps a title, and a year is a number."""
    save_all("THE LANTERNN")
    panel = open_panel(1)
    panel.list.selectAll()
    panel.correct.trigger()
    dialog = panel.findChild(CorrectionDialog)
    assert ("THE LANTERNN", "Ada Quill", "1911") == (dialog.title.text(), dialog.author.text(), dialog.year.text())
    dialog.title.setText("  ")
    assert not dialog._save.isEnabled()
    dialog.title.setText(" The  Lantern ")
    dialog.year.setText("")
    assert dialog._save.isEnabled()
    with qtbot.waitSignal(panel.changed):
        dialog._save.click()
    qtbot.waitUntil(lambda: titles(panel) == ["The Lantern"], timeout=10_000)
    assert None is summaries(services)["The Lantern"].year
