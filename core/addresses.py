"""Addresses of things with numbers, without asking the resolver each time."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

#: Stand for the numbers while the pattern is read; no address contains them.
_STAND_INS = (987_654_321, 987_654_322, 987_654_323)


def address(name: str, *numbers: int) -> str:
    """`reverse(name, args=numbers)` for up to three whole numbers, at a tenth of the cost."""
    return _pattern(name, len(numbers), get_script_prefix(), get_urlconf()) % numbers


@lru_cache(maxsize=512)
def _pattern(name: str, count: int, prefix: str, urlconf: str | None) -> str:
    # `prefix` is here for the cache: `reverse` puts it in front.
    stand_ins = _STAND_INS[:count]
    pattern = reverse(name, urlconf=urlconf, args=stand_ins).replace("%", "%%")
    for number in stand_ins:
        pattern = pattern.replace(str(number), "%d")
    return pattern
