"""The text recognitions that tests run with, each skipped where it is not installed."""

from __future__ import annotations

import pytest

from playbuddy_desktop.parsing.extract import rapid, tesseract

RECOGNISERS = (
    pytest.param(
        "tesseract",
        marks=pytest.mark.skipif(
            "eng" not in tesseract.installed_languages(), reason="tesseract with English is not installed"
        ),
    ),
    pytest.param(
        "rapidocr", marks=pytest.mark.skipif(not rapid.is_installed(), reason="the extra ocr is not installed")
    ),
)


def choose(name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make one of them the one that is used, here and in child processes to come; gives its name."""
    tesseract.installed_languages.cache_clear()
    if name == "rapidocr":
        monkeypatch.setenv("PATH", "/nowhere")  # there is no tesseract
    return name
