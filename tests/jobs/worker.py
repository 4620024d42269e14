"""A worker in a process of its own, which does one job that never ends.

python -m tests.jobs.worker sleep      hangs between two steps
python -m tests.jobs.worker write      hangs in the middle of its file
"""

from __future__ import annotations

import io
import sys
import time
from typing import Any

import django

django.setup()

from jobs import kinds, running  # noqa: E402 - needs the apps
from jobs.kinds import Made  # noqa: E402


class NeverEnding(io.BytesIO):
    """A file of which only the beginning can be read."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Some bytes the first time."""
        if self.tell():
            time.sleep(600)
        self.seek(1)
        return b"half a file"


def sleep(work: Any) -> Made:
    """Says where it is, and hangs."""
    work.step("Näsum", 12, 30)
    time.sleep(600)
    raise AssertionError


def write(_work: Any) -> Made:
    """Hangs while its file is stored."""
    return Made(NeverEnding(), "half.txt", "text/plain")


kinds.register("tests.kind", "A file", {"sleep": sleep, "write": write}[sys.argv[1]])
running.run_next()
