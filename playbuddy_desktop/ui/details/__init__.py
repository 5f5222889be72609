"""The details of one job: how far it is, what was found, what went wrong, and what happened when."""
