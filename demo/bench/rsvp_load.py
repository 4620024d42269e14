"""Many guests answer over HTTP: a program of its own, so that it measures as a browser would.

    python -m demo.bench.rsvp_load PORT RATE < paths

Sends a POST to each path on the standard input, RATE a second on a fixed schedule: a slow
answer delays none of the others, and its time counts from when it was to be sent. Prints JSON.
No CSRF token is fetched: the forms behind a guest's link need none (`workshops.answers.by_link`).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter

BODY = b"answer=yes&persons=1"
CONNECTIONS = 32


async def main(port: int, rate: float, paths: list[str]) -> dict[str, object]:
    """Send them all; statuses and times in milliseconds."""
    free: asyncio.Queue[_Connection] = asyncio.Queue()
    for _number in range(CONNECTIONS):
        free.put_nowait(_Connection(port))
    start = time.perf_counter() + 0.2
    times: list[float] = []
    statuses: Counter[str] = Counter()

    async def send(number: int, path: str) -> None:
        due = start + number / rate
        await asyncio.sleep(max(0, due - time.perf_counter()))
        connection = await free.get()
        try:
            statuses[await connection.post(path)] += 1
        except (OSError, EOFError, ValueError) as error:
            statuses[type(error).__name__] += 1
            connection.close()
        finally:
            free.put_nowait(connection)
        times.append((time.perf_counter() - due) * 1000)

    await asyncio.gather(*(send(number, path) for number, path in enumerate(paths)))
    return {"statuses": statuses, "times": times, "seconds": time.perf_counter() - start}


class _Connection:
    """One kept-open connection, opened at its first use."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def post(self, path: str) -> str:
        """The status of the answer."""
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(
            b"POST %s HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
            % (path.encode(), len(BODY), BODY)
        )
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = head.split("\r\n")
        fields = dict(line.lower().split(":", 1) for line in lines[1:] if ":" in line)
        await self.reader.readexactly(int(fields.get("content-length", "0")))
        if "close" in fields.get("connection", ""):
            self.close()
        return lines[0].split(" ")[1]

    def close(self) -> None:
        """Begin anew with the next answer."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


if __name__ == "__main__":
    lines_in = sys.stdin.read().split()
    json.dump(asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), lines_in)), sys.stdout)
