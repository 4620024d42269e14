"""A letter as it will look, before anything is written; and as a test letter to oneself."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from html import escape as escape_html

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.policy import require
from outbox.adding.services import NewLetter, add
from outbox.gdpr_notice import notice_text
from outbox.html import inline_styles
from outbox.models import LetterKind
from outbox.personal import Reading, escape, in_header
from outbox.slots import SLOT
from people.models import User
from workshops.letters.frame import build
from workshops.letters.rules import hosts_of, refuse_foreign_links
from workshops.letters.texts import LetterWords, checked_words, text_of
from workshops.models import Invitation, Workshop


def preview(
    *,
    workshop: Workshop,
    role: str,
    language: str,
    subject: str,
    body: str,
    reader: Invitation | User,
    source: str = "",
) -> Reading:
    """The letter in a language as `reader` would get it; its links lead to the meeting's page.

    The words hold in the meeting's language; in another one the programme's are shown.
    Refusals: those of `checked_words`, foreign_link.
    """
    words = checked_words(role, subject, body)
    refuse_foreign_links(words.body + words.subject, hosts_of(workshop.programme, workshop))
    if language != workshop.language:
        words = text_of(workshop, role, language)
    name = reader.name if isinstance(reader, Invitation) else reader.get_full_name()
    return _read(workshop, role, language, words, name, source)


def preview_words(
    *, workshop: Workshop, role: str, language: str, words: LetterWords, reader: User
) -> Reading:
    """The same for a programme's own words in any language (the page of letter texts)."""
    return _read(workshop, role, language, words, reader.get_full_name(), "")


def _read(
    workshop: Workshop, role: str, language: str, words: LetterWords, name: str, source: str
) -> Reading:
    with override(language):
        changes = _("The time is new: look below.")
        reason = _("Too few can come.")
        summary = _("You want one person at the municipality to turn to.")
    text = build(
        workshop=workshop, role=role, language=language, words=words,
        common={"changes": changes, "reason": reason, "summary": summary},
    )  # fmt: skip
    page = f"{settings.SITE_URL}{workshop.get_absolute_url()}" if workshop.pk else settings.SITE_URL
    values = _samples(language) | {
        "name": escape(name),
        "notice": notice_text(
            workshop.programme.region, language, source, about=workshop._meta.label_lower
        ),
        "link": page,
        "unsubscribe": page,
    }
    return Reading(
        subject=_filled(text.subject, values, in_header),
        text=_filled(text.text, values, str),
        html=inline_styles(_filled(text.html, values, escape_html)),
        calendar="",
    )


@transaction.atomic
def send_test(
    *, workshop: Workshop, by: User, role: str, subject: str, body: str, key: uuid.UUID
) -> None:
    """Send the letter to oneself, marked as a test; the same words of one form go once.

    Refusals: those of `preview`.
    """
    require(by, "workshops.invite", workshop)
    read = preview(
        workshop=workshop, role=role, language=workshop.language, subject=subject, body=body,
        reader=by,
    )  # fmt: skip
    with override(workshop.language):
        marked = _("Test: %(subject)s") % {"subject": read.subject}
    fingerprint = uuid.uuid5(key, f"{read.subject}\n{read.text}")
    add(
        [
            NewLetter(
                to=by.email,
                subject=marked,
                text=read.text,
                html=read.html,
                key=f"test-letter:{by.pk}:{fingerprint}",
                language=workshop.language,
                recipient_id=by.pk,
                about=workshop,
            )
        ],
        by=by,
        region=workshop.programme.region,
        kind=LetterKind.TEST,
    )


def _samples(language: str) -> dict[str, str]:
    """What stands in slots that only a real guest has."""
    with override(language):
        return {
            "answer": _("Yes"), "persons": "2", "offered_until": _("tomorrow at 18"),
            "question": _("Is there a hearing loop?"), "reply": _("Yes, in the large hall."),
        }  # fmt: skip


def _filled(text: str, values: Mapping[str, str], safe: Callable[[str], str]) -> str:
    return SLOT.sub(lambda hit: safe(values.get(hit[1], "")), text)
