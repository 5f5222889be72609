"""The dialog with the health of the queue, its figures and three charts; it stays beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QDateTime, QLocale, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from playbuddy_desktop.errors import CommandError
from playbuddy_desktop.jobs.health import Health, HealthKey, HealthLevel
from playbuddy_desktop.jobs.metrics import QueueMetrics
from playbuddy_desktop.jobs.observation import observe
from playbuddy_desktop.jobs.series import Depth, Hour, processing_times, queue_depth, throughput
from playbuddy_desktop.ui import parts, theme, words
from playbuddy_desktop.ui.background import Background
from playbuddy_desktop.ui.latest import Latest
from playbuddy_desktop.ui.metrics import figures
from playbuddy_desktop.ui.metrics.cards import FigureCard, Lamp, framed
from playbuddy_desktop.ui.metrics.chart import Bar, BarChart, Level
from playbuddy_desktop.ui.metrics.controls import WorkerControls
from playbuddy_desktop.ui.metrics.figures import Group
from playbuddy_desktop.ui.queue.commands import pause_all, resume_all
from playbuddy_desktop.ui.theme import Space
from playbuddy_desktop.ui.throttle import Throttle

if TYPE_CHECKING:
    from playbuddy_desktop.services import Services

REFRESH_MS: Final = 2_000

_BANNERS: Final = {
    HealthLevel.HEALTHY: ("banner-good", "good"),
    HealthLevel.PAUSED: ("banner-warn", "warn"),
    HealthLevel.UNHEALTHY: ("banner-bad", "bad"),
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the dialog shows, measured at one moment."""

    metrics: QueueMetrics
    health: Health
    times: list[float]
    hours: list[Hour]
    depths: list[Depth]
    workers: int


