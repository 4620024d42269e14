"""Write a letter: the only door by which mail leaves the platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from email.utils import make_msgid
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from outbox.dispatch import deliver_soon
from outbox.domain import reasons
from outbox.domain.senders import sender_domain, sender_of
from outbox.domain.suppress import is_suppressed
from outbox.headers import one_line
from outbox.inline import inline_styles
from outbox.models import Attachment, Letter, LetterKind, LetterState
from outbox.personal import SUBJECT_LENGTH, Link, as_told
from people.models.user import normal_address

if TYPE_CHECKING:
    from django.db.models import Model

    from people.models import Region, User

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
    values: Mapping[str, str] | None = None,
    links: Mapping[str, Link] | None = None,
    priority: int = 1,
) -> Letter:
    """Put one letter into the outbox, in the caller's transaction, and return its row.

    `key` names the letter: asked for again, the first row is returned unchanged and nothing
    is sent twice. Choose it from what the letter says, for example `gate-decided:12:anna@…`.
    The texts extend `letters/base.txt` and `letters/base.html`; styles are put inline here.
    `text` is required; `html` is the same letter for programs that show it. `kind` is a
    `LetterKind`. `about` is the thing the letter is about. `values` and `links` fill the slots
    of the texts (`outbox.slots`). `priority` 0 goes before all others; letters of the accounts
    have it. A blocked address gets a row that says so. A worker is woken after commit.

    Raises Refusal("bad_address") when `to` is no e-mail address.
    """
    address = _checked(to)
    state, reason = _state(address, region, kind)
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "region": region,
            "recipient": recipient,
            "kind": kind,
            "message_id": make_msgid(domain=sender_domain()),
            "to_address": address,
            "from_address": sender_of(region),
            "reply_to": region.contact_address if region else "",
            "language": language,
            "subject": one_line(subject, SUBJECT_LENGTH),
            "text": text.replace("\x00", ""),
            "html": inline_styles(html.replace("\x00", "")),
            "about_type": about._meta.label_lower if about else "",
            "about_id": about.pk if about else None,
            "values": {name: as_told(text) for name, text in (values or {}).items()},
            "links": {name: link.stored() for name, link in (links or {}).items()},
            "priority": 0 if kind == LetterKind.ACCOUNT else priority,
            "state": state,
            "reason": reason,
            "not_before": timezone.now(),
        },
    )
    if is_new:
        _attach(letter, attachments)
    if is_new and state == LetterState.READY:
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


def _state(address: str, region: Region | None, kind: str) -> tuple[LetterState, str]:
    blocked = is_suppressed([address], region, kind)
    if address not in blocked:
        return LetterState.READY, ""
    return LetterState.SUPPRESSED, reasons.blocked(blocked[address], region)


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
