"""The rules of a time sheet: what a line may say, who confirms whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from core.dates import short_date
from core.money import ZERO, hours
from core.policy import allowed
from core.refusals import Refusal
from grants.models import Grant, MonthSheet, SheetState, WorkEntry, WorkKind
from grants.queries import refuse_unagreed
from people.models import Assignment, Role, User
from places.models import Participation

HOURS_A_DAY = 24
#: More kilometres in a day are a slip of the finger.
KILOMETRES_A_DAY = 1500
#: More people in one line are a slip of the finger, too: a village has 4 000 inhabitants.
MOST_PEOPLE = 1000
WHAT_LENGTH = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a line says. `quantity` is hours or kilometres, for all `people` together."""

    kind: str
    on: dt.date
    quantity: Decimal
    what: str
    people: int = 1


def first_of(day: dt.date) -> dt.date:
    """The first day of its month: how a month is stored."""
    return day.replace(day=1)


def month_name(month: dt.date) -> str:
    """The month in the reader's language, with its year."""
    return _("%(month)s %(year)d") % {"month": MONTHS[month.month], "year": month.year}


def leader_ids(participation: Participation) -> frozenset[int]:
    """Who is or was process leader here: last month's sheet is also written after a change."""
    held = Assignment.objects.filter(participation=participation, role=Role.PROCESS_LEADER)
    return frozenset(held.values_list("user_id", flat=True))


def checked_work(work: Work, grant: Grant, *, by: User, month: dt.date | None) -> Work:
    """The line with trimmed text, or the first rule that it breaks as a Refusal.

    `month` is the sheet that the user has in hand; None when the date alone decides.
    Codes: not_agreed, unknown_kind, not_leader, date_in_future, date_before_support,
    date_outside_month, not_positive, too_many_people, too_many_hours, too_many_kilometres,
    text_missing, too_long.
    """
    refuse_unagreed(grant)
    work = replace(work, what=work.what.strip())
    if work.kind not in WorkKind.values:
        raise Refusal("unknown_kind", _("Choose what you are entering."), field="kind")
    if work.kind != WorkKind.VOLUNTEER:
        # Only volunteers are counted together; one drives and leads by oneself.
        work = replace(work, people=1)
    if work.kind == WorkKind.LEADER and by.pk not in leader_ids(grant.participation):
        raise Refusal(
            "not_leader",
            _("Only the process leader writes paid hours. Yours are volunteer hours."),
            field="kind",
        )
    _refuse_wrong_day(work.on, grant, month)
    _refuse_wrong_quantity(work)
    if not work.what:
        raise Refusal("text_missing", _("Write what was done, in a few words."), field="what")
    if len(work.what) > WHAT_LENGTH:
        raise Refusal(
            "too_long",
            _("A text is longer than %(limit)d characters.") % {"limit": WHAT_LENGTH},
            field="what",
        )
    return work


def _refuse_wrong_day(day: dt.date, grant: Grant, month: dt.date | None) -> None:
    if day > timezone.localdate():
        raise Refusal(
            "date_in_future",
            _("The date is in the future. Enter what has been done."),
            field="on",
        )
    if day < grant.starts_on:
        raise Refusal(
            "date_before_support",
            _("The support runs from %(date)s. What was done before that is not counted.")
            % {"date": short_date(grant.starts_on)},
            field="on",
        )
    if month is not None and first_of(day) != month:
        raise Refusal(
            "date_outside_month",
            _("This sheet is for %(month)s. Choose a day in it, or open the other month.")
            % {"month": month_name(month)},
            field="on",
        )


def _refuse_wrong_quantity(work: Work) -> None:
    if work.quantity <= 0:
        raise Refusal("not_positive", _("Enter more than 0."), field="quantity")
    if not 1 <= work.people <= MOST_PEOPLE:
        raise Refusal(
            "too_many_people",
            _("Write 1 to %(most)d people.") % {"most": MOST_PEOPLE},
            field="people",
        )
    if work.kind == WorkKind.MILEAGE:
        if work.quantity > KILOMETRES_A_DAY:
            raise Refusal(
                "too_many_kilometres",
                _("Nobody drives more than %(most)d kilometres in a day.")
                % {"most": KILOMETRES_A_DAY},
                field="quantity",
            )
        return
    most = HOURS_A_DAY * work.people
    if work.quantity > most:
        raise _too_many_hours(most)


def refuse_overfull_day(work: Work, others: Iterable[WorkEntry]) -> None:
    """Refuse more than 24 hours of one person's day. Refusal: too_many_hours.

    `others` are the sheet's other lines. Lines for several people have their own measure.
    """
    if work.kind == WorkKind.MILEAGE or work.people > 1:
        return
    same_day = (
        one.quantity
        for one in others
        if one.on == work.on and one.people == 1 and one.kind != WorkKind.MILEAGE
    )
    if work.quantity + sum(same_day, ZERO) > HOURS_A_DAY:
        raise _too_many_hours(HOURS_A_DAY)


def _too_many_hours(most: int) -> Refusal:
    return Refusal(
        "too_many_hours",
        _(
            "A day has 24 hours for each person: at most %(most)s here. "
            "For several people, write how many they are."
        )
        % {"most": hours(Decimal(most))},
        field="quantity",
    )


def refuse_closed(sheet: MonthSheet) -> None:
    """Refuse to write on a sheet that is handed in or confirmed.

    Refusals: sheet_submitted, sheet_confirmed.
    """
    if sheet.state == SheetState.SUBMITTED:
        raise Refusal(
            "sheet_submitted",
            _("%(month)s is handed in. Take it back to change it.")
            % {"month": month_name(sheet.month)},
        )
    if sheet.state == SheetState.CONFIRMED:
        raise Refusal(
            "sheet_confirmed",
            _("%(month)s is confirmed and stays as it is.") % {"month": month_name(sheet.month)},
        )


def may_confirm(
    owner_id: int, by: User, participation: Participation, leaders: frozenset[int]
) -> bool:
    """Whether the owner's sheets are theirs to confirm. Never one's own.

    A leader's are confirmed by coach or region, a member's by the process leader as well.
    `leaders` are the `leader_ids` of the place.
    """
    if owner_id == by.pk:
        return False
    right = "grants.confirm_leader_hours" if owner_id in leaders else "grants.confirm_hours"
    return allowed(by, right, participation)


def refuse_confirming(sheet: MonthSheet, by: User, participation: Participation) -> None:
    """Say why somebody cannot confirm a sheet.

    Refusals: own_sheet, leaders_sheet, not_submitted.
    """
    if sheet.user_id == by.pk:
        raise Refusal("own_sheet", _("Somebody else confirms your hours."))
    if not may_confirm(sheet.user_id, by, participation, leader_ids(participation)):
        raise Refusal(
            "leaders_sheet", _("The process leader's hours are confirmed by the coach or region.")
        )
    if sheet.state != SheetState.SUBMITTED:
        raise Refusal("not_submitted", _("The sheet is not handed in."))
