"""Slots as people write them: {name}.

A text with slots (`outbox.slots`) is edited with readable placeholders. What is saved must hold
the placeholders that the letter cannot do without, and no others than its letters have.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from core.refusals import Refusal
from outbox.slots import SLOT, slot, without_slots

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]+)\}")


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
