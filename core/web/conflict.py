"""Two people changed the same thing: both values of each field that differs, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.dates import short_date
from core.money import money
from core.refusals import Conflict


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: its label, what is stored now, what was sent."""

    label: str
    theirs: str
    yours: str


def differences(
    form: forms.BaseForm,
    conflict: Conflict,
    fields: Mapping[str, str] | None = None,
    formsets: Iterable[forms.BaseFormSet[Any]] = (),
) -> list[Difference]:
    """The fields that differ, in the order of the form, named as the form names them.

    `fields` gives the form's names where they differ from those of the conflict, by the latter.
    Times are told in the zone of the form (`form.zone`) if it has one. Rows of a formset that
    has a `label` come line by line, when the conflict names them by its prefix.
    """
    of_conflict = {(fields or {}).get(name, name): name for name in conflict.theirs}
    found = [
        Difference(
            str(form.fields[name].label or ""),
            _words(form, name, conflict.theirs[of_conflict[name]]),
            _words(form, name, conflict.yours.get(of_conflict[name])),
        )
        for name in form.fields
        if name in of_conflict
    ]
    found += [
        Difference(
            str(getattr(rows, "label", "")),
            _lines(conflict.theirs[rows.prefix]),
            _lines(conflict.yours.get(rows.prefix)),
        )
        for rows in formsets
        if rows.prefix in conflict.theirs
    ]
    return [one for one in found if one.theirs != one.yours]


def _lines(rows: Any) -> str:
    return "\n".join(str(one) for one in rows or ()) or _("empty")


def _words(form: forms.BaseForm, name: str, value: Any) -> str:
    field = form.fields[name]
    if isinstance(value, list) and isinstance(field, forms.CharField):
        value = field.prepare_value(value)  # a list that is edited as lines
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, "", [], ()):
        return _("empty")
    if isinstance(value, dt.datetime):
        zone = getattr(form, "zone", None) or timezone.get_current_timezone()
        return date_format(value.astimezone(zone), "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return short_date(value)
    if isinstance(value, Decimal):
        return money(value)
    several = value if isinstance(value, list | tuple | set | frozenset | QuerySet) else [value]
    return ", ".join(sorted(_chosen(field, one) for one in several))


def _chosen(field: forms.Field, value: Any) -> str:
    """The name of one choice; a model's own name; else the value itself."""
    if isinstance(value, Model) or not isinstance(field, forms.ChoiceField):
        return str(value)
    if isinstance(field, forms.ModelChoiceField):
        found = field.queryset.filter(pk=value).first() if field.queryset is not None else None
        return str(found or value)
    choices: Iterable[Any] = field.choices  # type: ignore[assignment]
    return str({str(key): label for key, label in choices}.get(str(value), value))


def carry(form: forms.BaseForm, **values: str) -> None:
    """Let a bound form carry other values when it is drawn again, such as the stored version.

    For hidden fields: what the user wrote stays as it is.
    """
    data = cast("QueryDict", form.data).copy()
    for name, value in values.items():
        data[form.add_prefix(name)] = value
    form.data = data
