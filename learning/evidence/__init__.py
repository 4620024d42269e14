"""Packs of evidence for an application."""
