"""A stamp of what a plan says, row by row: who adopts sees whether somebody edited meanwhile.

A form carries the stamp of what its reader saw; the verb takes it again under the plan's lock
and names the rows that differ. Ids and versions are no secret of those who see the plan.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from places.models import Participation
from plans.models import (
    Action,
    ActionPartner,
    Dependency,
    FundingLine,
    FundingPayment,
    Goal,
    Indicator,
    Observation,
    Pledge,
    TargetPicture,
)
from plans.words import words_of

#: Signs kept of a row's hash: two states of one row are told apart, and a form stays small.
LENGTH = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of the plan: its kind and id, what it is called, a hash of what it says."""

    key: str
    title: str
    value: str


def stamp(participation: Participation) -> str:
    """The stamp as one word for a hidden field."""
    return ".".join(f"{mark.key}-{mark.value}" for mark in _marks(participation))


def changes_since(participation: Participation, seen: str) -> list[str]:
    """What differs from what was seen, as sentences for people; empty when nothing does.

    A word that is no stamp fits no plan: then everything is new.
    """
    before = dict(part.rpartition("-")[::2] for part in seen.split(".") if "-" in part)
    marks = list(_marks(participation))
    kinds = _kinds(participation)
    said = []
    for mark in marks:
        facts = {"kind": kinds[mark.key[0]], "title": mark.title}
        if mark.key not in before:
            said.append(_("%(kind)s: “%(title)s” is new.") % facts)
        elif before[mark.key] != mark.value:
            said.append(_("%(kind)s: “%(title)s” was changed.") % facts)
    gone = before.keys() - {mark.key for mark in marks}
    said += [
        _("%(kind)s: one was taken away.") % {"kind": kinds[key[0]]}
        for key in sorted(gone)
        if key[:1] in kinds
    ]
    return said


def _kinds(participation: Participation) -> dict[str, str]:
    words = words_of(participation.programme)
    return {
        "t": words.target,
        "p": _("Pledge"),
        "g": words.goal,
        "i": _("Indicator"),
        "a": words.action,
        "f": pgettext("money for an action", "Funding"),
    }


def _marks(participation: Participation) -> Iterator[Mark]:
    own = {"participation": participation}
    observed = _by(
        Observation.objects.filter(indicator__goal__participation=participation)
        .order_by("pk")
        .values_list("indicator_id", "on", "value", "source")
    )
    of_action = {"action__participation": participation}
    linked = _by(
        [
            *ActionPartner.objects.filter(**of_action)
            .order_by("organisation_id")
            .values_list("action_id", "organisation_id"),
            *Dependency.objects.filter(**of_action)
            .order_by("needs_id")
            .values_list("action_id", "needs_id"),
        ]
    )
    paid = _by(
        FundingPayment.objects.filter(line__action__participation=participation)
        .order_by("pk")
        .values_list("line_id", "amount")
    )
    parts: list[tuple[str, Iterable[Any], dict[int, list[Any]]]] = [
        ("t", _rows(TargetPicture.objects.filter(**own), "version", "horizon"), {}),
        ("p", _rows(Pledge.objects.filter(**own), "version", "person"), {}),
        ("g", _rows(Goal.objects.filter(**own), "version", "title", "order"), {}),
        (
            "i",
            _rows(Indicator.objects.filter(goal__participation=participation), "version", "title"),
            observed,
        ),
        (
            "a",
            _rows(Action.objects.filter(**own), "version", "title", "order", "goal_id", "state"),
            linked,
        ),
        (
            "f",
            _rows(FundingLine.objects.filter(**of_action), "version", "source__name", "action_id"),
            paid,
        ),
    ]
    for kind, rows, hanging in parts:
        for pk, version, title, *more in rows:
            facts = (version, *more, hanging.get(pk))
            yield Mark(f"{kind}{pk}", str(title or ""), _hash(facts))


def _rows(queryset: Any, *names: str) -> Any:
    return queryset.order_by("pk").values_list("pk", *names)


def _by(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for pk, *facts in rows:
        found.setdefault(pk, []).append(facts)
    return found


def _hash(facts: tuple[Any, ...]) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:LENGTH]
