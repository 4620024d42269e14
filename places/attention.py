"""What needs somebody at a place, and why, in sentences.

The portfolio shows up to 50 rows at once, so nothing here asks the database: the reasons are
read off the summary columns (`places.summary`) and today's date. A reason's day is the
days `summary.attention_days` counts from; tests/places/test_attention.py keeps the two in step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from core.dates import short_date
from places.models import GateState, Participation, ParticipationStatus
from places.summary import CONDITION_NOTICE_DAYS, END_NEAR_DAYS, WEEK_DAYS, ending_notice


class Kind(models.TextChoices):
    """Why a place needs somebody, the most pressing first."""

    GATE = "gate", gettext_lazy("Gate waiting")
    RETURNED = "returned", gettext_lazy("Returned at the gate")
    CONDITION = "condition", gettext_lazy("Condition due")
    QUIET = "quiet", gettext_lazy("Quiet place")
    NEXT = "next", gettext_lazy("Agreed date has passed")
    ENDING = "ending", gettext_lazy("Support is ending")


class Urgency(models.TextChoices):
    """By when somebody is needed: what stands still or is late, what a week can hold, the rest."""

    TODAY = "today", pgettext_lazy("when somebody is needed", "Today")
    WEEK = "week", pgettext_lazy("when somebody is needed", "This week")
    LATER = "later", pgettext_lazy("when somebody is needed", "Later")


#: In the order in which they are told.
URGENCIES = list(Urgency)


class Facts(NamedTuple):
    """The summary columns that reasons are read from, and the programme's patience in days."""

    status: str
    started_on: dt.date
    gate_state: str
    gate_since: dt.date | None
    last_contact_on: dt.date | None
    next_on: dt.date | None
    next_text: str
    condition_due_on: dt.date | None
    support_ends_on: dt.date
    handover_ready: bool
    quiet_after_days: int
    #: A reason that somebody has put off, and until when (places.portfolio.snooze).
    snoozed_kind: str = ""
    snoozed_until: dt.date | None = None

    def sleeps(self, kind: str, today: dt.date) -> bool:
        """Whether this reason is put off."""
        return (
            kind == self.snoozed_kind
            and self.snoozed_until is not None
            and today < (self.snoozed_until)
        )


#: The columns behind `Facts`, in its order.
FACT_COLUMNS = tuple(
    f"programme__{name}" if name == "quiet_after_days" else name for name in Facts._fields
)


