"""Keep tokens out of the log: whoever reads a log must not be able to open somebody's link."""

from __future__ import annotations

import logging
import re

#: Tokens of `core.tokens` (number, edition, signature), and Django's signed values.
TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(?:[0-9a-z]{1,13}-[0-9a-z]{1,13}-|[A-Za-z0-9_-]*:)[A-Za-z0-9_-]{43}"
    r"(?![A-Za-z0-9_-])"
)
MARK = "[token]"


def scrubbed(text: str) -> str:
    """The text with every token replaced."""
    return TOKEN.sub(MARK, text)


class ScrubbingFormatter(logging.Formatter):
    """A formatter whose lines, tracebacks included, hold no token.

    A filter would see the message alone; a token also stands in the arguments and in the text
    of an exception.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line without tokens."""
        return scrubbed(super().format(record))
