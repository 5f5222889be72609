"""The reader, on a real library."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication

from playbuddy_desktop.errors import PlayNotFoundError
from playbuddy_desktop.library.search import Search
from playbuddy_desktop.parsing.playbook import Act, Character, DirectionKind, Line, LineType, Playbook, Scene
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.palettes import DARK, LIGHT
from playbuddy_desktop.ui.reader.panel import ROOM_FOR_SIDEBAR, ReaderPanel
from playbuddy_desktop.ui.reader.sections import SECTION_LINES, SectionKind
from playbuddy_desktop.ui.reader.typesetting import speaker_colour, utf16_length

FRONT, SCENE_1, SCENE_2, ACT_2, BACK, UNPLACED = range(6)


@pytest.fixture
def read(shown, save, playbook, qtbot):
    """Opens a play in a shown reader and waits until its first scene is set and its words are counted."""

    def read(play=playbook, width=1100):
        panel = shown(ReaderPanel, width=width, height=700)
        panel.show_play(save(play))
        wait_open(qtbot, panel)
        return panel

    return read


def wait_open(qtbot, panel):
    """Wait until the play is open to the last count."""
    qtbot.waitUntil(lambda: panel._session is not None and panel._session.parts is not None, timeout=10_000)


def wait_section(qtbot, panel, place):
    """Wait until a section is set whole."""

    def ready():
        assert place == panel._session.place
        assert not panel._background._tasks

    qtbot.waitUntil(ready, timeout=10_000)


def printed(panel):
    """The paragraphs of the page."""
    return panel.text.toPlainText().split("\n")


def format_of(panel, words):
    """How some words of the page are set: their characters and their paragraph."""
    cursor = panel.text.document().find(words)
    assert not cursor.isNull(), words
    return cursor.charFormat(), cursor.blockFormat()


def members(panel):
    """The keys of the cast by name."""
    return {member.name: key for key, (_, member) in panel._session.cast.items()}


def tree(panel):
    """Acts and scenes with their counts, as nested lists."""

    def branch(item):
        children = [branch(item.child(row)) for row in range(item.childCount())]
        return [item.text(0), item.text(1), *children]

    return [branch(panel.outline.topLevelItem(row)) for row in range(panel.outline.topLevelItemCount())]


def test_a_play_opens_at_its_first_scene(read):
    """With its title, its origin and its place; the front matter is before it."""
    panel = read()
    assert ("The Lantern", "Ada Quill  ·  1911  ·  English", "ACT I, Scene 1") == (
        panel.head.title.whole,
        panel.head._origin.whole,
        panel.head.section.whole,
    )
    assert SCENE_1 == panel._session.place
    assert panel._session.contents.play_id == panel.play_id


def test_the_page_is_set_as_print_sets_a_play(read):
    """Act and scene above, names above speeches, verse by its lines, and the way on below."""
    assert [
        "ACT I",
        "Scene 1",
        "A street at dusk.",
        "MIRA",
        "The lantern burns",
        "and burns all night,",
        "🔥 and burns.",
        "Aside.",
        "But who lit it?",
        "MIRA  ·  TOBIAS",
        "We burn too.",
        "Unknown speaker",
        "Who speaks here?",
        "Go on: ACT I, Scene 2",
    ] == printed(read())


def test_a_name_has_the_colour_of_its_place_in_the_cast(read):
    """Each speaker of a speech by several has their own."""
    panel = read()
    for name, place in (("MIRA", 0), ("TOBIAS", 1)):
        chars, _ = format_of(panel, name)
        assert LIGHT.speakers[place] == chars.foreground().color().name()
    assert LIGHT.speakers[0] == speaker_colour(len(LIGHT.speakers))


def test_a_direction_is_set_apart_in_italics(read):
    """Speeches are upright."""
    panel = read()
    direction, block = format_of(panel, "A street at dusk.")
    speech, speech_block = format_of(panel, "But who lit it?")
    assert (True, False) == (direction.fontItalic(), speech.fontItalic())
    assert block.leftMargin() > speech_block.leftMargin()


def test_verse_is_indented_and_hangs(read):
    """By its level; a turned line hangs."""
    panel = read()
    _, verse = format_of(panel, "and burns all night,")
    _, prose = format_of(panel, "We burn too.")
    assert verse.leftMargin() + verse.textIndent() > prose.leftMargin()
    assert (True, True) == (verse.textIndent() < 0, prose.textIndent() == 0)


def test_a_direction_tells_its_kind_under_the_mouse(read, playbook):
    """Also beside the reasons to doubt it; speech tells none."""
    lines = playbook.acts[0].scenes[0].lines
    lines[:2] = [
        Line(type=LineType.STAGE_DIRECTION, direction=DirectionKind.SOUND, text="A horn blows."),
        Line(type=LineType.STAGE_DIRECTION, direction=DirectionKind.EXIT, text="All leave.", confidence=0.5),
    ]
    panel = read(playbook)
    assert "Stage direction: what is heard" == format_of(panel, "A horn blows.")[0].toolTip()
    doubted = format_of(panel, "All leave.")[0].toolTip()
    assert doubted.startswith("Stage direction: somebody goes\nPlease check this line")


def test_a_doubtful_line_is_marked_with_its_reasons(read):
    """Subtly: dots below the words, the reasons in a tool tip."""
    panel = read()
    chars, _ = format_of(panel, "Who speaks here?")
    assert QTextCharFormat.UnderlineStyle.DotLine == chars.underlineStyle()
    assert "50 % sure" in chars.toolTip()
    assert chars.toolTip().endswith("There is no name before it.")
    sure, _ = format_of(panel, "We burn too.")
    assert (QTextCharFormat.UnderlineStyle.NoUnderline, "") == (sure.underlineStyle(), sure.toolTip())


def test_the_tree_shows_acts_scenes_and_line_counts(read):
    """And what stands around the play; an act of one scene without heading is one entry."""
    panel = read()
    assert [
        ["Before the play", ""],
        ["ACT I", "", ["Scene 1", "6"], ["Scene 2", "1"]],
        ["ACT II", "1"],
        ["After the play", ""],
        ["Not placed", ""],
    ] == tree(panel)
    assert "Scene 1\n1 line to check" == panel.outline._items[SCENE_1].toolTip(0)
    assert "Scene 1" == panel.outline.currentItem().text(0)


def test_a_click_in_the_tree_shows_the_scene(read, qtbot):
    """And what is before the play, after it and placed nowhere."""
    panel = read()
    for place, expected in ((FRONT, "A play"), (ACT_2, "All lanterns burn."), (BACK, "FINIS"), (UNPLACED, "17")):
        panel.outline.setCurrentItem(panel.outline._items[place])
        wait_section(qtbot, panel, place)
        assert expected in printed(panel)
    panel.outline.setCurrentItem(panel.outline.topLevelItem(1))
    wait_section(qtbot, panel, SCENE_1)


def test_one_turns_from_section_to_section(read, qtbot):
    """By keys, buttons and the link at the end; neither beyond the end nor before the beginning."""
    panel = read()
    panel.head.after.click()
    wait_section(qtbot, panel, SCENE_2)
    panel.text.anchorClicked.emit(QUrl(str(ACT_2)))
    wait_section(qtbot, panel, ACT_2)
    panel.head.before.click()
    wait_section(qtbot, panel, SCENE_2)
    panel.go_to(UNPLACED)
    wait_section(qtbot, panel, UNPLACED)
    assert (True, False) == (panel.head.before.isEnabled(), panel.head.after.isEnabled())
    panel.turn(1)
    panel.go_to(FRONT)
    wait_section(qtbot, panel, FRONT)
    assert (False, True) == (panel.head.before.isEnabled(), panel.head.after.isEnabled())
    panel.turn(-1)
    wait_section(qtbot, panel, FRONT)


def test_page_keys_turn_at_the_ends(read, qtbot):
    """A page down at the end goes on, a page up at the beginning goes back, to the end of what was before."""
    panel = read()
    assert 0 == panel.text.verticalScrollBar().maximum()
    qtbot.keyClick(panel.text, Qt.Key.Key_PageDown)
    wait_section(qtbot, panel, SCENE_2)
    qtbot.keyClick(panel.text, Qt.Key.Key_Space)
    wait_section(qtbot, panel, ACT_2)
    qtbot.keyClick(panel.text, Qt.Key.Key_PageUp)
    wait_section(qtbot, panel, SCENE_2)


def test_the_last_of_many_turns_wins(read, qtbot):
    """Whoever leafs quickly sees only where they stop."""
    panel = read()
    for place in (SCENE_2, ACT_2, FRONT, ACT_2):
        panel.go_to(place)
    wait_section(qtbot, panel, ACT_2)
    assert "All lanterns burn." in printed(panel)
    assert "I burn alone." not in printed(panel)


def test_the_cast_has_its_counts(read):
    """In the order of the cast list, with descriptions and other names as tool tips."""
    panel = read()
    rows = [panel.cast.topLevelItem(row) for row in range(panel.cast.topLevelItemCount())]
    counts = [[row.text(column) for column in range(3)] for row in rows]
    assert [["MIRA", "3", "17"], ["TOBIAS", "2", "6"], ["CHORUS", "1", "3"]] == counts
    assert "MIRA\na lamplighter\nAlso: Mir." == rows[0].toolTip(0)


def test_the_cast_can_be_sorted_by_words(read):
    """By numbers, not by digits."""
    panel = read()
    panel.cast.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    names = [panel.cast.topLevelItem(row).text(0) for row in range(3)]
    assert ["CHORUS", "TOBIAS", "MIRA"] == names


def test_a_chosen_character_alone_is_shown(read, qtbot):
    """With what concerns them; the tree counts their speeches, and a banner offers the way back."""
    panel = read()
    panel.cast.choose(frozenset({members(panel)["TOBIAS"]}))
    wait_section(qtbot, panel, SCENE_1)
    assert ["ACT I", "Scene 1", "MIRA  ·  TOBIAS", "We burn too.", "Go on: ACT I, Scene 2"] == printed(panel)
    assert panel.banner.isVisible()
    assert "Only TOBIAS: 1 of 6 lines here" == panel.banner.text.text()
    assert [["Before the play", ""], ["ACT I", "", ["Scene 1", "1"], ["Scene 2", "1"]], ["ACT II", ""]] == tree(panel)[
        :3
    ]
    panel.go_to(ACT_2)
    wait_section(qtbot, panel, ACT_2)
    assert "Nobody of your choice has a line here." in printed(panel)
    panel.cast.choose(frozenset())
    wait_section(qtbot, panel, ACT_2)
    assert not panel.banner.isVisible()
    assert "All lanterns burn." in printed(panel)


def test_what_a_filter_leaves_out_is_shown_as_a_gap(read, qtbot):
    """Between lines, not before the first."""
    panel = read()
    panel.cast.choose(frozenset({members(panel)["MIRA"]}))
    wait_section(qtbot, panel, SCENE_1)
    assert "⋯" not in printed(panel)
    play = Playbook(
        title="Gaps",
        characters=[Character(id="a", name="A"), Character(id="b", name="B")],
        acts=[Act(scenes=[Scene(lines=[_say(n, "ab"[n % 2]) for n in range(4)])])],
    )
    panel = read(play)
    panel.cast.choose(frozenset({members(panel)["B"]}))
    wait_section(qtbot, panel, 0)
    assert ["The play", "B", "Line 1", "⋯", "B", "Line 3"] == printed(panel)


def _say(number, speaker):
    return Line(type=LineType.DIALOGUE, text=f"Line {number}", speakers=[speaker])


def find(qtbot, panel, text):
    """Look for a text and wait for the finds."""
    panel.open_find()
    panel.find_bar.field.setText(text)
    panel.find_bar.field.search_now()
    qtbot.waitUntil(lambda: not panel._background._tasks)


def test_words_are_found_in_the_whole_play(read, qtbot):
    """Counted, marked on the page, and stepped through from scene to scene and around."""
    panel = read()
    find(qtbot, panel, "burn")
    assert "1 of 6" == panel.find_bar.count.text()
    marks = panel.text.extraSelections()
    assert ["burn"] * 4 == [mark.cursor.selectedText() for mark in marks]
    for steps, expected, place in ((4, "5 of 6", SCENE_2), (1, "6 of 6", ACT_2), (1, "1 of 6", SCENE_1)):
        for _ in range(steps):
            panel.finding.step(1)
        wait_section(qtbot, panel, place)
        assert expected == panel.find_bar.count.text()
    panel.finding.step(-1)
    wait_section(qtbot, panel, ACT_2)
    assert ["burn"] == [mark.cursor.selectedText() for mark in panel.text.extraSelections()]


def test_a_find_after_an_emoji_is_marked_in_its_place(read, qtbot):
    """Qt counts other units than Python."""
    panel = read()
    find(qtbot, panel, "and burns.")
    assert ["and burns."] == [mark.cursor.selectedText() for mark in panel.text.extraSelections()]
    assert (2, 1) == (utf16_length("🔥"), utf16_length("é"))


def test_finding_begins_where_one_reads(read, qtbot):
    """Not at the beginning of the play."""
    panel = read()
    panel.go_to(SCENE_2)
    wait_section(qtbot, panel, SCENE_2)
    find(qtbot, panel, "burn")
    assert "5 of 6" == panel.find_bar.count.text()
    assert SCENE_2 == panel._session.place


def test_what_is_not_there_is_not_found(read, qtbot):
    """And there is nothing to step to."""
    panel = read()
    find(qtbot, panel, "dragon")
    assert "Not found" == panel.find_bar.count.text()
    assert not panel.find_bar.after.isEnabled()
    panel.finding.step(1)
    assert SCENE_1 == panel._session.place


def test_a_find_that_the_filter_hides_ends_the_filter(read, qtbot):
    """The find is worth more."""
    panel = read()
    panel.cast.choose(frozenset({members(panel)["TOBIAS"]}))
    wait_section(qtbot, panel, SCENE_1)
    find(qtbot, panel, "all night")
    qtbot.waitUntil(lambda: bool(panel.text.extraSelections()))
    assert frozenset() == panel.cast.chosen
    assert ["all night"] == [mark.cursor.selectedText() for mark in panel.text.extraSelections()]


def test_enter_steps_and_escape_closes(read, qtbot):
    """First the find bar, then the filter, then the reader."""
    panel = read()
    find(qtbot, panel, "burn")
    qtbot.keyClick(panel.find_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.find_bar.count.text() == "2 of 6")
    qtbot.keyClick(panel.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: panel.find_bar.count.text() == "1 of 6")
    qtbot.keyClick(panel.find_bar.field, Qt.Key.Key_Escape)
    assert not panel.find_bar.isVisible()
    assert [] == panel.text.extraSelections()
    panel.cast.choose(frozenset({members(panel)["MIRA"]}))
    panel._escape()
    assert frozenset() == panel.cast.chosen
    with qtbot.waitSignal(panel.back):
        panel._escape()
    find(qtbot, panel, "burn")
    panel._escape()
    assert not panel.find_bar.isVisible()


def test_the_selected_words_are_looked_for(read):
    """When the bar is opened."""
    panel = read()
    cursor = panel.text.document().find("lantern")
    panel.text.setTextCursor(QTextCursor(cursor))
    panel.open_find()
    assert "lantern" == panel.find_bar.field.text()


def test_the_text_grows_and_shrinks_within_limits(read, qtbot):
    """By keys and by Ctrl and the wheel; Ctrl+0 goes back."""
    panel = read()

    def size():
        return format_of(panel, "But who lit it?")[0].fontPointSize()

    usual = size()
    panel.zoom(1)
    wait_section(qtbot, panel, SCENE_1)
    assert size() > usual
    panel.zoom(-100)
    wait_section(qtbot, panel, SCENE_1)
    smallest = size()
    panel.zoom(-1)
    wait_section(qtbot, panel, SCENE_1)
    assert smallest == size() < usual
    wheel(panel, 120)
    wait_section(qtbot, panel, SCENE_1)
    assert size() > smallest
    panel.zoom(-panel._zoom)
    wait_section(qtbot, panel, SCENE_1)
    assert usual == size()


def wheel(panel, delta):
    """Turn the wheel over the text while Ctrl is held."""
    centre = QPointF(panel.text.viewport().rect().center())
    event = QWheelEvent(
        centre,
        panel.text.viewport().mapToGlobal(centre),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(panel.text.viewport(), event)


def test_another_theme_has_other_colours(read, qapp, qtbot):
    """The page is set anew; the reader keeps the place."""
    panel = read()
    theme.apply(qapp, "dark")
    wait_section(qtbot, panel, SCENE_1)
    chars, _ = format_of(panel, "MIRA")
    assert DARK.speakers[0] == chars.foreground().color().name()
    theme.apply(qapp, "light")
    wait_section(qtbot, panel, SCENE_1)


@pytest.fixture
def long_play():
    """One scene without headings, longer than two sections."""
    lines = [_say(number, "ab"[number % 2]) for number in range(2 * SECTION_LINES + 1)]
    return Playbook(
        title="Long",
        characters=[Character(id="a", name="A"), Character(id="b", name="B")],
        acts=[Act(scenes=[Scene(lines=lines)])],
    )


def test_a_long_scene_is_read_in_stretches(read, long_play, qtbot):
    """One entry in the tree, several pages; each line is on exactly one."""
    panel = read(long_play)
    assert [["The play", str(2 * SECTION_LINES + 1)]] == tree(panel)
    assert [SECTION_LINES, SECTION_LINES, 1] == [section.count for section in panel._session.sections]
    seen = []
    for place in range(3):
        panel.go_to(place)
        wait_section(qtbot, panel, place)
        seen += [line for line in printed(panel) if line.startswith("Line ")]
    assert [f"Line {number}" for number in range(2 * SECTION_LINES + 1)] == seen
    assert "The play (continued)" == printed(panel)[0]


def test_a_find_far_away_is_scrolled_to(read, long_play, qtbot):
    """In another stretch, in the middle of what is seen; a change of size keeps the place."""
    panel = read(long_play)
    find(qtbot, panel, "Line 600")
    wait_section(qtbot, panel, 1)
    bar = panel.text.verticalScrollBar()
    assert 0 < bar.value() < bar.maximum()
    cursor = panel.text.document().find("Line 600")
    assert panel.text.viewport().rect().contains(panel.text.cursorRect(cursor).center())
    panel.zoom(1)
    wait_section(qtbot, panel, 1)
    assert bar.value() > 0


def test_page_up_shows_the_end_of_what_was_before(read, long_play, qtbot):
    """As one would turn back a page; space scrolls."""
    panel = read(long_play)
    panel.go_to(1)
    wait_section(qtbot, panel, 1)
    qtbot.keyClick(panel.text, Qt.Key.Key_Space)
    bar = panel.text.verticalScrollBar()
    assert bar.value() > 0
    bar.setValue(0)
    qtbot.keyClick(panel.text, Qt.Key.Key_PageUp)
    wait_section(qtbot, panel, 0)
    assert bar.maximum() == bar.value() > 0


def test_two_acts_of_one_name_stay_two(read):
    """Headings may repeat."""
    scenes = [Scene(title=f"Scene {number}", lines=[_say(number, "a")]) for number in (1, 2)]
    play = Playbook(
        title="Twins",
        characters=[Character(id="a", name="A")],
        acts=[Act(title="ACT", scenes=scenes), Act(title="ACT", scenes=scenes)],
    )
    assert 2 * [["ACT", "", ["Scene 1", "1"], ["Scene 2", "1"]]] == tree(read(play))


def test_acts_and_scenes_without_headings_are_numbered(read):
    """So that they can be told apart."""
    scene = Scene(lines=[_say(1, "a")])
    play = Playbook(
        title="Bare",
        characters=[Character(id="a", name="A")],
        acts=[Act(scenes=[scene, scene]), Act(scenes=[scene])],
    )
    assert [["Act 1", "", ["Scene 1", "1"], ["Scene 2", "1"]], ["Act 2", "1"]] == tree(read(play))


def test_a_play_that_is_gone_is_reported(shown, background, qtbot):
    """The reader stays empty."""
    panel = shown(ReaderPanel)
    with qtbot.waitSignal(background.failed):
        panel.show_play(uuid4())
    assert [PlayNotFoundError.code] == [report.code for report in background.errors]
    background.errors.clear()
    assert panel.play_id is None


def test_an_empty_reader_does_nothing(shown):
    """Before any play is opened."""
    panel = shown(ReaderPanel)
    panel.turn(1)
    panel.finding.step(1)
    panel.zoom(1)
    panel.open_find()
    panel.refresh()
    assert (None, False, False) == (panel.play_id, panel.find_bar.isVisible(), panel.head.after.isEnabled())


def test_a_play_asked_for_before_loading_opens_then(background, services, save, playbook, qtbot):
    """The window shows itself first."""
    panel = ReaderPanel(background)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_play(save(playbook))
    panel.load(services)
    wait_open(qtbot, panel)
    assert "The Lantern" == panel.head.title.whole


def test_the_last_of_two_plays_wins(read, save, playbook, qtbot):
    """Whoever opens another one reads that."""
    panel = read()
    other = save(playbook.model_copy(update={"title": "Other"}))
    panel.show_play(panel.play_id)
    panel.show_play(other)
    qtbot.waitUntil(lambda: panel.play_id == other and not panel._background._tasks)
    assert "Other" == panel.head.title.whole


@pytest.mark.parametrize("width", [ROOM_FOR_SIDEBAR - 20, ROOM_FOR_SIDEBAR + 20])
def test_a_narrow_window_keeps_room_for_the_text(read, qtbot, width):
    """A button brings contents and cast back."""
    panel = read()
    panel.resize(width, 600)
    qtbot.waitUntil(lambda: panel.width() == width)
    assert (width >= ROOM_FOR_SIDEBAR) == panel.sidebar.isVisible() == panel.cast.isVisible()
    panel.head.set_sidebar_shown(True)
    assert (True, True) == (panel.cast.isVisible(), panel.outline.isVisible())


def test_section_kinds_are_told_apart(read):
    """Front matter, scenes, back matter, and what was not placed."""
    kinds = [section.kind for section in read()._session.sections]
    expected = [SectionKind.FRONT, *[SectionKind.SCENE] * 3, SectionKind.BACK, SectionKind.UNPLACED]
    assert expected == kinds


def test_a_play_opens_at_a_line_that_was_found(shown, services, save, playbook, qtbot):
    """The words are marked, and the find bar stays away."""
    play_id = save(playbook)
    (find,) = Search(services.database).lines("alone")
    panel = shown(ReaderPanel, width=1100)
    panel.show_play(play_id, find.hit)
    wait_open(qtbot, panel)
    assert SCENE_2 == panel._session.place
    assert ["alone"] == [each.cursor.selectedText() for each in panel.text.extraSelections()]
    assert panel.find_bar.isHidden()


def test_words_around_the_play_are_found(read, qtbot):
    """In the order of reading, before the play and after it."""
    panel = read()
    panel.open_find()
    for words, place in (("a play", FRONT), ("finis", BACK)):
        panel.find_bar.field.setText(words)
        panel.find_bar.field.search_now()
        wait_section(qtbot, panel, place)
        assert [words] == [each.cursor.selectedText().lower() for each in panel.text.extraSelections()]


def test_a_play_that_is_deleted_elsewhere_leaves_a_sentence(read, services, qtbot):
    """The page says what became of it, and nothing of it can be asked for any more."""
    panel = read()
    services.library.delete(panel.play_id)
    panel.refresh()
    qtbot.waitUntil(lambda: panel.play_id is None, timeout=10_000)
    assert "“The Lantern” was deleted from the library." == printed(panel)[0]
    assert ("", False) == (panel.head.title.whole, panel.head.figures.isEnabled())
    panel.refresh()
    panel.show_figures()
    assert None is panel.figures


def test_a_corrected_title_is_shown(read, services, qtbot):
    """The head follows, the text stays."""
    panel = read()
    services.library.correct(panel.play_id, title="The Lamp", author="", year=1912)
    panel.refresh()
    qtbot.waitUntil(lambda: panel.head.title.whole == "The Lamp", timeout=10_000)
    assert "1912  ·  English" == panel.head._origin.whole
    assert panel.play_id is not None


def test_the_cast_in_figures(read):
    """Speeches, words and scenes of each, who says most first."""
    panel = read()
    panel.show_figures()
    table = panel.figures.table
    rows = [[table.topLevelItem(row).text(column) for column in range(4)] for row in range(table.topLevelItemCount())]
    assert [["MIRA", "3", "17", "1"], ["TOBIAS", "2", "6", "2"], ["CHORUS", "1", "3", "1"]] == rows


def test_the_chart_leads_to_the_scenes(read, qtbot):
    """A field tells how often a character speaks in a scene; a click reads the scene."""
    panel = read()
    panel.show_figures()
    dialog = panel.figures
    assert not dialog.grab().toImage().isNull()
    assert "TOBIAS – ACT I, Scene 1: 1 speech" == dialog.chart.tip(1, 0)
    assert "MIRA – ACT I, Scene 2: 0 speeches" == dialog.chart.tip(0, 1)
    assert "TOBIAS speaks in 2 scenes" in dialog.chart.accessibleDescription()
    assert None is dialog.chart.field_at(QPointF(1, 1))
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.chart, Qt.MouseButton.LeftButton, pos=dialog.chart.centre(2, 2).toPoint())
    wait_section(qtbot, panel, ACT_2)


def test_names_in_figures_are_legible_in_another_theme(read, qapp):
    """Their colours follow the theme while the dialog is open."""
    panel = read()
    panel.show_figures()
    table = panel.figures.table
    place = {member.name: place for place, member in panel._session.cast.values()}
    for choice, palette in (("light", LIGHT), ("dark", DARK)):
        theme.apply(qapp, choice)
        item = table.topLevelItem(0)
        assert palette.speakers[place[item.text(0)]] == item.foreground(0).color().name()


def test_a_name_stands_before_the_direction_that_opens_its_speech(read):
    """As in print; a direction that says who acts stands between two speeches, and one of somebody else's as well."""
    hester, mara = Character(id="h", name="Hester"), Character(id="m", name="Mara", aliases=["Ferrywoman"])
    direction, speech = LineType.STAGE_DIRECTION, LineType.DIALOGUE
    lines = [
        Line(type=direction, text="Enter Mara.", speakers=["m"]),
        Line(type=direction, text="Lowering the lantern.", speakers=["m"]),
        Line(type=speech, text="Well.", speakers=["m"]),
        Line(type=direction, text="A bell sounds.", speakers=[]),
        Line(type=direction, text="The ferrywoman turns.", speakers=["m"]),
        Line(type=speech, text="That is not the tide.", speakers=["m"]),
        Line(type=direction, text="She runs.", speakers=["m"]),
        Line(type=direction, text="Softly.", speakers=["h"]),
        Line(type=direction, text="Rising.", speakers=["h"]),
        Line(type=speech, text="Was it the bell?", speakers=["h"]),
        Line(type=direction, text="Lowering it.", speakers=["m"]),
    ]
    panel = read(Playbook(title="The Bell", characters=[hester, mara], acts=[Act(scenes=[Scene(lines=lines)])]))
    expected = [
        "Enter Mara.",
        *("Mara", "Lowering the lantern.", "Well."),
        "A bell sounds.",
        *("The ferrywoman turns.", "That is not the tide."),
        "She runs.",
        *("Hester", "Softly.", "Rising.", "Was it the bell?"),
        "Lowering it.",
    ]
    assert expected == printed(panel)[-len(expected) :]


