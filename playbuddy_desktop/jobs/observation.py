"""The figures, the state of the disk and the judgement of both, for all who show them."""

from __future__ import annotations

from dataclasses import dataclass

from playbuddy_desktop.jobs.health import Health, HealthLimits, assess
from playbuddy_desktop.jobs.metrics import QueueMetrics
from playbuddy_desktop.jobs.queue import JobQueue
from playbuddy_desktop.profiles import Profile
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.state import StorageState, storage_state


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen at one moment, ``metrics.measured_at``."""

    metrics: QueueMetrics
    storage: StorageState
    health: Health


def observe(queue: JobQueue, profile: Profile, settings: Settings) -> Observation:
    """Measure and judge now.

    Raises:
        StorageError: the database cannot be read.
    """
    metrics = queue.metrics()
    storage = storage_state(profile)
    return Observation(metrics, storage, assess(metrics, storage=storage, limits=HealthLimits.of(settings)))
