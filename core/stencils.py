"""Stencils: templates drawn once for each language and variant, with slots for the rest.

Django's template language takes a millisecond for what `%` fills in a microsecond. What stands
on every page (menu, footer) or many times on one (the lines of a checklist) is drawn once
with marks in its slots, and kept; a page fills in its values, escaped. The markup stays in the
templates. What a template branches on is a fact, not a slot: each combination is a stencil
of its own.

    row = stencil(ROW, ("row.pk", "row.text"), (("row.done", True),))
    row.fill({"row.pk": 7, "row.text": "Ask <everybody>"})
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Facts = tuple[tuple[str, Hashable], ...]
#: Marks stand between two characters of the private use area, which no template contains.
_MARK = re.compile("\ue000([^\ue001]+)\ue001")


class _Mark(str):
    """A slot's mark, or nothing, that can have attributes: a user has a name and is staff."""

    __slots__ = ("__dict__",)


def mark(slot: str) -> str:
    """The mark of a slot, for a fact that has one inside (the address of an entry)."""
    return f"\ue000{slot}\ue001"


class Stencil:
    """A drawn template with named slots."""

    def __init__(self, html: str) -> None:
        self._format = _MARK.sub(r"%(\1)s", html.replace("%", "%%"))
        #: What must be filled: a slot in a branch that was not drawn needs no value.
        self.slots = frozenset(_MARK.findall(html))

    def fill(self, values: Mapping[str, Any]) -> SafeString:
        """The HTML with these values, escaped unless they are safe. KeyError for one missing."""
        return SafeString(self._format % {name: _escaped(values[name]) for name in self.slots})


def _escaped(value: Any) -> str:
    """What `conditional_escape` gives, without its detour for the two commonest types."""
    kind = type(value)
    if kind is str:
        return escape(value)
    return value if kind is SafeString else conditional_escape(value)


def stencil(
    template: str,
    slots: tuple[str, ...] = (),
    facts: Facts = (),
    more: Callable[[], dict[str, Any]] | None = None,
) -> Stencil:
    """The stencil of a template in the active language.

    Names of slots and facts may have dots ("row.pk"). `more` gives what else the template
    needs and what never differs, such as an empty form; it must be a module's function.
    """
    if settings.DEBUG:  # templates are being written: draw them anew
        return _drawn.__wrapped__(template, slots, facts, more, get_language())
    return _drawn(template, slots, facts, more, get_language())


@lru_cache(maxsize=1024)
def _drawn(
    template: str,
    slots: tuple[str, ...],
    facts: Facts,
    more: Callable[[], dict[str, Any]] | None,
    language: str | None,
) -> Stencil:
    # `language` is here for the cache: the words follow the active language.
    root = _Mark()
    for name, value in (*((slot, _Mark(mark(slot))) for slot in slots), *facts):
        *path, last = name.split(".")
        at = root
        for step in path:
            if step not in vars(at):
                setattr(at, step, _Mark())
            at = getattr(at, step)
        setattr(at, last, value)
    return Stencil(render_to_string(template, vars(root) | (more() if more else {})).strip())
