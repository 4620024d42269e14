"""Measurements: scale data, floors to compare with, and the lines of the bench."""
