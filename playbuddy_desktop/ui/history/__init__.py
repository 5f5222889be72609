"""The history panel: the jobs of all times, newest first."""
