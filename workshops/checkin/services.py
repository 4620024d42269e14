"""The verbs of the door: somebody came, did not come after all, came without invitation.

A phone at the door makes a key for each act and may send it again when the connection failed.
The second arrival of a key changes nothing. Who is here is told by the latest act of a guest, by
the time at which it was done and not at which it arrived: acts of two phones may come late, in
any order and more than once, and the end is the same.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from workshops.checkin import acts as book
from workshops.checkin.acts import Act, Outcome, Result, WalkIn
from workshops.models import CheckinAct, CheckinEntry, Workshop, WorkshopState
from workshops.ticks import follow_door

#: The door opens this long before the meeting begins.
OPENS_BEFORE = dt.timedelta(hours=2)
#: Until then a list on paper can be entered.
CLOSES_AFTER = dt.timedelta(days=14)


def check_in(
    *,
    workshop: Workshop,
    by: User,
    key: uuid.UUID,
    invitation_id: int | None = None,
    code: str = "",
    walk_in: WalkIn | None = None,
    persons: int = 1,
    at: dt.datetime | None = None,
) -> CheckinEntry:
    """Somebody came: a guest by number or by code, or a `walk_in` who was not invited.

    `persons` counts the guest too and may differ from what was announced; checked in again, the
    later number holds. `at` is when it happened, now when it is not given. A key that is known
    already changes nothing and gives its entry.

    Refusals: meeting_cancelled, not_announced, too_early, too_late, unknown_guest, wrong_code,
    wrong_persons, name_missing, name_too_long, wrong_email, wrong_sector, key_used.
    """
    act = Act(
        key=key,
        act=CheckinAct.WALK_IN if walk_in else CheckinAct.CAME,
        at=at or timezone.now(),
        persons=persons,
        invitation_id=invitation_id,
        code=code,
        guest=walk_in,
    )
    return _one(workshop, by, act)


def undo(
    *,
    workshop: Workshop,
    by: User,
    key: uuid.UUID,
    invitation_id: int,
    at: dt.datetime | None = None,
) -> CheckinEntry:
    """A guest is not here after all. A walk-in who is undone leaves the list.

    Refusals: those of `check_in`.
    """
    now = timezone.now()
    act = Act(key=key, act=CheckinAct.UNDONE, at=at or now, persons=1, invitation_id=invitation_id)
    return _one(workshop, by, act)


@transaction.atomic
def take_acts(*, workshop: Workshop, by: User, acts: Sequence[Act]) -> list[Outcome]:
    """Take what a phone has saved, in its order; one outcome for each act.

    One act's refusal stops no other. The number of statements does not grow with the acts,
    except for walk-ins, who are rows of their own.
    Refusals (of all): meeting_cancelled, not_announced, too_early.
    """
    require(by, "workshops.check_in", workshop)
    refuse_closed(workshop)
    now = timezone.now()
    outcomes = book.write(workshop, by, [_in_time(act, workshop, now) for act in acts])
    new = sum(outcome.result == Result.DONE for outcome in outcomes)
    if new:
        audit.record("door.checked", workshop, by=by, acts=new)
        follow_door(workshop, by, undone=any(act.act == CheckinAct.UNDONE for act in acts))
    return outcomes


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of the list on paper as it was sent: `was` is what the form showed, 0 for absent."""

    guest: int
    was: int
    persons: int


def enter_list(
    *,
    workshop: Workshop,
    by: User,
    key: uuid.UUID,
    lines: Iterable[PaperLine],
    walk_ins: Iterable[tuple[WalkIn, int]],
) -> None:
    """Enter the list on paper: what differs from what the form showed, and new names.

    What can be taken is taken. Refusals: those of `take_acts`; not_taken, with what was refused.
    """
    outcomes = take_acts(workshop=workshop, by=by, acts=list(_paper_acts(key, lines, walk_ins)))
    refused = [one for one in outcomes if one.result not in {Result.DONE, Result.AGAIN}]
    if refused:
        first, *others = dict.fromkeys(str(one.error) for one in refused)
        raise Refusal("not_taken", first, details=others)


def _paper_acts(
    form_key: uuid.UUID, lines: Iterable[PaperLine], walk_ins: Iterable[tuple[WalkIn, int]]
) -> Iterator[Act]:
    """The acts that a list on paper makes: only what differs from what the form showed.

    Somebody at another door may check in while the list is written off: what was not touched
    here is not touched there. The keys come from the form's key, so that sending it twice
    writes it once.
    """
    now = timezone.now()
    for line in lines:
        if line.persons == line.was:
            continue
        kind = CheckinAct.CAME if line.persons else CheckinAct.UNDONE
        key = uuid.uuid5(form_key, f"{line.guest}:{line.persons}")
        yield Act(key=key, act=kind, at=now, persons=line.persons or 1, invitation_id=line.guest)
    for number, (walk_in, persons) in enumerate(walk_ins):
        key = uuid.uuid5(form_key, f"new:{number}")
        yield Act(key=key, act=CheckinAct.WALK_IN, at=now, persons=persons, guest=walk_in)


def refuse_closed(workshop: Workshop) -> None:
    """Refuse a meeting whose door is not open.

    Codes: meeting_cancelled, not_announced, too_early. After two weeks the door closes for new
    acts, but what was done in time may still arrive.
    """
    if workshop.state == WorkshopState.CANCELLED:
        raise Refusal("meeting_cancelled", _("The meeting is cancelled. Nobody can be checked in."))
    if workshop.state == WorkshopState.DRAFT:
        raise Refusal("not_announced", _("The meeting is still a draft. Announce it first."))
    if timezone.now() < workshop.starts_at - OPENS_BEFORE:
        raise Refusal("too_early", _("The door opens two hours before the meeting begins."))


def closes_at(workshop: Workshop) -> dt.datetime:
    """Until when acts may be done: two weeks after the end (of the start, when it is open)."""
    return (workshop.ends_at or workshop.starts_at) + CLOSES_AFTER


def is_open(workshop: Workshop) -> bool:
    """Whether somebody can be checked in now."""
    now = timezone.now()
    return (
        workshop.state == WorkshopState.ANNOUNCED
        and workshop.starts_at - OPENS_BEFORE <= now <= closes_at(workshop)
    )


def _in_time(act: Act, workshop: Workshop, now: dt.datetime) -> Act:
    """The act with a time that can be: never in the future, which would outdo all later acts."""
    at = min(act.at, now)
    error = None
    if at > closes_at(workshop):
        text = _("The door is closed: attendance is entered until two weeks after the meeting.")
        error = Refusal("too_late", text)
    return act.at_time(at, error)


@transaction.atomic
def _one(workshop: Workshop, by: User, act: Act) -> CheckinEntry:
    """Take one act. Its refusal is raised."""
    (outcome,) = take_acts(workshop=workshop, by=by, acts=[act])
    if outcome.error is not None:
        raise outcome.error
    return CheckinEntry.objects.select_related("invitation").get(key=act.key)
