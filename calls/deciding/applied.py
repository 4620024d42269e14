"""Who applied: by municipality, size and sector, with what became of them.

Places are public, so that small numbers stand as they are; persons stand nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from calls.checking import restored
from calls.models import Application, ApplicationState, Call, Outcome, RuleKey
from core.exports import Column, Sheet
from core.templatetags.ui import amount
from people.models import Sector

#: Upper bounds of the classes of size, inclusive; the last class has none.
CLASSES = (199, 399, 999, 1999, 3999)


@dataclass
class Row:
    """One group of applications with what became of them."""

    label: str
    applied: int = 0
    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Outcome.values, 0))

    def add(self, one: Application) -> None:
        """Count an application."""
        self.applied += 1
        decision = getattr(one, "decision", None)
        if decision is not None and decision.confirmed_at is not None:
            self.outcomes[decision.outcome] += 1

    @property
    def waiting(self) -> int:
        """Not decided yet."""
        return self.applied - sum(self.outcomes.values())

    @property
    def cells(self) -> list[int]:
        """Applied, each outcome, waiting."""
        return [self.applied, *self.outcomes.values(), self.waiting]


@dataclass(frozen=True)
class Table:
    """A table of groups."""

    key: str
    title: str
    rows: list[Row]


def population_of(one: Application) -> int | None:
    """The figure by which the rules were computed when it was handed in."""
    for result in restored(one.checked):
        if result.key == RuleKey.POPULATION:
            number = result.facts.get("number")
            return int(number) if number is not None else None
    return one.area.population if one.area else one.population


def size_class(inhabitants: int | None) -> int:
    """The number of the class; the last one is "not known"."""
    if inhabitants is None:
        return len(CLASSES) + 1
    return sum(inhabitants > bound for bound in CLASSES)


def class_name(number: int) -> str:
    """What a class is called."""
    if number > len(CLASSES):
        return _("Not known")
    low = CLASSES[number - 1] + 1 if number else 0
    if number == len(CLASSES):
        return _("%(low)s or more") % {"low": amount(low)}
    return f"{amount(low)}–{amount(CLASSES[number])}"


def heads() -> list[str]:
    """The columns of numbers."""
    return [_("Applied"), *(str(one.label) for one in Outcome), _("Not decided")]


def applied(call: Call) -> list[Application]:
    """What was handed in, erased ones too: place and decision are still known."""
    rows = call.applications.filter(state=ApplicationState.HANDED_IN)
    return list(
        rows.select_related("municipality", "area", "decision").order_by("place_name", "pk")
    )


def tables(rows: Iterable[Application]) -> list[Table]:
    """The three tables."""
    found = list(rows)
    return [
        _grouped("municipality", _("By municipality"), found,
                 lambda one: one.municipality.name if one.municipality else "", str),
        _grouped("size", _("By number of inhabitants"), found,
                 lambda one: size_class(population_of(one)), class_name),
        _grouped("sector", _("By sector of who applies"), found,
                 lambda one: one.sector,
                 lambda key: str(Sector(key).label) if key in Sector.values else _("Not known")),
    ]  # fmt: skip


def _grouped[Key](
    key: str,
    title: str,
    rows: list[Application],
    of: Callable[[Application], Key],
    name: Callable[[Key], str],
) -> Table:
    groups: dict[Key, Row] = {}
    for one in rows:
        group = of(one)
        groups.setdefault(group, Row(name(group) or _("Not known"))).add(one)
    ordered = sorted(groups.items(), key=lambda pair: str(pair[0]))
    return Table(key, title, [row for _key, row in ordered])


def sheets(rows: Iterable[Application]) -> list[Sheet]:
    """The same as worksheets."""
    return [
        Sheet(
            table.title,
            [Column(table.title, width=28), *(Column(head, "number", 12) for head in heads())],
            [[row.label, *row.cells] for row in table.rows],
        )
        for table in tables(rows)
    ]
