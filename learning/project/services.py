"""The verbs of a project without places: its room, its funder's decision, changes asked for.

Support, claims, costs and hours are those of `grants`, outside money that of `plans.funding`:
here they get a way to hang on.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.money import money
from core.policy import require
from core.refusals import Refusal, needed
from learning.models import ChangeAnswer, ChangeKind, ChangeRequest, ProjectRoom
from mapping import checks
from people.models import User
from places import summary
from places.models import Participation, ParticipationKind, Place
from places.register.services import enrol, make_place
from plans.actions.services import add_action
from plans.changes import store
from plans.funding.services import add_line, mark_asked, mark_granted
from plans.models import Applicant, FundingLine, FundingSource, SourceKind
from plans.sources.services import add_source
from programmes.models import Municipality, Programme
from programmes.models.programme import PlaceKind

MOST_CHANGES = 60
#: Leader's rules for every area (domain notes 5.2): half of the support, and no more than this.
LEADER_SHARE, LEADER_MOST = 50, Decimal("250000.00")
#: Who may get an advance from Leader.
LEADER_ADVANCE = (Applicant.ASSOCIATION, Applicant.ECONOMIC, Applicant.FOUNDATION)


def room_of(programme: Programme) -> Participation | None:
    """The project's own way, with its place; None before it is opened."""
    rooms = ProjectRoom.objects.filter(programme=programme)
    room = rooms.select_related("participation__place__municipality").first()
    if room is None:
        return None
    room.participation.programme = programme
    return room.participation


@transaction.atomic
def open_room(
    *, programme: Programme, by: User, area: str, municipality: Municipality
) -> ProjectRoom:
    """Open the project's own room in the area that it is about. Twice, it is one.

    An area of the register with this name is taken, else it is entered. Conditions for places
    do not hold for the project itself. Refusals: no_area, other_country, programme_closed,
    method_not_published, already_in.
    """
    require(by, "learning.run_project", programme)
    name = " ".join(area.split())
    needed(name, "no_area", _("Write the name of the area."), field="area")
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    room = ProjectRoom.objects.filter(programme=programme).first()
    if room is not None:
        return room
    region = programme.region
    place = Place.objects.filter(
        region=region, municipality=municipality, name__iexact=name
    ).first() or make_place(
        region=region, name=name, municipality=municipality, kind=PlaceKind.CLUSTER, by=by
    )
    participation = enrol(
        place=place,
        programme=programme,
        started_on=programme.starts_on,
        by=by,
        override_reason=_("The project itself, not a place that is coached."),
        kind=ParticipationKind.PROJECT,
    )
    if programme.ends_on is not None:
        # A place has the programme's months of support; the project ends with the programme.
        participation.support_months = _months(programme.starts_on, programme.ends_on)
        participation.save(update_fields=["support_months"])
        summary.refresh(participation)
    room = ProjectRoom.objects.create(
        programme=programme, participation=participation, opened_by=by
    )
    audit.record("project.opened", programme, by=by, area=place.name)
    return room


def _months(first: dt.date, last: dt.date) -> int:
    """Months that the days touch, counted from the first; one at least."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    return max(1, whole + (last.day >= first.day))


@transaction.atomic
def enter_decision(
    *,
    programme: Programme,
    by: User,
    source: str,
    applicant: str,
    amount: Decimal,
    decided_on: dt.date,
    reference: str = "",
    conditions: str = "",
) -> FundingLine:
    """Enter Leader's decision: the source with Leader's rules, and what was granted.

    A source of this name in the region's register keeps the rules that it has. Refusals:
    no_room, and those of the plan's money.
    """
    require(by, "learning.run_project", programme)
    room = room_of(programme)
    if room is None:
        raise Refusal("no_room", _("Open the project's own room first."))
    name = " ".join(source.split())
    found = FundingSource.objects.filter(region=programme.region_id, name__iexact=name).first()
    found = found or add_source(
        region=programme.region,
        by=by,
        name=name,
        kind=SourceKind.LEADER,
        currency=programme.currency,
        advance_share=LEADER_SHARE,
        advance_max=LEADER_MOST,
        advance_applicants=list(LEADER_ADVANCE),
        final_report=True,
    )
    # An action without a goal is an idea; the project may give it a goal in its plan.
    action = add_action(participation=room, by=by, title=programme.name)
    line = add_line(action=action, source=found, by=by, asked=amount, applicant=applicant)
    line = mark_asked(line=line, by=by, version=line.version, on=decided_on, reference=reference)
    line = mark_granted(
        line=line, by=by, version=line.version, granted=amount, conditions=conditions,
        decided_on=decided_on,
    )  # fmt: skip
    said = money(amount, found.currency)
    audit.record("project.decision", programme, by=by, source=found.name, amount=said)
    return line


@transaction.atomic
def ask_change(*, programme: Programme, by: User, **facts: Any) -> ChangeRequest:
    """Write down a change asked of the funder. Refusals: too_many and those of `_checked`."""
    require(by, "learning.run_project", programme)
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if programme.change_requests.count() >= MOST_CHANGES:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST_CHANGES})
    made = ChangeRequest.objects.create(programme=programme, by=by, **_checked(facts))
    audit.record("change.asked", programme, by=by, kind=str(made.get_kind_display()))
    return made


@transaction.atomic
def save_change(*, change: ChangeRequest, by: User, version: int, **facts: Any) -> ChangeRequest:
    """Correct it, or write the answer. Refusals of `_checked`. Conflict: changed since."""
    programme = change.programme
    require(by, "learning.run_project", programme)
    row = ChangeRequest.objects.select_for_update().get(pk=change.pk)
    if store(row, version, _checked(facts)):
        said = {"kind": str(row.get_kind_display()), "answer": str(row.get_answer_display())}
        audit.record("change.changed", programme, by=by, **said)
    return row


@transaction.atomic
def remove_change(*, change: ChangeRequest, by: User) -> None:
    """Take away what was never asked. Refusal: answered (an answer is a paper of the project)."""
    require(by, "learning.run_project", change.programme)
    row = ChangeRequest.objects.select_for_update().filter(pk=change.pk).first()
    if row is None:
        return
    if row.answer != ChangeAnswer.WAITING:
        raise Refusal("answered", _("The funder has answered; it stays."))
    row.delete()
    audit.record("change.removed", change.programme, by=by)


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    """Refusals: no_text, no_reason, too_long, unknown_choice, date_in_future, too_early."""
    what = checks.text(ChangeRequest, "what", facts.get("what") or "", lines=True)
    needed(what, "no_text", _("Write what you want to change."), field="what")
    why = checks.text(ChangeRequest, "why", facts.get("why") or "", lines=True)
    needed(why, "no_reason", _("Write why."), field="why")
    kind = checks.choice(facts.get("kind") or "", ChangeKind, "kind") or ChangeKind.CONTENT
    asked = checks.past(facts["asked_on"], "asked_on")
    answer = checks.choice(facts.get("answer") or "", ChangeAnswer, "answer")
    answer = answer or ChangeAnswer.WAITING
    answered = checks.past(facts.get("answered_on"), "answered_on")
    if answer == ChangeAnswer.WAITING:
        answered = None
    else:
        answered = answered or timezone.localdate()
        if asked is not None and answered < asked:
            raise Refusal(
                "too_early", _("The answer cannot come before the question."), field="answered_on"
            )
    words = checks.text(ChangeRequest, "words", facts.get("words") or "")
    return {
        "kind": kind, "what": what, "why": why, "asked_on": asked, "answer": answer,
        "answered_on": answered, "words": words,
    }  # fmt: skip
