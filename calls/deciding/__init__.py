"""Deciding: proposal, second person, letters, taking places in, figures of who applied."""
