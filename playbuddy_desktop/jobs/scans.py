"""Whether the text of scanned pages can be recognised here."""

from __future__ import annotations


def require_recognition() -> None:
    """Return if something is installed that recognises text on pictures of pages.

    Raises:
        OcrMissingError: there is nothing; its advice says how to get it.
    """
    from playbuddy_desktop.parsing.extract.recognition import recogniser

    with recogniser():
        return
