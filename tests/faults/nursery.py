"""Starts workers quickly: it reads the platform once and forks a worker for each line it gets.

    python -m tests.faults.nursery      "start NAME" on the input; the worker's pid on the output

A forked worker is what `celery worker` is, in a process of its own; a fresh one takes several
seconds to read the platform, and two hundred are killed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import django
from django.conf import settings

from placedev.celery import app


def main() -> None:
    """Fork a worker for each line; end when the input is closed."""
    django.setup()
    app.finalize()
    app.loader.import_default_modules()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    logs = Path(settings.VAR_DIR)
    print("ready", flush=True)  # noqa: T201 - the line that is waited for
    for line in sys.stdin:
        name = line.split()[1]
        child = os.fork()
        if child == 0:
            _work(name, logs)
        print(child, flush=True)  # noqa: T201 - the answer


def _work(name: str, logs: Path) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(logs / f"{name}.log", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.setsid()
    app.worker_main([
        "worker", "-P", "threads", "-c", "2", "-l", "INFO", "--without-gossip",
        "--without-mingle", "-n", f"{name}-{os.getpid()}@localhost",
    ])  # fmt: skip
    os._exit(0)


if __name__ == "__main__":
    main()
