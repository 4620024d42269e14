"""Hand letters to the mail server over one connection, knowing at each moment what is certain.

Django's SMTP backend opens the connection (address, TLS, sign-in). The conversation is led
here, because `sendmail` does not tell whether a line that dropped had already carried the
letter: before the text goes out a drop is harmless, afterwards nobody can know.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Any, Self

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from outbox.blocks.reports import return_address
from outbox.delivery.splice import spliced
from outbox.headers import POLICY
from outbox.models import CampaignText, Letter
from outbox.personal import reading, unsubscribe_address

START_OF_TEXT = 354
TAKEN = 250
ADDRESS_TAKEN = (250, 251)
PERMANENT = 500


class ServerAway(Exception):
    """No connection, or the server refuses the platform's own sign-in: no letter was tried."""


class NotTaken(Exception):
    """The letter was certainly not taken. `code` is the server's, 0 when the line dropped.

    `at_recipient`: the server refused the address, before it knew anything of the letter.
    """

    def __init__(self, code: int, answer: str, *, at_recipient: bool = False) -> None:
        super().__init__(answer)
        self.code = code
        self.answer = answer
        self.at_recipient = at_recipient

    @property
    def is_final(self) -> bool:
        """Whether the server says that trying again is useless (5xx)."""
        return self.code >= PERMANENT


class Uncertain(Exception):
    """The line dropped after the text had begun to go out: it may or may not have been taken."""


def keeps_letters() -> bool:
    """Whether this installation has no mail server, so that letters stay in the outbox."""
    return bool(getattr(mailers["delivery"], "keeps_letters", False))


def build(letter: Letter, shared: CampaignText | None = None) -> EmailMultiAlternatives:
    """The mail of a letter, with its stable Message-ID. `shared` as in `personal.reading`."""
    words = reading(letter, links=True, shared=shared)
    message = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        from_email=letter.from_address,
        to=[letter.to_address],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": letter.message_id,
            "Content-Language": letter.language,
            # Out-of-office machines shall not answer a machine (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    if letter.campaign_id is not None:
        # One click in the mail program stops invitations (RFC 8058).
        message.extra_headers["List-Unsubscribe"] = f"<{unsubscribe_address(letter.pk)}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if words.html:
        message.attach_alternative(words.html, "text/html")
    if words.calendar:
        kind = f"text/calendar; method={words.calendar_method}"
        message.attach_alternative(words.calendar, kind)
    for file in letter.attachments.all():
        message.attach(file.name, bytes(file.content), file.content_type)
    return message


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the server is given: the two bare addresses and the bytes of the mail."""

    sender: str
    recipient: str
    text: bytes


def envelope(letter: Letter, shared: CampaignText | None = None) -> Envelope:
    """Build a letter for the server. Raises ValueError for an address that no mail can have.

    `shared` is the text of the letter's sending, when the caller has it at hand.
    """
    mail = spliced(letter, shared, timezone.now())
    return Envelope(
        sender=return_address(letter.pk) or _bare(letter.from_address),
        recipient=letter.to_address if mail else _bare(letter.to_address),
        text=mail or build(letter, shared).message(policy=POLICY).as_bytes(),
    )


@lru_cache(maxsize=64)
def _bare(address: str) -> str:
    return EmailBackend(host="", alias="delivery").prep_address(address)


class MailServer(AbstractContextManager["MailServer"]):
    """One SMTP connection for a batch. Raises ServerAway when it cannot be opened."""

    def __init__(self) -> None:
        backend = mailers["delivery"]
        if not isinstance(backend, EmailBackend):
            raise ImproperlyConfigured(
                "MAILERS['delivery'] must be Django's SMTP backend or KeepInOutbox."
            )
        self._backend = backend

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._backend.close()  # with QUIT, when the line is still there
        except (smtplib.SMTPException, OSError):
            self._drop()

    def hand_over(self, mail: Envelope, *, before_text: Callable[[], bool]) -> str | None:
        """Hand one letter over; return the server's answer.

        `before_text` is called when the server waits for the text; it commits that the letter
        is on its way, or answers False when the letter may no longer go (then nothing is sent
        and None is returned). Raises NotTaken, Uncertain or, when a new connection was
        needed and there is none, ServerAway.
        """
        smtp = self._open()
        try:
            smtp.ehlo_or_helo_if_needed()
            if smtp.has_extn("pipelining"):
                self._address_at_once(smtp, mail)
            else:
                self._address(smtp, mail)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NotTaken(0, str(error)) from error
        except NotTaken:
            self._reset(smtp)
            raise
        may_go = False
        try:
            may_go = before_text()
        finally:
            if not may_go:
                self._drop()  # in the middle of DATA: only hanging up leaves the text unsent
        if not may_go:
            return None
        return self._send_text(smtp, mail.text)

    def _send_text(self, smtp: smtplib.SMTP, text: bytes) -> str:
        stuffed = (b"\r\n" + text).replace(b"\r\n.", b"\r\n..")[2:]
        end = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            smtp.send(stuffed + end)
            code, answer = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Uncertain(str(error)) from error
        if code != TAKEN:
            raise NotTaken(code, _words(answer))
        return _words(answer)

    def _address(self, smtp: smtplib.SMTP, mail: Envelope) -> None:
        code, answer = smtp.mail(mail.sender)
        if code != TAKEN:
            raise NotTaken(code, _words(answer))
        code, answer = smtp.rcpt(mail.recipient)
        if code not in ADDRESS_TAKEN:
            raise NotTaken(code, _words(answer), at_recipient=True)
        code, answer = smtp.docmd("DATA")
        if code != START_OF_TEXT:
            raise NotTaken(code, _words(answer))

    def _address_at_once(self, smtp: smtplib.SMTP, mail: Envelope) -> None:
        """The same three commands in one packet (RFC 2920): one wait instead of three.

        The first refusal counts, what the server says after it does not.
        """
        sender, recipient = smtplib.quoteaddr(mail.sender), smtplib.quoteaddr(mail.recipient)
        smtp.send(f"MAIL FROM:{sender}\r\nRCPT TO:{recipient}\r\nDATA\r\n")
        refusal = None
        code = 0
        for wanted in ((TAKEN,), ADDRESS_TAKEN, (START_OF_TEXT,)):
            try:
                code, answer = smtp.getreply()
            except (smtplib.SMTPException, OSError):
                if refusal is None:
                    raise
                self._drop()
                break
            if code not in wanted and refusal is None:
                at_recipient = wanted == ADDRESS_TAKEN
                refusal = NotTaken(code, _words(answer), at_recipient=at_recipient)
        if refusal is not None:
            if code == START_OF_TEXT:
                self._drop()  # it waits for a text all the same: only hanging up sends none
            raise refusal

    def _open(self) -> smtplib.SMTP:
        try:
            self._backend.open()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise ServerAway(str(error)) from error
        if self._backend.connection is None:  # a backend that is set to fail silently
            raise ServerAway("the connection could not be opened")
        return self._backend.connection

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        """Close without ceremony; the next letter opens a new connection."""
        backend: Any = self._backend  # a connection half open stands in no public name
        connection = backend.connection or backend._partial_connection  # noqa: SLF001
        backend.connection = backend._partial_connection = None  # noqa: SLF001
        if connection is not None:
            connection.close()


def _words(answer: bytes) -> str:
    return answer.decode("utf-8", "replace")
