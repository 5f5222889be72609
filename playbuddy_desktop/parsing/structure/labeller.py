"""Labels lines: what each line of a chunk is, given what was carried from the lines before.

The state is small and JSON: the region, whether somebody speaks, an open bracket. So a chunk may end anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from playbuddy_desktop.parsing.document import Role
from playbuddy_desktop.parsing.engine import JsonObject
from playbuddy_desktop.parsing.structure.belief import is_effect
from playbuddy_desktop.parsing.structure.conventions import Conventions
from playbuddy_desktop.parsing.structure.cues import InlineCues
from playbuddy_desktop.parsing.structure.directions import (
    DirectionStyle,
    begins_with_move,
    begins_with_name,
    is_aside,
    is_said,
)
from playbuddy_desktop.parsing.structure.front import Regions, is_closing
from playbuddy_desktop.parsing.structure.headings import Heading, place_divisions
from playbuddy_desktop.parsing.structure.labels import Reading, key_of
from playbuddy_desktop.parsing.structure.names import all_named, looks_like_list, split_joint
from playbuddy_desktop.parsing.structure.opening import SURMISED, Openings
from playbuddy_desktop.parsing.structure.pieces import (
    begins_footnote,
    closes_soon,
    has_footnotes,
    is_note,
    split_brackets,
    split_italics,
    split_trailing,
)
from playbuddy_desktop.parsing.structure.state import State
from playbuddy_desktop.parsing.structure.view import Script, ScriptLine
from playbuddy_desktop.parsing.structure.words import Words, sounds_spoken

_ITALIC: Final = 0.75
_SHORT: Final = 4
_SHORT_LINE: Final = 60
_OFTEN: Final = 5
_NEAR: Final = 4
_OWN_SHARE: Final = 0.1
_INDENT_SLACK: Final = 2


class Labeller:
    """Labels the lines of one script by its conventions."""

    def __init__(
        self,
        script: Script,
        words: Words,
        *,
        headings: Mapping[int, Heading],
        cues: Mapping[int, tuple[Reading, float]],
        regions: Regions,
        style: DirectionStyle,
        conventions: Conventions,
    ) -> None:
        """Keep what was inferred from the whole script."""
        self._inline = InlineCues(script, conventions, cues)
        self._script = script
        self._words = words
        self._headings = place_divisions(headings)
        self._cues = cues
        self._regions = regions
        self._style = style
        self._conventions = conventions
        self._openings = Openings(script, words, conventions)
        self._known = conventions.labels.keys() | conventions.listed
        self._refrains = {
            first for at, first in script.repeated.items()
            if at - 1 in cues and cues[at - 1][0].rest >= len(script.lines[at - 1].text)
        }  # fmt: skip
        self._footnotes = has_footnotes(script)

    def label(self, position: int, state: State) -> list[JsonObject]:
        """The items of one line; changes the state."""
        line = self._script.lines[position]
        items = self._label(position, line, state)
        if state.fresh and not state.speaking:
            for item in items:
                if item["kind"] in ("dir", "head"):
                    state.listed = self._openings.first_named(str(item["text"])) or state.listed
        return items

    def _label(self, position: int, line: ScriptLine, state: State) -> list[JsonObject]:
        outside = self._outside(position, line)
        if not outside and self._is_footnote(position, line, state):
            outside = "note"
        if outside:
            return [_item(line, outside, line.text)]
        heading = self._headings.get(position)
        if heading is not None and (heading.sure or self._opens_division(position, state)):
            return self._heading(line, heading, state)
        if line.role is not None:
            return self._stated(position, line, state)
        cue = self._cues.get(position)
        if cue is None and state.fresh and state.listed and not state.speaking:
            cue = self._openings.cue_of_division(position, state.listed)
        if cue is None or (state.waiting and self._still_open(position, state)):
            return self._words_of(position, line, 0, state)
        if self._lists_present(position, cue[0], state):
            first = split_joint(line.text.strip(" ."), self._words)[0].strip(" .")
            state.speaking, state.fresh, state.listed = False, True, first
            return [_item(line, "dir", line.text, present=True)]
        return self._cue(line, cue, state)

    def _is_footnote(self, position: int, line: ScriptLine, state: State) -> bool:
        """Footnotes that stand in the flow: ``[3] A word``, and the lines of their paragraphs."""
        if not self._footnotes or line.role is not None:
            return False
        if begins_footnote(line.text) and (line.starts or state.footnote):
            state.footnote = True
        elif line.starts or position in self._cues or position in self._headings:
            state.footnote = False
        return state.footnote

    def _stated(self, position: int, line: ScriptLine, state: State) -> list[JsonObject]:
        """A line whose role the document states."""
        cue = self._cues.get(position)
        if cue is not None:
            return self._cue(line, cue, state)
        if line.role is not Role.DIALOGUE:
            within = line.role is Role.PARENTHETICAL and state.speaking
            return [_item(line, "dir", line.text, inside=within)]
        if self._script.tells_directions or not state.speaking:
            state.said = True
            return [_item(line, "say", line.text)]
        return self._words_of(position, line, 0, state)

    def _outside(self, position: int, line: ScriptLine) -> str:
        """The kind of a line that is no part of the play proper; "" for one that is."""
        if position < self._regions.start or self._in_cast(position):
            return "front"
        if position >= self._regions.end:
            return "back"
        notice = self._script.repeated.get(position)
        if notice is not None and notice not in self._cues and notice not in self._refrains:
            return "note"
        return "note" if is_closing(line.text, self._words) else ""

    def _in_cast(self, position: int) -> bool:
        cast = self._regions.cast
        return cast is not None and cast[0] <= position < cast[1]

    def _opens_division(self, position: int, state: State) -> bool:
        """Whether PROLOGUE and the like are a heading here rather than a speaker."""
        if self._script.lines[position].outline is not None:
            return True
        cue = self._cues.get(position)
        following = position + 1
        return (
            (cue is None or following in self._cues)
            or (not state.speaking and position == self._regions.start and following in self._cues)
        )  # fmt: skip

    def _heading(self, line: ScriptLine, heading: Heading, state: State) -> list[JsonObject]:
        state.speaking = state.said = False
        state.fresh, state.waiting = True, ""
        state.listed = "" if heading.sure else line.text
        return [
            _item(
                line, "head", line.text, level=str(heading.level), number=heading.number, scene=heading.scene,
                both=heading.has_scene,
            )
        ]  # fmt: skip

    def _still_open(self, position: int, state: State) -> bool:
        """Whether an open direction reaches over this line, although it begins like a cue."""
        if state.waiting in ",¶":
            return False
        return not self._script.lines[position].starts

    def _lists_present(self, position: int, reading: Reading, state: State) -> bool:
        """Names that tell who is present, after a heading: a cue with nothing to say."""
        text = self._script.lines[position].text
        if state.fresh and all_named(text, self._words, self._known):
            return True
        primary = self._conventions.primary
        if primary is None or reading.form.place != "own" or reading.directions:
            return False
        if not state.fresh:
            foreign = primary.place == "run" and primary.type != reading.form.type and not self._usually_own(reading)
            return foreign and looks_like_list(text, self._words)
        following = self._cues.get(position + 1)
        if following is not None and following[0].form.place == "own":
            return True
        if primary.place == "run" and not self._usually_own(reading):
            return True
        return looks_like_list(text, self._words) and any(
            near in self._cues for near in range(position + 1, position + _NEAR)
        )

    def _usually_own(self, reading: Reading) -> bool:
        """Whether labels stand alone on their line often enough, although most are run in."""
        return self._conventions.own_share > _OWN_SHARE and self._conventions.labels.get(reading.key, 0) > 1

    def _cue(
        self, line: ScriptLine, cue: tuple[Reading, float], state: State
    ) -> list[JsonObject]:  # fmt: skip
        reading, confidence = cue
        position = self._script.at[line.index]
        state.speaking, state.fresh, state.said, state.listed = True, False, False, ""
        state.waiting = ""
        known = self._conventions.labels.get(reading.key, 0)
        items = [
            _item(line, "cue", reading.label, confidence=round(confidence, 3), once=known <= 1,
                  listed=reading.key in self._conventions.listed, own=reading.form.place == "own")
        ]  # fmt: skip
        begin = line.text.find(reading.label)
        if any(map(str.isalnum, line.text[:begin])):
            items.insert(0, _item(line, "note", line.text[:begin].strip()))
        after_label = begin + len(reading.label)
        marked = line.text[after_label : reading.directions[0][0] if reading.directions else reading.rest]
        if any(map(str.isalnum, marked)):
            items.append(_item(line, "note", marked.strip()))
        spoken = False
        for start, end in reading.directions:
            spoken = line.text[start] == "(" and is_aside(line, start, self._style, self._words)
            state.said = state.said or spoken
            items.append(_item(line, "say" if spoken else "dir", line.text[start:end], inside=True))
        if reading.opens and not spoken:
            state.waiting = reading.opens
            if reading.opens in ")]" and not closes_soon(self._script, position, reading.opens, self._stops):
                state.waiting = "¶"
            return items
        return items + (self._words_of(position, line, reading.rest, state) if reading.rest < len(line.text) else [])

    @property
    def _stops(self) -> Mapping[int, Heading]:
        return self._headings

    def _words_of(self, position: int, line: ScriptLine, begin: int, state: State) -> list[JsonObject]:
        """What a line says and does from the character ``begin`` on."""
        text = line.text[begin:]
        at_start = begin == 0
        if state.waiting in (",", "¶") and state.waiting:
            return self._goes_on(line, text, state)
        if state.waiting and line.starts and line.blank > 1:
            state.waiting = ""
        if not state.waiting and at_start and line.role is None:
            whole = self._whole_direction(position, line, state)
            if whole is not None:
                return whole
        if self._style.italics and line.italic and not state.waiting:
            pieces = split_italics(line, begin)
        else:
            text, trailing = split_trailing(text, self._words)
            pieces, state.waiting = split_brackets(
                text, self._style, state.waiting, self._words,
                lambda at: is_said(line, begin + at, self._style, self._words),
            )  # fmt: skip
            if state.waiting and not state.waiting.startswith("!"):
                self._mend_open(position, state)
            if trailing:
                items = self._items(line, [*pieces], state, at_start=at_start)
                return [*items, _item(line, "dir", trailing, inside=state.speaking)]
        return self._items(line, [*pieces], state, at_start=at_start)

    def _mend_open(self, position: int, state: State) -> None:
        """A bracket that nothing closes lasts to the end of its paragraph."""
        if not closes_soon(self._script, position, state.waiting, self._headings):
            state.waiting = "¶" if self._goes_on_in_next(position) else ""

    def _goes_on_in_next(self, position: int) -> bool:
        """Whether a direction without its closing bracket goes on in the next line, by indents and capitals."""
        if self._ends_paragraph(position):
            return False
        line, following = self._script.lines[position], self._script.lines[position + 1]
        if line.text[0] in "([":
            return following.indent >= line.indent - _INDENT_SLACK
        return not following.text[0].isupper()

    def _ends_paragraph(self, position: int) -> bool:
        return position + 1 >= len(self._script) or self._script.lines[position + 1].starts

    def _goes_on(self, line: ScriptLine, text: str, state: State) -> list[JsonObject]:
        """The direction that a cue's comma or a bracket without end began."""
        if line.starts and state.waiting == "¶":
            state.waiting = ""
            return self._words_of(self._script.at[line.index], line, 0, state)
        if state.waiting == "," and (line.starts or not (line.italic_share > _ITALIC or text[0].islower())):
            state.waiting = ""
            return self._words_of(self._script.at[line.index], line, 0, state)
        return [_item(line, "dir", text, inside=state.speaking)]

    def _whole_direction(self, position: int, line: ScriptLine, state: State) -> list[JsonObject] | None:
        """The whole line is a direction by its place, letters or first word."""
        text = line.text
        if is_note(text, self._words) or text[0] in "([":
            return None
        style = self._style
        directed = (
            (line.style is not None and line.style in style.styles)
            or line.column in style.columns
            or self._begins_paragraph(position, line, state)
            or (style.italic_lines and line.italic_share >= _ITALIC and not self._continues_italic_speech(line))
            or (begins_with_move(text, self._words) and self._move_stands_alone(position, line))
        )
        if not directed and state.speaking and line.blank and state.said:
            directed = not line.soft and (
                begins_with_name(text, style.names)
                if not style.loose
                else self._paragraph_length(position) <= _SHORT and not sounds_spoken(text, self._words)
            )
        if directed or not state.speaking:
            if (
                state.fresh
                and state.listed
                and not directed
                and self._openings.speech_follows(position, self._headings, self._cues)
            ):
                return self._implied_cue(line, state)
            return [_item(line, "dir", text, inside=state.speaking and not line.starts)]
        return None

    def _begins_paragraph(self, position: int, line: ScriptLine, state: State) -> bool:
        """Whether directions begin, by the indent or as what is heard; they last to the paragraph's end."""
        set_in = line.starts and line.indent in self._style.indents
        found = self._conventions
        if not set_in and not any(is_effect(found, reading, self._words) for reading in found.readings[position]):
            return False
        state.waiting = "" if self._ends_paragraph(position) else "¶"
        return True

    def _paragraph_length(self, position: int) -> int:
        """Lines from here to the paragraph's end, at most a few."""
        end = position + 1
        while end < len(self._script) and end - position <= _SHORT and not self._script.lines[end].starts:
            end += 1
        return end - position

    def _implied_cue(self, line: ScriptLine, state: State) -> list[JsonObject]:
        label = state.listed
        state.speaking, state.fresh, state.said, state.listed = True, False, True, ""
        return [
            _item(line, "cue", label, confidence=SURMISED, once=False, listed=False, own=True, implied=True),
            _item(line, "say", line.text),
        ]

    def _continues_italic_speech(self, line: ScriptLine) -> bool:
        return not line.starts and not line.blank and line.soft

    def _move_stands_alone(self, position: int, line: ScriptLine) -> bool:
        """Enter and Exit in speech are rare; a paragraph or short line of their own makes it a direction.

        A first word that the script also uses within sentences (``entre``) must begin a paragraph and end soon.
        """
        if self._conventions.common[key_of(line.text.split()[0])] > _OFTEN:
            return line.starts and self._paragraph_length(position) <= _SHORT
        ends = self._ends_paragraph(position) or self._script.blank_after(position) > 0
        return line.starts or ends or (len(line.text) < _SHORT_LINE and line.text[-1] == ".")

    def _items(
        self, line: ScriptLine, pieces: list[tuple[str, str]], state: State, *, at_start: bool
    ) -> list[JsonObject]:  # fmt: skip
        items: list[JsonObject] = []
        for number, (kind, text) in enumerate(pieces):
            first = at_start and number == 0
            if kind == "say":
                if not state.speaking:
                    items.append(_item(line, "dir", text, inside=False))
                    continue
                items.extend(self._speeches(line, text, state))
            elif kind == "dir":
                inside = state.speaking and not (first and line.starts and len(pieces) == 1)
                items.append(_item(line, "dir", text, inside=inside, alone=len(pieces) == 1 and at_start))
            else:
                items.append(_item(line, "note", text))
        return items

    def _speeches(self, line: ScriptLine, text: str, state: State) -> list[JsonObject]:
        """Words spoken, parted where another speaker's label stands in mid-line."""
        state.said = True
        items = []
        at = 0
        for inline in self._inline.within(text):
            items.append(_item(line, "say", text[at : inline.start].strip()))
            items.append(
                _item(line, "cue", inline.label, confidence=0.85, once=False, listed=False, own=False)
            )  # fmt: skip
            at = inline.rest
        items.append(_item(line, "say", text[at:].strip()))
        return [item for item in items if item["text"]]


def _item(line: ScriptLine, kind: str, text: str, **more: object) -> JsonObject:
    return {"at": line.index, "kind": kind, "text": text} | more
