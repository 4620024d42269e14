"""The portfolio: collected with few queries, as plain values.

Fifty rows are shown of up to twenty thousand, so that nothing here makes model objects, and
what is cheap to say twice is made once (`lru_cache` by language and value).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.components import strip_use
from core.dates import ago, short_date
from core.templatetags.ui import clock
from people.models import User
from places.domain import attention
from places.domain.attention import Facts, Flag
from places.domain.clock import months_used
from places.forms.portfolio import ANY_NEED, Filters
from places.models import Assignment, Participation, ParticipationStatus, Role
from places.standing import MANAGER, REGION_ADMIN, Standing
from programmes.models import Programme, Step

PER_PAGE = 50
#: Characters of the agreed next step that fit a row; the place's own page has all of it.
NEXT_LENGTH = 60
#: The coach filter lists so many; in a larger region the search finds coaches by name.
COACHES_LISTED = 60

_PAST = (ParticipationStatus.ENDED, ParticipationStatus.STOPPED, ParticipationStatus.DECLINED)
_STATUS = {
    "": Q(status=ParticipationStatus.ACTIVE),
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


@dataclass(frozen=True, slots=True)
class ProgrammeChoice:
    """A programme of the list, with how many places are under way and how many need somebody."""

    pk: int
    name: str
    region_id: int
    quiet_after_days: int
    steps: int
    places: int = 0
    needing: int = 0


class Row(NamedTuple):
    """A place in the list, ready to be shown."""

    pk: int
    url: str
    place: str
    municipality: str
    strip_key: tuple[str, str, int]
    strip: SafeString
    clock: SafeString
    contact: str
    next_on: str
    next_text: str
    flag: Flag
    flags: list[Flag]


_COLUMNS = (
    "pk", "place__name", "place__municipality__name", "progress", "gate_after", "clock_months",
    *attention.FACT_COLUMNS,
)  # fmt: skip


def visible_programmes(user: User) -> list[ProgrammeChoice]:
    """The programmes that the user may see, with their number of steps, in one query."""
    steps = (
        Step.objects.filter(version=OuterRef("method_version"))
        .order_by()
        .values("version")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = Programme.objects.visible_to(user).values_list(
        "pk", "name", "region_id", "quiet_after_days",
        Coalesce(Subquery(steps, output_field=IntegerField()), Value(0)),
    )  # fmt: skip
    return [ProgrammeChoice(*row) for row in rows]


def scope(
    user: User, who: Standing, programmes: Iterable[ProgrammeChoice]
) -> QuerySet[Participation]:
    """The participations of a user's portfolio, always within `visible_to(user)`.

    A coach has those that he or she coaches. Who runs programmes has all of theirs; their ids
    are written into the query, because the database then reads them off one index, which it
    does not with the nested questions of `visible_to`. Everybody else has what is visible.
    """
    if who.runs:
        regions = {held.pk for held in who.of(REGION_ADMIN)}
        managed = {held.pk for held in who.of(MANAGER)}
        run = [p.pk for p in programmes if p.region_id in regions or p.pk in managed]
        theirs = Participation.objects.filter(programme__in=run)
        if not who.has(Role.COACH):
            return theirs
        return theirs | Participation.objects.filter(pk__in=_coached(user).values("participation"))
    if who.has(Role.COACH):
        return Participation.objects.filter(pk__in=_coached(user).values("participation"))
    return Participation.objects.visible_to(user)


def _coached(user: User) -> QuerySet[Assignment]:
    return Assignment.objects.active().filter(user=user, role=Role.COACH).order_by()


def with_counts(
    programmes: Iterable[ProgrammeChoice], places: QuerySet[Participation], today: dt.date
) -> list[ProgrammeChoice]:
    """The programmes that have places in the portfolio, with their counts; one query."""
    counted = (
        places.order_by()
        .values("programme_id")
        .annotate(
            under_way=Count("pk", filter=Q(status=ParticipationStatus.ACTIVE)),
            needing=Count(
                "pk", filter=Q(status=ParticipationStatus.ACTIVE, attention_on__lte=today)
            ),
        )
        .values_list("programme_id", "under_way", "needing")
    )
    numbers = {pk: (under_way, needing) for pk, under_way, needing in counted}
    return [
        ProgrammeChoice(p.pk, p.name, p.region_id, p.quiet_after_days, p.steps, *numbers[p.pk])
        for p in programmes
        if p.pk in numbers
    ]


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


def coaches(programmes: Iterable[int]) -> list[tuple[int, str]]:
    """Who coaches in these programmes, by name, as (id, name); the first of many."""
    here = Assignment.objects.active().filter(
        user=OuterRef("pk"), role=Role.COACH, participation__programme__in=list(programmes)
    )
    return list(User.objects.filter(Exists(here)).values_list("pk", "name")[:COACHES_LISTED])


def lead(programmes: list[ProgrammeChoice]) -> str:
    """The sentence under the heading: how many places, and how many need somebody today."""
    total = sum(p.places for p in programmes)
    needing = sum(p.needing for p in programmes)
    if not total:
        return ""
    if len(programmes) == 1:
        places = ngettext(
            "%(count)d place in %(programme)s.", "%(count)d places in %(programme)s.", total
        ) % {"count": total, "programme": programmes[0].name}
    else:
        places = ngettext(
            "%(count)d place in %(programmes)d programmes.",
            "%(count)d places in %(programmes)d programmes.",
            total,
        ) % {"count": total, "programmes": len(programmes)}
    if not needing:
        need = _("None needs you today.")
    else:
        need = ngettext("%(count)d needs you today.", "%(count)d need you today.", needing) % {
            "count": needing
        }
    return _("%(places)s %(need)s") % {"places": places, "need": need}


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # not a generic at run time
    """A paginator that is told the count, where another query has it already."""

    def __init__(self, places: QuerySet[Any], count: int) -> None:
        super().__init__(places, PER_PAGE)
        self.__dict__["count"] = count


def rows(places: QuerySet[Participation], today: dt.date) -> list[Row]:
    """The places as rows, in one query."""
    language = get_language()
    # Asking the resolver for each row's address would cost more than the row.
    before, after = reverse("places:participation", args=[0]).rsplit("0", 1)
    return [
        _row(f"{before}{values[0]}{after}", values, today, language)
        for values in places.values_list(*_COLUMNS)
    ]


def _row(url: str, values: tuple[Any, ...], today: dt.date, language: str | None) -> Row:
    pk, place, municipality, progress, gate_after, months, *rest = values
    facts = Facts(*rest)
    flags = attention.reasons(facts, today)
    return Row(
        pk,
        url,
        place,
        municipality,
        (progress, facts.gate_state, gate_after),
        strip_use(progress, facts.gate_state, gate_after),
        _clock(months, facts.support_ends_on, today, language),
        _ago(facts.last_contact_on, today, language),
        _short(facts.next_on, today, language),
        _cut(facts.next_text),
        flags[0] if flags else attention.calm(facts),
        flags,
    )


def _cut(text: str) -> str:
    return text if len(text) <= NEXT_LENGTH else f"{text[: NEXT_LENGTH - 1].rstrip()}…"


# `today` and `language` are arguments for the caches' sake: the words follow both.


@lru_cache(maxsize=4096)
def _clock(total: int, ends_on: dt.date, today: dt.date, language: str | None) -> SafeString:
    return clock(months_used(total=total, ends_on=ends_on, on=today), total)


@lru_cache(maxsize=4096)
def _ago(day: dt.date | None, today: dt.date, language: str | None) -> str:
    return ago(day)


@lru_cache(maxsize=4096)
def _short(day: dt.date | None, today: dt.date, language: str | None) -> str:
    return short_date(day)
