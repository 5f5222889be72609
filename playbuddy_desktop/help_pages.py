"""What the program shows of its own documents: the cause and cure of an error."""

from __future__ import annotations

import re
from functools import cache

from playbuddy_desktop.assets import document


def remedy(code: str, language: str = "en") -> str:
    """The entry of an error code in ``docs/troubleshooting.md``, as Markdown; empty when there is none.

    It is taken from the page in ``language``, a code such as "fr"; in English where that page lacks it.
    """
    return _remedies(language).get(code) or _remedies("en").get(code, "")


@cache
def _remedies(language: str) -> dict[str, str]:
    name = "troubleshooting.md" if language == "en" else f"troubleshooting.{language}.md"
    try:
        text = document(name).read_text(encoding="utf-8")
    except OSError:
        return {}
    found = re.findall(r"^### `([^`]+)`\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    return {code: entry.strip() for code, entry in found}
