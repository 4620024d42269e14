"""The letter to the municipality about a place that nobody reaches; its words are the coach's."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.refusals import Refusal
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import escape, written
from people.models import Assignment, Role, User
from places.models import Participation


def readers(participation: Participation) -> list[User]:
    """The municipality's contact persons at the place today."""
    held = Assignment.objects.active().filter(
        participation=participation, role=Role.MUNICIPALITY_CONTACT
    )
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk"))


def send(participation: Participation, *, subject: str, text: str, by: User) -> None:
    """Put the letters into the outbox, one a day to each.

    Refusals: nobody_there, already_written.
    """
    told = readers(participation)
    if not told:
        raise Refusal(
            "nobody_there",
            _("The municipality has no contact person here. Somebody has to be invited first."),
        )
    region = participation.programme.region
    day = timezone.localdate().isoformat()
    made = []
    for user in told:
        with translation.override(user.language):
            words, html = written(
                "support",
                {
                    "region": region,
                    "subject": subject,
                    "paragraphs": [*text.splitlines(), str(by)],
                    "quote": "",
                    "url": settings.SITE_URL.rstrip("/")
                    + reverse("places:participation", args=[participation.pk]),
                    "action_label": _("See %(place)s") % {"place": participation.place.name},
                },
            )
            made.append(
                NewLetter(
                    to=user.email,
                    subject=escape(subject),
                    text=words,
                    html=html,
                    key=f"chase-letter:{participation.pk}:{day}:{user.pk}",
                    language=user.language,
                    recipient_id=user.pk,
                    about=participation,
                )
            )
    if not add(made, by=by, region=region, kind=LetterKind.NOTICE):
        raise Refusal("already_written", _("The municipality has had such a letter today."))
