"""Applying: an application by a link, files, co-applicants, confirmations, handing in."""
