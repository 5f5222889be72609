"""What the dialog knows of each setting: read from its declaration, with a name and a group for people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args, get_origin

from PySide6.QtCore import QCoreApplication

from playbuddy_desktop.settings import Settings

APPLIED_AT_ONCE: Final = frozenset(
    {"worker_count", "theme", "notifications", "tray_icon", "inhibit_sleep", "keep_finished", "on_quit"}
)
"""What needs no restart."""

Group = Literal["general", "work", "limits", "care", "advanced"]

_GROUPS: Final[dict[str, Group]] = {
    "theme": "general",
    "language": "general",
    "notifications": "general",
    "tray_icon": "general",
    "keep_finished": "general",
    "on_quit": "general",
    "worker_count": "work",
    "inhibit_sleep": "work",
    "several_plays": "work",
    "ocr": "work",
    "max_retries": "work",
    "ageing_seconds": "work",
    "log_level": "care",
    "log_files": "care",
    "log_file_bytes": "care",
}
"""Where a setting stands whose name does not tell."""

_CARE: Final = ("backup", "kept_", "keep_", "min_free", "max_database")


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings", text)


def group_names() -> dict[Group, str]:
    """The groups in their order."""
    return {
        "general": _tr("General"),
        "work": _tr("Import"),
        "limits": _tr("Limits"),
        "care": _tr("Storage and logs"),
        "advanced": _tr("Advanced"),
    }


@dataclass(frozen=True, slots=True)
class Declared:
    """A setting.

    Attributes:
        kind: "choice", "flag", "whole", "number" or "text".
        least, most: limits, inclusive; None for none.
        above: whether ``least`` itself is too little.
    """

    name: str
    kind: Literal["choice", "flag", "whole", "number", "text"]
    description: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    above: bool = False

    @property
    def group(self) -> Group:
        """Where it stands."""
        if self.name in _GROUPS:
            return _GROUPS[self.name]
        if self.name.startswith(_CARE):
            return "care"
        return "limits" if self.name.startswith("max_") and self.name != "max_losses" else "advanced"

    @property
    def title(self) -> str:
        """Its name for people: "Worker count"."""
        text = self.name.replace("_", " ")
        return _titles().get(self.name) or QCoreApplication.translate("settings", text[0].upper() + text[1:])

    @property
    def prose(self) -> str:
        """The description without its unit, which the field shows."""
        return re.sub(r", (in (seconds|bytes|days)|en (secondes|octets|jours))(?=\s?[.;])", "", self.description)

    @property
    def unit(self) -> Literal["", "s", "MB", "days"]:
        """What a number counts; bytes are shown in megabytes."""
        if self.name.endswith("_seconds"):
            return "s"
        if self.name.endswith("_bytes"):
            return "MB"
        return "days" if self.name.endswith("_days") else ""


def _titles() -> dict[str, str]:
    """Names for people; a setting without one is called as in its declaration."""
    return {
        "theme": _tr("Theme"),
        "language": _tr("Language"),
        "notifications": _tr("Notifications"),
        "tray_icon": _tr("Icon in the tray"),
        "keep_finished": _tr("Keep finished"),
        "on_quit": _tr("When the window is closed"),
        "worker_count": _tr("Scripts at the same time"),
        "ageing_seconds": _tr("Patience of waiting jobs"),
        "max_retries": _tr("Retries"),
        "several_plays": _tr("Scripts with several plays"),
        "ocr": _tr("Scanned pages"),
        "inhibit_sleep": _tr("Stay awake"),
        "max_file_bytes": _tr("Largest file"),
        "max_pdf_bytes": _tr("Largest PDF"),
        "max_pages": _tr("Pages"),
        "max_lines": _tr("Lines"),
        "max_chars": _tr("Characters"),
        "max_seconds": _tr("Time without progress"),
        "max_child_bytes": _tr("Memory"),
        "max_ocr_child_bytes": _tr("Memory for scanned pages"),
        "max_unpacked_bytes": _tr("Unpacked size"),
        "max_part_bytes": _tr("Unpacked size of a part"),
        "max_parts": _tr("Parts"),
        "max_ocr_seconds": _tr("Time for a scanned page"),
        "max_depth": _tr("Nested elements"),
        "max_groups": _tr("Nested groups"),
        "max_selectors": _tr("Style rules"),
        "max_wait_seconds": _tr("Longest wait"),
        "log_level": _tr("Detail of the log"),
        "log_file_bytes": _tr("Size of a log file"),
        "log_files": _tr("Log files kept"),
        "min_free_bytes": _tr("Free space on the disk"),
        "max_database_bytes": _tr("Size of the database"),
        "keep_events_days": _tr("Keep timelines"),
        "keep_jobs_days": _tr("Keep ended jobs"),
        "backup_days": _tr("Time between backups"),
        "backups_kept": _tr("Backups kept"),
        "lease_seconds": _tr("Lease"),
        "heartbeat_seconds": _tr("Heartbeat"),
        "poll_seconds": _tr("Time between looks for work"),
        "database_url": _tr("Shared database"),
        "migration_backups": _tr("Copies before updates"),
        "max_losses": _tr("Interruptions"),
        "retry_base_seconds": _tr("First wait before a retry"),
        "retry_max_seconds": _tr("Longest wait before a retry"),
        "grace_seconds": _tr("Time to stop"),
        "chunk_chars": _tr("Text between checkpoints"),
        "stuck_seconds": _tr("Time until a job is stuck"),
    }


def declared(name: str) -> Declared:
    """Read the declaration of a setting."""
    field = Settings.model_fields[name]
    limits: dict[str, float] = {}
    for rule in field.metadata:
        limits |= {key: getattr(rule, key) for key in ("ge", "gt", "le", "lt") if hasattr(rule, key)}
    return Declared(
        name=name,
        kind=_kind(field.annotation),
        description=QCoreApplication.translate("settings", field.description or ""),
        choices=tuple(map(str, get_args(field.annotation))) if get_origin(field.annotation) is Literal else (),
        least=limits.get("ge", limits.get("gt")),
        most=limits.get("le", limits.get("lt")),
        above="gt" in limits,
    )


def all_declared() -> list[Declared]:
    """All settings, in the order of the groups and of their declaration."""
    order = list(group_names())
    return sorted(map(declared, Settings.model_fields), key=lambda each: order.index(each.group))


def _kind(annotation: Any) -> Literal["choice", "flag", "whole", "number", "text"]:
    if get_origin(annotation) is Literal:
        return "choice"
    if annotation is bool:
        return "flag"
    if annotation is int:
        return "whole"
    return "number" if annotation is float else "text"
