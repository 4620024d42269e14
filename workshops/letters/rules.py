"""Who gets a sending, what holds it back, and what may stand in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusals import NotAllowed, Refusal
from outbox.delivery.quota import limits_of
from outbox.models import Letter, LetterState
from people.models import Organisation, Region, User
from people.rules import runs_region_of
from programmes.models import Programme
from workshops.guests.services import only_own_list
from workshops.letters.writing import ABOUT
from workshops.models import (
    Answer,
    Audience,
    GuestList,
    LetterRole,
    MeetingCampaign,
    Workshop,
    WorkshopState,
)
from workshops.templatetags.meetings import moment_at

#: Letters that people compose; the others are written by what happens.
BY_HAND = (LetterRole.INVITATION, LetterRole.REMINDER)
#: Somebody's first sending of so many letters waits for a second person (trust notes T16).
FIRST_BIG = 25
#: No address gets more sendings than this from one place in a week (trust notes T16).
MOST_A_WEEK, WEEK = 3, dt.timedelta(days=7)
#: So many letters that people compose leave from one place in a day (trust notes T16).
MOST_A_DAY, DAY = 500, dt.timedelta(days=1)
#: How long a sending can be undone.
UNDO = dt.timedelta(minutes=5)

_LINK = re.compile(r"(?i)\b(?:https?://|www\.)([^\s/<>\"'()\[\]{}]+)")


def recipients(
    workshop: Workshop, *, role: str, audience: str, guest_list: GuestList | None
) -> QuerySet[Any]:
    """The guests with an address who get the sending."""
    guests = _with_address(workshop, guest_list)
    return guests.filter(_of_audience(workshop, role, audience)).order_by("pk")


def count_recipients(
    workshop: Workshop, *, role: str, audiences: Iterable[Audience], guest_list: GuestList | None
) -> dict[str, int]:
    """How many get a sending, by audience. One query."""
    counted = {
        one.value: Count("pk", _of_audience(workshop, role, one) or None) for one in audiences
    }
    return _with_address(workshop, guest_list).aggregate(**counted)


def _with_address(workshop: Workshop, guest_list: GuestList | None) -> QuerySet[Any]:
    """Without a list those of all lists that have no owner: an owner writes to the own guests."""
    found: QuerySet[Any] = workshop.invitations.on_list().exclude(email="")
    if guest_list is not None:
        return found.filter(guest_list=guest_list)
    return found.filter(Q(guest_list__isnull=True) | Q(guest_list__owner__isnull=True))


def _of_audience(workshop: Workshop, role: str, audience: str) -> Q:
    if audience == Audience.UNANSWERED:
        return Q(answer=Answer.NONE, invited_at__isnull=False)
    if audience == Audience.COMING:
        return Q(answer__in=[Answer.YES, Answer.MAYBE])
    if audience == Audience.ATTENDED:
        return Q(attended_at__isnull=False)
    if audience == Audience.NOT_YET:
        if role == LetterRole.INVITATION:
            return Q(invited_at__isnull=True)
        return ~Q(Exists(_letters(workshop, role).filter(about_id=OuterRef("pk"))))
    return Q()


def _letters(workshop: Workshop, role: str) -> QuerySet[Letter]:
    return Letter.objects.filter(
        about_type=ABOUT,
        campaign__meeting_campaign__workshop=workshop,
        campaign__meeting_campaign__role=role,
    ).exclude(state=LetterState.DISCARDED)


def weekly_full(workshop: Workshop) -> frozenset[str]:
    """Addresses that have had as many sendings from the meeting's places this week as is right.

    One query. Meetings of no place have no such limit.
    """
    had = (
        _by_hand(workshop.participations.values("pk"), WEEK)
        .values("to_address")
        .annotate(sendings=Count("campaign", distinct=True))
        .filter(sendings__gte=MOST_A_WEEK)
    )
    return frozenset(had.values_list("to_address", flat=True))


def refuse_over_the_day(workshop: Workshop, by: User, count: int) -> None:
    """Keep what one account can send from a place in a day small. Refusal daily_limit.

    Not for those who run the programme or the region: the region's own limits hold for them.
    Meetings of no place have no such limit.
    """
    places = list(workshop.participations.values_list("pk", flat=True))
    if not places or runs_region_of(by, workshop.programme.region_id):
        return
    had = _by_hand(places, DAY).aggregate(letters=Count("pk", distinct=True))["letters"]
    if had + count > MOST_A_DAY:
        left = max(0, MOST_A_DAY - had)
        raise Refusal(
            "daily_limit",
            ngettext(
                "From one place %(most)d letters leave in a day, and %(left)d is left today. "
                "Send the rest tomorrow, or ask those who run the programme to send it.",
                "From one place %(most)d letters leave in a day, and %(left)d are left today. "
                "Send the rest tomorrow, or ask those who run the programme to send it.",
                left,
            )
            % {"most": MOST_A_DAY, "left": left},
        )


def _by_hand(places: Any, lately: dt.timedelta) -> QuerySet[Letter]:
    """What people have written from the places in the time that has just passed."""
    return Letter.objects.filter(
        campaign__meeting_campaign__role__in=BY_HAND,
        campaign__meeting_campaign__workshop__participations__in=places,
        created_at__gte=timezone.now() - lately,
    ).exclude(state__in=[LetterState.DISCARDED, LetterState.SUPPRESSED])


def needs_second_person(by: User, region: Region, count: int) -> bool:
    """Whether a sending of `count` letters waits for approval.

    From the region's number on always; and the first of 25 or more that somebody sends. What he or
    she has sent in the last day without being looked at is counted in, so that many small sendings
    are looked at like a big one.
    """
    approve_from = limits_of(region).approve_from
    if not approve_from:
        return False
    count += _sent_unseen(by, region)
    return count >= approve_from or (count >= FIRST_BIG and not _has_sent_many(by))


def _sent_unseen(by: User, region: Region) -> int:
    lately = MeetingCampaign.objects.filter(
        sent_by=by, role__in=BY_HAND, outbox__region=region, outbox__needs_approval=False,
        outbox__stopped_at__isnull=True, outbox__created_at__gte=timezone.now() - DAY,
    )  # fmt: skip
    return lately.aggregate(letters=Sum("outbox__letter_count"))["letters"] or 0


def _has_sent_many(by: User) -> bool:
    return MeetingCampaign.objects.filter(
        sent_by=by, outbox__letter_count__gte=FIRST_BIG, outbox__stopped_at__isnull=True,
    ).exclude(
        outbox__needs_approval=True, outbox__approved_at__isnull=True
    ).exists()  # fmt: skip


def check_may_write(workshop: Workshop, by: User, guest_list: GuestList | None) -> None:
    """Refusals: not_announced, meeting_cancelled, meeting_over, own_list_only, not_your_list."""
    if workshop.state == WorkshopState.DRAFT:
        raise Refusal("not_announced", _("Announce the meeting first; then letters can leave."))
    refuse_late(workshop)
    if guest_list is None and only_own_list(by, workshop):
        raise Refusal(
            "own_list_only", _("You write to the guests of your own list."), field="guest_list"
        )
    if guest_list is not None and (
        guest_list.workshop_id != workshop.pk or guest_list.owner_id not in (None, by.pk)
    ):
        raise NotAllowed("not_your_list", _("This list is somebody else's."))


def refuse_late(workshop: Workshop) -> None:
    """Refusals: meeting_cancelled, meeting_over."""
    if workshop.state == WorkshopState.CANCELLED:
        raise Refusal("meeting_cancelled", _("The meeting is cancelled. Nobody can be invited."))
    if workshop.starts_at <= timezone.now():
        raise Refusal("meeting_over", _("The meeting has begun. Nobody can be invited any more."))


def asks_to_answer(role: str, audience: str) -> bool:
    """Whether a letter asks for an answer: an invitation, or one to those who gave none."""
    return role == LetterRole.INVITATION or audience == Audience.UNANSWERED


def answers_are_over(workshop: Workshop) -> str:
    """The sentence to those who would ask for answers after the last day for them."""
    until = moment_at(workshop.closes_at, workshop)
    return _(
        "Answers were taken until %(until)s, so nobody could answer any more. "
        "Choose a later last day for answers first, or leave it empty."
    ) % {"until": until}


def refuse_unanswerable(workshop: Workshop, *, role: str, audience: str) -> None:
    """Refuse to ask for answers that are not taken any more. Refusal answers_over."""
    if asks_to_answer(role, audience) and workshop.closes_at <= timezone.now():
        raise Refusal("answers_over", answers_are_over(workshop))


def leaves_at(
    workshop: Workshop, send_at: dt.datetime | None, *, asks: bool = False
) -> dt.datetime:
    """When the first letter may leave: in five minutes, or at the chosen time.

    Refusals: send_at_past, send_at_late (not before the meeting, and when the letter `asks` for
    an answer not before the last day for one).
    """
    now = timezone.now()
    if send_at is None:
        return now + UNDO
    if send_at <= now:
        raise Refusal("send_at_past", _("This time has passed. Choose a later one."), field="on")
    if send_at >= workshop.starts_at:
        raise Refusal(
            "send_at_late", _("The letters would leave after the meeting has begun."), field="on"
        )
    if asks and send_at >= workshop.closes_at:
        raise Refusal(
            "send_at_late",
            _("The letters would leave after the last day for answers."),
            field="on",
        )
    return max(send_at, now + UNDO)


def refuse_foreign_links(text: str, hosts: frozenset[str]) -> None:
    """Letters in a region's name may only link to known hosts. Refusal foreign_link."""
    for found in _LINK.finditer(text):
        host = found[1].rstrip(".,;:!?").rpartition("@")[2].partition(":")[0].casefold()
        if host.removeprefix("www.") not in hosts:
            raise Refusal(
                "foreign_link",
                _(
                    "The text links to %(host)s. Put the link among the meeting's materials "
                    "instead: it then stands in the letter."
                )
                % {"host": host},
                field="body",
            )


def hosts_of(programme: Programme, workshop: Workshop | None = None) -> frozenset[str]:
    """Hosts that a text may link to: this site, the meeting's links, known organisations' sites."""
    addresses = [settings.SITE_URL]
    addresses += (
        Organisation.objects.filter(region=programme.region_id)
        .exclude(website="")
        .values_list("website", flat=True)
    )
    if workshop is not None:
        addresses.append(workshop.online_url)
        addresses += workshop.materials.exclude(link="").values_list("link", flat=True)
    hosts = ((urlsplit(address).hostname or "").casefold() for address in addresses)
    return frozenset(host.removeprefix("www.") for host in hosts if host)
