"""The saved plays."""
