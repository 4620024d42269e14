"""Learning in the search of the head (core.search)."""
