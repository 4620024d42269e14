"""Follow-ups: made when they are due, sent, with a contact that may change.

Who has not answered is reminded of it by the one clock (`continuity.reminding`).
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from continuity.follow_ups.links import CLOSING_MONTHS, closes_on, link_of, token_of
from continuity.models import FOLLOW_UP_MONTHS, Alive, ContinuityPlan, FollowUp
from core import audit
from core.plain_text import checked_name
from core.policy import require
from core.refusals import Refusal, needed
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import Assignment, Role, User
from places.models import Participation, ParticipationStatus
from plans.models import Action, ActionState

logger = logging.getLogger("placedev.continuity")

#: Places that are asked: a stopped one had no support to end.
ASKED = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED)
#: Months differ in length: the query takes this many days more, the count then decides.
_SLACK = dt.timedelta(days=4)
#: More meetings in half a year than this is a mistyped number.
MOST_MEETINGS = 200
TEXT_LENGTH = 2000
#: An idea was never begun and a dropped action is not asked about.
_NOT_ASKED = (ActionState.IDEA, ActionState.DROPPED)


def due_on(participation: Participation, months: int) -> dt.date:
    """The day on which a place is asked."""
    return participation.support_ends_on + relativedelta(months=months)


def run(today: dt.date | None = None) -> int:
    """What the clock does: make what is due and send it. Returns the letters written.

    Safe to run at any time and twice at once: a follow-up is made once a place and months, and
    says itself whether it was sent.
    """
    day = today or timezone.localdate()
    _forget_early(day)
    return sum(_make(pk, months, day) for months in FOLLOW_UP_MONTHS for pk in _due(months, day))


def _due(months: int, today: dt.date) -> list[int]:
    """Places that are due for these months and not for the next, without such a follow-up."""
    closing = CLOSING_MONTHS[months]
    rows = (
        Participation.objects.counted()
        .filter(
            status__in=ASKED,
            support_ends_on__lte=today - relativedelta(months=months) + _SLACK,
            support_ends_on__gte=today - relativedelta(months=closing) - _SLACK,
        )
        .exclude(follow_ups__months=months)
    )
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
            _send(made, by=None, key=f"follow-up:{made.pk}")
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


@transaction.atomic
def resend(*, follow_up: FollowUp, by: User) -> FollowUp:
    """Send the link once more, at most once a day to one address.

    Refusals: no_address, follow_up_over, already_answered.
    """
    row = _locked(follow_up, by)
    _refuse_useless(row)
    if not row.email:
        raise Refusal("no_address", _("There is no contact person yet. Add one first."))
    _send(row, by=by, key=_dated_key(row))
    audit.record("follow_up.resent", row.participation, by=by, months=row.months)
    return row


@transaction.atomic
def change_contact(*, follow_up: FollowUp, by: User, name: str, email: str) -> FollowUp:
    """Let another person answer: the earlier link is over, the new person gets one.

    Refusals: name_missing, bad_address, follow_up_over, already_answered.
    """
    row = _locked(follow_up, by)
    _refuse_useless(row)
    row.name = checked_name(
        needed(name, "name_missing", _("Enter the person's name."), field="name")
    )
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal("bad_address", _("Write a whole e-mail address."), field="email") from None
    is_other = address != row.email
    row.email = address
    row.save(update_fields=["name", "email", "updated_at"])
    if is_other:
        _send(row, by=by, key=_dated_key(row))
    audit.record("follow_up.contact", row.participation, by=by, months=row.months)
    return row


def _locked(follow_up: FollowUp, by: User) -> FollowUp:
    require(by, "continuity.follow_up", follow_up.participation)
    follow_up.participation.lock()
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


def _send(row: FollowUp, *, by: User | None, key: str) -> None:
    _write_letter(row, by=by, key=key)
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at", "updated_at"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a place answers. `actions` are the ids of those of its actions that are done."""

    alive: str
    lives_on: str = ""
    meetings: int | None = None
    actions: Sequence[int] = ()
    wish: str = ""


def asked_actions(participation: Participation) -> QuerySet[Action]:
    """The plan's actions that the form asks about, in the plan's order."""
    return participation.actions.exclude(state__in=_NOT_ASKED).order_by(
        "goal__order", "order", "pk"
    )


