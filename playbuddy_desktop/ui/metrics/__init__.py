"""The health light and the dialog with the figures of the queue."""
