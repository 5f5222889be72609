"""Short plays with known structure in fifteen languages, set in the layouts that printed scripts use."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_DATA = json.loads(Path(__file__).with_name("stage_languages.json").read_text(encoding="utf-8"))
LANGUAGES: tuple[str, ...] = tuple(_DATA)
_SPEECHES_IN_SCENE = 12
_TURNS = (0, 1, 0, 2, 1, 0, 3, 2, 0, 1, 3, 1)
"""Who of the four speaks, so that nobody answers themselves and two of them speak less."""
_WIDTH = 66


class Piece(NamedTuple):
    """A part of a play as it is to be set: an act, a scene, a direction of its own, or a speech.

    ``lines`` are the verses of a speech, or its one paragraph; ``aside`` says how it is delivered.
    """

    kind: str
    lines: tuple[str, ...]
    who: str = ""
    aside: str = ""


@dataclass(frozen=True)
class StageScript:
    """A play and what a parser shall find in it.

    Attributes:
        names: of the characters.
        cast: the heading of the cast list; "" for a script without.
    """

    title: str
    cast: str
    names: tuple[str, ...]
    pieces: tuple[Piece, ...]
    directions: tuple[str, ...] = field(default=())

    @property
    def speeches(self) -> list[tuple[str, str]]:
        """Who says what."""
        return [(piece.who, " ".join(piece.lines)) for piece in self.pieces if piece.kind == "speech"]

    @property
    def divisions(self) -> list[tuple[str, list[str]]]:
        """Titles of the acts with those of their scenes."""
        found: list[tuple[str, list[str]]] = []
        for piece in self.pieces:
            if piece.kind == "act" or not found:
                found.append((piece.lines[0] if piece.kind == "act" else "", []))
            if piece.kind == "scene":
                found[-1][1].append(piece.lines[0])
            elif piece.kind != "act" and not found[-1][1]:
                found[-1][1].append("")
        return found


def headings_of(language: str) -> int:
    """In how many ways acts and scenes are numbered in this language."""
    return len(_DATA[language]["headings"])


def write_play(
    language: str, *, headings: int = 0, divisions: str = "both", verse: bool = False, cast: bool = True
) -> StageScript:
    """A play of two acts and three scenes in a language.

    Args:
        language: its code.
        headings: in which of the language's ways acts and scenes are numbered.
        divisions: "both" acts and scenes, "acts", "scenes", "none", or "present": below each scene, who is there.
        verse: half of the speeches are verse.
        cast: there is a cast list.
    """
    data = _DATA[language]
    act_one, scene_one, scene_two, act_two, scene_three = data["headings"][headings % len(data["headings"])]
    names = tuple(data["names"])
    pieces: list[Piece] = []
    for number, (act, scene) in enumerate(((act_one, scene_one), ("", scene_two), (act_two, scene_three))):
        if act and divisions not in ("scenes", "none"):
            pieces.append(Piece("act", (act,)))
        if divisions not in ("acts", "none"):
            pieces.append(Piece("scene", (scene,)))
        if divisions == "present":
            pieces.append(Piece("direction", (", ".join(names[:3]).upper() + ".",), who="present"))
        pieces.append(Piece("direction", (data["enter"],)))
        pieces += _speeches(data, names, number, verse=verse)
        pieces.append(Piece("direction", (data["leave"],)))
    told = tuple(
        text for piece in pieces
        for text in ((piece.aside,) if piece.kind == "speech" else piece.lines if piece.kind == "direction" else ())
        if text
    )  # fmt: skip
    return StageScript(data["title"], data["cast"] if cast else "", names, tuple(pieces), told)


def _speeches(data: dict[str, list[str]], names: Sequence[str], scene: int, *, verse: bool) -> list[Piece]:
    said, verses = data["said"], data["verse"]
    pieces: list[Piece] = []
    for turn, who in enumerate(_TURNS[:_SPEECHES_IN_SCENE]):
        number = scene * _SPEECHES_IN_SCENE + turn
        lines: tuple[str, ...] = (said[number % len(said)],)
        if turn % 3 == 1:
            lines = (f"{lines[0]} {said[(number * 3 + 2) % len(said)]}",)
        if verse and turn % 2 == 0:
            lines = tuple(_verse(verses, number * 5 + line * 21) for line in range(2 + turn % 3))
        aside = str(data["aside"]) if turn % 5 == 3 else ""
        pieces.append(Piece("speech", lines, names[who], aside))
        if turn == _SPEECHES_IN_SCENE // 2:
            pieces.append(Piece("direction", (str(data["business"]),)))
    return pieces


def _verse(verses: Sequence[str], number: int) -> str:
    """One verse of many: the beginning of one, the middle of another and the end of a third."""
    parts = [verses[number // len(verses) ** at % len(verses)].split() for at in range(3)]
    cut = [(len(words) * at // 3, len(words) * (at + 1) // 3) for at, words in enumerate(parts)]
    return " ".join(word for words, (a, b) in zip(parts, cut, strict=True) for word in words[a:b])


def abbreviated(name: str) -> str:
    """A label shortened as old prints do: ``Mar.``; of a name of several words, the last."""
    return [word for word in name.split() if word[0].isupper()][-1][:3]


class Layout(NamedTuple):
    """How a script is set: the file's format, and what sets it."""

    format: str
    set: Callable[[StageScript], str]


