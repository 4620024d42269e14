"""Write a letter: the only door by which mail leaves the platform."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import make_msgid, parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from outbox.dispatch import deliver_soon
from outbox.headers import named_address, one_line
from outbox.inline import inline_styles
from outbox.models import Attachment, Letter, LetterState
from people.models.user import normal_address

if TYPE_CHECKING:
    from django.db.models import Model

    from people.models import Region, User

SUBJECT_LENGTH = 250
FILE_NAME_LENGTH = 150

#: A file that goes with a letter: its name, its media type, its bytes.
File = tuple[str, str, bytes]


def write_letter(  # noqa: PLR0913 - a letter has these parts, each by name
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    key: str,
    kind: str,
    language: str,
    region: Region | None = None,
    recipient: User | None = None,
    about: Model | None = None,
    attachments: Iterable[File] = (),
) -> Letter:
    """Put one letter into the outbox, in the caller's transaction, and return its row.

    `key` names the letter: asked for again, the first row is returned unchanged and nothing
    is sent twice. Choose it from what the letter says, for example `gate-decided:12:anna@…`.
    The texts extend `letters/base.txt` and `letters/base.html`; styles are put inline here.
    `text` is required; `html` is the same letter for programs that show it. `kind` is a
    `LetterKind`. `about` is the thing the letter is about. A worker is woken after commit.

    Raises Refusal("bad_address") when `to` is no e-mail address.
    """
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "region": region,
            "recipient": recipient,
            "kind": kind,
            "message_id": make_msgid(domain=_sender_domain()),
            "to_address": _checked(to),
            "from_address": _sender(region),
            "reply_to": region.contact_address if region else "",
            "language": language,
            "subject": one_line(subject, SUBJECT_LENGTH),
            "text": text.replace("\x00", ""),
            "html": inline_styles(html.replace("\x00", "")),
            "about_type": about._meta.label_lower if about else "",
            "about_id": about.pk if about else None,
            "state": LetterState.READY,
            "not_before": timezone.now(),
        },
    )
    if is_new:
        _attach(letter, attachments)
        transaction.on_commit(lambda: deliver_soon([letter.pk]))
    return letter


def _checked(address: str) -> str:
    bare = normal_address(address)
    try:
        validate_email(bare)
    except ValidationError:
        raise Refusal(
            "bad_address", _("The letter has no e-mail address that mail can be sent to.")
        ) from None
    return bare


def _sender(region: Region | None) -> str:
    """The platform's address, under the region's name: people know the region, not the platform."""
    sender: str = settings.DEFAULT_FROM_EMAIL
    return named_address(region.name, sender) if region else sender


def _sender_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def _attach(letter: Letter, files: Iterable[File]) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            letter=letter,
            name=one_line(name, FILE_NAME_LENGTH),
            content_type=one_line(content_type, 100),
            content=content,
        )
        for name, content_type, content in files
    )
