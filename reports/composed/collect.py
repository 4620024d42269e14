"""What an own report says: the same values as a report for a period, in the order chosen."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from places.models import Participation, ParticipationStatus
from places.reporting import Section, Subject, sections
from reports.models import Audience, Composition, Period, Places
from reports.periodic.collect import Content, cover, head, of_many, plain, took_part

_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
DAY = dt.timedelta(days=1)


def span_of(period: str, first_day: dt.date, *, on: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day that a period means on a day: the last whole one of the calendar.

    `first_day` is the programme's.
    """
    months = _MONTHS.get(Period(period))
    if months is None:
        return min(first_day, on - DAY), on - DAY
    begun = on.replace(month=(on.month - 1) // months * months + 1, day=1)
    return begun - relativedelta(months=months), begun - DAY


def places_of(
    composition: Composition, starts_on: dt.date, ends_on: dt.date
) -> list[Participation]:
    """The places that it is about, of those that took part in the period."""
    found: QuerySet[Participation] = took_part(composition.programme, starts_on, ends_on)
    if composition.places == Places.STEP:
        found = found.filter(current_step=composition.step or 0, status=ParticipationStatus.ACTIVE)
    if composition.places == Places.CHOSEN:
        found = found.filter(pk__in=composition.chosen.values("pk"))
    places = list(found)
    for place in places:
        place.programme = composition.programme
    return places


def chosen_sections(composition: Composition) -> list[Section]:
    """Its sections in their order; what there is no more is passed over."""
    known = {one.key: one for one in sections()}
    return [known[key] for key in composition.sections if key in known]


def collect(composition: Composition, starts_on: dt.date, ends_on: dt.date) -> Content:
    """Read everything, in the programme's language. A fixed number of queries."""
    programme = composition.programme
    sums_only = composition.audience == Audience.SUMS
    places = places_of(composition, starts_on, ends_on)
    single = places[0] if composition.places == Places.CHOSEN and len(places) == 1 else None
    subject = Subject(
        programme,
        None if sums_only else single,
        starts_on,
        ends_on,
        timezone.localdate(),
        places,
        chosen=composition.places != Places.ALL,
        sums_only=sums_only,
    )
    with translation.override(programme.language):
        parts = _parts(composition, subject)
        content = {
            **head(subject),
            "about": "own",
            "title": composition.name,
            "name": programme.name,
            "audience": composition.audience,
            "parts": parts,
            "cover": cover([block for part in parts for block in part["blocks"]]),
        }
        if composition.places == Places.STEP:
            step = _("Places at step %(number)d") % {"number": composition.step}
            content["under"] = f"{step}: {content['under']}"
    return plain(content)


def _parts(composition: Composition, subject: Subject) -> list[dict[str, Any]]:
    """A part for neighbours of one chapter; one that comes again goes by its section's name."""
    parts: list[dict[str, Any]] = []
    if composition.intro:
        parts.append(_part("summary", _("In short"), composition.intro, []))
    seen: set[str] = set()
    of_chapter = groupby(chosen_sections(composition), key=lambda section: section.part)
    for chapter, found in of_chapter:
        held = list(found)
        blocks = [block for section in held for block in section.collect(subject)]
        if subject.sums_only:
            number = len(subject.places)
            blocks = [kept for one in blocks if (kept := of_many(one, number)) is not None]
        if not blocks:
            continue
        title = held[0].title if chapter.key in seen else chapter.title
        key = held[0].key.replace(".", "-") if chapter.key in seen else chapter.key
        seen.add(chapter.key)
        parts.append(_part(key, str(title), "", blocks))
    return parts


def _part(key: str, title: str, text: str, blocks: list[Any]) -> dict[str, Any]:
    return {"key": key, "title": title, "text": text, "blocks": blocks}
