"""The letter that asks coaches and programme managers to look at a big sending."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from outbox.domain.write import write_letter
from outbox.models import LetterKind
from people.models import Assignment, ProgrammeRole, RegionRole, Role, User
from workshops.domain.letter_words import harmless
from workshops.models import Mailing


def approvers(mailing: Mailing) -> list[User]:
    """Whom to ask: the coaches of the meeting's places, else who runs the programme or the region.

    Whoever may approve can do so without having been asked.
    """
    workshop = mailing.workshop
    coaches = Assignment.objects.active().filter(participation__workshops=workshop, role=Role.COACH)
    managers = ProgrammeRole.objects.active().filter(programme=workshop.programme_id)
    people = User.objects.filter(is_active=True)
    if mailing.sent_by_id is not None:
        people = people.exclude(pk=mailing.sent_by_id)
    administrators = RegionRole.objects.active().filter(region=workshop.programme.region_id)
    for roles in (coaches, managers, administrators):
        numbers = list(roles.values_list("user_id", flat=True))
        if found := list(people.filter(pk__in=numbers)):
            return found
    return []


def ask(mailing: Mailing) -> int:
    """Write to those who may approve the sending; return to how many."""
    people = approvers(mailing)
    workshop = mailing.workshop
    path = reverse("workshops:approve", args=[workshop.pk, mailing.pk])
    for person in people:
        with override(person.language):
            meeting = harmless(workshop.title)
            subject = _("A sending waits for you: %(meeting)s") % {"meeting": meeting}
            context = {
                "region": workshop.programme.region,
                "by": harmless(mailing.sent_by),
                "meeting": meeting,
                "letters": mailing.campaign.letter_count if mailing.campaign else 0,
                "url": f"{settings.SITE_URL}{path}",
                "action_label": _("Look at it and approve"),
                "subject": subject,
            }
            write_letter(
                to=person.email,
                subject=subject,
                text=render_to_string("letters/workshops/approval.txt", context),
                html=render_to_string("letters/workshops/approval.html", context),
                key=f"approve-mailing:{mailing.pk}:{person.pk}",
                kind=LetterKind.NOTICE,
                language=person.language,
                region=workshop.programme.region,
                recipient=person,
                about=workshop,
            )
    return len(people)