class MetricsDialog(QDialog):
    """Shows metrics and health, fresh every two seconds while it is open."""

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._services: Services | None = None
        self._snapshot: Snapshot | None = None
        self._reading = Latest(background, self._read)
        self._throttle = Throttle(self._ask, REFRESH_MS // 4, self)
        self._clock = QTimer(self)
        self._clock.setInterval(REFRESH_MS)
        self._clock.timeout.connect(self._ask)
        self.setWindowTitle(self.tr("Metrics and health"))
        self.resize(960, 680)
        self._build()

    def load(self, services: Services) -> None:
        """Measure this profile's queue."""
        self._services = services
        self._ask()

    def refresh(self) -> None:
        """Something changed: measure soon, if anybody looks."""
        self._throttle.request()

    @property
    def snapshot(self) -> Snapshot | None:
        """What is shown; None before the first measurement."""
        return self._snapshot

    def showEvent(self, event: QShowEvent) -> None:
        """Measure at once, and again every two seconds."""
        super().showEvent(event)
        self._clock.start()
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: measure no more."""
        super().hideEvent(event)
        self._clock.stop()

    # Building.

    def _build(self) -> None:
        self._cards = {group: FigureCard(group) for group in Group}
        cards = parts.row(*self._cards.values(), spacing=Space.M)
        self._times = BarChart(
            self.tr("Processing time of the last finished scripts"),
            ["accent"],
            words.duration,
            self.tr("No script was finished yet"),
        )
        self._hours = BarChart(
            self.tr("Scripts per hour"),
            ["accent", "bad"],
            lambda height: QLocale().toString(round(height)),
            self.tr("No script was finished or failed in the last 24 hours"),
            least_step=1,
        )
        self._depths = BarChart(
            self.tr("Waiting scripts"),
            ["accent"],
            lambda height: QLocale().toString(round(height)),
            self.tr("No script waited in the last 24 hours"),
            least_step=1,
        )
        charts = parts.row(
            framed(self.tr("Processing time of the last 100 finished"), self._times),
            framed(self.tr("Finished and failed per hour, last 24 hours"), self._hours),
            framed(self.tr("Waiting scripts, last 24 hours"), self._depths),
            spacing=Space.M,
        )
        self._measured = parts.label(role="small")
        copy = parts.button(self.tr("Copy as text"), "copy", pressed=self.copy)
        close = parts.button(self.tr("Close"), pressed=self.close)
        close.setDefault(True)
        self._controls = WorkerControls()
        self._controls.resized.connect(self._resize)
        self._controls.pause_asked.connect(lambda: self._command(pause_all))
        self._controls.resume_asked.connect(lambda: self._command(resume_all))
        end = parts.row(self._controls, None, self._measured, copy, close)
        layout = parts.column(self._build_banner(), cards, charts, end, spacing=Space.M)
        layout.setStretch(2, 1)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.setLayout(layout)

    def _build_banner(self) -> QFrame:
        self._banner = QFrame()
        self._lamp = Lamp()
        self._level = parts.label(self.tr("Measuring…"), "heading")
        self._reasons = parts.label(wrap=True, selectable=True)
        self._reasons.hide()
        self._help = parts.button("", pressed=self._help_now)
        self._help.hide()
        said = QWidget()
        said.setLayout(parts.column(self._level, self._reasons, spacing=Space.XS))
        inner = parts.row(self._lamp, said, self._help, spacing=Space.M)
        inner.setStretch(1, 1)
        inner.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        self._banner.setLayout(inner)
        return self._banner

    # Measuring.

    def _ask(self) -> None:
        if self._services is not None and self.isVisible():
            self._reading.ask()

    async def _read(self) -> None:
        if self._services is not None:
            self._show(await self._background.run(_measure, self._services))

    def _show(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        metrics = snapshot.metrics
        self._show_health(snapshot)
        every = figures.figures(metrics)
        for group, card in self._cards.items():
            card.show_figures([each for each in every if each.group == group])
        levels = []
        if metrics.mean_seconds is not None and metrics.p95_seconds is not None:
            levels = [
                Level(metrics.mean_seconds, self.tr("mean %1").replace("%1", words.duration(metrics.mean_seconds))),
                Level(metrics.p95_seconds, self.tr("p95 %1").replace("%1", words.duration(metrics.p95_seconds))),
            ]
        self._times.show_bars([Bar((seconds,), words.duration(seconds)) for seconds in snapshot.times], levels)
        self._hours.show_bars([self._hour_bar(hour) for hour in snapshot.hours])
        self._depths.show_bars([self._depth_bar(place, depth) for place, depth in enumerate(snapshot.depths)])
        self._controls.show_state(metrics, snapshot.workers)
        time = QLocale().toString(QDateTime.currentDateTime().time(), "HH:mm:ss")
        self._measured.setText(self.tr("Measured at %1").replace("%1", time))

    def _hour_bar(self, hour: Hour) -> Bar:
        clock = QDateTime.fromSecsSinceEpoch(int(hour.start.timestamp())).time()
        name = QLocale().toString(clock, QLocale.FormatType.ShortFormat)
        tip = self.tr("From %1: %2 finished, %3 failed").replace("%1", name)
        tip = tip.replace("%2", QLocale().toString(hour.completed)).replace("%3", QLocale().toString(hour.failed))
        return Bar((hour.completed, hour.failed), tip, name if clock.hour() % 6 == 0 else "")

    def _depth_bar(self, place: int, depth: Depth) -> Bar:
        name = words.moment(depth.at)
        said = words.counted(depth.waiting, self.tr("%1: one waited"), self.tr("%1: %n waited"))
        clock = QDateTime.fromSecsSinceEpoch(int(depth.at.timestamp())).time()
        mark = QLocale().toString(clock, QLocale.FormatType.ShortFormat) if place % 12 == 0 else ""
        return Bar((depth.waiting,), said.replace("%1", name), mark)

    def _show_health(self, snapshot: Snapshot) -> None:
        health = snapshot.health
        role, tone = _BANNERS[health.level]
        theme.set_role(self._banner, role)
        self._lamp.shine(tone)
        self._level.setText(figures.level_name(health.level))
        reasons = [figures.reason_text(reason, snapshot.metrics) for reason in health.reasons]
        self._reasons.setText("\n".join(reasons) or figures.health_sentence(health))
        self._reasons.show()
        help_text = self._help_text(health)
        self._help.setText(help_text)
        self._help.setVisible(bool(help_text))

    # What helps.

    def _command(self, command: Callable[[Services], object]) -> None:
        if self._services is not None:
            self._background.spawn(self._do(self._services, command))

    async def _do(self, services: Services, command: Callable[[Services], object]) -> None:
        try:
            await self._background.run(command, services)
        finally:
            self._reading.ask()

    def _resize(self, count: int) -> None:
        self._command(lambda services: services.pool.resize(count))

    def copy(self) -> None:
        """Put everything on the clipboard as text."""
        if self._snapshot is not None:
            QGuiApplication.clipboard().setText(figures.as_text(self._snapshot.metrics, self._snapshot.health))

    def _help_text(self, health: Health) -> str:
        keys = {reason.key for reason in health.reasons}
        if HealthKey.STUCK_JOB in keys:
            return self.tr("Recover")
        return self.tr("Resume all") if HealthKey.PAUSED in keys else ""

    def _help_now(self) -> None:
        if self._snapshot is not None and self._services is not None:
            self._background.spawn(self._do_help(self._services, self._snapshot.health))

    async def _do_help(self, services: Services, health: Health) -> None:
        stuck = [job_id for reason in health.reasons if reason.key == HealthKey.STUCK_JOB for job_id in reason.jobs]
        if stuck:
            for job_id in stuck:
                await self._background.run(_recover, services, job_id)
        else:
            await self._background.run(services.queue.resume_all)
        services.pool.wake()
        self._reading.ask()


def _measure(services: Services) -> Snapshot:
    seen = observe(services.queue, services.profile, services.settings)
    with services.database.read() as connection:
        times = processing_times(connection)
        hours = throughput(connection, seen.metrics.measured_at)
        depths = queue_depth(connection, seen.metrics.measured_at)
    return Snapshot(seen.metrics, seen.health, times, hours, depths, services.pool.worker_count)


def _recover(services: Services, job_id: UUID) -> None:
    """Take a stuck job from its worker and put it back into the queue, where it goes on at its checkpoint."""
    try:
        services.queue.recover(job_id)
        services.pool.interrupt(job_id)
    except CommandError:
        return  # it went on by itself in the meantime
