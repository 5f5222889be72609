"""Shows the file that a job imports in the desktop's own program for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from playbuddy_desktop.errors import CommandError, ErrorReport, KnownError
from playbuddy_desktop.jobs.job import Job
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.queue.commands import source_of

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services


def _tr(text: str) -> str:
    return QCoreApplication.translate("show-source", text)


async def show_source(background: Background, services: Services, job: Job) -> list[ErrorReport]:
    """Open the file; returns why that was not possible."""
    try:
        file = await background.run(source_of, services, job)
    except KnownError as error:
        return [ErrorReport.of(error)]
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
        return []
    message = _tr("No program of this computer opens “%1”.").replace("%1", file.name)
    advice = _tr("The file is here: %1").replace("%1", str(file))
    return [ErrorReport(CommandError.code, message, advice)]
