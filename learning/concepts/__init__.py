"""Concept cards: written from experiments, reviewed, found and taken over by others."""
