"""The diagnostic bundle in the window."""
