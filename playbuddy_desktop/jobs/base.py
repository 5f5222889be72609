"""What the parts of the queue share."""

from __future__ import annotations

import random

from playbuddy_desktop.jobs.clock import Clock, Monotonic
from playbuddy_desktop.jobs.liveness import Liveness
from playbuddy_desktop.settings import Settings
from playbuddy_desktop.storage.database import Database


class QueueBase:
    """Database, settings, clock and chance.

    Attributes:
        liveness: which workers and processes are alive.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        clock: Clock | None = None,
        monotonic: Monotonic | None = None,
        rng: random.Random | None = None,
    ) -> None:
        """Use ``database``, and its own clock unless another is given; see ``Liveness`` for ``monotonic``."""
        self._database = database
        self._settings = settings
        self._clock = clock or database.now
        self._rng = rng or random.Random()  # noqa: S311 - jitter is no secret
        self.liveness = Liveness(database, settings, clock=clock, monotonic=monotonic)
