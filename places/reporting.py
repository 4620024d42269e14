"""What a periodic report holds: parts, each filled by the apps that know its facts.

    @contributes("happened", order=20)
    def meetings(subject: Subject) -> list[Block]: ...

An app gives values, never HTML: figures, tables, bars and lines, as JSON holds them. The page, the
PDF, the Word document, the workbook and the JSON file all draw the same values, so that they
cannot show two numbers, and a report that is frozen is these values. Apps register in their
`AppConfig.ready()`; this module imports none of them. docs/report-schema.md describes the JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from places.figures import Extent, Of, Readings
from places.models import Participation, ParticipationStatus
from programmes.models import Programme

#: A block is a dictionary with its `type`; the functions below make them.
Block = dict[str, Any]
#: Places of these have worked in the programme: what is finished or stopped counts too.
TOOK_PART = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED, ParticipationStatus.STOPPED)


@dataclass(frozen=True)
class Subject:
    """What is reported on: one place or all places of a programme, and a period (both days in it).

    `places` carry their place and municipality. `on` is the day on which it is read.
    """

    programme: Programme
    participation: Participation | None
    starts_on: dt.date
    ends_on: dt.date
    on: dt.date
    places: list[Participation] = field(default_factory=list)
    #: Only chosen places of the programme: what hangs on no place is left out.
    chosen: bool = False
    #: For readers who may know sums of many places and no single one.
    sums_only: bool = False
    #: What several contributions look at, read once.
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def single(self) -> bool:
        """Whether it is about one place."""
        return self.participation is not None

    @cached_property
    def ids(self) -> list[int]:
        """The participations' ids."""
        return [one.pk for one in self.places]

    @cached_property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """The period as moments of the site's zone, for `__range`."""
        zone = timezone.get_current_timezone()
        first = dt.datetime.combine(self.starts_on, dt.time.min, zone)
        return first, dt.datetime.combine(self.ends_on, dt.time.max, zone)

    @cached_property
    def figures(self) -> Readings:
        """The named figures of these places and this period."""
        one = self.programme
        return Readings(
            Extent(
                programmes={one.pk: Of.of(one)},
                on=self.on,
                starts_on=self.starts_on,
                ends_on=self.ends_on,
                participations=frozenset(self.ids),
                with_tests=self.single,
                own=frozenset() if self.single or self.chosen else frozenset({one.pk}),
            )
        )

    def sum_of(self, key: str) -> Decimal:
        """A named sum, in the programme's currency."""
        found: Decimal = self.figures.value(key)[self.programme.currency]
        return found

    def covers(self, day: dt.date | None) -> bool:
        """Whether the day lies in the period."""
        return day is not None and self.starts_on <= day <= self.ends_on