def test_doubtful_lines_are_looked_at_one_after_the_other(read, qtbot):
    """The bar says why a line is doubtful and what it is taken for; to say that it is right settles it."""
    panel = read()
    assert ("1", "1 line to check (F8)") == (panel.head.doubts.text(), panel.head.doubts.toolTip())
    panel.head.doubts.click()
    qtbot.waitUntil(lambda: not panel.review_bar.isHidden() and not panel._background._tasks)
    bar = panel.review_bar
    assert "Line 1 of 1 to check" == bar.count.text()
    assert "PlayBuddy is 50 % sure of it. There is no name before it." == bar.reason.text()
    assert [
        "Unknown speaker",
        "Stage direction",
        *("MIRA", "TOBIAS", "CHORUS"),
    ] == [bar.kind.itemText(number) for number in range(bar.kind.count())]
    marked = [each.cursor.selectedText() for each in panel.text.extraSelections()]
    assert ["Who speaks here?"] == marked
    assert "That is right" == bar.settle.text()
    bar.settle.click()
    qtbot.waitUntil(lambda: bar.count.text() == "Nothing is left to check" and not panel._background._tasks)
    assert ("0", False) == (panel.head.doubts.text(), panel.head.doubts.isVisible())
    assert not format_of(panel, "Who speaks here?")[0].toolTip()


