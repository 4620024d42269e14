"""The letter that asks coaches and programme managers to look at a big sending."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from people.models import Assignment, ProgrammeRole, RegionRole, Role, User
from workshops.domain.letter_words import escape
from workshops.models import MeetingCampaign


def approvers(campaign: MeetingCampaign) -> list[User]:
    """Whom to ask: the coaches of the meeting's places, else who runs the programme or the region.

    Whoever may approve can do so without having been asked.
    """
    workshop = campaign.workshop
    coaches = Assignment.objects.active().filter(participation__workshops=workshop, role=Role.COACH)
    managers = ProgrammeRole.objects.active().filter(programme=workshop.programme_id)
    people = User.objects.filter(is_active=True)
    if campaign.sent_by_id is not None:
        people = people.exclude(pk=campaign.sent_by_id)
    administrators = RegionRole.objects.active().filter(region=workshop.programme.region_id)
    for roles in (coaches, managers, administrators):
        numbers = list(roles.values_list("user_id", flat=True))
        if found := list(people.filter(pk__in=numbers)):
            return found
    return []


def ask(campaign: MeetingCampaign) -> int:
    """Write to those who may approve the sending; return to how many."""
    people = approvers(campaign)
    workshop = campaign.workshop
    path = reverse("workshops:approve", args=[workshop.pk, campaign.pk])
    for person in people:
        with override(person.language):
            meeting = escape(workshop.title)
            subject = _("A sending waits for you: %(meeting)s") % {"meeting": meeting}
            context = {
                "region": workshop.programme.region,
                "by": escape(campaign.sent_by),
                "meeting": meeting,
                "letters": campaign.outbox.letter_count,
                "url": f"{settings.SITE_URL}{path}",
                "action_label": _("Look at it and approve"),
                "subject": subject,
            }
            add(
                [
                    NewLetter(
                        to=person.email,
                        subject=subject,
                        text=render_to_string("letters/workshops/approval.txt", context),
                        html=render_to_string("letters/workshops/approval.html", context),
                        key=f"approve-campaign:{campaign.pk}:{person.pk}",
                        language=person.language,
                        recipient_id=person.pk,
                        about=workshop,
                    )
                ],
                region=workshop.programme.region,
                kind=LetterKind.NOTICE,
            )
    return len(people)
