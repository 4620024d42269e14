"""Who stands behind the target picture: pledges, and what became of them.

The municipality's and the region's own undertakings are pledges of their sector; others list
them with `open_pledges`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.db.models.fields import BooleanField
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Organisation, Sector, User
from places.checklist.ticks import sync
from places.models import Participation
from plans.blockers import lock_plan, refuse_locked_plan
from plans.changes import (
    length_of,
    lines,
    one_line,
    refuse_empty,
    refuse_future,
    refuse_longer,
    store,
)
from plans.models import Pledge, PledgeState

#: Who should stand behind a target picture, in the order in which a page asks for them.
STANDING_SECTORS = (Sector.MUNICIPALITY, Sector.REGION, Sector.ASSOCIATION, Sector.BUSINESS)
PERSON_LENGTH, TEXT_LENGTH, NOTE_LENGTH = (
    length_of(Pledge, name) for name in ("person", "text", "note")
)
#: No pledge of today is due after this many years.
FARTHEST_YEARS = 20


#: The event that pledges may bring about.
AGREED = "target_agreed"


@transaction.atomic
def add_pledge(*, participation: Participation, by: User, **facts: Any) -> Pledge:
    """Write down what somebody commits to; the facts are those of `checked`.

    Refusals: plan_locked and those of `checked`.
    """
    require(by, "plans.edit", participation)
    participation = lock_plan(participation)
    refuse_locked_plan(participation)
    values = checked(participation, **facts)
    pledge = Pledge.objects.create(participation=participation, **values)
    audit.record("pledge.added", participation, by=by, sector=pledge.sector, who=_who(pledge))
    sync(participation, AGREED, by=by)
    return pledge


@transaction.atomic
def save_pledge(*, pledge: Pledge, by: User, version: int, **facts: Any) -> Pledge:
    """Correct a pledge. Refusals: plan_locked and those of `checked`. Conflict: changed since."""
    pledge, participation = _locked(pledge, by)
    names = store(pledge, version, checked(participation, **facts))
    if names:
        audit.record("pledge.changed", participation, by=by, who=_who(pledge), fields=names)
        sync(participation, AGREED, by=by)
    return pledge


@transaction.atomic
def settle_pledge(
    *,
    pledge: Pledge,
    by: User,
    version: int,
    state: str,
    note: str = "",
    settled_on: dt.date | None = None,
) -> Pledge:
    """Say that a pledge was kept or not kept and what came of it; `open` takes that back.

    `settled_on` is today when none is given. Refusals: plan_locked, unknown_state,
    note_missing (of one not kept), too_long, settled_in_future, settled_before_given.
    Conflict: changed since.
    """
    pledge, participation = _locked(pledge, by)
    if state not in PledgeState.values:
        raise Refusal("unknown_state", _("Choose kept or not kept."), field="state")
    is_open = state == PledgeState.OPEN
    said = "" if is_open else one_line(note)
    day = None if is_open else settled_on or timezone.localdate()
    if state == PledgeState.BROKEN:
        refuse_empty(said, "note_missing", _("Say what happened instead."), field="note")
    refuse_longer(said, NOTE_LENGTH, field="note")
    if day is not None:
        refuse_future(
            day, "settled_in_future", _("The day lies in the future."), field="settled_on"
        )
        if day < pledge.given_on:
            raise Refusal(
                "settled_before_given",
                _("The day is before the promise was given."),
                field="settled_on",
            )
    values = {"state": state, "note": said, "settled_on": day}
    if store(pledge, version, values):
        audit.record(f"pledge.{state}", participation, by=by, who=_who(pledge))
        sync(participation, AGREED, by=by)
    return pledge


@transaction.atomic
def remove_pledge(*, pledge: Pledge, by: User) -> None:
    """Remove a pledge that was written by mistake. Refusal: plan_locked."""
    pledge, participation = _locked(pledge, by)
    audit.record("pledge.removed", participation, by=by, who=_who(pledge))
    pledge.delete()
    sync(participation, AGREED, by=by)


def open_pledges(
    participation: Participation, sector: str | None = None, *, today: dt.date | None = None
) -> QuerySet[Any]:
    """Pledges that are neither kept nor not kept, of one sector or of all, the most urgent first.

    Each carries `overdue`: whether its day has passed. One query.
    """
    day = today or timezone.localdate()
    found: QuerySet[Any] = participation.pledges.filter(state=PledgeState.OPEN)
    if sector is not None:
        found = found.filter(sector=sector)
    return (
        found.select_related("organisation")
        .annotate(
            overdue=Case(
                When(due_on__lt=day, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
            undated=Case(
                When(due_on__isnull=True, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
        )
        .order_by("undated", "due_on", "pk")
    )


def lacking(pledges: list[Pledge]) -> list[Sector]:
    """The sectors that should stand behind the target picture and do not.

    A pledge that was not kept does not count.
    """
    standing = {one.sector for one in pledges if one.state != PledgeState.BROKEN}
    return [sector for sector in STANDING_SECTORS if sector not in standing]


def checked(
    participation: Participation,
    *,
    sector: str,
    person: str,
    given_on: dt.date,
    text: str,
    organisation: Organisation | None = None,
    due_on: dt.date | None = None,
) -> dict[str, Any]:
    """The facts of a pledge as they are stored.

    Refusals: unknown_sector, other_region, person_missing, text_missing, too_long,
    given_in_future, due_before_given, due_too_far.
    """
    who, what = one_line(person), lines(text)
    if sector not in Sector.values:
        raise Refusal("unknown_sector", _("Choose a sector."), field="sector")
    if organisation is not None and organisation.region_id != participation.programme.region_id:
        raise Refusal(
            "other_region", _("The organisation belongs to another region."), field="organisation"
        )
    refuse_empty(who, "person_missing", _("Write who makes the promise."), field="person")
    refuse_empty(what, "text_missing", _("Write what is promised."), field="text")
    refuse_longer(who, PERSON_LENGTH, "person_too_long", field="person")
    refuse_longer(what, TEXT_LENGTH, "text_too_long", field="text")
    refuse_future(
        given_on, "given_in_future", _("A promise is dated today or earlier."), field="given_on"
    )
    if due_on is not None and due_on < given_on:
        raise Refusal(
            "due_before_given", _("The promise cannot be due before it was given."), field="due_on"
        )
    if due_on is not None and due_on.year > given_on.year + FARTHEST_YEARS:
        raise Refusal(
            "due_too_far",
            _("The day is more than %(years)d years ahead. Check the year.")
            % {"years": FARTHEST_YEARS},
            field="due_on",
        )
    return {
        "sector": sector, "organisation": organisation, "person": who,
        "given_on": given_on, "text": what, "due_on": due_on,
    }  # fmt: skip


def _locked(pledge: Pledge, by: User) -> tuple[Pledge, Participation]:
    """The pledge read anew under the plan's lock, by somebody who may write the plan."""
    require(by, "plans.edit", pledge.participation)
    participation = lock_plan(pledge.participation)
    refuse_locked_plan(participation)
    return participation.pledges.select_related("organisation").get(pk=pledge.pk), participation


def _who(pledge: Pledge) -> str:
    return pledge.organisation.name if pledge.organisation else pledge.person
