"""Where a figure comes from, short enough for a sentence."""

from __future__ import annotations

from urllib.parse import urlsplit


def short_source(source: str) -> str:
    """The host of an address, everything else as it stands.

    "https://sv.wikipedia.org/wiki/N%C3%A4sum" gives "sv.wikipedia.org". Several addresses
    divided by " ; ", as our data files write them, give the first one's host.
    """
    first = source.split(" ; ", maxsplit=1)[0].strip()
    if not first.startswith(("http://", "https://")):
        return source
    try:
        return urlsplit(first).hostname or source
    except ValueError:  # "http://[" and the like: shown as it was entered
        return source


def source_address(source: str) -> str:
    """The web address in a source, for a link, or "" when it names none."""
    first = source.split(" ; ", maxsplit=1)[0].strip()
    return first if first.startswith(("http://", "https://")) and " " not in first else ""
