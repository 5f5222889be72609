"""One module for each revision. Once released, a revision never changes: it holds copies of all it needs."""
