"""Follow-ups: made when they are due, sent, reminded of once, with a contact that may change."""

from __future__ import annotations

import datetime as dt
import logging

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.domain import follow_up_letter
from continuity.domain.contact import contact_of
from continuity.domain.links import CLOSING_MONTHS, closes_on, token_of
from continuity.models import FOLLOW_UP_MONTHS, FollowUp
from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.domain.rows import lock, wanted
from places.models import Participation, ParticipationStatus

logger = logging.getLogger("placedev.continuity")

NAME_LENGTH = 150
#: One reminder, this many days after the link was sent.
REMINDER_DAYS = 21
#: Places that are asked: a stopped one had no support to end.
ASKED = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED)
#: Months differ in length: the query takes this many days more, the count then decides.
_SLACK = dt.timedelta(days=4)


def due_on(participation: Participation, months: int) -> dt.date:
    """The day on which a place is asked."""
    return participation.support_ends_on + relativedelta(months=months)


def run(today: dt.date | None = None) -> int:
    """What the clock does: make what is due, send it, remind of it. Returns the letters written.

    Safe to run at any time and twice at once: a follow-up is made once a place and months, and
    says itself whether it was sent and reminded of.
    """
    day = today or timezone.localdate()
    _forget_early(day)
    sent = sum(_make(pk, months, day) for months in FOLLOW_UP_MONTHS for pk in _due(months, day))
    return sent + sum(_remind(one.pk, day) for one in _to_remind(day))


def _due(months: int, today: dt.date) -> list[int]:
    """Places that are due for these months and not for the next, without such a follow-up."""
    closing = CLOSING_MONTHS[months]
    rows = Participation.objects.filter(
        status__in=ASKED,
        support_ends_on__lte=today - relativedelta(months=months) + _SLACK,
        support_ends_on__gte=today - relativedelta(months=closing) - _SLACK,
    ).exclude(follow_ups__months=months)
    return [one.pk for one in rows if due_on(one, months) <= today < due_on(one, closing)]


@transaction.atomic
def _make(pk: int, months: int, today: dt.date) -> bool:
    participation = (
        Participation.objects.select_for_update(of=("self",))
        .select_related("place", "programme__region")
        .get(pk=pk)
    )
    contact = contact_of(participation)
    made, is_new = FollowUp.objects.get_or_create(
        participation=participation,
        months=months,
        defaults={
            "due_on": due_on(participation, months),
            "name": contact.name,
            "email": contact.email,
        },
    )
    # Without an address nothing can be sent; the page of follow-ups says so to the coach.
    if not is_new or not made.email:
        return False
    made.participation = participation
    try:
        with transaction.atomic():
            _send(made, key=f"follow-up:{made.pk}")
    except Refusal as refusal:
        # One bad address must not keep the other places from being asked.
        logger.warning("follow-up %s not sent: %s", made.pk, refusal.code)
        return False
    audit.record("follow_up.sent", participation, by=None, months=months)
    return True


def _forget_early(today: dt.date) -> None:
    """A support that was extended after all is asked about later: so long after its new end."""
    open_ones = FollowUp.objects.filter(answered_at__isnull=True)
    for months in FOLLOW_UP_MONTHS:
        rows = open_ones.filter(
            months=months,
            participation__support_ends_on__gt=today - relativedelta(months=months) - _SLACK,
        ).select_related("participation")
        early = [one.pk for one in rows if due_on(one.participation, months) > today]
        open_ones.filter(pk__in=early).delete()


def _to_remind(today: dt.date) -> list[FollowUp]:
    before = timezone.now() - dt.timedelta(days=REMINDER_DAYS)
    rows = _for_letter(FollowUp.objects.all()).filter(
        sent_at__lte=before,
        reminded_at__isnull=True,
        answered_at__isnull=True,
        participation__status__in=ASKED,
    )
    return [one for one in rows if today < closes_on(one)]


@transaction.atomic
def _remind(pk: int, today: dt.date) -> bool:
    row = _for_letter(FollowUp.objects.select_for_update(of=("self",))).get(pk=pk)
    if row.reminded_at is not None or row.answered_at is not None:
        return False
    follow_up_letter.send(row, key=f"follow-up:{pk}:reminder", is_reminder=True)
    row.reminded_at = timezone.now()
    row.save(update_fields=["reminded_at", "updated_at"])
    audit.record("follow_up.reminded", row.participation, by=None, months=row.months)
    return True


@transaction.atomic
def resend(*, follow_up: FollowUp, by: User) -> FollowUp:
    """Send the link once more, at most once a day to one address.

    Refusals: no_address, follow_up_over, already_answered.
    """
    row = _locked(follow_up, by)
    _refuse_useless(row)
    if not row.email:
        raise Refusal("no_address", _("Nobody is named as contact. Name somebody first."))
    _send(row, key=_dated_key(row))
    audit.record("follow_up.resent", row.participation, by=by, months=row.months)
    return row


@transaction.atomic
def change_contact(*, follow_up: FollowUp, by: User, name: str, email: str) -> FollowUp:
    """Let another person answer: the earlier link is over, the new person gets one.

    Refusals: name_missing, bad_address, follow_up_over, already_answered.
    """
    row = _locked(follow_up, by)
    _refuse_useless(row)
    row.name = wanted(name, "name_missing", _("Write the person's name."))[:NAME_LENGTH]
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal("bad_address", _("Write a whole e-mail address."), field="email") from None
    is_other = address != row.email
    row.email = address
    row.save(update_fields=["name", "email", "updated_at"])
    if is_other:
        row.reminded_at = None
        row.save(update_fields=["reminded_at", "updated_at"])
        _send(row, key=_dated_key(row))
    audit.record("follow_up.contact", row.participation, by=by, months=row.months)
    return row


def _locked(follow_up: FollowUp, by: User) -> FollowUp:
    require(by, "continuity.follow_up", follow_up.participation)
    lock(follow_up.participation)
    return _for_letter(FollowUp.objects.all()).get(pk=follow_up.pk)


def _for_letter(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return rows.select_related("participation__place", "participation__programme__region")


def _refuse_useless(row: FollowUp) -> None:
    if row.answered_at is not None:
        raise Refusal("already_answered", _("The place has answered already."))
    if timezone.localdate() >= closes_on(row):
        raise Refusal(
            "follow_up_over", _("The next follow-up is due. This one can be entered here.")
        )


def _dated_key(row: FollowUp) -> str:
    # The token names the address and fits a key; the address itself may be longer than that.
    mark = token_of(row).rpartition(":")[2]
    return f"follow-up:{row.pk}:{mark}:{timezone.localdate().isoformat()}"


def _send(row: FollowUp, *, key: str) -> None:
    follow_up_letter.send(row, key=key)
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at", "updated_at"])
