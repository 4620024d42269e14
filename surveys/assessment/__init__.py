"""Assessments of a place, a municipality or their cooperation by a set of themes."""
