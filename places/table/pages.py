"""The places' table: chosen columns, groups with totals, saved views, what may be done with many.

Nothing is left out unseen: what narrows the list stands above it and can be taken off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.components import strip_sprite
from people.models import Assignment, Role, User
from people.scope import scope_of
from places.dashboard.extent import extent_of
from places.figures import Extent, Readings
from places.models import Participation, SavedView
from places.portfolio.chips import address_of, chips_of
from places.portfolio.filters import Filters, Option, choices_of, narrowed
from places.portfolio.pages import (
    COUNTED,
    CountedPaginator,
    everywhere,
    found_count,
    places_of,
    visible_programmes,
)
from places.table.columns import COLUMNS, FIELDS, Column, Line, chosen, of_places, read_page

GROUPS: dict[str, Any] = {
    "": gettext_lazy("No groups"),
    "municipality": gettext_lazy("By municipality"),
    "coach": gettext_lazy("By coach"),
    "step": gettext_lazy("By step"),
    "programme": gettext_lazy("By programme"),
}


def by_group(places: QuerySet[Participation], group: str) -> QuerySet[Participation]:
    """The places with the name of their group, those of one group together.

    A place of two coaches stands under the one who has coached it longest.
    """
    if group == "municipality":
        named = places.annotate(group=F("place__municipality__name"))
    elif group == "step":
        named = places.annotate(group=F("current_step"))
    elif group == "programme":
        named = places.annotate(group=F("programme__name"))
    else:
        coaches = Assignment.objects.active().filter(participation=OuterRef("pk"), role=Role.COACH)
        first = coaches.order_by("starts_on", "pk").values("user__name")[:1]
        named = places.annotate(group=Coalesce(Subquery(first), Value("")))
    return named.order_by("group", *places.query.order_by)


def group_words(group: str, value: Any) -> str:
    """What a group is called."""
    if group == "step":
        return _("Step %(number)d") % {"number": value}
    if group == "coach" and not value:
        return _("No coach")
    return str(value)


@dataclass(frozen=True, slots=True)
class Total:
    """A group: its name, how many places it has, how many need somebody, its sums in words."""

    name: str
    places: int
    needing: int
    sums: list[tuple[str, str]]

    @property
    def sentence(self) -> str:
        """All of it in words."""
        said = [
            ngettext("%(count)d place", "%(count)d places", self.places) % {"count": self.places}
        ]
        if self.needing:
            said.append(
                ngettext(
                    "%(count)d needs somebody", "%(count)d need somebody", self.needing
                ) % {"count": self.needing}
            )  # fmt: skip
        return ", ".join([*said, *(f"{label}: {words_}" for label, words_ in self.sums)])


def totals(
    rows: Iterable[tuple[int, Any, bool]], columns: list[Column], readings: Readings, group: str
) -> dict[Any, Total]:
    """The totals by group; `rows` are (participation, group, whether it needs somebody)."""
    members: dict[Any, list[tuple[int, bool]]] = {}
    for pk, value, needs in rows:
        members.setdefault(value, []).append((pk, needs))
    figures = [one for one in columns if one.figure]
    return {
        value: Total(
            group_words(group, value),
            len(some),
            sum(needs for _pk, needs in some),
            [(str(one.label), readings[one.figure].words_of([pk for pk, _needs in some]))
             for one in figures],
        )
        for value, some in members.items()
    }  # fmt: skip


def context(user: User, query: QueryDict, today: dt.date) -> dict[str, Any]:
    """The page, in a constant number of questions."""
    scope = scope_of(user)
    programmes = visible_programmes(user)
    places = places_of(user)
    filters = Filters.read(query, {one.pk for one in programmes})
    patience = {one.pk: one.quiet_after_days for one in programmes}
    found = narrowed(places, filters, patience, today)
    group = query.get("group", "") if query.get("group", "") in GROUPS else ""
    if group:
        found = by_group(found, group)
    columns = chosen(query.getlist("col"))
    page = CountedPaginator(found, found_count(found)).get_page(query.get("page"))
    extent = extent_of(user, programmes, today)
    lines, readings, sums = _read(page, found, columns, extent, group)
    read = read_page([line for line, _group in lines], columns, readings)
    count = page.paginator.count
    choices = choices_of(filters, programmes, places=count, by_coach=scope.runs)
    return {
        "own": scope.coaches_only,
        "programmes": programmes,
        "filters": filters,
        "choices": choices,
        "chips": chips_of(filters, programmes, query, choices),
        "everywhere": everywhere(places, filters, count),
        "page": page,
        "columns": columns,
        "column_choices": [
            Option(key, str(one.label), one in columns) for key, one in COLUMNS.items()
        ],
        "group_choices": [Option(key, str(label), key == group) for key, label in GROUPS.items()],
        "groups": _grouped(lines, columns, read, sums),
        "sprite": strip_sprite(line.strip_key for line, _group in lines),
        "views": _views(user, query),
        "address": address_of(query),
    }  # fmt: skip


def _read(
    page: Any, found: QuerySet[Participation], columns: list[Column], extent: Extent, group: str
) -> tuple[list[tuple[Line, Any]], Readings, dict[Any, Total]]:
    """The lines of a page with their groups, the figures that they show, and the totals."""
    today = extent.on
    fields = (*FIELDS, "group") if group else FIELDS
    rows = list(page.object_list.values_list(*fields))
    lines = [(Line.of(row[: len(FIELDS)], today), row[-1] if group else None) for row in rows]
    if not group:
        here = of_places(extent, [(line.pk, line.programme_id) for line, _group in lines])
        return lines, Readings(here), {}
    named: Any = found
    everyone = list(
        named.values_list("pk", "programme_id", "group", "attention_on", "status")[:COUNTED]
    )
    readings = Readings(of_places(extent, [(row[0], row[1]) for row in everyone]))
    needing = [(row[0], row[2], row[4] == "active" and row[3] <= today) for row in everyone]
    return lines, readings, totals(needing, columns, readings, group)


def _grouped(
    lines: list[tuple[Line, Any]], columns: list[Column], read: Any, sums: dict[Any, Total]
) -> list[tuple[Total | None, list[dict[str, Any]]]]:  # fmt: skip
    found = []
    for value, some in groupby(lines, key=lambda one: one[1]):
        rows = [
            {
                "pk": line.pk,
                "place": line.place,
                # What the link to put off begins with; what is put off is taken up there.
                "kind": line.flags[0].kind if line.flags else line.asleep(read.today),
                "cells": [(one, one.fill(line, read)) for one in columns],
            }
            for line, _group in some
        ]
        found.append((sums.get(value), rows))
    return found


def _views(user: User, query: QueryDict) -> dict[str, Any]:
    """One's own views and those of one's programmes; the one that is open. One query."""
    seen = SavedView.objects.visible_to(user).select_related("programme", "user")
    found = list(seen.order_by("name", "pk"))
    address = address_of(query)
    return {
        "own": [one for one in found if one.user_id == user.pk],
        "shared": [one for one in found if one.user_id != user.pk],
        "removable": [
            one
            for one in found
            if one.user_id == user.pk or one.programme_id in scope_of(user).run_programmes
        ],
        "open": next((one for one in found if one.query == address), None),
    }