def _page(
    script: StageScript, speech: Callable[[Piece], str], *, bracket: Sequence[str] = "()", centred: bool = False,
    tight: bool = False,
) -> str:  # fmt: skip
    """A typed page: blank lines between all that is not one speech; a ``tight`` one has none between speeches."""

    def middle(text: str) -> str:
        return text.center(_WIDTH).rstrip() if centred else text

    blocks = [middle(script.title)]
    if script.cast:
        blocks.append("\n".join([middle(script.cast), "", *script.names]))
    for piece in script.pieces:
        if piece.kind == "speech":
            blocks.append(speech(piece))
        elif piece.who == "present":
            blocks.append(middle(piece.lines[0]))
        elif piece.kind == "direction":
            blocks.append(bracket[0] + piece.lines[0].rstrip(".") + "." + bracket[1])
        else:
            blocks.append("\n" + middle(piece.lines[0]))
    if tight:
        pairs = zip(blocks[-len(script.pieces) :], script.pieces, strict=True)
        body = (block + ("\n" if piece.kind in ("act", "scene") else "") for block, piece in pairs)
        return "\n\n".join(blocks[: -len(script.pieces)]) + "\n\n" + "\n".join(body) + "\n"
    return "\n\n".join(blocks) + "\n"


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent)


def _run_in(label: Callable[[Piece], str], *, wrap: bool = True, indent: str = "") -> Callable[[Piece], str]:
    def set_it(piece: Piece) -> str:
        first = f"{label(piece)} {piece.lines[0]}"
        rest = "".join(f"\n{indent}{line}" for line in piece.lines[1:])
        return (_wrapped(first, indent) if wrap and not rest else first) + rest

    return set_it


def _own_line(label: Callable[[Piece], str], *, indent: str = "") -> Callable[[Piece], str]:
    def set_it(piece: Piece) -> str:
        said = "\n".join(textwrap.fill(line, _WIDTH, initial_indent=indent, subsequent_indent=indent)
                         for line in piece.lines)  # fmt: skip
        return f"{label(piece)}\n{said}"

    return set_it


def _with_aside(name: str, piece: Piece, mark: str) -> str:
    return f"{name} ({piece.aside}){mark}" if piece.aside else f"{name}{mark}"


def _rich(script: StageScript, speech: Callable[[Piece], str], heading: str = "h2") -> str:
    """A page whose letters are set in styles."""
    blocks = [f"<h1>{script.title}</h1>"]
    if script.cast:
        blocks += [f"<h2>{script.cast}</h2>", *(f"<p>{name}</p>" for name in script.names)]
    for piece in script.pieces:
        text = html.escape(piece.lines[0])
        if piece.kind == "speech":
            blocks.append(speech(piece))
        elif piece.who == "present":
            blocks.append(f"<p>{text}</p>")
        elif piece.kind == "direction":
            blocks.append(f"<p><i>{text}</i></p>")
        else:
            blocks.append(f"<{heading}>{text}</{heading}>")
    return f"<html><body>{''.join(blocks)}</body></html>"