@transaction.atomic
def answer(*, follow_up: FollowUp, given: Answer) -> FollowUp:
    """Keep what the contact person answered; the signed link is the right to do so.

    Answered again, the answer is corrected. Refusals: follow_up_over and those of `_store`.
    """
    follow_up.participation.lock()
    row = FollowUp.objects.get(pk=follow_up.pk)
    row.participation = follow_up.participation
    if timezone.localdate() >= closes_on(row):
        raise Refusal("follow_up_over", _("The next follow-up is due. Answer that one."))
    is_new = row.answered_at is None
    row.answered_by, row.entered_by = row.name, None
    _store(row, given)
    verb = "follow_up.answered" if is_new else "follow_up.corrected"
    audit.record(verb, row.participation, by=None, months=row.months)
    return row


@transaction.atomic
def enter_answer(*, follow_up: FollowUp, by: User, answered_by: str, given: Answer) -> FollowUp:
    """Keep an answer that was taken by phone, also when the link is over.

    Refusals: name_missing and those of `_store`.
    """
    require(by, "continuity.follow_up", follow_up.participation)
    follow_up.participation.lock()
    row = FollowUp.objects.get(pk=follow_up.pk)
    row.participation = follow_up.participation
    row.answered_by = checked_name(
        needed(answered_by, "name_missing", _("Enter who answered."), field="answered_by"),
        field="answered_by",
    )
    row.entered_by = by
    _store(row, given)
    audit.record("follow_up.entered", row.participation, by=by, months=row.months)
    return row


def _store(row: FollowUp, given: Answer) -> None:
    """Refusals: alive_missing, too_long, meetings_out_of_range, unknown_action."""
    if given.alive not in Alive.values:
        raise Refusal("alive_missing", _("Say whether the work is still going."), field="alive")
    lives_on, wish = (text.replace("\r\n", "\n").strip() for text in (given.lives_on, given.wish))
    if max(len(lives_on), len(wish)) > TEXT_LENGTH:
        raise Refusal(
            "too_long", _("A text is longer than %(limit)d characters.") % {"limit": TEXT_LENGTH}
        )
    if given.meetings is not None and not 0 <= given.meetings <= MOST_MEETINGS:
        raise Refusal(
            "meetings_out_of_range",
            _("Enter between 0 and %(most)d meetings.") % {"most": MOST_MEETINGS},
            field="meetings",
        )
    row.actions_done = _answered_actions(row.participation, given.actions)
    row.alive, row.lives_on, row.wish = given.alive, lives_on, wish
    row.meetings = given.meetings
    row.answered_at = timezone.now()
    row.save()


def _answered_actions(
    participation: Participation, wanted_ids: Sequence[int]
) -> list[dict[str, object]]:
    """The actions with their titles of today: the answer stands when the plan changes."""
    titles = dict(asked_actions(participation).values_list("pk", "title"))
    if not set(wanted_ids) <= titles.keys():
        raise Refusal("unknown_action", _("Choose from the actions in the plan."), field="actions")
    return [{"id": pk, "title": title} for pk, title in titles.items() if pk in set(wanted_ids)]


@dataclass(frozen=True, slots=True)
class Contact:
    """A person and an address; both empty when nobody is known."""

    name: str
    email: str


def contact_of(participation: Participation) -> Contact:
    """Who calls the group together, else the last process leader, else nobody."""
    plan = ContinuityPlan.objects.filter(participation=participation).first()
    if plan is not None and plan.convener_email:
        return Contact(plan.convener, plan.convener_email)
    last = (
        Assignment.objects.filter(
            participation=participation, role=Role.PROCESS_LEADER, user__is_active=True
        )
        .select_related("user")
        .order_by("-starts_on", "-pk")
        .first()
    )
    return Contact(last.user.get_full_name(), last.user.email) if last else Contact("", "")


def language_for(email: str, participation: Participation) -> str:
    """The language of the account with this address, else the programme's."""
    known = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return known or participation.programme.language


def _write_letter(follow_up: FollowUp, *, by: User | None, key: str) -> None:
    """Write the letter, in the caller's transaction. Refusal: bad_address."""
    participation = follow_up.participation
    region = participation.programme.region
    language = language_for(follow_up.email, participation)
    with translation.override(language):
        subject = _("%(place)s: how is it going?") % {"place": participation.place.name}
        context = {
            "region": region,
            "place": participation.place.name,
            "name": follow_up.name,
            "months": follow_up.months,
            "until": closes_on(follow_up),
            "url": link_of(follow_up),
            "action_label": _("Answer"),
            "subject": subject,
        }
        text, html = written("follow_up", context)
        add(
            [
                NewLetter(
                    to=follow_up.email,
                    subject=subject,
                    text=text,
                    html=html,
                    key=key,
                    language=language,
                    about=participation,
                )
            ],
            by=by,
            region=region,
            kind=LetterKind.NOTICE,
        )
