"""Advice to a place: given, read, answered, made an action or a ticked line."""