def facts_of(participation: Participation) -> Facts:
    """The facts of a place in hand, with its programme."""
    columns = {
        name: getattr(participation, name) for name in Facts._fields if name != "quiet_after_days"
    }
    return Facts(**columns, quiet_after_days=participation.programme.quiet_after_days)


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark and a sentence.

    `level` is ok (circle), warn (square), stop (diamond), info or off (rings). `kind` is a
    `Kind`, or "" when nothing is needed. `since` is the day from which it has been so, `when`
    by when somebody is needed.
    """

    kind: str
    level: str
    text: str
    since: dt.date | None = None
    when: Urgency = field(default=Urgency.TODAY, compare=False)


def reasons(facts: Facts, today: dt.date, language: str | None = None) -> list[Flag]:
    """Everything that needs somebody at the place, the most urgent and pressing first.

    `language` is the active one: who asks for ten thousand places looks it up once.
    """
    language = language or get_language()
    if facts.status != ParticipationStatus.ACTIVE:
        return []
    found = (
        _gate(facts, today, language),
        _condition(facts, today, language),
        _silence(facts, today, language),
        _ending(facts, today, language),
    )
    flags = [flag for flag in found if flag is not None and not facts.sleeps(flag.kind, today)]
    if len(flags) > 1:
        flags.sort(key=lambda one: URGENCIES.index(one.when))
    return flags


def flag(facts: Facts, today: dt.date, language: str | None = None) -> Flag:
    """The one line of the list: the most pressing reason, or how the place is."""
    language = language or get_language()
    found = reasons(facts, today, language)
    return found[0] if found else resting(facts, today, language)


def resting(facts: Facts, today: dt.date, language: str | None = None) -> Flag:
    """How a place is at which nobody is needed today: a reason may be put off."""
    until = facts.snoozed_until
    if until and today < until and facts.status == ParticipationStatus.ACTIVE:
        return Flag("", "off", _put_off(facts.snoozed_kind, until, today, language or ""))
    return calm(facts, language)


def calm(facts: Facts, language: str | None = None) -> Flag:
    """How a place is at which nobody is needed."""
    return _calm(facts.status, facts.gate_state, language or get_language())


def _gate(facts: Facts, today: dt.date, language: str | None) -> Flag | None:
    since = facts.gate_since
    if since is None or since > today:
        return None
    if facts.gate_state == GateState.WAITING:
        return Flag(Kind.GATE, "warn", _waiting((today - since).days, language), since)
    if facts.gate_state == GateState.RETURNED:
        text = _returned((today - since).days, language)
        return Flag(Kind.RETURNED, "warn", text, since, Urgency.WEEK)
    return None


def _condition(facts: Facts, today: dt.date, language: str | None) -> Flag | None:
    due = facts.condition_due_on
    if due is None or due - dt.timedelta(days=CONDITION_NOTICE_DAYS) > today:
        return None
    level = "stop" if due < today else "warn"
    since = due - dt.timedelta(days=CONDITION_NOTICE_DAYS)
    left = (due - today).days
    return Flag(
        Kind.CONDITION, level, _condition_words(left, language), since, _by(left, WEEK_DAYS)
    )


def _silence(facts: Facts, today: dt.date, language: str | None) -> Flag | None:
    """Quiet for too long, or past the date that was agreed. A date ahead means neither."""
    if facts.next_on is not None:
        if facts.next_on >= today or facts.next_on == facts.condition_due_on:
            return None
        since = facts.next_on + dt.timedelta(days=1)
        return Flag(
            Kind.NEXT, "warn", _passed(facts.next_on, facts.next_text, today, language), since
        )
    last = facts.last_contact_on or facts.started_on
    since = last + dt.timedelta(days=facts.quiet_after_days + 1)
    if since > today:
        return None
    text = _quiet((today - last).days, facts.last_contact_on is None, language)
    # Twice as long as the programme's patience.
    long_ago = last + dt.timedelta(days=2 * facts.quiet_after_days) < today
    return Flag(Kind.QUIET, "stop", text, since, Urgency.TODAY if long_ago else Urgency.WEEK)


def _ending(facts: Facts, today: dt.date, language: str | None) -> Flag | None:
    since = facts.support_ends_on - ending_notice(handover_ready=facts.handover_ready)
    if since > today:
        return None
    left = (facts.support_ends_on - today).days
    if left < 0 or facts.handover_ready:
        text = _end_words(left, language)
    else:
        text = _unsettled(facts.support_ends_on, today, language)
    level = "warn" if left >= 0 else "stop"
    return Flag(Kind.ENDING, level, text, since, _by(left, END_NEAR_DAYS))


def _by(left: int, near: int) -> Urgency:
    """The urgency of a day that is so many days ahead."""
    if left <= 0:
        return Urgency.TODAY
    return Urgency.WEEK if left <= near else Urgency.LATER


# The sentences. A portfolio repeats few of them, so each is made once; the language is an
# argument for the cache's sake, the words follow the active language.


@lru_cache(maxsize=2048)
def _waiting(days: int, language: str | None) -> str:
    if days == 0:
        return _("Handed in today, waiting for a decision")
    return ngettext(
        "Waiting for a decision for %(days)d day",
        "Waiting for a decision for %(days)d days",
        days,
    ) % {"days": days}


@lru_cache(maxsize=2048)
def _returned(days: int, language: str | None) -> str:
    if days == 0:
        return _("Returned today, to be completed")
    return ngettext(
        "Returned %(days)d day ago, to be completed",
        "Returned %(days)d days ago, to be completed",
        days,
    ) % {"days": days}


@lru_cache(maxsize=2048)
def _condition_words(left: int, language: str | None) -> str:
    if left == 0:
        return _("A condition is due today")
    if left > 0:
        return ngettext(
            "A condition is due in %(days)d day", "A condition is due in %(days)d days", left
        ) % {"days": left}
    return ngettext(
        "A condition was due %(days)d day ago", "A condition was due %(days)d days ago", -left
    ) % {"days": -left}


@lru_cache(maxsize=2048)
def _quiet(days: int, never: bool, language: str | None) -> str:  # noqa: FBT001 - a cache key
    if never:
        return ngettext(
            "No contact since the start %(days)d day ago",
            "No contact since the start %(days)d days ago",
            days,
        ) % {"days": days}
    return ngettext(
        "Quiet for %(days)d day, no next date", "Quiet for %(days)d days, no next date", days
    ) % {"days": days}


@lru_cache(maxsize=2048)
def _passed(day: dt.date, text: str, today: dt.date, language: str | None) -> str:
    # `today` is an argument because a date of another year is written with its year.
    if not text:
        return _("The agreed date %(date)s has passed") % {"date": short_date(day)}
    return _("%(what)s was agreed for %(date)s") % {"what": text, "date": short_date(day)}


@lru_cache(maxsize=2048)
def _unsettled(end: dt.date, today: dt.date, language: str | None) -> str:
    # `today` is an argument because a date of another year is written with its year.
    return _("Support ends %(date)s; who carries on is not settled") % {"date": short_date(end)}


@lru_cache(maxsize=2048)
def _end_words(left: int, language: str | None) -> str:
    if left == 0:
        return _("The support ends today")
    if left > 0:
        return ngettext(
            "The support ends in %(days)d day", "The support ends in %(days)d days", left
        ) % {"days": left}
    return ngettext(
        "The support ended %(days)d day ago", "The support ended %(days)d days ago", -left
    ) % {"days": -left}


@lru_cache(maxsize=2048)
def _put_off(kind: str, until: dt.date, today: dt.date, language: str) -> str:
    # `today` is an argument because a date of another year is written with its year.
    words = {"what": Kind(kind).label, "date": short_date(until)}
    return _("%(what)s, put off until %(date)s") % words


@lru_cache(maxsize=128)
def _calm(status: str, gate_state: str, language: str | None) -> Flag:
    if status == ParticipationStatus.ACTIVE:
        return Flag("", "ok", _("On track"))
    if status == ParticipationStatus.CANDIDATE:
        return Flag("", "info", _("Candidate, not started"))
    if gate_state == GateState.STOPPED or status == ParticipationStatus.STOPPED:
        return Flag("", "stop", _("Stopped"))
    return Flag("", "off", str(ParticipationStatus(status).label))


#: Who has to act on a kind, as the head of a card.
CARD_HEADS = {
    Kind.GATE: pgettext_lazy("head of a card", "Gate"),
    Kind.RETURNED: pgettext_lazy("head of a card", "Returned"),
    Kind.CONDITION: pgettext_lazy("head of a card", "Condition"),
    Kind.QUIET: pgettext_lazy("head of a card", "Quiet place"),
    Kind.NEXT: pgettext_lazy("head of a card", "Agreed date"),
    Kind.ENDING: pgettext_lazy("head of a card", "Support is ending"),
}


def needing(kind: str, today: dt.date, patience: Mapping[int, int]) -> Q:
    """The condition on participations that need somebody for this reason today.

    The same rule as `reasons`, for the database. `patience` gives the days until a place
    counts as quiet for each programme's id; places of other programmes are left out of the
    quiet ones. Raises ValueError for an unknown kind.
    """
    return Q(status=ParticipationStatus.ACTIVE) & _holds(Kind(kind), today, patience)


def _holds(kind: Kind, today: dt.date, patience: Mapping[int, int]) -> Q:
    """The same of places under way."""
    active = _awake(kind, today)
    match kind:
        case Kind.GATE:
            return active & Q(gate_state=GateState.WAITING, gate_since__lte=today)
        case Kind.RETURNED:
            return active & Q(gate_state=GateState.RETURNED, gate_since__lte=today)
        case Kind.CONDITION:
            notice = dt.timedelta(days=CONDITION_NOTICE_DAYS)
            return active & Q(condition_due_on__lte=today + notice)
        case Kind.NEXT:
            own_date = Q(condition_due_on__isnull=True) | ~Q(next_on=F("condition_due_on"))
            return active & Q(next_on__lt=today) & own_date
        case Kind.ENDING:
            near, far = (today + ending_notice(handover_ready=ready) for ready in (True, False))
            soon = Q(support_ends_on__lte=near)
            return active & (soon | Q(support_ends_on__lte=far, handover_ready=False))
        case Kind.QUIET:
            return active & Q(next_on__isnull=True) & _quiet_before(today, patience)


#: The summary column that says from when a place is of an urgency or a higher one.
_FROM = {Urgency.TODAY: "today_on", Urgency.WEEK: "week_on", Urgency.LATER: "attention_on"}


def urgent(when: str, today: dt.date) -> Q:
    """The condition on participations whose most urgent need is of this urgency or a higher one.

    The same rule as the flags' `when`, for the database. Raises ValueError for an unknown one.
    """
    return Q(status=ParticipationStatus.ACTIVE, **{f"{_FROM[Urgency(when)]}__lte": today})


def _awake(kind: str, today: dt.date) -> Q:
    """The reason is not put off; the callers say that the place is under way."""
    asleep = Q(snoozed_kind=kind, snoozed_until__gt=today)
    return ~asleep


def _quiet_before(today: dt.date, patience: Mapping[int, int]) -> Q:
    # A region uses few different patiences, and date arithmetic differs between databases:
    # one comparison with a plain date for each patience.
    programmes: dict[int, list[int]] = {}
    for programme, days in patience.items():
        programmes.setdefault(days, []).append(programme)
    quiet = Q(pk__in=[])
    for days, ids in programmes.items():
        last = today - dt.timedelta(days=days)
        silent = Q(last_contact_on__lt=last) | Q(last_contact_on__isnull=True, started_on__lt=last)
        quiet |= Q(programme__in=ids) & silent
    return quiet
