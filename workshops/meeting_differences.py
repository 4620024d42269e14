"""Two people changed one meeting: what is stored and what was sent, field by field in words."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.refusals import Conflict
from workshops.models import Workshop


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: its name, what is stored, what was sent."""

    label: str
    theirs: str
    yours: str


def of(conflict: Conflict, zone: zoneinfo.ZoneInfo) -> list[Difference]:
    """The fields that differ, in the order of the form."""
    found = []
    for name, theirs in conflict.theirs.items():
        yours = conflict.yours[name]
        one, other = _words(name, theirs, zone), _words(name, yours, zone)
        if one != other:
            found.append(Difference(_label(name), one, other))
    return found


def _label(name: str) -> str:
    label = str(Workshop._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def _words(name: str, value: Any, zone: zoneinfo.ZoneInfo) -> str:
    if name == "participations":
        return ", ".join(sorted(str(one) for one in value)) or _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return date_format(value.astimezone(zone), "DATETIME_FORMAT")
    if value is None or value == "":
        return _("empty")
    field = Workshop._meta.get_field(name)
    named = dict(getattr(field, "choices", None) or ())
    return str(named.get(value, value))