def test_a_doubtful_line_is_given_to_somebody_else(read, services, qtbot):
    """The page, the counts and the tree follow, and the play in the library has the correction."""
    panel = read()
    chorus = members(panel)["CHORUS"]
    panel.review()
    qtbot.waitUntil(lambda: not panel.review_bar.isHidden() and not panel._background._tasks)
    panel.review_bar.kind.setCurrentIndex(panel.review_bar.kind.findText("CHORUS"))
    assert "Correct" == panel.review_bar.settle.text()
    before = panel._session.parts[chorus].speeches
    panel.review_bar.settle.click()
    qtbot.waitUntil(lambda: panel._session.doubts == 0 and not panel._background._tasks)
    assert "Unknown speaker" not in printed(panel)
    assert before + 1 == panel._session.parts[chorus].speeches
    line = services.library.load(panel.play_id).acts[0].scenes[0].lines[5]
    assert ("Who speaks here?", 1.0, 1) == (line.text, line.confidence, len(line.speakers))


def test_finding_and_reviewing_take_turns(read, qtbot):
    """One bar closes the other, and Esc closes what is open before it leaves the reader."""
    panel = read()
    panel.review()
    qtbot.waitUntil(lambda: not panel.review_bar.isHidden())
    panel.open_find()
    assert (True, False) == (panel.review_bar.isHidden(), panel.find_bar.isHidden())
    panel.review()
    qtbot.waitUntil(lambda: not panel.review_bar.isHidden())
    assert panel.find_bar.isHidden()
    panel._escape()
    assert panel.review_bar.isHidden()
    assert [] == panel.text.extraSelections()
    qtbot.waitUntil(lambda: not panel._background._tasks)


def test_an_answer_is_for_the_line_that_was_asked_about(read, services, playbook, qtbot):
    """Who clicks twice has not settled the next line, too."""
    doubtful = [
        Line(type=LineType.DIALOGUE, text=text, speakers=[speaker], confidence=0.5)
        for text, speaker in (("First.", "m"), ("Second.", "t"), ("Third.", "c"))
    ]
    play = playbook.model_copy(update={"acts": [Act(scenes=[Scene(lines=doubtful)])]})
    panel = read(play)
    panel.review()
    qtbot.waitUntil(lambda: panel.review_bar.count.text() == "Line 1 of 3 to check" and not panel._background._tasks)
    panel.review_bar.settle.click()
    panel.review_bar.settle.click()
    qtbot.waitUntil(lambda: panel.review_bar.count.text() == "Line 1 of 2 to check" and not panel._background._tasks)
    lines = services.library.load(panel.play_id).acts[0].scenes[0].lines
    assert [1.0, 0.5, 0.5] == [line.confidence for line in lines]
    panel.step_through_finds(1)
    qtbot.waitUntil(lambda: panel.review_bar.count.text() == "Line 2 of 2 to check" and not panel._background._tasks)
    assert "CHORUS" == panel.review_bar.kind.currentText()
