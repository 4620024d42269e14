"""The money page of a region: its rows, its totals, and what is said first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import money
from people.models import User
from places.models import ParticipationStatus
from plans.funding.gap import exact
from programmes.models import Programme
from reports.money.sums import SORTS, SUMS, PlaceMoney, aggregate, ordered, sum_titles, totals

PLACES_A_PAGE = 50
#: Digits of an id that is worth asking the database for.
ID_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what it may not ask for is left out."""

    programme: int | None
    sort: str
    #: Only places with a claim that somebody has to decide or to pay.
    waiting: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str], programmes: Mapping[int, Programme]) -> Asked:
        """From an address; `programmes` are those that the reader runs."""
        text = query.get("programme", "")
        wanted = int(text) if text.isdecimal() and len(text) <= ID_DIGITS else None
        sort = query.get("sort", "")
        return cls(
            programme=wanted if wanted in programmes else None,
            sort=sort if sort in SORTS else SORTS[0],
            waiting=query.get("claims") == "waiting",
        )


def run_programmes(user: User) -> dict[int, Programme]:
    """The programmes that the reader runs, by id, in the order of their names."""
    found = Programme.objects.run_by(user).only("name", "currency").order_by("name", "pk")
    return {programme.pk: programme for programme in found}


def rows_of(asked: Asked, programmes: Mapping[int, Programme]) -> list[PlaceMoney]:
    """The places that were asked for, in order."""
    wanted = [asked.programme] if asked.programme else list(programmes)
    rows = [row for row in aggregate(wanted) if row.waiting or not asked.waiting]
    return ordered(rows, asked.sort)


def context(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The page. Two queries, however many places and lines."""
    programmes = run_programmes(user)
    asked = Asked.read(query, programmes)
    rows = rows_of(asked, programmes)
    currencies = {pk: programme.currency for pk, programme in programmes.items()}
    sums = totals(rows, currencies)
    page = Paginator(rows, PLACES_A_PAGE).get_page(query.get("page"))
    return {
        "asked": asked,
        "programmes": programmes.values(),
        "page": page,
        "rows": [_row(row, programmes, several=len(sums) > 1) for row in page.object_list],
        "heads": _heads(asked),
        "totals": [
            (currency, [money(exact(of[name])) for name in SUMS]) for currency, of in sums.items()
        ],
        "sentences": [_sentence(rows, currency, of, currencies) for currency, of in sums.items()],
        "currency": next(iter(sums), ""),
        "several": len(sums) > 1,
        "without_waiting": "?" + urlencode(_parameters(replace(asked, waiting=False))),
        "query": urlencode(_parameters(asked)),
    }


def _row(row: PlaceMoney, programmes: Mapping[int, Programme], *, several: bool) -> dict[str, Any]:
    """A place in the table: what is said of it, and its sums in words."""
    programme = programmes[row.programme]
    about = [
        row.municipality,
        programme.name if len(programmes) > 1 else "",
        programme.currency if several else "",
        ParticipationStatus.STOPPED.label if row.status == ParticipationStatus.STOPPED else "",
    ]
    return {
        "pk": row.pk,
        "place": row.place,
        "about": ", ".join(str(part) for part in about if part),
        "sums": [(name, money(exact(getattr(row, name)))) for name in SUMS],
        "missing": row.missing,
    }


def _heads(asked: Asked) -> list[dict[str, Any]]:
    """The headings of the sums: what sorting by each leads to."""
    return [
        {
            "name": name,
            "title": title,
            "url": "?" + urlencode(_parameters(replace(asked, sort=name))),
            "current": asked.sort == name,
        }
        for name, title in {"place": _("Place"), **sum_titles()}.items()
    ]


def _parameters(asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if asked.programme:
        found["programme"] = asked.programme
    if asked.sort != SORTS[0]:
        found["sort"] = asked.sort
    if asked.waiting:
        found["claims"] = "waiting"
    return found


def _sentence(
    rows: list[PlaceMoney],
    currency: str,
    of: Mapping[str, int],
    currencies: Mapping[int, str],
) -> str:
    """What is said first: how much is missing, at how many places."""
    short = sum(1 for row in rows if row.missing and currencies[row.programme] == currency)
    facts = {
        "missing": money(exact(of["missing"]), currency),
        "cost": money(exact(of["cost"]), currency),
        "count": short,
    }
    if not of["cost"]:
        return _("No plan has a cost yet.")
    if not short:
        return _("All money is found: %(cost)s.") % facts
    return (
        ngettext(
            "%(missing)s of %(cost)s is missing, at %(count)d place.",
            "%(missing)s of %(cost)s is missing, at %(count)d places.",
            short,
        )
        % facts
    )
