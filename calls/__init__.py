"""Calls: a programme asks for places, reads what comes in, and chooses fairly."""
