"""Surveys: asking people, who stay anonymous."""
