"""What the commands print, and where: results on standard output, messages and progress on standard error.

A terminal that cannot show a character gets the nearest plain one instead of an error.
"""

from __future__ import annotations

import codecs
import io
import json
import sys
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from playbuddy_desktop.errors import ErrorReport

if TYPE_CHECKING:
    from playbuddy_desktop.parsing.playbook import Playbook

_PLAIN: Final = {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "→": "->", "·": "-", "✓": "+"}
_FALLBACK: Final = "playbuddy.plain"


def _plain_characters(error: UnicodeError) -> tuple[str, int]:
    """An error handler for encoding: quotes and dashes of ASCII, letters without their accents, else "?"."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain: list[str] = []
    for char in error.object[error.start : error.end]:
        bare = _PLAIN.get(char) or unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
        plain.append(bare or "?")
    return "".join(plain), error.end


codecs.register_error(_FALLBACK, _plain_characters)


def prepare_streams() -> None:
    """Let standard output and error replace what their encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_FALLBACK)


def out() -> Console:
    """Standard output as it is now."""
    return Console(highlight=False)


def err() -> Console:
    """Standard error as it is now."""
    return Console(stderr=True, highlight=False)


def table(*columns: str, wrap: Collection[str] = ()) -> Table:
    """A table without a frame, so that there is room for what it says; the columns ``wrap`` may take several lines."""
    rows = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        rows.add_column(name, no_wrap=name not in wrap, overflow="fold")
    return rows


def say(message: str) -> None:
    """A sentence for the person, beside the result."""
    err().print(Text(message), soft_wrap=True)


def complain(report: ErrorReport, about: str = "") -> None:
    """An error: what it is about, what went wrong, what to do."""
    console = err()
    text = Text.assemble(("Error: ", "bold red"), f"{about}: " if about else "", report.message)
    console.print(text, soft_wrap=True)
    if report.advice:
        console.print(Text(report.advice), soft_wrap=True)


def print_json(value: object) -> None:
    """A value as JSON, alone on standard output; times are ISO 8601."""
    text = json.dumps(value, default=_to_json, indent=2, ensure_ascii=not _speaks_unicode())
    sys.stdout.write(text + "\n")


def print_play_json(playbook: Playbook) -> None:
    """A play in its exchange form, alone on standard output."""
    if _speaks_unicode():
        from playbuddy_desktop.library.export import to_json

        sys.stdout.write(to_json(playbook))
    else:
        print_json(playbook.model_dump(mode="json", exclude_none=True))


def print_plays_json(playbooks: Sequence[Playbook], *, as_list: bool) -> None:
    """Plays in their exchange form, alone on standard output: a list of them, or the only one."""
    if as_list:
        print_json([playbook.model_dump(mode="json", exclude_none=True) for playbook in playbooks])
    else:
        print_play_json(playbooks[0])


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def _to_json(value: Any) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def local_time(moment: datetime | None) -> str:
    """A time as the person's clock shows it; empty when there is none."""
    return "" if moment is None else f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def short_seconds(seconds: float | None) -> str:
    """A length of time; a dash when there is none."""
    if seconds is None:
        return "-"
    if seconds < 60:  # noqa: PLR2004 - seconds of a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s"


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 act", "2 acts"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
