"""A reader for each format, into the common Document."""
