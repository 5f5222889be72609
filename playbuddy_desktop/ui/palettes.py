"""The two palettes: every colour of the window, once.

Text colours reach a contrast of 4.5:1 (WCAG 2.2, level AA) on each ground they may stand on; a test computes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from playbuddy_desktop.jobs.job import JobStatus


@dataclass(frozen=True, slots=True)
class Tone:
    """A pair for chips, banners and lights: ``ink`` is legible on ``fill``."""

    ink: str
    fill: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Colour tokens, as ``#rrggbb``.

    Attributes:
        dark: whether light text stands on dark ground.
        window: the ground of everything.
        surface: lists, pages, text fields.
        raised: cards, menus, buttons.
        hover, pressed: a raised thing under the pointer, and held down.
        border: quiet lines between things; ``outline``: the frame of a field or button (3:1 on its ground).
        text: what is read; ``muted``: what may be overlooked; ``faint``: what is disabled.
        accent: what can be done next; ``on_accent`` is text upon it; ``accent_hover`` under the pointer.
        selection: the ground of selected rows; text keeps its colour.
        track: the empty part of a progress bar.
        good, warn, bad, info, calm: tones for states.
        speakers: text colours that tell characters apart on ``surface`` and ``window``.
    """

    name: str
    dark: bool
    window: str
    surface: str
    raised: str
    hover: str
    pressed: str
    border: str
    outline: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    track: str
    good: Tone
    warn: Tone
    bad: Tone
    info: Tone
    calm: Tone
    speakers: tuple[str, ...]

    def status(self, status: JobStatus) -> Tone:
        """The colours of a job's status."""
        return {
            JobStatus.QUEUED: self.calm,
            JobStatus.RUNNING: self.info,
            JobStatus.PAUSED: self.warn,
            JobStatus.RETRYING: self.warn,
            JobStatus.COMPLETED: self.good,
            JobStatus.FAILED: self.bad,
            JobStatus.CANCELLED: self.calm,
        }[status]


LIGHT: Final = Palette(
    name="light",
    dark=False,
    window="#f5f4f1",
    surface="#ffffff",
    raised="#ffffff",
    hover="#efedf7",
    pressed="#e4e0f3",
    border="#e2dfd8",
    outline="#8f8a80",
    text="#1f1d24",
    muted="#625d57",
    faint="#9b968e",
    accent="#5443c4",
    accent_hover="#43349f",
    on_accent="#ffffff",
    selection="#e9e5fb",
    track="#e6e2ee",
    good=Tone("#17663c", "#dff3e6"),
    warn=Tone("#7a4a00", "#fbeccb"),
    bad=Tone("#a81f2d", "#fce4e4"),
    info=Tone("#4636b0", "#dbd5fa"),
    calm=Tone("#565059", "#eceaee"),
    speakers=(
        "#5443c4",
        "#a3243b",
        "#17663c",
        "#8a4b00",
        "#0b6385",
        "#8b2a8f",
        "#5d6100",
        "#a23a10",
        "#00665f",
        "#3b5ba9",
        "#7a3b5d",
        "#6b5021",
    ),
)

DARK: Final = Palette(
    name="dark",
    dark=True,
    window="#15141a",
    surface="#1c1b23",
    raised="#25242e",
    hover="#302e3d",
    pressed="#3a374a",
    border="#34323f",
    outline="#716d80",
    text="#eeecf4",
    muted="#aeaabb",
    faint="#6f6b7c",
    accent="#b0a3ff",
    accent_hover="#c6bcff",
    on_accent="#1a1535",
    selection="#35305a",
    track="#3a3748",
    good=Tone("#85dba6", "#1b3a29"),
    warn=Tone("#f3c66b", "#43330f"),
    bad=Tone("#ff9d9d", "#4a2128"),
    info=Tone("#c9c0ff", "#433b7c"),
    calm=Tone("#c3bfcd", "#33313d"),
    speakers=(
        "#b0a3ff",
        "#ff9aa9",
        "#85dba6",
        "#f3c66b",
        "#7fcdf0",
        "#eba0ee",
        "#d3d576",
        "#ffae85",
        "#77d9cf",
        "#9dbbff",
        "#e8a9c8",
        "#d8bd8a",
    ),
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#rrggbb`` colours, 1 to 21, by the formula of WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
