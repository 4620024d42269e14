"""What the plan's verbs share when they save: which values changed, and who was first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from django.db.models import CharField, Model, TextField
from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusals import Conflict, Refusal


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


class Stored(Versioned, Protocol):
    """One that can be saved."""

    def save(self) -> None:
        """Write it."""


def changed(row: object, values: Mapping[str, Any]) -> list[str]:
    """The names of the values that differ from what the row holds."""
    return [name for name, value in values.items() if getattr(row, name) != value]


def store(row: Stored, version: int, values: Mapping[str, Any]) -> list[str]:
    """Write the values as the row's next version. Returns the names of those that changed.

    Storing what is there already changes nothing. Conflict: `version` is an older one.
    """
    names = changed(row, values)
    if names:
        refuse_older(row, version, values)
        for name in names:
            setattr(row, name, values[name])
        row.version += 1
        row.save()
    return names


def refuse_older(row: Versioned, version: int, values: Mapping[str, Any]) -> None:
    """Raise `Conflict` with both values when the row is not the version that the user read."""
    if row.version != version:
        raise Conflict(
            _("Somebody else has changed this. Nothing is lost: choose which version to keep."),
            theirs={name: getattr(row, name) for name in values},
            yours=dict(values),
            version=row.version,
        )


def lines(text: str) -> str:
    """The text trimmed, with one kind of line break: browsers send two characters for one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    """The text as one line without needless spaces."""
    return " ".join(text.split())


def refuse_empty(text: str, code: str, message: str, *, field: str) -> None:
    """Refuse a text that says nothing."""
    if not text:
        raise Refusal(code, message, field=field)


def refuse_longer(text: str, most: int, code: str = "too_long", *, field: str) -> None:
    """Refuse a text with more characters than fit."""
    if len(text) > most:
        raise Refusal(
            code,
            _("The text has %(count)d characters; at most %(most)d fit.")
            % {"count": len(text), "most": most},
            field=field,
        )


def refuse_future(day: date, code: str, message: str, *, field: str) -> None:
    """Refuse a day that has not come."""
    if day > timezone.localdate():
        raise Refusal(code, message, field=field)


def length_of(model: type[Model], name: str) -> int:
    """The most characters of a text field. Raises TypeError for a field without a length."""
    field = model._meta.get_field(name)
    if not isinstance(field, CharField | TextField) or field.max_length is None:
        raise TypeError(f"{model.__name__}.{name} has no length")
    return int(field.max_length)