def _lines(piece: Piece) -> str:
    return "<br>".join(map(html.escape, piece.lines))


def _slanted(piece: Piece) -> str:
    return f" <i>({piece.aside})</i>" if piece.aside else ""


def _rows(piece: Piece) -> str:
    return f"<table><tr><td>{piece.who}</td><td>{_slanted(piece)} {_lines(piece)}</td></tr></table>"


def _caps(mark: str) -> Callable[[Piece], str]:
    return lambda piece: _with_aside(piece.who.upper(), piece, mark)


def _mixed(mark: str) -> Callable[[Piece], str]:
    return lambda piece: _with_aside(piece.who, piece, mark)


def _after_label(label: Callable[[Piece], str]) -> Callable[[Piece], str]:
    """The label, and after its mark the direction in brackets."""
    return lambda piece: label(piece) + (f" ({piece.aside})" if piece.aside else "")


def _centred(piece: Piece) -> str:
    return _caps("")(piece).center(_WIDTH).rstrip()


def _typed(piece: Piece) -> str:
    aside = f"\n{'':17}({piece.aside})" if piece.aside else ""
    return " " * 25 + piece.who.upper() + aside


def _comma(piece: Piece) -> str:
    return piece.who.upper() + (f", {piece.aside}." if piece.aside else ".")


def _text(speech: Callable[[Piece], str], bracket: Sequence[str] = "()", **page: bool) -> Layout:
    return Layout("txt", lambda script: _page(script, speech, bracket=bracket, **page))


def _html(speech: Callable[[Piece], str], heading: str = "h2") -> Layout:
    return Layout("html", lambda script: _rich(script, speech, heading))


def _middle(style: str) -> Callable[[Piece], str]:
    """A name in the middle, and below it what is said."""
    return lambda piece: f"<p style='text-align:center{style}'>{piece.who}</p><p>{_slanted(piece)} {_lines(piece)}</p>"


def _set_off(label: str) -> Callable[[Piece], str]:
    return lambda piece: f"<p>{label.format(piece.who)}{_slanted(piece)} {_lines(piece)}</p>"


LAYOUTS: dict[str, Layout] = {
    "capitals, point, run in": _text(_run_in(_caps(".")), "[]"),
    "capitals, colon, not wrapped": _text(_run_in(_caps(":"), wrap=False)),
    "capitals, point, no blank lines": _text(_run_in(_caps(".")), "[]", tight=True),
    "capitals, point and dash": _text(_run_in(_caps(".—"))),
    "capitals, directions in italics": _text(_run_in(_caps(".")), "__"),
    "capitals, directions without brackets": _text(_run_in(_caps(":")), ("", "")),
    "capitals on their own line": _text(_own_line(_caps(""))),
    "capitals on their own line, no blank lines": _text(_own_line(_caps("")), tight=True),
    "capitals, comma before the direction": _text(_own_line(_comma), "[]"),
    "capitals, centred": _text(_own_line(_centred), centred=True),
    "manuscript": _text(_own_line(_typed, indent=" " * 10)),
    "mixed case, point, run in": _text(_run_in(_mixed("."))),
    "mixed case, colon, hanging": _text(_run_in(_mixed(":"), indent="    "), "[]"),
    "mixed case on its own line": _text(_own_line(_mixed(""))),
    "italic name, point, run in": _text(_run_in(_after_label(lambda piece: f"_{piece.who}_.")), "[]"),
    "abbreviated, indented": _text(_run_in(_after_label(lambda piece: f"  {abbreviated(piece.who)}."), indent="    ")),
    "column after a tab": _text(_run_in(_after_label(lambda piece: f"{piece.who.upper()}\t"), wrap=False)),
    "small capitals, centred": _html(_middle(";font-variant:small-caps")),
    "bold, centred": _html(_middle(";font-weight:bold")),
    "bold, run in": _html(_set_off("<b>{}</b>"), "p"),
    "bold, point, run in": _html(_set_off("<b>{}.</b>")),
    "italic name, run in": _html(lambda piece: f"<p><i>{piece.who}.</i> {_lines(piece)}</p>"),
    "table": Layout("html", lambda script: _rich(script, _rows).replace("</table><table>", "")),
}
"""The layouts by name."""
