"""The dialog of the settings, made from their declarations."""
