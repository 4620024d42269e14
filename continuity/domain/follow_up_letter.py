"""The letter that asks a place how it went, in the contact person's language."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from continuity.domain.contact import language_for
from continuity.domain.links import closes_on, link_of
from continuity.models import FollowUp
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind


def send(follow_up: FollowUp, *, key: str, is_reminder: bool = False) -> None:
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
            "is_reminder": is_reminder,
            "url": link_of(follow_up),
            "action_label": _("Answer"),
            "subject": subject,
        }
        add(
            [
                NewLetter(
                    to=follow_up.email,
                    subject=subject,
                    text=render_to_string("letters/follow_up.txt", context),
                    html=render_to_string("letters/follow_up.html", context),
                    key=key,
                    language=language,
                    about=participation,
                )
            ],
            region=region,
            kind=LetterKind.NOTICE,
        )
