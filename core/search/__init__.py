"""Search over everything that somebody may see: what apps register, how it is found, its page.

An app says which rows, within what the user may see, and where they are found:

    register(Source("place", _places, names=("name",), title=…, note=…, url=…))

Names are found as people expect: without case and accents, å like a and ø like ö, in any part of
the name, and with a wrong letter in it. Long texts are found by the beginnings of their words.
Each source has an index on PostgreSQL: `core.indexes.found_by`.
"""
