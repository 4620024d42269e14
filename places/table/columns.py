"""The columns of the places' table: which there are, and how a page of places fills them.

Each needs a constant number of questions for all rows of a page: most stand in the summary, people
and inhabitants come with one each, named figures with one for each app that counts them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.components import strip_use
from core.dates import ago, short_date
from core.templatetags.ui import clock
from people.models import Assignment, Role
from places import attention
from places.attention import Facts, Flag
from places.clock import months_used
from places.figures import Extent, Readings
from places.models import GateState, PopulationObservation

FIELDS = (
    "pk", "place_id", "place__name", "place__municipality__name", "programme_id",
    "programme__name", "progress", "current_step", "gate_after", "clock_months",
    *attention.FACT_COLUMNS,
)  # fmt: skip
_OWN = 10  # fields before the facts


class Line(NamedTuple):
    """One place as it was read."""

    pk: int
    place_id: int
    place: str
    municipality: str
    programme_id: int
    programme: str
    progress: str
    current_step: int
    gate_after: int
    months: int
    facts: Facts
    flags: list[Flag]

    @classmethod
    def of(cls, values: tuple[Any, ...], today: dt.date) -> Line:
        """From the columns of `FIELDS`."""
        facts = Facts(*values[_OWN:])
        return cls._make([*values[:_OWN], facts, attention.reasons(facts, today)])

    def asleep(self, today: dt.date) -> str:
        """The reason that is put off; "" for none."""
        kind = self.facts.snoozed_kind
        return kind if self.facts.sleeps(kind, today) else ""

    def flag(self, today: dt.date) -> Flag:
        """The most pressing reason, or how the place is."""
        return self.flags[0] if self.flags else attention.resting(self.facts, today)

    @property
    def strip_key(self) -> tuple[str, str, int]:
        """What the page's sprite needs to know of its strip."""
        return self.progress, self.facts.gate_state, self.gate_after


@dataclass(frozen=True)
class Page:
    """What was read for all rows of a page."""

    today: dt.date
    people: Mapping[str, Mapping[int, str]]
    inhabitants: Mapping[int, str]
    readings: Readings


Fill = Callable[[Line, Page], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how a cell is filled, and what it needs besides the row."""

    key: str
    label: str | Promise
    fill: Fill
    numeric: bool = False
    needs: str = ""
    #: The named figure that it shows.
    figure: str = ""


def _state(line: Line, page: Page) -> Any:
    flag = line.flag(page.today)
    return format_html('<span class="flag {}">{}</span>', flag.level, flag.text)


def _support(line: Line, page: Page) -> Any:
    ends_on = line.facts.support_ends_on
    return clock(months_used(total=line.months, ends_on=ends_on, on=page.today), line.months)


def _next(line: Line, _page: Page) -> str:
    return f"{line.facts.next_text} {short_date(line.facts.next_on)}".strip()


def _gate(line: Line, _page: Page) -> str:
    return str(GateState(line.facts.gate_state).label)


def _person(role: str) -> Fill:
    return lambda line, page: page.people.get(role, {}).get(line.pk, "")


def _figure(key: str) -> Fill:
    return lambda line, page: page.readings[key].words_at(line.pk)


def _of_figure(key: str, label: str | Promise) -> Column:
    return Column(key, label, _figure(key), numeric=True, figure=key)


COLUMNS = {
    one.key: one
    for one in (
        Column("municipality", _("Municipality"), lambda line, _page: line.municipality),
        Column("programme", _("Programme"), lambda line, _page: line.programme),
        Column(
            "steps",
            _("Steps"),
            lambda line, _page: strip_use(line.progress, line.facts.gate_state, line.gate_after),
        ),
        Column("support", _("Support"), _support),
        Column("ends", _("Support ends"), lambda line, _page: short_date(
            line.facts.support_ends_on
        )),
        Column("gate", _("Gate"), _gate),
        Column("contact", _("Last contact"), lambda line, _page: ago(line.facts.last_contact_on)),
        Column("next", pgettext_lazy("agreed next step", "Next"), _next),
        Column("coach", _("Coach"), _person(Role.COACH), needs="people"),
        Column("leader", _("Process leader"), _person(Role.PROCESS_LEADER), needs="people"),
        Column(
            "inhabitants", _("Inhabitants"),
            lambda line, page: page.inhabitants.get(line.place_id, ""),
            numeric=True, needs="inhabitants",
        ),
        Column("state", _("State"), _state),
        _of_figure("meetings_held", _("Meetings this year")),
        _of_figure("people_met", _("Attendances this year")),
        _of_figure("coaching_hours", _("Hours of coaching this year")),
        _of_figure("funding_granted", _("Granted by others")),
        _of_figure("funding_missing", _("Missing for the actions")),
        _of_figure("support_paid", _("Support paid")),
        _of_figure("support_left", _("Support left to pay")),
    )
}  # fmt: skip
USUAL = ("municipality", "steps", "support", "contact", "next", "coach", "state")


def chosen(keys: Iterable[str]) -> list[Column]:
    """The columns of an address, in the table's order; the usual ones without any."""
    wanted = set(keys) & COLUMNS.keys() or set(USUAL)
    return [one for key, one in COLUMNS.items() if key in wanted]


def read_page(lines: list[Line], columns: Collection[Column], readings: Readings) -> Page:
    """What these rows need besides themselves."""
    needs = {one.needs for one in columns}
    ids = [line.pk for line in lines]
    return Page(
        readings.extent.on,
        people_of(ids) if "people" in needs else {},
        _inhabitants([line.place_id for line in lines]) if "inhabitants" in needs else {},
        readings,
    )


def people_of(ids: Collection[int]) -> dict[str, dict[int, str]]:
    """Names of coaches and process leaders of today by role and participation. One query."""
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = (
        Assignment.objects.active()
        .filter(participation__in=ids, role__in=[Role.COACH, Role.PROCESS_LEADER])
        .order_by("participation", "pk")
        .values_list("role", "participation_id", "user__name", "user__email")
    )
    for role, pk, name, address in rows:
        found[role][pk].append(name or address)
    return {role: {pk: ", ".join(names) for pk, names in of.items()} for role, of in found.items()}


def _inhabitants(places: Collection[int]) -> dict[int, str]:
    rows = (
        PopulationObservation.objects.filter(place__in=places)
        .order_by("place", "year", "pk")
        .values_list("place_id", "inhabitants")
    )
    return {place: str(number) for place, number in rows}


def of_places(extent: Extent, lines: Iterable[tuple[int, int]]) -> Extent:
    """The extent of single places (participation, programme), their figures kept apart."""
    programme_of = dict(lines)
    return Extent(
        programmes=extent.programmes,
        on=extent.on,
        starts_on=extent.starts_on,
        ends_on=extent.ends_on,
        participations=frozenset(programme_of) or frozenset({0}),
        by="participation",
        programme_of=programme_of,
    )
