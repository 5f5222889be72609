"""The library panel: the plays that were imported."""
