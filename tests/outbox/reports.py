"""Reports as mail servers write them."""

from __future__ import annotations

from outbox.blocks.reports import return_address


def delivery_status(
    letter_id: int,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 No such user",
    to: str = "",
    number: int = 1,
    extra: str = "",
) -> bytes:
    """A delivery status notification (RFC 3464) about a letter."""
    return f"""\
Return-Path: <>
{extra}From: MAILER-DAEMON@mx.example.net
To: {to or return_address(letter_id)}
Subject: Undelivered Mail Returned to Sender
Message-ID: <report{number}@mx.example.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Tue, 3 Nov 2026 08:00:00 +0100

Final-Recipient: rfc822; gast1@example.org
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--x
Content-Type: message/rfc822-headers

Subject: Inbjudan

--x--
""".replace("\n", "\r\n").encode()


def complaint(letter_id: int, kind: str = "abuse") -> bytes:
    """A complaint (RFC 5965). It comes to another address: the letter's own stands inside."""
    return f"""\
From: feedback@mail.example.com
To: postmaster@example.org
Subject: complaint
Message-ID: <complaint@mail.example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="y"

--y
Content-Type: text/plain

This is an email abuse report.

--y
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <{return_address(letter_id)}>

--y
Content-Type: message/rfc822

From: Region <no-reply@example.org>
Subject: Inbjudan

Hej
--y--
""".replace("\n", "\r\n").encode()
