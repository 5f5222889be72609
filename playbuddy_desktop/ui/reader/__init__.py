"""The reader: a play with its acts and scenes, its cast, and its text set as in print."""
