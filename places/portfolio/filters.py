"""The portfolio's filters as they stand in the address.

No Django form: the filters only read, a value that is unknown or stale (a saved address, a
programme that has closed) is simply left out, and drawing the widgets through the form
renderer would cost more than the whole list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Assignment, Role, User
from places import attention
from places.attention import Kind, Urgency
from places.models import Participation, ParticipationStatus

#: Every place that needs somebody, whatever the reason.
ANY_NEED = "any"
#: Every place at which somebody has put something off.
PUT_OFF = "put_off"
#: Longest text that is searched for.
SEARCH_LENGTH = 80

#: With more places than this there are more coaches than one picks from; search finds them by name.
PLACES_FOR_COACH_LIST = 300

STATUSES: dict[str, str | Promise] = {
    "": ParticipationStatus.ACTIVE.label,
    ParticipationStatus.CANDIDATE.value: _("Candidates"),
    "past": _("Ended or stopped"),
    "all": pgettext_lazy("places of every status", "All"),
}
NEEDS: dict[str, str | Promise] = {
    "": _("All places"),
    ANY_NEED: _("Needs somebody"),
    Urgency.TODAY.value: _("Needs somebody today"),
    Urgency.WEEK.value: _("Needs somebody this week"),
    **{kind.value: kind.label for kind in Kind},
    PUT_OFF: _("Put off"),
}
SORTS: dict[str, str | Promise] = {
    "": _("Needs me first"),
    "name": _("Name"),
    "end": _("Support ends first"),
    "contact": _("Longest since contact"),
    "step": _("Step"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for. Empty values filter nothing; `status` "" means under way."""

    q: str = ""
    programme: int | None = None
    step: int | None = None
    needs: str = ""
    status: str = ""
    coach: int | None = None
    sort: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], programmes: Collection[int]) -> Self:
        """The filters of an address; `programmes` are the ids that may be asked for."""
        programme = number_of(query.get("programme"))
        return cls(
            # NUL cannot be stored in PostgreSQL, hence not be looked for either.
            q=query.get("q", "").replace("\x00", "").strip()[:SEARCH_LENGTH],
            programme=programme if programme in programmes else None,
            step=number_of(query.get("step")),
            needs=_known(query.get("needs"), NEEDS),
            status=_known(query.get("status"), STATUSES),
            coach=number_of(query.get("coach")),
            sort=_known(query.get("sort"), SORTS),
        )

    @property
    def narrows(self) -> bool:
        """Whether fewer places than all under way may be shown. Sorting alone does not."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "sort")


# --- The places that are left

_PAST = (ParticipationStatus.ENDED, ParticipationStatus.STOPPED, ParticipationStatus.DECLINED)
UNDER_WAY = Q(status=ParticipationStatus.ACTIVE)
_STATUS = {
    "": UNDER_WAY,
    ParticipationStatus.CANDIDATE.value: Q(status=ParticipationStatus.CANDIDATE),
    "past": Q(status__in=_PAST),
    "all": Q(),
}
_ORDER: dict[str, tuple[Any, ...]] = {
    "": ("attention_on", "pk"),
    "name": ("place__name", "pk"),
    "end": ("support_ends_on", "pk"),
    "contact": (F("last_contact_on").asc(nulls_first=True), "pk"),
    "step": ("current_step", "progress", "pk"),
}


def narrowed(
    places: QuerySet[Participation], filters: Filters, patience: Mapping[int, int], today: dt.date
) -> QuerySet[Participation]:
    """The places that the filters leave, in their order. `patience`: see attention.needing."""
    places = places.filter(_STATUS[filters.status])
    if filters.programme:
        places = places.filter(programme=filters.programme)
    if filters.step:
        places = places.filter(current_step=filters.step)
    if filters.needs == ANY_NEED:
        places = places.filter(attention_on__lte=today)
    elif filters.needs == PUT_OFF:
        places = places.filter(snoozed_until__gt=today)
    elif filters.needs in Urgency:
        places = places.filter(attention.urgent(filters.needs, today))
    elif filters.needs:
        places = places.filter(attention.needing(filters.needs, today, patience))
    if filters.coach:
        places = places.filter(pk__in=_coach_places(user=filters.coach))
    if filters.q:
        found = Q(place__name__icontains=filters.q) | Q(
            place__municipality__name__icontains=filters.q
        )
        found |= Q(pk__in=_coach_places(user__name__icontains=filters.q))
        places = places.filter(found)
    return places.order_by(*_ORDER[filters.sort])


def _coach_places(**who: Any) -> QuerySet[Any]:
    coaches = Assignment.objects.active().filter(role=Role.COACH, **who)
    return coaches.order_by().values("participation")


# --- What can be chosen


@dataclass(frozen=True, slots=True)
class ProgrammeChoice:
    """A programme that the user sees places of."""

    pk: int
    name: str
    region_id: int
    quiet_after_days: int
    status: str
    steps: int
    currency: str
    starts_on: dt.date


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter."""

    value: str
    label: str
    chosen: bool


def coaches(programmes: Iterable[int], *, only: int | None = None) -> list[tuple[int, str]]:
    """Who coaches in these programmes, by name, as (id, name); `only` one of them, when given."""
    here = Assignment.objects.active().filter(
        user=OuterRef("pk"), role=Role.COACH, participation__programme__in=list(programmes)
    )
    people = User.objects.filter(Exists(here))
    if only:
        people = people.filter(pk=only)
    return list(people.values_list("pk", "name"))


def choices_of(
    filters: Filters, programmes: Sequence[ProgrammeChoice], *, places: int, by_coach: bool
) -> dict[str, list[Option]]:
    """The filters' choices; one that offers nothing to choose is left out.

    `places` are under way; `by_coach` says whether the user may choose among coaches.
    """
    steps = range(1, max((p.steps for p in programmes), default=0) + 1)
    offered: dict[str, list[tuple[object, object]]] = {
        "programme": [("", _("All programmes")), *((p.pk, p.name) for p in programmes)],
        "step": [
            ("", _("All steps")),
            *((n, _("Step %(number)d") % {"number": n}) for n in steps),
        ],
        "needs": [*NEEDS.items()],
        "status": [*STATUSES.items()],
        "sort": [*SORTS.items()],
    }
    few = places <= PLACES_FOR_COACH_LIST
    if by_coach and (few or filters.coach):
        people = coaches((p.pk for p in programmes), only=None if few else filters.coach)
        offered["coach"] = [("", _("All coaches")), *people]
    return {
        name: _options(choices, getattr(filters, name))
        for name, choices in offered.items()
        # "All" and one other is nothing to choose, but what was chosen must be seen.
        if len(choices) > 2 or getattr(filters, name)  # noqa: PLR2004
    }


def _options(choices: list[tuple[object, object]], chosen: object) -> list[Option]:
    wanted = "" if chosen is None else str(chosen)
    return [Option(str(value), str(label), str(value) == wanted) for value, label in choices]


def _known(value: str | None, choices: Mapping[str, str | Promise]) -> str:
    return value if value and value in choices else ""


def number_of(value: str | None) -> int | None:
    """A number of an address, or None."""
    # No more digits than an id column holds; isdecimal alone would let other scripts' in.
    if value and value.isascii() and value.isdecimal() and len(value) <= 18:  # noqa: PLR2004
        return int(value) or None
    return None
