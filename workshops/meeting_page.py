"""What the overview of a meeting shows, in a fixed number of queries however many are invited."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
from workshops.models import AgendaItem, Material, Workshop, WorkshopState
from workshops.rules import roles_at_workshop
from workshops.views.select import for_page

#: What `Workshop.untold` says, in words.
CHANGED: dict[str, str | Promise] = {"time": _("Another time"), "place": _("Another room")}


def for_overview(queryset: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """The meeting with the state of its minutes."""
    return for_page(queryset).annotate(minutes_state=F("minutes__state"))


def context(workshop: Workshop, user: User, *, refused: list[str] | None = None) -> dict[str, Any]:
    """The overview for this user. `workshop` comes from `for_overview`."""
    counts = counts_of(workshop)
    # Of a meeting that follows up no other: no meeting has the number 0.
    around = _around()(workshop=workshop.pk, earlier=workshop.follows_id or 0)
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
            around=around,
            may_edit=may_edit,
            may_multiply=workshop.state == WorkshopState.DRAFT
            and allowed(user, "workshops.plan_in_programme", workshop.programme),
            may_cancel=may_edit and meeting_next.may_be_cancelled(workshop),
        ),
    }


@cache
def _around() -> Prepared:
    """The meeting that this one follows up, and those that follow it, the next one first."""
    later = Q(follows=Slot("workshop")) & ~Q(state=WorkshopState.CANCELLED)
    rows = Workshop.objects.filter(later | Q(pk=Slot("earlier")))
    return Prepared(rows.only("title", "starts_at", "time_zone").order_by("starts_at", "pk"))


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
