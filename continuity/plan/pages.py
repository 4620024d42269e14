"""What the page on the time after the support shows, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.models import ContinuityPlan
from continuity.plan.forms import EndForm
from continuity.plan.readiness import Part, missing, parts
from continuity.plan.services import TITLES, closed_reason, plan_of
from core.dates import short_date
from core.policy import allowed
from people.models import Sector, User
from places.models import Commitment, Participation, ParticipationStatus
from places.queries import HANDOVER_WARNING_DAYS
from plans.models import RUNNING, ActionState, Pledge, PledgeState
from plans.words import words_of

#: Whose pledges stand here: the public side's.
PUBLIC_SECTORS = (Sector.MUNICIPALITY, Sector.REGION)


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
        "pledges": pledges(participation, today),
        "commitments": commitments(participation),
        "actions": action_counts(participation, today),
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
    if left == len(answers):
        return _("None of the %(all)d parts is settled yet.") % {"all": left}
    done = len(answers) - left
    return _("%(done)d of %(all)d parts are settled.") % {"done": done, "all": len(answers)}


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


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What a public party has promised: who, what, and how it stands (a flag's level and words)."""

    who: str
    text: str
    level: str
    state: str


def pledges(participation: Participation, today: dt.date) -> list[Undertaking]:
    """The municipality's and the region's pledges, what is overdue first. One query."""
    rows = participation.pledges.filter(sector__in=PUBLIC_SECTORS).select_related("organisation")
    order = {PledgeState.OPEN: 0, PledgeState.BROKEN: 1, PledgeState.KEPT: 2}
    found = sorted(
        rows, key=lambda one: (order[PledgeState(one.state)], one.due_on or dt.date.max, one.pk)
    )
    return [_of_pledge(one, today) for one in found]


def commitments(participation: Participation) -> list[Undertaking]:
    """What the municipality committed itself to as a party, as far as it stands. One query."""
    rows = participation.commitments.filter(
        sector=Sector.MUNICIPALITY, withdrawn_on__isnull=True
    ).select_related("organisation")
    return [_of_commitment(one) for one in rows]


def action_counts(participation: Participation, today: dt.date) -> dict[str, int]:
    """The place's actions: those that run, those of them past their end, and those done."""
    return participation.actions.aggregate(
        running=Count("pk", filter=Q(state__in=RUNNING)),
        overdue=Count("pk", filter=Q(state__in=RUNNING, ends_on__lt=today)),
        done=Count("pk", filter=Q(state=ActionState.DONE)),
    )


def _who(one: Pledge | Commitment) -> str:
    return one.organisation.name if one.organisation else str(one.get_sector_display())


def _of_pledge(one: Pledge, today: dt.date) -> Undertaking:
    if one.state == PledgeState.KEPT:
        level, state = "ok", _("Kept")
    elif one.state == PledgeState.BROKEN:
        level, state = "stop", _("Not kept")
    elif one.due_on is None:
        level, state = "info", _("Promised, without a day")
    elif one.due_on < today:
        level, state = "warn", _("Overdue since %(day)s") % {"day": short_date(one.due_on)}
    else:
        level, state = "info", _("Promised by %(day)s") % {"day": short_date(one.due_on)}
    return Undertaking(_who(one), one.text, level, state)


def _of_commitment(one: Commitment) -> Undertaking:
    state = _("In force since %(day)s") % {"day": short_date(one.given_on)}
    return Undertaking(_who(one), one.text, "info", state)
