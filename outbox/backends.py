"""Django's mail goes to the outbox: a row first, whoever sends it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from email.message import MIMEPart
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from core.addresses import normal_address
from outbox.adding.services import File, NewLetter, add
from outbox.models import LetterKind
from people.models import User

#: Header under which a message keeps its key: sending the same message twice is one letter.
KEY_HEADER = "X-Letter-Key"


class OutboxBackend(BaseEmailBackend):
    """MAILERS["default"]: each recipient of each message gets a letter of his or her own.

    The accounts' library sends its codes this way. Copies and blind copies become letters
    too, so that no recipient sees another's address.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the letters; return how many messages were taken."""
        for message in email_messages:
            key = message.extra_headers.setdefault(KEY_HEADER, uuid.uuid4().hex)
            for recipient in dict.fromkeys(message.recipients()):
                _write(message, recipient, key)
        return len(email_messages)


class KeepInOutbox(BaseEmailBackend):
    """MAILERS["delivery"] without a mail server: letters stay in the outbox, and say so.

    The worker asks for `keeps_letters` and marks letters as kept; nothing is handed to it.
    """

    keeps_letters = True


def _write(message: EmailMessage, recipient: str, key: str) -> None:
    address = normal_address(parseaddr(recipient)[1])
    user = User.objects.filter(email=address).first()
    letter = NewLetter(
        to=address,
        subject=str(message.subject),
        text=str(message.body),
        html=_html(message),
        key=f"mail:{key}:{address}",
        language=user.language if user else get_language(),
        recipient_id=user.pk if user else None,
        files=[_file(attachment) for attachment in message.attachments],
    )
    add([letter], by=None, kind=LetterKind.ACCOUNT)


def _html(message: EmailMessage) -> str:
    alternatives: list[Any] = getattr(message, "alternatives", [])
    return next((str(part.content) for part in alternatives if part.mimetype == "text/html"), "")


def _file(attachment: Any) -> File:
    if isinstance(attachment, MIMEPart):
        content = attachment.get_payload(decode=True) or b""
        return (
            attachment.get_filename() or "attachment",
            attachment.get_content_type(),
            bytes(content),
        )
    content = attachment.content
    raw = content.encode() if isinstance(content, str) else bytes(content)
    return attachment.filename or "attachment", attachment.mimetype, raw
