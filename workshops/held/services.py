"""A meeting that was held before anybody entered it: what it was, how many came, its minutes.

Heads are counted, not names: one row of `Invitation` for each sector, without an address, so that
nobody is written to. All that counts who came (the gate, lists, reports) reads those rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from outbox.slots import without_slots
from people.models import Sector, User
from places.models import Participation
from programmes.models import Programme
from workshops.guests import seats
from workshops.minutes.services import collect
from workshops.models import (
    HowInvited,
    Invitation,
    Minutes,
    MinutesState,
    Workshop,
    WorkshopState,
)
from workshops.planning.checks import check, cleaned, refuse_long, require_places
from workshops.planning.contents import add_material
from workshops.planning.services import DOUBLE_CLICK, usual
from workshops.ticks import sync_places

#: No hall holds more; a larger number is a slip.
MOST_CAME = 20_000
#: What a meeting has that people are still asked to.
_AHEAD: dict[str, Any] = {
    "capacity": None, "answer_until": None, "open_sign_up": False,
    "ask_food": False, "ask_access": False, "ask_feedback": False,
}  # fmt: skip

#: Persons by sector; "" are those whose sector nobody knows.
Heads = Mapping[str, int]


@transaction.atomic
def enter_held(  # noqa: PLR0913 - keyword-only: each is a fact of the meeting
    *,
    programme: Programme,
    by: User,
    kind: str,
    title: str,
    starts_at: dt.datetime,
    came: Heads,
    participations: Iterable[Participation] = (),
    minutes: str = "",
    file: UploadedFile | None = None,
    approved: bool = False,
    **fields: Any,
) -> Workshop:
    """Enter a meeting that has been held. No letter leaves, and calendars do not hear of it.

    `minutes` is their text, `file` the file that they are in; `approved` says that those who
    were there have approved them. The same meeting entered twice within two minutes is one.
    Refusals: no_title, nobody_came, wrong_count, nothing_to_approve, and those of
    `checks.require_places`, `checks.check` and `core.uploads.check`.
    """
    places = list(participations)
    require_places(by, programme, places)
    given = cleaned(fields | {"kind": kind, "title": title, "starts_at": starts_at})
    values = usual(programme, kind) | given | _AHEAD
    if not values["title"]:
        raise Refusal("no_title", _("Give the meeting a title."), field="title")
    check(programme, {}, values, held=True)
    heads = _checked(came)
    text = without_slots(minutes).strip()
    refuse_long(Minutes, {"summary": text})
    if approved and not (text or file):
        raise Refusal(
            "nothing_to_approve", _("Write the minutes, or add them as a file."), field="minutes"
        )
    Programme.objects.select_for_update().get(pk=programme.pk)  # two clicks wait for each other
    there = _just_entered(programme, values)
    if there is not None:
        return there
    workshop = Workshop.objects.create(
        programme=programme, state=WorkshopState.ANNOUNCED, entered_later=True, **values
    )
    workshop.participations.set(places)
    _write_heads(workshop, heads)
    if file is not None:
        with translation.override(workshop.language):
            name = _("Minutes")
        add_material(workshop=workshop, by=by, title=name, file=file, for_guests=False)
    if text or approved:
        _write_minutes(workshop, text, approved=approved, by=by)
    audit.record("workshop.entered_held", workshop, by=by, came=sum(heads.values()))
    sync_places(workshop, by)
    return workshop


@transaction.atomic
def count_heads(*, workshop: Workshop, by: User, came: Heads) -> Workshop:
    """Correct how many came to a meeting that was entered after it was held.

    A draft whose time has passed is held by this. Refusals: nobody_came, wrong_count,
    not_counted (its guests are checked in at the door), and those of `checks.check`.
    """
    require(by, "workshops.edit", workshop)
    heads = _checked(came)
    workshop = seats.lock(workshop)
    if not may_be_counted(workshop):
        raise Refusal(
            "not_counted",
            _("Who came to this meeting is told by its check-in, not by a head count."),
        )
    was_draft = workshop.state == WorkshopState.DRAFT
    if was_draft:
        workshop.state, workshop.entered_later = WorkshopState.ANNOUNCED, True
        workshop.version += 1
        workshop.save(update_fields=["state", "entered_later", "version", "updated_at"])
    _write_heads(workshop, heads)
    verb = "workshop.entered_held" if was_draft else "workshop.counted"
    audit.record(verb, workshop, by=by, came=sum(heads.values()))
    sync_places(workshop, by)
    return workshop


def may_be_counted(workshop: Workshop) -> bool:
    """Whether heads are counted: entered afterwards, or planned, never announced and over."""
    if workshop.state == WorkshopState.DRAFT:
        return (workshop.ends_at or workshop.starts_at) < timezone.now()
    return workshop.entered_later and workshop.state == WorkshopState.ANNOUNCED


def heads_of(workshop: Workshop) -> dict[str, int]:
    """The head count by sector."""
    rows = workshop.invitations.filter(how=HowInvited.COUNTED).order_by("pk")
    return dict(rows.values_list("sector", "attended_persons"))


def _checked(came: Heads) -> dict[str, int]:
    heads = {str(sector): number for sector, number in came.items() if number}
    if any(number < 0 or number > MOST_CAME for number in heads.values()):
        raise Refusal("wrong_count", _("Is the number of people right?"), field="total")
    if not heads:
        raise Refusal("nobody_came", _("Write how many people came."), field="total")
    return heads


def _just_entered(programme: Programme, values: dict[str, Any]) -> Workshop | None:
    same = {name: values[name] for name in ("kind", "title", "starts_at", "hall")}
    since = timezone.now() - DOUBLE_CLICK
    return Workshop.objects.filter(
        programme=programme, entered_later=True, created_at__gte=since, **same
    ).first()


def _write_heads(workshop: Workshop, heads: Heads) -> None:
    """One row a sector, called by its name in the meeting's language."""
    workshop.invitations.filter(how=HowInvited.COUNTED).delete()
    with translation.override(workshop.language):
        Invitation.objects.bulk_create(
            Invitation(
                workshop=workshop,
                how=HowInvited.COUNTED,
                name=str(Sector(sector).label) if sector else _("Sector not recorded"),
                sector=sector,
                language=workshop.language,
                persons=number,
                attended_persons=number,
                attended_at=workshop.starts_at,
            )
            for sector, number in heads.items()
        )


def _write_minutes(workshop: Workshop, text: str, *, approved: bool, by: User) -> None:
    minutes = Minutes(workshop=workshop, summary=text, version=1)
    if approved:
        minutes.state, minutes.approved_by = MinutesState.APPROVED, by
        minutes.approved_at = timezone.now()
        minutes.frozen = collect(workshop, minutes)
    minutes.save()
