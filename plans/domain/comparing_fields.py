"""The fields that are compared between two plans: what each is called and how its value is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Choices
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.dates import short_date
from core.money import hours, money
from people.models import Sector
from plans.models import (
    ActionState,
    Applicant,
    Direction,
    Doer,
    LineState,
    Origin,
    PledgeState,
    Priority,
    SourceKind,
    Theme,
)
from plans.reading import Json, label

Say = Callable[[Any], str]
#: A field's name, what it is called, and how its value is said.
Fields = tuple[tuple[str, str | Promise, Say], ...]


def title_of(row: Json) -> str:
    """A goal, an indicator or an action by its title."""
    return str(row["title"])


def source_of(row: Json) -> str:
    """A funding line by its source."""
    return str(row["source"])


def who_of(row: Json) -> str:
    """A pledge by who gave it."""
    named = ", ".join(filter(None, [row["person"], row["organisation"]]))
    return f"{label(Sector, row['sector'])}: {named}"


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _date(value: str | None) -> str:
    return short_date(dt.date.fromisoformat(value)) if value else ""


def _number(value: str | None) -> str:
    if value is None:
        return ""
    exact = Decimal(value)
    whole = exact == exact.to_integral_value()
    return number_format(exact, 0 if whole else 2, use_l10n=True, force_grouping=True)


def _hours(value: str | None) -> str:
    return hours(Decimal(value)) if value else ""


def _listed(value: list[Any]) -> str:
    return ", ".join(map(str, value))


def _observed(value: list[Json]) -> str:
    return "; ".join(f"{_date(one['on'])}: {_number(one['value'])}" for one in value)


def _word(choices: type[Choices]) -> Say:
    return lambda value: label(choices, value)


def _money(currency: str) -> Say:
    return lambda value: money(Decimal(value), currency) if value is not None else ""


def _named(titles: dict[int, str]) -> Say:
    return lambda pk: titles.get(pk, "") if pk is not None else ""


def _all_named(titles: dict[int, str]) -> Say:
    return lambda pks: ", ".join(titles.get(pk, "") for pk in pks)


TARGET: Fields = (
    ("text", gettext_lazy("What it says"), _text),
    ("horizon", gettext_lazy("The year it shows"), _text),
    ("how_seen", gettext_lazy("How one will see that it works"), _text),
    ("picture", gettext_lazy("Picture"), _text),
    ("picture_text", gettext_lazy("What the picture shows"), _text),
)
PLEDGE: Fields = (
    ("sector", gettext_lazy("Sector"), _word(Sector)),
    ("organisation", gettext_lazy("Organisation"), _text),
    ("person", gettext_lazy("Person who promises"), _text),
    ("text", gettext_lazy("What is promised"), _text),
    ("given_on", gettext_lazy("Date"), _date),
    ("due_on", pgettext_lazy("a date", "By"), _date),
    ("state", gettext_lazy("State"), _word(PledgeState)),
    ("note", gettext_lazy("What came of it"), _text),
)
GOAL: Fields = (
    ("title", gettext_lazy("Name"), _text),
    ("description", gettext_lazy("What it means"), _text),
    ("findings", gettext_lazy("What has come of it so far"), _text),
    ("global_goals", gettext_lazy("UN global goals"), _listed),
)
INDICATOR: Fields = (
    ("title", gettext_lazy("What is measured"), _text),
    ("unit", pgettext_lazy("of a measurement", "Unit"), _text),
    ("direction", gettext_lazy("Direction"), _word(Direction)),
    ("baseline", gettext_lazy("Baseline"), _number),
    ("baseline_on", gettext_lazy("Baseline measured"), _date),
    ("target", pgettext_lazy("of a measurement", "Target"), _number),
    ("target_on", gettext_lazy("To be reached by"), _date),
    ("source", gettext_lazy("Source of the baseline"), _text),
    ("observations", gettext_lazy("Observations"), _observed),
)


def action_fields(
    goal: str, titles: dict[int, str], names: dict[int, str], currency: str
) -> Fields:
    """The fields of an action; the titles are those of goals and of actions in either plan."""
    return (
        ("title", _("Name"), _text),
        ("goal", goal, _named(titles)),
        ("description", _("What is to be done"), _text),
        ("first_step", _("First step"), _text),
        ("state", _("State"), _word(ActionState)),
        ("state_reason", _("Why dropped or paused"), _text),
        ("done_on", _("Done on"), _date),
        ("responsible", _("Responsible person"), _text),
        ("organisation", _("Responsible organisation"), _text),
        ("partners", _("Partners"), _listed),
        ("sector", _("Sector"), _word(Sector)),
        ("theme", _("Theme"), _word(Theme)),
        ("priority", _("Priority"), _word(Priority)),
        ("doer", _("Who can do it"), _word(Doer)),
        ("cost", _("Cost"), _money(currency)),
        ("volunteer_hours", _("Volunteer hours"), _hours),
        ("starts_on", _("Starts"), _date),
        ("ends_on", _("Ends"), _date),
        ("origin", _("Comes from"), _word(Origin)),
        ("origin_text", _("Which meeting or theme"), _text),
        ("needs", _("Waits for"), _all_named(names)),
    )


def funding_fields(currency: str) -> Fields:
    """The fields of a funding line."""
    return (
        ("source", _("Source"), _text),
        ("kind", _("Kind"), _word(SourceKind)),
        ("applicant", _("Who applies"), _word(Applicant)),
        ("state", _("State"), _word(LineState)),
        ("hours", _("Hours"), _hours),
        ("asked", _("Sum applied for"), _money(currency)),
        ("granted", _("Sum granted"), _money(currency)),
        ("paid", _("Paid"), _money(currency)),
        ("decided_on", _("Decided"), _date),
        ("deadline", _("Last day to apply"), _date),
        ("conditions", _("Conditions"), _text),
        ("reason", _("Why refused"), _text),
    )


def sums_in(currency: str) -> Fields:
    """The sums of the whole plan."""
    return (
        ("cost", _("Cost"), _money(currency)),
        ("granted", _("Granted"), _money(currency)),
        ("asked", _("Applied for"), _money(currency)),
        ("paid", _("Paid"), _money(currency)),
        ("missing", _("Missing"), _money(currency)),
        ("hours_needed", _("Volunteer hours needed"), _hours),
        ("hours_promised", _("Volunteer hours promised"), _hours),
    )
