"""A mail server that takes everything and keeps only the count, in a process of its own.

    python -m demo.bench.mail_sink      prints its port; ends when its input is closed

It speaks just enough SMTP, so that what is measured is the sender.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Taking(asyncio.Protocol):
    """One connection: commands by the line, a text up to its lone dot."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self.transport = transport
        self.rest = b""
        self.in_text = False
        self._say(b"220 sink")

    def data_received(self, data: bytes) -> None:
        """Answer each whole command, and each whole text."""
        self.rest += data
        while True:
            end = b"\r\n.\r\n" if self.in_text else b"\r\n"
            got, found, rest = self.rest.partition(end)
            if not found:
                return
            self.rest = rest
            if self.in_text:
                self.in_text = False
                self._say(b"250 taken")
            else:
                self._obey(got[:4].upper())

    def _obey(self, command: bytes) -> None:
        if command == b"DATA":
            self.in_text = True
            self._say(b"354 go on")
        elif command == b"QUIT":
            self._say(b"221 bye")
            self.transport.close()
        elif command == b"EHLO":
            # What almost every mail server says of itself.
            self._say(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME")
        else:
            self._say(b"250 OK")

    def _say(self, line: bytes) -> None:
        self.transport.write(line + b"\r\n")  # type: ignore[attr-defined]  # a stream's


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Taking, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


@contextmanager
def sink() -> Iterator[int]:
    """A running server; its port."""
    words = [sys.executable, "-m", "demo.bench.mail_sink"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("the sink has no pipes")
        try:
            yield int(child.stdout.readline())
        finally:
            child.stdin.close()


if __name__ == "__main__":
    asyncio.run(_serve())
