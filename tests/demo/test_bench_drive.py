"""The program that asks as many browsers would: on a schedule, or as people who read."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from demo.bench.drive import main


async def _serve(plan):
    """What the plan found at a server that answers everything, and what the server was sent."""
    seen = []

    async def answer(reader, writer):
        while head := await reader.readuntil(b"\r\n\r\n"):
            size = int(dict(_fields(head)).get("content-length", "0"))
            seen.append(head.split(b"\r\n")[0].decode() + (await reader.readexactly(size)).decode())
            status = b"404 Not Found" if b"/gone" in head else b"200 OK"
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 2\r\n\r\nok")

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        return await main(server.sockets[0].getsockname()[1], plan), seen


def _served(plan):
    """The same in a thread of its own: a browser of another test keeps a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, _serve(plan)).result()


def _fields(head):
    lines = head.decode().lower().split("\r\n")
    return [line.split(": ", 1) for line in lines if ": " in line]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_schedule_sends_every_request_and_counts_the_answers():
    requests = [
        ["POST", "/a/1/", "", "answer=yes"],
        ["GET", "/", "sessionid=1", ""],
        ["GET", "/gone"],
    ]

    found, seen = _served({"rate": 200, "requests": requests})

    assert found["statuses"] == {"200": 2, "404": 1}
    assert sorted(seen) == ["GET / HTTP/1.1", "GET /gone HTTP/1.1", "POST /a/1/ HTTP/1.1answer=yes"]
    assert len(found["times"]) == 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_people_ask_until_the_time_is_over():
    people = [[["GET", "/places/", "sessionid=1"]], [["GET", "/", "sessionid=2"]]]

    found, seen = _served({"people": people, "wait": [0.01, 0.02], "seconds": 0.2})

    assert set(found["statuses"]) == {"200"}
    assert set(seen) == {"GET /places/ HTTP/1.1", "GET / HTTP/1.1"}