# --- The parts, in the order of the report


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: its title, and what its writer is asked."""

    key: str
    title: str | Promise
    question: str | Promise


PARTS = (
    Part(
        "summary",
        _("In 30 seconds"),
        _("What should somebody know who reads only this? Three short paragraphs: what is done, "
          "what is under way, what is hard."),
    ),
    Part(
        "happened",
        _("What has happened"),
        _("How did the period go, in two or three sentences? Whom did you not reach?"),
    ),
    Part(
        "plan",
        _("The plan"),
        _("Do the goals come closer? What stands in the way?"),
    ),
    Part("money", _("The money"), _("What does the money go to, and what is still to be found?")),
    Part("coaching", _("The coaching"), _("What was the coaching about, and what did it give?")),
    Part("risks", _("What may go wrong"), _("One line a risk, and what you do about it.")),
    Part("next", _("What comes next"), _("What will happen before the next report?")),
    Part("lessons", _("What we have learned"), _("What would you tell another place?")),
    Part("annexes", _("Annexes"), _("Is there something that the lists below do not say?")),
)  # fmt: skip
PART_KEYS = tuple(part.key for part in PARTS)

Collect = Callable[[Subject], list[Block]]


@dataclass(frozen=True, slots=True)
class Section:
    """What one app gives to a part. `key` is the app and the function, as "plans.actions"."""

    key: str
    part: Part
    order: int
    title: str | Promise
    collect: Collect


_sections: list[Section] = []


def contributes(
    part: str, *, order: int, title: str | Promise = ""
) -> Callable[[Collect], Collect]:
    """Register what fills a part. KeyError for a part that there is not.

    `title` is what it is called where somebody chooses among sections; the part's own where it
    is empty.
    """
    if part not in PART_KEYS:
        raise KeyError(f"a report has no part {part!r}")
    of = PARTS[PART_KEYS.index(part)]

    def keep(collect: Collect) -> Collect:
        key = f"{collect.__module__.partition('.')[0]}.{collect.__name__}"
        _sections.append(Section(key, of, order, title or of.title, collect))
        return collect

    return keep


def sections() -> list[Section]:
    """All sections in the order of the report."""
    return sorted(_sections, key=lambda one: (PART_KEYS.index(one.part.key), one.order))


def blocks_of(subject: Subject, only: str = "") -> dict[str, list[Block]]:
    """The blocks of every part, in their order; of one alone where it is named."""
    found: dict[str, list[Block]] = {key: [] for key in PART_KEYS}
    for section in sections():
        if only in {"", section.part.key}:
            found[section.part.key] += section.collect(subject)
    return found


# --- The blocks


def figure(
    key: str,
    label: str,
    value: Any,
    kind: str = "number",
    *,
    note: str = "",
    level: str = "",
    cover: int = 0,
) -> dict[str, Any]:
    """One named figure. `kind`: number, money, hours. `cover`: its order on the cover, or 0."""
    return {
        "key": key, "label": label, "value": value, "kind": kind,
        "note": note, "level": level, "cover": cover,
    }  # fmt: skip


def figures(title: str, *found: dict[str, Any], behind: int | None = None) -> Block:
    """A row of named figures. `behind`: how many places its sums of money are from."""
    return {"type": "figures", "title": title, "figures": list(found), **_behind(behind)}


def _behind(places: int | None) -> Block:
    return {} if places is None else {"behind": places}


def table(
    key: str,
    title: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[Any]],
    *,
    note: str = "",
    of_places: bool = False,
    behind: int | None = None,
) -> Block:
    """A table. A column is its heading and the kind of its values.

    Kinds: text, soft, number, money, hours, date, mark (`[level, words]`) and strip
    (`[progress, gate state, steps before the gate]`). `of_places`: each row is one place, which
    readers who do not run the programme do not see.
    """
    return {
        "type": "table", "key": key, "title": title, "note": note, "of_places": of_places,
        "columns": [{"title": heading, "kind": kind} for heading, kind in columns],
        "rows": [list(row) for row in rows], **_behind(behind),
    }  # fmt: skip


def bars(  # noqa: PLR0913 - what bars can be
    key: str,
    title: str,
    legend: Sequence[str],
    rows: Iterable[tuple[str, str, Sequence[Any]]],
    kind: str = "number",
    *,
    note: str = "",
    last: str = "",
    of_places: bool = False,
    behind: int | None = None,
) -> Block:
    """Stacked bars: each row has a date or detail, a name, and a value for each of the legend.

    `last` says what the last of the legend is, where it is another thing: "missing", "left" or
    "unknown".
    """
    return {
        "type": "bars", "key": key, "title": title, "legend": list(legend), "kind": kind,
        "note": note, "last": last, "of_places": of_places,
        "rows": [[detail, name, list(values)] for detail, name, values in rows],
        **_behind(behind),
    }  # fmt: skip


def line(
    key: str,
    title: str,
    *,
    goal: str,
    unit: str,
    points: Iterable[tuple[dt.date, float]],
    target: tuple[dt.date, float],
    source: str = "",
) -> Block:
    """One indicator: what was measured, the baseline first, and where it is to go."""
    return {
        "type": "line", "key": key, "title": title, "goal": goal, "unit": unit, "source": source,
        "points": [[day, value] for day, value in points],
        "target": list(target),
    }  # fmt: skip


def named_figures(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Every figure of a report's parts by its key: its value."""
    return {
        one["key"]: one["value"]
        for part in parts
        for block in part["blocks"]
        if block["type"] == "figures"
        for one in block["figures"]
    }
