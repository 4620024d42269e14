"""Answering: a page by a link, kept as one goes, turned into answers that name nobody."""
