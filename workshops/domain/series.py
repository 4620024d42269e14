"""The verbs of a series: add it, change it, take it away, say who is responsible for what."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import Contact, Duty, Task, User
from people.scope import forget_scope
from programmes.models import Programme
from workshops.models import Series, SeriesKind

FIELDS = (
    "name", "kind", "order", "purpose", "starts_on", "ends_on", "certificate", "parts_needed",
)  # fmt: skip


def add_series(*, programme: Programme, by: User, **fields: Any) -> Series:
    """Add a series or an activity to a programme; the keyword arguments are `FIELDS`.

    Refusals: no_name, name_taken, unknown_kind, ends_before_start, no_parts.
    """
    require(by, "workshops.plan_in_programme", programme)
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        empty = Series(programme=programme, kind=SeriesKind.RECURRING)
        values = _checked(empty, {name: getattr(empty, name) for name in FIELDS} | fields)
        series = Series.objects.create(programme=programme, **values)
        audit.record("series.added", series, by=by, kind=series.kind)
    return series


def save_series(*, series: Series, by: User, version: int, **fields: Any) -> Series:
    """Save the given fields. Refusals as `add_series`. Conflict: changed meanwhile; both values."""
    require(by, "workshops.manage_series", series)
    with transaction.atomic():
        series = (
            Series.objects.select_for_update(of=("self",))
            .select_related("programme")
            .get(pk=series.pk)
        )
        before = {name: getattr(series, name) for name in FIELDS}
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if not changed:
            return series
        if version != series.version:
            raise Conflict(
                _("The series was changed in another window. Choose what holds."),
                theirs={name: before[name] for name in changed},
                yours=changed,
                version=series.version,
            )
        for name, value in _checked(series, before | fields).items():
            setattr(series, name, value)
        series.version += 1
        series.save()
        audit.record("series.changed", series, by=by, fields=sorted(changed))
    return series


def remove_series(*, series: Series, by: User) -> None:
    """Take a series away. Refusal: has_meetings."""
    require(by, "workshops.manage_series", series)
    with transaction.atomic():
        if series.workshops.exists():
            raise Refusal(
                "has_meetings", _("Meetings belong to this series. Take them out of it first.")
            )
        audit.record("series.removed", series.programme, by=by, name=series.name)
        series.delete()


def give_series_duty(
    *,
    series: Series,
    by: User,
    task: str,
    name: str = "",
    user: User | None = None,
    contact: Contact | None = None,
) -> Duty:
    """Give somebody a task through the whole series; it holds at each of its meetings.

    The same task given twice is one. Refusals: unknown_task, no_name.
    """
    require(by, "workshops.manage_series", series)
    if task not in Task.values:
        raise Refusal("unknown_task", _("Choose a task."), field="task")
    known_as = user.get_full_name() if user else contact.name if contact else name
    who = " ".join(known_as.split())
    if not who:
        raise Refusal("no_name", _("Choose somebody, or write a name."), field="name")
    with transaction.atomic():
        Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
        duty, is_new = Duty.objects.get_or_create(
            series=series, task=task, name=who, defaults={"user": user, "contact": contact}
        )
        if is_new:
            audit.record("series.duty_given", series, by=by, task=task)
    forget_scope(user, by)
    return duty


def take_series_duty(*, duty: Duty, by: User) -> None:
    """Take a task through the series back; the rights it gave end with it."""
    series = duty.series
    if series is None:
        raise Refusal("not_of_a_series", _("This task belongs to a meeting."))
    require(by, "workshops.manage_series", series)
    with transaction.atomic():
        audit.record("series.duty_taken", series, by=by, task=duty.task)
        duty.delete()
    forget_scope(duty.user, by)


def _checked(series: Series, values: dict[str, Any]) -> dict[str, Any]:
    values["name"] = " ".join(values["name"].split())
    if not values["name"]:
        raise Refusal("no_name", _("Give the series a name."), field="name")
    if values["kind"] not in SeriesKind.values:
        raise Refusal("unknown_kind", _("Choose what holds the meetings together."), field="kind")
    same = Series.objects.filter(programme=series.programme, name=values["name"])
    if same.exclude(pk=series.pk).exists():
        raise Refusal(
            "name_taken", _("The programme already has a series of this name."), field="name"
        )
    first, last = values["starts_on"], values["ends_on"]
    if first and last and last < first:
        raise Refusal(
            "ends_before_start", _("The end must not be before the start."), field="ends_on"
        )
    if values["certificate"] and not values["parts_needed"]:
        raise Refusal(
            "no_parts", _("Say how many parts the certificate asks for."), field="parts_needed"
        )
    return values
