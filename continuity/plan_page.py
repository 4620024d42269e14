"""What the page on the time after the support shows, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity import municipality
from continuity.domain.plan import plan_of
from continuity.forms.plan import EndForm
from continuity.models import ContinuityPlan
from continuity.opening import closed_reason
from continuity.readiness import Part, missing, parts
from continuity.sections import TITLES
from core.dates import short_date
from core.policy import allowed
from people.models import User
from places.models import Participation, ParticipationStatus
from places.queries import HANDOVER_WARNING_DAYS
from plans.words import words_of


@dataclass(frozen=True, slots=True)
class Section:
    """A section with the answers of its parts."""

    key: str
    title: str
    parts: list[Part]


def context(
    participation: Participation, *, user: User, end_form: EndForm | None = None
) -> dict[str, Any]:
    """The page's context; `end_form` is the one that came back with errors."""
    today = timezone.localdate()
    plan = plan_of(participation)
    answers = parts(plan, participation.programme.currency)
    closed = closed_reason(participation, today)
    may_edit = not closed and allowed(user, "continuity.edit", participation)
    may_settle = not closed and allowed(user, "continuity.settle", participation)
    return {
        "plan": plan,
        "closed": closed,
        "time": time_words(participation, today),
        "state": state_words(plan, answers),
        "level": _level(participation, plan, today),
        "sections": sections(answers),
        "missing": missing(answers),
        "may_edit": may_edit,
        "may_settle": may_settle,
        "pledges": municipality.pledges(participation, today),
        "commitments": municipality.commitments(participation),
        "actions": municipality.action_counts(participation, today),
        "words": words_of(participation.programme),
        "end_form": _end_form(participation, user, today, end_form),
    }


def sections(answers: list[Part]) -> list[Section]:
    """The parts by section, in the order of the sections."""
    return [
        Section(key, str(title), [part for part in answers if part.section == key])
        for key, title in TITLES.items()
    ]


def time_words(participation: Participation, today: dt.date) -> str:
    """How much time is left, as a sentence."""
    end = participation.support_ends_on
    left = (end - today).days
    if participation.status == ParticipationStatus.ENDED or left < 0:
        return _("The support ended %(date)s.") % {"date": short_date(end)}
    if left == 0:
        return _("The support ends today.")
    return ngettext(
        "The support ends %(date)s, in %(count)d day.",
        "The support ends %(date)s, in %(count)d days.",
        left,
    ) % {"date": short_date(end), "count": left}


def state_words(plan: ContinuityPlan, answers: list[Part]) -> str:
    """What is settled, or how much is missing, as a sentence."""
    if plan.settled_on:
        return _("Who carries on was settled %(date)s.") % {"date": short_date(plan.settled_on)}
    left = len(missing(answers))
    if not left:
        return _("Nothing is missing: it can be settled.")
    return ngettext(
        "%(count)d part of %(all)d is not settled yet.",
        "%(count)d parts of %(all)d are not settled yet.",
        left,
    ) % {"count": left, "all": len(answers)}


def _level(participation: Participation, plan: ContinuityPlan, today: dt.date) -> str:
    if plan.settled_on:
        return "ok"
    left = (participation.support_ends_on - today).days
    if left < 0:
        return "stop"
    return "warn" if left <= HANDOVER_WARNING_DAYS else "info"


def _end_form(
    participation: Participation, user: User, today: dt.date, sent: EndForm | None
) -> EndForm | None:
    """The form to end the support, for those who run the programme while it is under way."""
    if participation.status != ParticipationStatus.ACTIVE:
        return None
    if not allowed(user, "places.manage_clock", participation):
        return None
    return sent or EndForm(initial={"on": min(today, participation.support_ends_on)})
