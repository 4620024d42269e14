"""Lessons: written where something happened, taken into the method, read at the step."""
