"""What a figure says, as a sentence above its chart. Rules over numbers, without a database.

Each function answers with the finding: a first sentence that stands out, and what follows it.
Nothing is said of two numbers with a break between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.fact_charts import said
from facts.sheet.rules import (
    ALIKE_POINTS,
    LONG,
    NEAR_TOP,
    Figure,
    alike,
    one_in,
    stretches,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that stands out, and what follows it."""

    lead: str
    rest: str = ""

    def __str__(self) -> str:
        return f"{self.lead} {self.rest}".strip()


def population(series: Sequence[Figure], whole: float | None = None) -> Finding:
    """How many live there, how it went within the newest delimitation, and the place's share.

    `whole` is how many live in the municipality. ValueError for no figure.
    """
    if not series:
        raise ValueError("no figure of inhabitants")
    cut = stretches(series)
    last, stretch = series[-1], cut[-1]
    now = last.value or 0.0
    lead = ngettext(
        "%(count)s inhabitant in %(year)s.", "%(count)s inhabitants in %(year)s.", int(now)
    ) % {"count": said(now, 0), "year": last.year}
    rest = []
    if len(stretch) > 1:
        before = stretch[-2]
        rest.append(_than(now, before.value or 0.0) % {"year": before.year})
    elif len(cut) > 1:
        rest.append(_("The delimitation is new: there is nothing yet to compare with."))
    if len(stretch) >= LONG:
        top = max(stretch, key=lambda one: one.value or 0.0)
        if top is last:
            rest.append(_("More than in any year since %(year)s.") % {"year": stretch[0].year})
        elif top is not stretch[-2] and now >= NEAR_TOP * (top.value or 0.0):
            rest.append(_("Near the top of %(year)s.") % {"year": top.year})
    share = one_in(now, whole) if whole else None
    if share is not None:
        rest.append(
            _("One in %(share)s of the municipality's people lives here.") % {"share": share}
        )
    return Finding(lead, " ".join(rest))


def _than(now: float, before: float) -> str:
    if alike(now, before):
        return _("About as many as in %(year)s.")
    return _("More than in %(year)s.") if now > before else _("Fewer than in %(year)s.")


#: Ages that are talked about: a key and the ages, both included.
GROUPS = {"children": (0, 19), "young": (20, 29), "middle": (30, 69), "old": (70, 200)}


def ages(own: Mapping[str, float], other: Mapping[str, float] | None) -> tuple[Finding, str]:
    """How the ages lie, in per cent by group, beside another's; and the group that stands out.

    Without another the largest and the smallest are told.
    """
    if not other:
        old = own.get("old", 0.0)
        text = _("%(share)s of 100 are 70 or older, %(children)s of 100 are under 20.") % {
            "share": said(old, 0),
            "children": said(own.get("children", 0.0), 0),
        }
        return Finding(text), ""
    apart = {key: own[key] - other[key] for key in GROUPS if key in own and key in other}
    if not apart:
        return Finding(_("The ages cannot be compared.")), ""
    by_size = sorted(apart, key=lambda key: -abs(apart[key]))
    far = [key for key in by_size if abs(apart[key]) >= ALIKE_POINTS]
    if not far:
        return Finding(_("The ages are about those of the municipality.")), ""
    lead = _LESS[far[0]]() if apart[far[0]] < 0 else _MORE[far[0]]()
    rest = [_less(key) if apart[key] < 0 else _more(key) for key in far[1:2]]
    if "children" in apart and "children" not in far:
        rest.append(_("Children are about as many."))
    return Finding(lead, " ".join(rest)), far[0]


_LESS = {
    "children": lambda: _("Fewer children and young under 20 than in the municipality."),
    "young": lambda: _("Fewer aged 20–29 than in the municipality."),
    "middle": lambda: _("Fewer aged 30–69 than in the municipality."),
    "old": lambda: _("Fewer aged 70 and over than in the municipality."),
}
_MORE = {
    "children": lambda: _("More children and young under 20 than in the municipality."),
    "young": lambda: _("More aged 20–29 than in the municipality."),
    "middle": lambda: _("More aged 30–69 than in the municipality."),
    "old": lambda: _("More aged 70 and over than in the municipality."),
}


def _less(key: str) -> str:
    return {
        "children": _("Fewer are under 20."),
        "young": _("Fewer are 20–29."),
        "middle": _("Fewer are 30–69."),
        "old": _("Fewer are 70 and over."),
    }[key]


def _more(key: str) -> str:
    return {
        "children": _("More are under 20."),
        "young": _("More are 20–29."),
        "middle": _("More are 30–69."),
        "old": _("More are 70 and over."),
    }[key]


