"""PlayBuddy Desktop: turns theatre scripts into structured plays, on the actor's own computer."""

__version__ = "0.1.0"
