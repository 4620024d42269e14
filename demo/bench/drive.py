"""Asks a server as many browsers would: a program of its own, so that it measures from outside.

    python -m demo.bench.drive PORT < plan.json

A plan is either `{"rate": 100, "requests": […]}`: so many a second on a fixed schedule, where a
slow answer delays none of the others and its time counts from when it was to be sent. Or it is
`{"people": [[…], …], "wait": [2, 8], "seconds": 60}`: each person asks for one of theirs, reads
it, and asks for the next. A request is `[method, path, cookie, body]`. Prints JSON: statuses and
times in milliseconds.

No CSRF token is fetched: the forms behind a guest's link need none (`workshops.answers.by_link`).
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

CONNECTIONS = 64
_ENDED = (OSError, EOFError, ValueError)


class Told:
    """What came back."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.start = time.perf_counter()

    async def ask(self, connection: Connection, request: Sequence[str], due: float) -> None:
        """Send one request and note its status and its time since `due`."""
        try:
            self.statuses[await connection.ask(*request)] += 1
        except _ENDED as error:
            self.statuses[type(error).__name__] += 1
            connection.close()
        self.times.append((time.perf_counter() - due) * 1000)

    def as_json(self) -> dict[str, object]:
        """For the program that started this one."""
        seconds = time.perf_counter() - self.start
        return {"statuses": self.statuses, "times": self.times, "seconds": seconds}


async def on_schedule(port: int, rate: float, requests: list[list[str]]) -> Told:
    """Send them all, `rate` a second."""
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _number in range(CONNECTIONS):
        free.put_nowait(Connection(port))
    told = Told()
    start = told.start + 0.2

    async def send(number: int, request: list[str]) -> None:
        due = start + number / rate
        await asyncio.sleep(max(0, due - time.perf_counter()))
        connection = await free.get()
        await told.ask(connection, request, due)
        free.put_nowait(connection)

    await asyncio.gather(*(send(number, one) for number, one in enumerate(requests)))
    return told


async def as_people(
    port: int, people: list[list[list[str]]], wait: tuple[float, float], seconds: float
) -> Told:
    """Let each ask for pages, with a connection of its own."""
    told = Told()
    end = told.start + seconds
    chance = random.Random(1)  # noqa: S311 - the same walk at every run, nothing secret

    async def browse(pages: list[list[str]]) -> None:
        connection = Connection(port)
        await asyncio.sleep(chance.uniform(0, wait[1]))
        while time.perf_counter() < end:
            await told.ask(connection, chance.choice(pages), time.perf_counter())
            await asyncio.sleep(chance.uniform(*wait))

    await asyncio.gather(*(browse(pages) for pages in people))
    return told


class Connection:
    """One kept-open connection, opened at its first use."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, cookie: str = "", body: str = "") -> str:
        """The status of the answer."""
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept-Language: en"]
        if cookie:
            head.append(f"Cookie: {cookie}")
        if body:
            head.append("Content-Type: application/x-www-form-urlencoded")
            head.append(f"Content-Length: {len(body)}")
        self.writer.write("\r\n".join([*head, "", body]).encode())
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = answer.split("\r\n")
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


async def main(port: int, plan: dict[str, Any]) -> dict[str, object]:
    """Do what the plan says."""
    if "people" in plan:
        told = await as_people(port, plan["people"], plan["wait"], plan["seconds"])
    else:
        told = await on_schedule(port, plan["rate"], plan["requests"])
    return told.as_json()


if __name__ == "__main__":
    json.dump(asyncio.run(main(int(sys.argv[1]), json.load(sys.stdin))), sys.stdout)
