"""A mail server in a process of its own that writes down each letter before it says "taken".

    python -m tests.faults.record FILE PAUSE     prints its port; ends when its input is closed

A line is the Message-ID and the recipient. It is on the file before the answer leaves, so that
no letter is taken that the record does not have. PAUSE is how many seconds the server thinks
about each letter: a slow one is killed more often in the middle of something.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(rb"<([^>]*)>")


class Taking(asyncio.Protocol):
    """One connection: commands by the line, a text up to its lone dot."""

    def __init__(self, record: int, pause: float) -> None:
        self.record, self.pause = record, pause

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.rest, self.in_text, self.to = b"", False, b""
        transport.write(b"220 record\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while True:
            end = b"\r\n.\r\n" if self.in_text else b"\r\n"
            got, found, rest = self.rest.partition(end)
            if not found:
                return
            self.rest = rest
            if self.in_text:
                answer = self._take(got)
                loop = asyncio.get_running_loop()
                loop.call_later(self.pause, self.transport.write, answer)
            else:
                self.transport.write(self._obey(got))

    def _obey(self, line: bytes) -> bytes:
        command = line[:4].upper()
        if command == b"RCPT" and (found := ADDRESS.search(line)):
            self.to = found[1]
        if command == b"DATA":
            self.in_text = True
            return b"354 go on\r\n"
        if command == b"QUIT":
            self.transport.close()
        return b"250 OK\r\n"

    def _take(self, text: bytes) -> bytes:
        self.in_text = False
        found = MESSAGE_ID.search(text)
        os.write(self.record, (found[1] if found else b"<none>") + b" " + self.to + b"\n")
        return b"250 taken\r\n"


async def _serve(path: str, pause: float) -> None:
    record = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Taking(record, pause), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - the port
    await loop.run_in_executor(None, sys.stdin.read)


class Record:
    """The running server, and what it has written down."""

    def __init__(self, folder: Path, pause: float) -> None:
        self.path = folder / "record"
        self.path.touch()
        self.child = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.record", str(self.path), str(pause)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.child.stdout is not None
        self.port = int(self.child.stdout.readline())

    def taken(self) -> Counter[str]:
        """How often each letter was taken, by Message-ID."""
        return Counter(line.split(" ", 1)[0] for line in self.path.read_text().splitlines())

    def stop(self) -> None:
        """End the server."""
        assert self.child.stdin is not None
        self.child.stdin.close()
        self.child.wait(10)
        assert self.child.stdout is not None
        self.child.stdout.close()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], float(sys.argv[2])))
