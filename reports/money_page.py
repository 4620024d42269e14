"""The money page of a region: what its rows and its totals look like.

Rows are filled into a stencil and sums are written by hand: Django's own number format takes
longer for a page of sums than the database for adding them up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.stencils import stencil
from people.models import User
from places.models import ParticipationStatus
from programmes.models import Programme
from reports.collect.money import (
    SORTS,
    SUMS,
    PlaceMoney,
    aggregate,
    ordered,
    sum_titles,
    totals,
)

PLACES_A_PAGE = 50
#: Digits of an id that is worth asking the database for.
ID_DIGITS = 18
_THOUSAND, _ORE = 1000, 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what it may not ask for is left out."""

    programme: int | None
    sort: str

    @classmethod
    def read(cls, query: Mapping[str, str], programmes: Mapping[int, Programme]) -> Asked:
        """From an address; `programmes` are those that the reader runs."""
        text = query.get("programme", "")
        wanted = int(text) if text.isdecimal() and len(text) <= ID_DIGITS else None
        sort = query.get("sort", "")
        return cls(
            programme=wanted if wanted in programmes else None,
            sort=sort if sort in SORTS else SORTS[0],
        )


def writer() -> Callable[[int], str]:
    """How sums in öre are written in the active language: what `core.money.money` writes."""
    # A number with both marks, written once, tells what they are.
    sample = number_format(_THOUSAND + 0.25, 2, use_l10n=True, force_grouping=True)
    group, mark = sample[1:-6], sample[-3]

    def write(ore: int) -> str:
        whole, part = divmod(abs(ore), _ORE)
        text = f"{whole:,}".replace(",", group)
        sign = "\N{MINUS SIGN}" if ore < 0 else ""
        return f"{sign}{text}{mark}{part:02d}" if part else f"{sign}{text}"

    return write


def run_programmes(user: User) -> dict[int, Programme]:
    """The programmes that the reader runs, by id, in the order of their names."""
    found = Programme.objects.run_by(user).only("name", "currency").order_by("name", "pk")
    return {programme.pk: programme for programme in found}


def rows_of(asked: Asked, programmes: Mapping[int, Programme]) -> list[PlaceMoney]:
    """The places that were asked for, in order."""
    wanted = [asked.programme] if asked.programme else list(programmes)
    return ordered(aggregate(wanted), asked.sort)


def context(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The page. Two queries, however many places and lines."""
    programmes = run_programmes(user)
    asked = Asked.read(query, programmes)
    rows = rows_of(asked, programmes)
    currencies = {pk: programme.currency for pk, programme in programmes.items()}
    sums = totals(rows, currencies)
    page = Paginator(rows, PLACES_A_PAGE).get_page(query.get("page"))
    write = writer()
    return {
        "asked": asked,
        "programmes": programmes.values(),
        "page": page,
        "rows": _rows(page.object_list, programmes, write, several=len(sums) > 1),
        "heads": _heads(asked),
        "totals": [(currency, [write(of[name]) for name in SUMS]) for currency, of in sums.items()],
        "sentences": [
            _sentence(rows, currency, of, currencies, write) for currency, of in sums.items()
        ],
        "currency": next(iter(sums), ""),
        "several": len(sums) > 1,
        "query": urlencode(_parameters(asked)),
    }


def _rows(
    shown: Any,
    programmes: Mapping[int, Programme],
    write: Callable[[int], str],
    *,
    several: bool,
) -> SafeString:
    """The table's rows as HTML."""
    slots = ("row.url", "row.place", "row.about", *(f"row.{name}" for name in SUMS))
    short = stencil("reports/_money_row.html", slots, (("row.short", True),))
    found = stencil("reports/_money_row.html", slots, (("row.short", False),))
    # Written once with an id that no row has, for the address to be built without a resolver.
    before, after = reverse("plans:funding", args=[0]).split("/0/")
    stopped = str(ParticipationStatus.STOPPED.label)
    drawn = []
    for row in shown:
        programme = programmes[row.programme]
        about = [
            row.municipality,
            programme.name if len(programmes) > 1 else "",
            programme.currency if several else "",
        ]
        if row.status == ParticipationStatus.STOPPED:
            about.append(stopped)
        values = {
            "row.url": f"{before}/{row.pk}/{after}",
            "row.place": row.place,
            "row.about": ", ".join(filter(None, about)),
        } | {f"row.{name}": write(getattr(row, name)) for name in SUMS}
        drawn.append((short if row.missing else found).fill(values))
    return mark_safe("".join(drawn))


def _heads(asked: Asked) -> list[dict[str, Any]]:
    """The headings of the sums: what sorting by each leads to."""
    return [
        {
            "name": name,
            "title": title,
            "url": "?" + urlencode(_parameters(Asked(asked.programme, name))),
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
    return found


def _sentence(
    rows: list[PlaceMoney],
    currency: str,
    of: Mapping[str, int],
    currencies: Mapping[int, str],
    write: Callable[[int], str],
) -> str:
    """What is said first: how much is missing, at how many places."""
    short = sum(1 for row in rows if row.missing and currencies[row.programme] == currency)
    facts = {
        "missing": f"{write(of['missing'])}\N{NO-BREAK SPACE}{currency}",
        "cost": f"{write(of['cost'])}\N{NO-BREAK SPACE}{currency}",
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
