"""Names as people type them: å, ä, æ and aa are one, so are ö, ø and oe; case does not count.

`static/js/door-fold.js` does the same in the browser; tests/browser/test_door.py compares them.
"""

from __future__ import annotations

import unicodedata

_ALIKE = str.maketrans({"æ": "a", "ø": "o", "ð": "d", "þ": "th", "đ": "d", "ł": "l"})


def fold(text: str) -> str:
    """The text without case, accents and the differences between Nordic spellings."""
    plain = unicodedata.normalize("NFD", text.casefold().translate(_ALIKE))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for pair, one in (("aa", "a"), ("ae", "a"), ("oe", "o")):
        letters = letters.replace(pair, one)
    return " ".join(letters.split())
