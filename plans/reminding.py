"""What is reminded of in plans: actions, to those responsible for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import short_date
from plans.blockers import LIVING
from plans.models import RUNNING, Action
from reminders.kinds import At, Cause, Kind, Search, To, at_columns, register

#: An end that passed longer ago than this is no news: a plan may be entered with its history.
OVERDUE_DAYS = 30


def actions(search: Search) -> Iterator[Cause]:
    """Actions with an end and somebody responsible. One question."""
    rows = (
        Action.objects.filter(
            participation__in=search.places,
            participation__status__in=LIVING,
            state__in=RUNNING,
            ends_on__range=(
                search.today - dt.timedelta(days=OVERDUE_DAYS),
                max(search.last("action_soon"), search.last("action_late")),
            ),
        )
        .exclude(responsible_user__is_active=False)
        .exclude(responsible_user__isnull=True, responsible_email="")
        .order_by("ends_on", "pk")
        .values_list(
            *at_columns("participation"), "pk", "title", "first_step", "ends_on",
            "responsible", "responsible_email", "responsible_user__email",
        )
    )  # fmt: skip
    for *columns, pk, title, first_step, ends_on, name, email, account in rows.iterator():
        at = At._make(columns)
        path = reverse("plans:action", args=[at.participation, pk])
        for kind, until, words in (
            ("action_soon", ends_on, partial(_soon, title, first_step, ends_on)),
            (
                "action_late",
                ends_on + dt.timedelta(days=OVERDUE_DAYS),
                partial(_late, title, ends_on),
            ),
        ):
            yield Cause(
                kind=kind, at=at, thing=str(pk), day=ends_on, until=until, words=words, path=path,
                address=account or email, name=name,
            )  # fmt: skip


def _soon(title: str, first_step: str, ends_on: dt.date, _day: dt.date) -> str:
    facts = {"title": title, "day": short_date(ends_on), "step": first_step}
    if first_step:
        return _("“%(title)s” is to be done by %(day)s; first step: %(step)s") % facts
    return _("“%(title)s” is to be done by %(day)s") % facts


def _late(title: str, ends_on: dt.date, _day: dt.date) -> str:
    return _("“%(title)s” was to be done by %(day)s") % {"title": title, "day": short_date(ends_on)}


register(
    Kind(
        "action_soon",
        gettext_lazy("Something in the plan is to be done soon"),
        after=-7,
        to=(To.NAMED,),
        ends=gettext_lazy("it is done or gets a new end"),
    ),
    Kind(
        "action_late",
        gettext_lazy("Something in the plan is late"),
        after=1,
        to=(To.NAMED,),
        ends=gettext_lazy("it is done or gets a new end"),
    ),
    find=actions,
)
