"""What was taken off the live list can be put back for a while."""

from __future__ import annotations

from playbuddy_desktop.ui import words
from playbuddy_desktop.ui.history.removal import RemovalBar


class DismissalBar(RemovalBar):
    """Says that jobs are off the list; when the time is over there is nothing left to do."""

    def said(self, count: int) -> str:
        """What happens to so many jobs."""
        text = words.counted(count, self.tr("%n entry is off the list."), self.tr("%n entries are off the list."))
        return f"{text} {self.tr('The history keeps them.')}"
