"""Text as searches compare it."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Without accents and case: "Phèdre" and "PHEDRE" are one."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).casefold()
