"""A mail server that does what the test says, and an outside record of what it took."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from scripts.services import free_port


@dataclass
class Sink:
    """What the server answers, and what it took. Rules are by recipient address.

    `answers[(verb, address)]` replaces the answer to RCPT or DATA. `hang_up` holds pairs of
    moment and address: "rcpt" (before the text), "inside" (the text is not taken) and
    "taken" (the text is taken, the answer never comes). `pause` is in seconds, per letter.
    """

    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    hang_up: set[tuple[str, str]] = field(default_factory=set)
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)
    pause: float = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.sessions.add(id(session))
        if ("rcpt", address) in self.hang_up:
            server.transport.abort()
        if ("RCPT", address) in self.answers:
            return self.answers["RCPT", address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (address,) = envelope.rcpt_tos
        await asyncio.sleep(self.pause)
        if ("inside", address) in self.hang_up:
            server.transport.abort()
            return "250 never read"
        if ("DATA", address) in self.answers:
            return self.answers["DATA", address]
        self.taken.append((address, message_from_bytes(envelope.content, policy=policy.default)))
        if ("taken", address) in self.hang_up:
            server.transport.abort()
        return "250 taken as 12345"

    def addresses(self) -> list[str]:
        """To whom letters were taken, in order."""
        return [address for address, _message in self.taken]


def serve(sink: Sink) -> Controller:
    """Start the server on a free port; the caller stops it."""
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), ready_timeout=10)
    controller.start()
    return controller