def moves(net: Mapping[str, float], total: float) -> Finding:
    """Who comes and who leaves, a year: the net by the words for an age ("18–24"), and in all."""
    rounded = {ages: round(value) for ages, value in net.items()}
    losing = min(rounded, key=lambda ages: rounded[ages], default="")
    gaining = max(rounded, key=lambda ages: rounded[ages], default="")
    said_parts = []
    if losing and rounded[losing] < 0:
        said_parts.append(
            ngettext(
                "%(count)s more aged %(ages)s leaves than comes each year.",
                "%(count)s more aged %(ages)s leave than come each year.",
                -rounded[losing],
            )
            % {"count": said(-rounded[losing], 0), "ages": losing}
        )
    if gaining and rounded[gaining] > 0:
        said_parts.append(
            ngettext(
                "%(count)s more aged %(ages)s comes than leaves each year.",
                "%(count)s more aged %(ages)s come than leave each year.",
                rounded[gaining],
            )
            % {"count": said(rounded[gaining], 0), "ages": gaining}
        )
    said_parts.append(_all_moves(round(total)))
    return Finding(said_parts[0], " ".join(said_parts[1:]))


def _all_moves(total: int) -> str:
    if total == 0:
        return _("In all as many come as leave.")
    if total > 0:
        return ngettext("In all %(count)s more a year.", "In all %(count)s more a year.", total) % {
            "count": said(total, 0)
        }
    return ngettext("In all %(count)s fewer a year.", "In all %(count)s fewer a year.", -total) % {
        "count": said(-total, 0)
    }


def beside(
    what: str, own: float, others: Sequence[tuple[str, float]], *, unit: str, near: float
) -> Finding:
    """One number beside others'; a name that is empty stands for places like one's own.

    "In work: 77 %. More than in Östra Göinge kommun (75 %)." `near` is how far apart
    two numbers are that are called alike.
    """
    number = f"{said(own)}\N{NO-BREAK SPACE}{unit}" if unit else said(own)
    lead = _("%(what)s: %(number)s.") % {"what": what, "number": number}
    return Finding(lead, " ".join(_beside(own, value, name, near=near) for name, value in others))


def _beside(own: float, value: float, name: str, *, near: float) -> str:
    words = {"name": name, "number": said(value)}
    if abs(own - value) < near:
        text = (
            _("About as in %(name)s (%(number)s).")
            if name
            else _("About as in places like mine (%(number)s).")
        )
    elif own > value:
        text = (
            _("More than in %(name)s (%(number)s).")
            if name
            else _("More than in places like mine (%(number)s).")
        )
    else:
        text = (
            _("Less than in %(name)s (%(number)s).")
            if name
            else _("Less than in places like mine (%(number)s).")
        )
    return text % words


def largest(parts: Mapping[str, float], *, whole: float) -> Finding:
    """What most of a whole is: "Most are in farming: 31 of 84." And how many make up half."""
    if not parts or whole <= 0:
        return Finding(_("There is nothing to count."))
    by_size = sorted(parts.items(), key=lambda one: (-one[1], one[0]))
    name, value = by_size[0]
    lead = _("Largest: %(name)s, %(count)s of %(whole)s.") % {
        "name": name, "count": said(value, 0), "whole": said(whole, 0),
    }  # fmt: skip
    if len(by_size) < 2:  # noqa: PLR2004
        return Finding(lead)
    second, number = by_size[1]
    return Finding(
        lead, _("Then comes %(name)s: %(count)s.") % {"name": second, "count": said(number, 0)}
    )


def services(states: Mapping[str, int]) -> Finding:
    """How many of the services that were there are gone, at risk, or new."""
    gone, risk, new = (states.get(key, 0) for key in ("gone", "at_risk", "new"))
    was = sum(states.get(key, 0) for key in ("here", "at_risk", "gone"))
    rest = []
    if gone:
        lead = ngettext(
            "%(count)s of %(was)s service is gone.", "%(count)s of %(was)s services are gone.", was
        ) % {"count": gone, "was": was}
    elif was:
        lead = ngettext(
            "The %(was)s service is still here.", "All %(was)s services are still here.", was
        ) % {"was": was}
    else:
        lead = _("No service has been here.")
    if risk:
        rest.append(
            ngettext("%(count)s is at risk.", "%(count)s are at risk.", risk) % {"count": risk}
        )
    if new:
        rest.append(ngettext("%(count)s is new.", "%(count)s are new.", new) % {"count": new})
    return Finding(lead, " ".join(rest))


def only_there(finding: Finding, whose: str, place: str) -> Finding:
    """A finding about the municipality, said as the municipality's and never as the place's."""
    lead = _("In %(whose)s: %(said)s") % {"whose": whose, "said": finding.lead}
    rest = _("There are no figures of %(place)s alone.") % {"place": place}
    return Finding(lead, f"{finding.rest} {rest}".strip())
