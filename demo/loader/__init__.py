"""Loads the demo: first the register, then the people, then what happens at each place."""
