"""What the overview of a meeting shows, in a fixed number of queries however many are invited."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.addresses import address
from core.dates import short_date
from core.policy import allowed
from core.prepared import Prepared, Slot
from people.models import User
from places.models import Participation
from workshops import meeting_next
from workshops.domain.kinds import DEFAULTS
from workshops.meeting_clock import overrun, running
from workshops.meeting_counts import bar, counts_of
from workshops.meeting_rows import agenda_row, material_row
from workshops.models import (
    AgendaItem,
    Duty,
    Material,
    Minutes,
    Workshop,
    WorkshopState,
)
from workshops.rules import keep_roles
from workshops.views.select import for_page

#: What `Workshop.untold` says, in words.
CHANGED: dict[str, str | Promise] = {"time": _("Another time"), "place": _("Another room")}


def for_overview(queryset: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """The meeting with what stands around it: minutes, the meeting before and after, questions."""
    later = (
        Workshop.objects.filter(follows=OuterRef("pk"))
        .exclude(state=WorkshopState.CANCELLED)
        .order_by("starts_at", "pk")
    )
    return for_page(queryset).select_related("follows").annotate(
        minutes_state=Subquery(Minutes.objects.filter(workshop=OuterRef("pk")).values("state")),
        next_pk=Subquery(later.values("pk")[:1]),
        next_title=Subquery(later.values("title")[:1]),
        next_start=Subquery(later.values("starts_at")[:1]),
    )  # fmt: skip


def context(workshop: Workshop, user: User, *, refused: list[str] | None = None) -> dict[str, Any]:
    """The overview for this user. `workshop` comes from `for_overview`."""
    counts = counts_of(workshop)
    agenda = _agenda()(workshop=workshop.pk)
    places = _places()(workshop=workshop.pk)
    duties = duties_of(workshop)
    keep_roles(user, workshop, places=[pk for pk, _name in places], duties=duties)
    may_edit = allowed(user, "workshops.edit", workshop)
    return {
        "workshop": workshop,
        "next": meeting_next.of(workshop, counts, user),
        "refused": refused or [],
        "counts": counts,
        "bar": bar(counts),
        "places": [(name, address("workshops:place", pk)) for pk, name in places],
        "agenda": [agenda_row(row) for row in running(workshop, agenda)],
        "overrun": overrun(workshop, agenda),
        "duties": duties,
        "materials": [material_row(one) for one in _materials()(workshop=workshop.pk)],
        "next_day": _next_day(workshop),
        "audience": DEFAULTS[workshop.kind].audience,
        "may_edit": may_edit,
        "may_cancel": may_edit and meeting_next.may_be_cancelled(workshop),
        "may_invite": may_edit or allowed(user, "workshops.invite", workshop),
        "changed": [CHANGED[what] for what in workshop.untold],
    }


def _next_day(workshop: Any) -> str:
    """The day of the meeting that follows this one up, by this hall's clock, or ""."""
    if workshop.next_pk is None:
        return ""
    return short_date(workshop.next_start.astimezone(workshop.zone).date())


def duties_of(workshop: Workshop) -> list[Duty]:
    """The tasks of the meeting and of its series, in the order of tasks."""
    # A meeting without a series: no series has the number 0.
    return _duties()(workshop=workshop.pk, series=workshop.series_id or 0)


@cache
def _duties() -> Prepared:
    whose = Q(workshop=Slot("workshop")) | Q(series=Slot("series"))
    rows = Duty.objects.filter(whose).select_related("contact__organisation")
    return Prepared(rows.order_by("task", "name", "pk"))


@cache
def _agenda() -> Prepared:
    return Prepared(AgendaItem.objects.filter(workshop=Slot("workshop")).order_by("order", "pk"))


@cache
def _materials() -> Prepared:
    return Prepared(Material.objects.filter(workshop=Slot("workshop")).order_by("pk"))


@cache
def _places() -> Prepared:
    rows = Participation.objects.filter(workshops=Slot("workshop"))
    return Prepared(rows.order_by("place__name", "pk").values_list("pk", "place__name"))
