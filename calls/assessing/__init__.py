"""Assessing: assessors, conflicts of interest, own views, ranking, meetings."""
