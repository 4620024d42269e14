"""A municipality that is coached like a place: its own checklist, commitments and log."""
