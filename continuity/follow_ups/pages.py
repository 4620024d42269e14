"""What the page of a place's follow-ups shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.follow_ups.figures import Share, headline, share_chart, shares
from continuity.follow_ups.links import closes_on
from continuity.follow_ups.services import ASKED, due_on
from continuity.models import FOLLOW_UP_MONTHS, Alive, FollowUp
from core.dates import short_date
from core.exports import Column, Sheet, xlsx
from core.policy import allowed
from people.models import User
from places.models import Participation
from programmes.models import Programme
from reminders.queries import told_of

#: How an answer is marked: a flag's level.
LEVELS = {Alive.YES: "ok", Alive.PARTLY: "warn", Alive.NO: "stop"}
PER_PAGE = 50
#: The filter for those who have not answered.
SILENT = "none"


@dataclass(frozen=True, slots=True)
class Row:
    """One of the three follow-ups; `follow_up` is None while it lies ahead or was never made."""

    months: int
    due_on: dt.date
    follow_up: FollowUp | None
    level: str
    state: str
    can_send: bool


def context(participation: Participation, *, user: User) -> dict[str, Any]:
    """The page's context; three queries."""
    today = timezone.localdate()
    may = allowed(user, "continuity.follow_up", participation)
    made = {one.months: one for one in participation.follow_ups.select_related("entered_by")}
    reminded = told_of(participation, "follow_up") if made else {}
    return {
        "rows": [
            _row(participation, months, made.get(months), today, reminded)
            for months in FOLLOW_UP_MONTHS
        ],
        "may_follow_up": may,
        "asked": participation.status in ASKED,
        "any": bool(made),
    }


def _row(
    participation: Participation,
    months: int,
    made: FollowUp | None,
    today: dt.date,
    reminded: Mapping[str, dt.datetime],
) -> Row:
    due = made.due_on if made else due_on(participation, months)
    if made is None:
        state = _("Comes %(day)s") % {"day": short_date(due)} if due > today else _("Not asked")
        return Row(months, due, None, "off", state, can_send=False)
    can_send = made.answered_at is None and today < closes_on(made)
    if made.answered_at is not None:
        return Row(
            months, due, made, LEVELS[Alive(made.alive)], str(Alive(made.alive).label), can_send
        )
    level, state = _waiting(made, reminded.get(str(made.pk)))
    return Row(months, due, made, level, state, can_send)


def _waiting(made: FollowUp, reminded_at: dt.datetime | None) -> tuple[str, str]:
    if made.sent_at is None:
        return "stop", _("Not sent: there is no contact person")
    if reminded_at is not None:
        return "warn", _("No answer yet, reminded %(day)s") % {"day": short_date(reminded_at)}
    return "info", _("Sent %(day)s, no answer yet") % {"day": short_date(made.sent_at)}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for: months after, and which answer ("" for all)."""

    months: int
    answer: str

    def query(self) -> str:
        """The same as an address asks for it."""
        return urlencode({"months": self.months, "answer": self.answer})


def read_filters(query: Mapping[str, str], usual: int) -> Filters:
    """The filters of an address; what it does not know falls back to all."""
    months = query.get("months", "")
    answer = query.get("answer", "")
    known = {str(one): one for one in FOLLOW_UP_MONTHS}
    return Filters(known.get(months, usual), answer if answer in {*Alive.values, SILENT} else "")


def follow_ups(programme: Programme, filters: Filters) -> QuerySet[FollowUp]:
    """The list behind the figure, by place."""
    rows = FollowUp.objects.filter(
        participation__programme=programme,
        participation__status__in=ASKED,
        months=filters.months,
    )
    if filters.answer:
        rows = rows.filter(alive="" if filters.answer == SILENT else filters.answer)
    return rows.select_related("participation__place__municipality").order_by(
        "participation__place__name", "pk"
    )


def overview_context(programme: Programme, query: Mapping[str, str]) -> dict[str, Any]:
    """The page's context, in three queries whatever the programme holds."""
    found = shares([programme])
    main = headline(found)
    filters = read_filters(query, main.months)
    page = Paginator(follow_ups(programme, filters), PER_PAGE).get_page(query.get("page"))
    return {
        "main": main,
        "chart": share_chart(found) if main.asked else None,
        "filters": filters,
        "page": page,
        "rows": [_place_row(one) for one in page],
        "months_links": _links(found, filters),
        "answers": [*Alive.choices, (SILENT, _("No answer"))],
        "export_query": filters.query(),
    }


def _links(found: list[Share], filters: Filters) -> list[dict[str, Any]]:
    return [
        {
            "label": ngettext("%(count)d month", "%(count)d months", one.months)
            % {"count": one.months},
            "url": f"?{Filters(one.months, filters.answer).query()}",
            "current": one.months == filters.months,
        }
        for one in found
    ]


def _place_row(one: FollowUp) -> dict[str, Any]:
    if one.alive:
        level, state = LEVELS[Alive(one.alive)], str(Alive(one.alive).label)
    else:
        level, state = "off", _("No answer")
    return {"follow_up": one, "level": level, "state": state, "counts": _counts(one)}


def _counts(one: FollowUp) -> str:
    """Meetings and actions in words; "" where there is no answer."""
    if not one.alive:
        return ""
    done = len(one.actions_done)
    actions = ngettext("%(count)d action done", "%(count)d actions done", done) % {"count": done}
    if one.meetings is None:
        return actions
    meetings = ngettext(
        "%(count)d meeting in six months", "%(count)d meetings in six months", one.meetings
    ) % {"count": one.meetings}
    return f"{meetings}, {actions}"


def workbook(programme: Programme, filters: Filters) -> bytes:
    """The list as XLSX, filtered like the page; what a place answered, and no names of people."""
    columns = [
        Column(_("Place"), width=24),
        Column(_("Municipality"), width=20),
        Column(_("Months after"), "number", 12),
        Column(_("Due"), "date", 12),
        Column(_("Lives on"), width=20),
        Column(_("Answered"), "date", 12),
        Column(_("Meetings in six months"), "number", 12),
        Column(_("Actions done"), "number", 12),
        Column(_("What lives on"), width=60),
        Column(_("What would help"), width=60),
    ]
    rows = [
        (
            one.participation.place.name,
            one.participation.place.municipality.name,
            one.months,
            one.due_on,
            _place_row(one)["state"],
            _day(one.answered_at),
            one.meetings,
            len(one.actions_done) if one.alive else None,
            one.lives_on,
            one.wish,
        )
        for one in follow_ups(programme, filters)
    ]
    return xlsx([Sheet(_("After the support"), columns, rows)])


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
