"""Slots: where something personal stands in a text that many letters share.

A slot is a name between two private-use characters. No keyboard types them, and `without_slots`
takes them out of whatever people write, so that no name or place can make one.

People who edit a text see its slots as placeholders: {name}.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from core.refusals import Refusal

OPEN, CLOSE = "\ue000", "\ue001"
SLOT = re.compile(f"{OPEN}([a-z_]+){CLOSE}")
_PLACEHOLDER = re.compile(r"\{([A-Za-z_]+)\}")
_MARKS = str.maketrans("", "", OPEN + CLOSE)


def slot(name: str) -> str:
    """The mark for the personal value `name` (small letters and underscores)."""
    return f"{OPEN}{name}{CLOSE}"


def without_slots(text: str) -> str:
    """The text without the two characters that mark slots."""
    return text.translate(_MARKS)


def readable(text: str) -> str:
    """The text with its slots as placeholders: "Hello {name}"."""
    return SLOT.sub(r"{\1}", text)


def names_in(text: str) -> frozenset[str]:
    """The names of the slots in a text."""
    return frozenset(SLOT.findall(text))


def with_slots(text: str, *, known: Collection[str]) -> str:
    """The text with its placeholders as slots.

    `known` are the names that the letters have values for. Refusals: unknown_placeholder.
    """
    bare = without_slots(text)
    unknown = sorted(set(_PLACEHOLDER.findall(bare)) - set(known))
    if unknown:
        raise Refusal(
            "unknown_placeholder",
            _("The letters have nothing to put in %(names)s. Known are: %(known)s.")
            % {"names": _spelled(unknown), "known": _spelled(sorted(known)) or "–"},
            field="text",
        )
    return _PLACEHOLDER.sub(lambda found: slot(found[1]), bare)


def refuse_missing(text: str, needed: Collection[str]) -> None:
    """Refuse a text that has lost a placeholder it cannot do without. Refusals: link_missing."""
    missing = sorted(set(needed) - names_in(text))
    if missing:
        raise Refusal(
            "link_missing",
            _("The text needs %(names)s: without it, the reader cannot answer or stop the letters.")
            % {"names": _spelled(missing)},
            field="text",
        )


def _spelled(names: Collection[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
