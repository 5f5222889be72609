"""What the program shows of its own documents: the cause and cure of an error."""

from __future__ import annotations

import re
from functools import cache

from playbuddy_desktop.assets import document


def remedy(code: str) -> str:
    """The entry of an error code in ``docs/troubleshooting.md``, as Markdown; empty when there is none."""
    return _remedies().get(code, "")


@cache
def _remedies() -> dict[str, str]:
    try:
        text = document("troubleshooting.md").read_text(encoding="utf-8")
    except OSError:
        return {}
    found = re.findall(r"^### `([^`]+)`\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    return {code: entry.strip() for code, entry in found}
