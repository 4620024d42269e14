"""A place's whole case as one file, for an auditor and for the archive."""
