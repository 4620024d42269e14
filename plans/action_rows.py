"""The actions of a plan as list, board and page show them, and what is said of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from places.models import Participation
from plans.models import Action, Dependency

#: A mark and words, as `ui.flag` draws them.
Flag = tuple[str, str]


def actions_of(participation: Participation) -> QuerySet[Action]:
    """The plan's actions in their order, those without a goal last. Two queries.

    Each comes with its goal and organisation, and with what it waits for.
    """
    return with_needs(
        Action.objects.filter(participation=participation)
        .select_related("goal", "organisation")
        .defer("description", "goal__description", "goal__findings")
        .order_by(F("goal__order").asc(nulls_last=True), "goal_id", "order", "pk")
    )


def with_needs(actions: QuerySet[Action]) -> QuerySet[Action]:
    """The actions with what each waits for."""
    needs = Dependency.objects.select_related("needs").order_by("needs__order", "needs_id")
    return actions.prefetch_related(Prefetch("needs_rows", needs))


def flags_of(action: Action) -> list[Flag]:
    """What somebody should know of an action at once: it is late, it waits for others."""
    flags = []
    if action.is_late:
        flags.append(("warn", late_text(action)))
    needs = [] if action.is_closed else [row.needs for row in action.needs_rows.all()]
    waits_for = [one.title for one in needs if not one.is_closed]
    if waits_for:
        flags.append(("info", waiting_text(waits_for)))
    return flags


def period(starts_on: dt.date | None, ends_on: dt.date | None) -> str:
    """When, in words: "1 Mar to 30 Jun", "from 1 Mar", "by 30 Jun"; empty without dates."""
    days = {"start": short_date(starts_on), "end": short_date(ends_on)}
    if starts_on and ends_on:
        return days["end"] if starts_on == ends_on else _("%(start)s to %(end)s") % days
    if starts_on:
        return _("from %(start)s") % days
    return _("by %(end)s") % days if ends_on else ""


def waiting_text(titles: Sequence[str]) -> str:
    """What it waits for, in one short sentence."""
    more = len(titles) - 1
    if not more:
        return _("Waits for “%(title)s”") % {"title": titles[0]}
    return ngettext(
        "Waits for “%(title)s” and %(more)d more", "Waits for “%(title)s” and %(more)d more", more
    ) % {"title": titles[0], "more": more}


def late_text(action: Action) -> str:
    """That it should have been done, and when."""
    return _("Overdue since %(day)s") % {"day": short_date(action.ends_on)}
