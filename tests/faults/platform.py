"""An installation to break: database, Redis, the recording mail server and workers, all private."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from celery import Celery

from scripts.services import Service, start_redis
from tests.faults.record import Record

WAITING = ("ready", "deferred", "leased", "handing_over")


@dataclass(frozen=True, slots=True)
class Judged:
    """What record and database say together."""

    letters: int
    sent: int
    unknown: int
    lost: int
    twice: int

    @property
    def is_right(self) -> bool:
        """Nothing lost, nothing twice."""
        return (self.lost, self.twice) == (0, 0)


@dataclass
class Platform:
    """The parts, and what a scenario does to them."""

    database_url: str
    redis: Service
    record: Record
    folder: Path
    nursery: subprocess.Popen[str]
    workers: dict[str, int] = field(default_factory=dict)
    _count: int = 0

    def start_worker(self) -> int:
        """Start a worker and wait until it takes tasks; return its pid."""
        self._count += 1
        name = f"worker{self._count}"
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(f"start {name}\n")
        self.nursery.stdin.flush()
        pid = int(self.nursery.stdout.readline())
        self.workers[name] = pid
        log = self.folder / f"{name}.log"
        wait_until(
            f"{name} is ready",
            lambda: log.exists() and " ready." in log.read_text(errors="replace"),
            60,
        )
        return pid

    def kill_worker(self, name: str) -> None:
        """kill -9."""
        pid = self.workers.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def kill_all(self) -> None:
        """Kill every worker."""
        for name in list(self.workers):
            self.kill_worker(name)

    def states(self) -> Counter[str]:
        """How many letters are in each state."""
        with psycopg.connect(self.database_url) as connection:
            rows = connection.execute("SELECT state, count(*) FROM outbox_letter GROUP BY state")
            return Counter(dict(rows.fetchall()))

    def waiting(self) -> int:
        """How many letters have not come to an end."""
        states = self.states()
        return sum(states[state] for state in WAITING)

    def free_leases(self) -> None:
        """Let five minutes pass for letters whose worker is dead."""
        with psycopg.connect(self.database_url) as connection:
            connection.execute(
                "UPDATE outbox_letter SET leased_until = now() WHERE leased_until IS NOT NULL"
            )

    def tell_workers(self, task: str, times: int = 1) -> None:
        """Send a task, as beat does."""
        # An application of its own, as the test's has another broker; and not the current one,
        # or later tests of this process would send their tasks to this broker when it is gone.
        with Celery(broker=self.redis.url, set_as_current=False) as sender:
            for _time in range(times):
                sender.send_task(task)

    def judge(self) -> Judged:
        """Compare what the mail server took with what the database says."""
        with psycopg.connect(self.database_url) as connection:
            rows = connection.execute("SELECT message_id, state FROM outbox_letter").fetchall()
        taken = self.record.taken()
        return Judged(
            letters=len(rows),
            sent=sum(state == "sent" for _id, state in rows),
            unknown=sum(state == "unknown" for _id, state in rows),
            lost=sum(
                (state == "sent" and not taken[number]) or state not in {"sent", "unknown"}
                for number, state in rows
            ),
            twice=sum(count > 1 for count in taken.values()),
        )


def wait_until(what: str, happened: Callable[[], object], seconds: float) -> float:
    """Wait until something is true and return how many seconds it took."""
    began = time.monotonic()
    while not happened():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)
    return time.monotonic() - began


@contextlib.contextmanager
def platform(database_url: str, folder: Path, *, pause: float = 0) -> Iterator[Platform]:
    """Start everything but the database; end it all afterwards."""
    redis = start_redis(folder)
    record = Record(folder, pause)
    env = os.environ | {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis.url,
        "MAIL_URL": f"smtp://127.0.0.1:{record.port}",
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "placedev.settings",
        # No region's own pace shall be measured here.
        "OUTBOX_PER_DAY": "1000000",
        "OUTBOX_PER_MINUTE": "1000000",
    }
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.nursery"], env=env, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert nursery.stdout is not None
    assert nursery.stdout.readline() == "ready\n"
    made = Platform(database_url, redis, record, folder, nursery)
    try:
        yield made
    finally:
        made.kill_all()
        nursery.kill()
        nursery.communicate()
        record.stop()
        redis.stop()
