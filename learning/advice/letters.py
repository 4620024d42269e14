"""The letter that tells a place of an advice, to each who leads the process."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from learning.models import Advice
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import User


def send(advice: Advice, people: Iterable[User]) -> None:
    """Write to each in the own language; in the transaction of what it tells."""
    participation = advice.participation
    region = participation.programme.region
    path = reverse("learning:advice", args=[participation.pk, advice.pk])
    for user in people:
        with translation.override(user.language):
            facts = {
                "region": region,
                "place": participation.place.name,
                "coach": str(advice.by),
                "advice": advice.text,
                "due_on": advice.due_on,
                "url": settings.SITE_URL.rstrip("/") + path,
                "action_label": _("Read and answer"),
            }
            text, html = written("advice", facts)
            letter = NewLetter(
                to=user.email,
                subject=_("%(place)s: advice from %(coach)s")
                % {"place": participation.place, "coach": advice.by},
                text=text,
                html=html,
                key=f"advice:{advice.pk}:{user.pk}",
                language=user.language,
                recipient_id=user.pk,
                about=participation,
            )
            add([letter], by=advice.by, region=region, kind=LetterKind.NOTICE)
