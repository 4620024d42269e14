"""The site under granian and a worker, as docker-compose.yml starts them, for the bench's lines."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

START_SECONDS = 60


@contextlib.contextmanager
def server() -> Iterator[int]:
    """The site on a free port; ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    connection.close()
    with _program(
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "4", "--blocking-threads", "1", "--log-level", "warning",
        "placedev.wsgi:application",
    ) as granian:  # fmt: skip
        _wait_for(granian, port)
        yield port


def worker() -> contextlib.AbstractContextManager[Any]:
    """The program that sends letters and does other work in the background."""
    return _program(
        "celery", "--app", "placedev", "worker", "--loglevel", "ERROR", "--concurrency", "2"
    )


@contextlib.contextmanager
def _program(name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    started = subprocess.Popen(command, cwd=settings.BASE_DIR)  # noqa: S603 - our own program
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(15)
        except subprocess.TimeoutExpired:
            started.kill()


def _wait_for(started: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and started.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise RuntimeError("granian did not start")


def drive(port: int, **plan: Any) -> dict[str, Any]:
    """What `demo.bench.drive` found; see there for the plan."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "demo.bench.drive", str(port)],
        input=json.dumps(plan), capture_output=True, text=True, check=True, cwd=settings.BASE_DIR,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found
