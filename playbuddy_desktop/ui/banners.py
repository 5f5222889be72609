"""Messages that do not interrupt: strips above the panels, with what can be done about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playbuddy_desktop.errors import ErrorReport
from playbuddy_desktop.ui import theme
from playbuddy_desktop.ui.error_words import in_words
from playbuddy_desktop.ui.errors.view import report_text
from playbuddy_desktop.ui.parts import IconLabel, button, column, icon_button, label, row
from playbuddy_desktop.ui.theme import Space

Tone = Literal["good", "info", "warn", "bad"]

STAYS_MS: Final = 8_000
"""How long good news stays; bad news stays until it is closed."""

MOST: Final = 3
"""How many banners stand at once; the oldest goes when another comes."""

_DETAIL_LINES: Final = 6
_ICONS: Final = {"good": "check", "info": "info", "warn": "warning", "bad": "error"}


class Banner(QFrame):
    """One message: a sentence, perhaps some lines below it, buttons, and a way to close it."""

    def __init__(self, tone: Tone, text: str, details: Sequence[str] = (), copy: str = "") -> None:
        super().__init__()
        theme.set_role(self, f"banner-{tone}")
        self.tone = tone
        self.dismissed = False
        self.setAccessibleName(text)
        self._copy = copy or "\n".join((text, *details))
        self._message = label(text, "strong", wrap=True, selectable=True)
        self._message.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = row(spacing=Space.S)
        close = icon_button(self.tr("Close this message"), "close", self.dismiss)
        head = row(IconLabel(_ICONS[tone], tone, 22), self._message, self._buttons, close, spacing=Space.M)
        body = column(head, spacing=Space.S)
        body.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        if details:
            body.addLayout(self._details(details))
        self.setLayout(body)
        if tone in ("warn", "bad"):
            self.add_button(self.tr("Copy"), "copy", self.copy)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        if tone in ("good", "info"):
            self._timer.start(STAYS_MS)

    @property
    def text(self) -> str:
        """The sentence."""
        return self._message.text()

    def add_button(self, text: str, icon: str, pressed: Callable[[], object]) -> QPushButton:
        """Offer something to do."""
        made = button(text, icon, pressed=pressed)
        self._buttons.addWidget(made)
        return made

    def stay(self) -> None:
        """Do not go by itself."""
        self._timer.stop()

    def copy(self) -> None:
        """Put the message on the clipboard."""
        QGuiApplication.clipboard().setText(self._copy)

    def dismiss(self) -> None:
        """Go."""
        self.dismissed = True
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while it is being read."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go some time after it was read."""
        if self.tone in ("good", "info"):
            self._timer.start(STAYS_MS)
        super().leaveEvent(event)

    def _details(self, lines: Sequence[str]) -> QVBoxLayout:
        shown = list(lines[:_DETAIL_LINES])
        if len(lines) > _DETAIL_LINES:
            shown.append(self.tr("… and %1 more (copy to see all)").replace("%1", str(len(lines) - _DETAIL_LINES)))
        rows = column(*(_detail(line) for line in shown), spacing=Space.XS)
        rows.setContentsMargins(22 + Space.M, 0, Space.S, Space.XS)
        return rows


class BannerArea(QWidget):
    """Where banners stand, the newest on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = column(spacing=Space.S)
        self.setLayout(self._layout)
        self._banners: list[Banner] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def banners(self) -> list[Banner]:
        """The banners that stand, the newest first."""
        self._banners = [banner for banner in self._banners if not banner.dismissed]
        return list(self._banners)

    def add(self, banner: Banner) -> Banner:
        """Show a banner."""
        self._layout.insertWidget(0, banner)
        self._banners.insert(0, banner)
        for old in self.banners()[MOST:]:
            old.dismiss()
        banner.show()
        return banner

    def show_error(self, report: ErrorReport) -> Banner:
        """Show an error that the user can act on; the same one does not stand twice."""
        text = " ".join(part for part in (in_words(report.message), in_words(report.advice)) if part)
        for banner in self.banners():
            if banner.text == text:
                banner.dismiss()
        return self.add(Banner("bad", text, copy=report_text(report)))


def _detail(line: str) -> QLabel:
    made = label(line, wrap=True, selectable=True)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return made
