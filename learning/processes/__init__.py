"""Processes of actors side by side, and where they wait for each other."""
