"""Accompanying research: a dated log with each person's consent, while the post lasts."""
