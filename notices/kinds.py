"""What notices say: each app registers its kinds, in its `ready()`.

    register("gate_decided", Participation, words, select=with_names)

`words(thing, facts)` gives the sentence in the active language. The things are read for the whole
page with one question a model, through `visible_to(reader)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet

Words = Callable[[Any, dict[str, Any]], str]
Select = Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `level` is the colour and shape of its mark, as for `{% flag %}`."""

    name: str
    model: type[Model]
    words: Words
    level: str
    select: Select | None


_KINDS: dict[str, Kind] = {}


def register(
    name: str,
    model: type[Model],
    words: Words,
    *,
    level: str = "info",
    select: Select | None = None,
) -> None:
    """Say what a kind is about and how it reads. A name may be taken once."""
    if name in _KINDS:
        raise ImproperlyConfigured(f"there is a kind of notice {name!r} already")
    _KINDS[name] = Kind(name, model, words, level, select)


def get(name: str) -> Kind:
    """The kind of this name. KeyError for one that nobody has registered."""
    return _KINDS[name]


def known(name: str) -> bool:
    """Whether the kind is registered: an app that was taken out leaves rows behind."""
    return name in _KINDS
