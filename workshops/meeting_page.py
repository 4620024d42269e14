"""What the overview of a meeting shows, in a fixed number of queries however many are invited."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.dates import short_date
from core.policy import allowed
from core.prepared import Prepared, Slot
from people.models import Duty, Task, User
from places.models import Participation
from workshops import meeting_next
from workshops.domain.kinds import DEFAULTS
from workshops.meeting_clock import overrun, running
from workshops.meeting_counts import bar, counts_of
from workshops.meeting_rows import agenda_row, bar_drawn, bar_words, material_row
from workshops.meeting_side import side
from workshops.models import AgendaItem, Material, Minutes, Workshop, WorkshopState
from workshops.rules import roles_at_workshop
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
    # One subquery for three values: PostgreSQL takes longer to plan this question than to answer.
    following = JSONObject(pk="pk", title="title", starts_at="starts_at")
    minutes = Minutes.objects.filter(workshop=OuterRef("pk"))
    return (
        for_page(queryset)
        .select_related("follows")
        .annotate(
            minutes_state=Subquery(minutes.values("state")),
            following=Subquery(later.values(found=following)[:1]),
        )
    )


def context(workshop: Workshop, user: User, *, refused: list[str] | None = None) -> dict[str, Any]:
    """The overview for this user. `workshop` comes from `for_overview`."""
    counts = counts_of(workshop)
    agenda = _agenda()(workshop=workshop.pk)
    places = _places()(workshop=workshop.pk)
    duties = duties_of(workshop)
    workshop.participation_ids = frozenset(pk for pk, _name in places)
    may_edit = allowed(user, "workshops.edit", workshop)
    parts = bar(counts)
    return {
        "workshop": workshop,
        "next": meeting_next.of(workshop, counts, user),
        "refused": refused or [],
        "counts": counts,
        "bar": {"drawn": bar_drawn(parts), "words": bar_words(parts)} if parts else None,
        "agenda": [agenda_row(row) for row in running(workshop, agenda)],
        "overrun": overrun(workshop, agenda),
        "materials": [material_row(one) for one in _materials()(workshop=workshop.pk)],
        "audience": DEFAULTS[workshop.kind].audience,
        "may_edit": may_edit,
        "may_invite": may_edit or allowed(user, "workshops.invite", workshop),
        "side": side(
            workshop,
            places=places,
            sees_places=not roles_at_workshop(user, workshop) <= frozenset(Task.values),
            duties=duties,
            following=_following(workshop),
            may_edit=may_edit,
            may_multiply=workshop.state == WorkshopState.DRAFT
            and allowed(user, "workshops.plan_in_programme", workshop.programme),
            may_cancel=may_edit and meeting_next.may_be_cancelled(workshop),
        ),
    }


def _following(workshop: Any) -> tuple[int, str, str] | None:
    """Id, title and day, by this hall's clock, of the meeting that follows this one up."""
    if workshop.following is None:
        return None
    found = workshop.following
    starts = parse_datetime(found["starts_at"])
    assert starts is not None  # noqa: S101 - the database wrote it
    starts = starts if starts.tzinfo else starts.replace(tzinfo=dt.UTC)  # SQLite names no zone
    return found["pk"], found["title"], short_date(starts.astimezone(workshop.zone).date())


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
