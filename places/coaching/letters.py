"""The mail to process leaders about a coaching contact: the shared note and the next step.

It is built from named fields, so that the private note cannot slip in by a template.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import Assignment, Role, User
from places.models import CoachingEntry


def send(entry: CoachingEntry) -> None:
    """Write the mail to each process leader of today, in the own language; in the transaction."""
    participation = entry.participation
    held = Assignment.objects.active().filter(participation=participation, role=Role.PROCESS_LEADER)
    for user in User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk"):
        with translation.override(user.language):
            context = {
                "region": participation.programme.region,
                "place": participation.place.name,
                "coach": entry.by,
                "on": entry.on,
                "shared": entry.shared,
                "next_text": entry.next_text,
                "next_on": entry.next_on,
                "url": settings.SITE_URL.rstrip("/")
                + reverse("places:coaching", args=[participation.pk]),
            }
            text, html = written("coaching_contact", context)
            add(
                [
                    NewLetter(
                        to=user.email,
                        subject=_("%(place)s: after our contact") % {"place": participation.place},
                        text=text,
                        html=html,
                        key=f"coaching:{entry.pk}:{user.pk}",
                        language=user.language,
                        recipient_id=user.pk,
                        about=participation,
                    )
                ],
                by=entry.by,
                region=participation.programme.region,
                kind=LetterKind.NOTICE,
            )
