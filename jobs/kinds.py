"""Which jobs there are. Apps register theirs, in their `ready()` or where a document is declared.

    register("plans.import", _("Import of actions"), import_actions)

`make(work)` does the work and returns the file, or None where there is none. It asks again
whether `work.by` may: rights may have ended since.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

if TYPE_CHECKING:
    from jobs.running import Work


@dataclass(frozen=True, slots=True)
class Made:
    """A file that a job has made. An open file is read from its beginning, and closed."""

    content: bytes | IO[bytes]
    name: str
    content_type: str


Make = Callable[["Work"], Made | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of job. `seconds` is how long all of it may take."""

    name: str
    label: str | Promise
    make: Make
    seconds: int


_KINDS: dict[str, Kind] = {}


def register(name: str, label: str | Promise, make: Make, *, seconds: int = 240) -> None:
    """Add a kind. A name may be taken once. `seconds` stays below CELERY_TASK_TIME_LIMIT."""
    if name in _KINDS:
        raise ImproperlyConfigured(f"there is a kind of job {name!r} already")
    _KINDS[name] = Kind(name, label, make, seconds)


def get(name: str) -> Kind:
    """The kind of this name. KeyError for one that nobody has registered."""
    if name not in _KINDS:
        import_module(settings.ROOT_URLCONF)  # a worker has not read yet where pages declare theirs
    return _KINDS[name]
