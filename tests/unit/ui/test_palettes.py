from __future__ import annotations

import pytest

from playbuddy_desktop.jobs.job import JobStatus
from playbuddy_desktop.ui.palettes import DARK, LIGHT, Palette, contrast

READABLE = 4.5
VISIBLE = 3.0
both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


def test_contrast_of_black_and_white_is_21() -> None:
    """The formula gives the two ends of its scale."""
    assert (21.0, 1.0) == (contrast("#000000", "#ffffff"), contrast("#777777", "#777777"))


@both
@pytest.mark.parametrize("ground", ["window", "surface", "raised", "hover", "selection"])
@pytest.mark.parametrize("ink", ["text", "muted", "accent"])
def test_text_is_readable_on_every_ground(palette: Palette, ink: str, ground: str) -> None:
    """Text reaches level AA wherever it may stand."""
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= READABLE


@both
@pytest.mark.parametrize("tone", ["good", "warn", "bad", "info", "calm"])
def test_tones_are_readable(palette: Palette, tone: str) -> None:
    """A state's text reaches level AA on its own fill and on the grounds of lists and pages."""
    ink, fill = getattr(palette, tone).ink, getattr(palette, tone).fill
    grounds = (fill, palette.window, palette.surface, palette.raised, palette.selection, palette.hover)
    assert all(contrast(ink, ground) >= READABLE for ground in grounds)


@both
def test_text_is_readable_on_the_accent(palette: Palette) -> None:
    """The main button's text reaches level AA, at rest and under the pointer."""
    assert contrast(palette.on_accent, palette.accent) >= READABLE
    assert contrast(palette.on_accent, palette.accent_hover) >= READABLE


@both
def test_speakers_are_readable_and_differ(palette: Palette) -> None:
    """Each character's colour can be read on a page and is nobody else's."""
    assert len(palette.speakers) == len(set(palette.speakers))
    for colour in palette.speakers:
        assert contrast(colour, palette.surface) >= READABLE
        assert contrast(colour, palette.window) >= READABLE


@both
def test_frames_of_controls_are_visible(palette: Palette) -> None:
    """What shows where a control is, and where the focus is, reaches 3:1."""
    assert contrast(palette.outline, palette.surface) >= VISIBLE
    assert contrast(palette.accent, palette.surface) >= VISIBLE


@both
@pytest.mark.parametrize("status", JobStatus)
def test_every_status_has_colours(palette: Palette, status: JobStatus) -> None:
    """No status is left without a tone."""
    assert contrast(palette.status(status).ink, palette.status(status).fill) >= READABLE
