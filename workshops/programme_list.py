"""The list of a programme's meetings: each with where it stands, in counts and not names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import Organisation, User
from programmes.models import Programme
from workshops.models import (
    Invitation,
    Minutes,
    MinutesState,
    Series,
    Workshop,
    WorkshopKind,
    WorkshopState,
)
from workshops.programme_filters import Filters, meetings_of

A_PAGE = 50
#: After this nobody waits for the minutes of a meeting any more.
LATELY = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many were invited, how many persons come, how many came."""

    invited: int = 0
    coming: int = 0
    attended: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting of the list. `whose`: its places, else the partner that it is held with."""

    workshop: Workshop
    whose: str
    figures: Figures
    level: str
    state: str


def context(programme: Programme, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """What templates/workshops/calendar/meetings.html needs."""
    filters = Filters.read(query)
    meetings = meetings_of(programme, user)
    listed = (
        filters.apply(meetings)
        .select_related("series", "host", "minutes", "programme")
        .prefetch_related("participations__place")
    )
    page = Paginator(listed, A_PAGE).get_page(query.get("page"))
    found = list(page.object_list)
    figures = figures_of(found)
    now = timezone.now()
    return {
        "filters": filters,
        "filtered": filters != Filters(),
        "page": page,
        "rows": [_row(one, figures.get(one.pk, Figures()), now) for one in found],
        "kinds": WorkshopKind.choices,
        "all_series": Series.objects.visible_to(user).filter(programme=programme),
        "hosts": Organisation.objects.filter(
            Exists(meetings.order_by().filter(host=OuterRef("pk")))
        ).order_by("name"),
        "views": filters.views(),
    }


def figures_of(workshops: list[Workshop]) -> dict[int, Figures]:
    """The counts of these meetings, by id. One query."""
    on_list = Q(removed_at__isnull=True, left_at__isnull=True)
    rows = (
        Invitation.objects.filter(workshop__in=[one.pk for one in workshops])
        .order_by()
        .values("workshop")
        .annotate(
            invited=Count("pk", filter=on_list & Q(invited_at__isnull=False)),
            coming=Sum(
                "persons",
                filter=on_list & Q(answer="yes", seat__in=["taken", "offered"]),
                default=0,
            ),
            attended=Sum("attended_persons", filter=Q(attended_at__isnull=False), default=0),
        )
    )
    return {
        row["workshop"]: Figures(row["invited"], row["coming"], row["attended"]) for row in rows
    }


def _row(workshop: Workshop, figures: Figures, now: dt.datetime) -> Row:
    # Sorted here: the rows were fetched together, and the database is not asked again.
    places = sorted(one.place.name for one in workshop.participations.all())
    level, state = state_of(workshop, figures, now)
    return Row(workshop, ", ".join(places) or str(workshop.host or ""), figures, level, state)


def state_of(workshop: Workshop, figures: Figures, now: dt.datetime) -> tuple[str, str]:
    """Where a meeting stands: a flag's level and words. `workshop.minutes` is read."""
    if workshop.state == WorkshopState.CANCELLED:
        return "off", pgettext("a meeting", "Cancelled")
    if workshop.state == WorkshopState.DRAFT:
        late = workshop.starts_at <= now
        return ("off", _("Never announced")) if late else ("info", _("Being planned"))
    if workshop.starts_at > now:
        if figures.invited or workshop.open_sign_up:
            return "ok", pgettext("a meeting", "Announced")
        return "warn", _("Nobody invited yet")
    lately = now - workshop.starts_at <= LATELY
    return _after(getattr(workshop, "minutes", None), lately=lately)


def _after(minutes: Minutes | None, *, lately: bool) -> tuple[str, str]:
    if minutes is None or minutes.state == MinutesState.DRAFT:
        return "warn" if lately else "off", _("Held, minutes not sent")
    if minutes.state == MinutesState.SENT:
        return "ok", _("Held, minutes sent")
    return "ok", _("Held, minutes approved")
