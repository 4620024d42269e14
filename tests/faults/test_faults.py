"""Faults on purpose, judged by a record outside the platform.

Short numbers in `make test`, which takes turns, larger ones in `make test-all` (FAULTS=more);
`make faults` runs the whole set (FAULTS=full) and writes build/faults.json. docs/reliability.md
tells the figures.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from outbox import tasks
from outbox.adding.services import NewLetter, Text, add, open_campaign
from outbox.models import Letter, LetterKind
from outbox.slots import slot
from scripts.services import private_folder, start_postgresql
from tests.factories import world
from tests.faults.platform import Platform, platform, wait_until

FULL, MORE = (os.environ.get("FAULTS") == wanted for wanted in ("full", "more"))
#: The whole set, what `make test-all` has time for, and what `make test`.
LETTERS, KILLS, WORKERS = (10_000, 200, 4) if FULL else (1_000, 20, 3) if MORE else (120, 4, 2)
WEB_KILLS = 500 if FULL else 60 if MORE else 12
RESTARTS = 20 if FULL else 5 if MORE else 2
#: Seconds of the mail server for a letter, so that the kills come while letters leave.
PAUSE = 0.1 if FULL else 0.02
REPORT = Path(__file__).parents[2] / "build" / "faults.json"

pytestmark = [
    pytest.mark.live,
    pytest.mark.turn,
    pytest.mark.postgres,
    pytest.mark.timeout(3600 if FULL else 240),
]


def database_url() -> str:
    told = connection.settings_dict
    return f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def note(name: str, **figures: Any) -> None:
    """Keep a scenario's figures for docs/reliability.md."""
    if not FULL:
        return
    REPORT.parent.mkdir(exist_ok=True)
    known = json.loads(REPORT.read_text()) if REPORT.exists() else {}
    REPORT.write_text(json.dumps(known | {name: figures}, indent=2) + "\n")
    print(f"{name}: {figures}")  # noqa: T201 - read beside the run


@pytest.fixture
def broken(transactional_db: Any, tmp_path: Path, settings: Any) -> Iterator[Platform]:
    """An installation on the test's database whose parts can be killed."""
    folder = tmp_path
    folder.chmod(0o755)
    with platform(database_url(), folder, pause=PAUSE) as made:
        yield made


def _campaign(count: int) -> None:
    """A sending of `count` invitations, as a meeting's is."""
    region = world().region
    text = Text("Welcome", f"Hello {slot('name')}!", f"<p>Hello {slot('name')}!</p>")
    with transaction.atomic():
        campaign = open_campaign(
            region=region, kind=LetterKind.INVITATION, title="Welcome", key="faults", by=None,
            about=None, texts=lambda _language: text, languages=["en"],
        )  # fmt: skip
        add(
            [
                NewLetter(
                    to=f"guest{number}@example.org", language="en", key=f"faults:{number}",
                    values={"name": f"Guest {number}", "source": "test"},
                )
                for number in range(count)
            ], by=None,
            campaign=campaign,
        )  # fmt: skip


def _finish(made: Platform, seconds: float) -> None:
    """Go on as the clock would until nothing waits."""

    def done() -> bool:
        made.tell_workers("outbox.deliver_ready")
        time.sleep(0.5)
        return made.waiting() == 0

    wait_until("no letter waits", done, seconds)


def test_workers_killed_at_random_lose_nothing_and_repeat_nothing(broken: Platform) -> None:
    for _number in range(WORKERS):
        broken.start_worker()
    _campaign(LETTERS)
    began = time.monotonic()
    chance = random.Random(4)
    killed = 0
    while killed < KILLS:
        broken.tell_workers("outbox.deliver_ready", times=2)
        time.sleep(chance.uniform(0.02, 0.35))
        broken.kill_worker(chance.choice(sorted(broken.workers)))
        killed += 1
        broken.start_worker()
        if broken.waiting() == 0:
            break
    _finish(broken, 600)
    judged = broken.judge()
    note(
        "worker_kills", letters=judged.letters, kills=killed, sent=judged.sent,
        unknown=judged.unknown, lost=judged.lost, twice=judged.twice,
        seconds=round(time.monotonic() - began),
    )  # fmt: skip
    assert judged.letters == LETTERS
    assert judged.is_right
    # Each worker has two threads; of each, at most one letter had begun when it was killed.
    assert judged.unknown <= 2 * killed


def test_web_killed_between_commit_and_wake_up_loses_nothing(broken: Platform) -> None:
    connection.close()
    for number in range(WEB_KILLS):
        child = os.fork()
        if child == 0:
            # A web process: commits, and dies before it can wake a worker.
            _write_and_die(number)
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status)
        assert os.WTERMSIG(status) == signal.SIGKILL
    assert Letter.objects.count() == WEB_KILLS
    broken.start_worker()
    _finish(broken, 120)
    judged = broken.judge()
    note("web_kills", kills=WEB_KILLS, sent=judged.sent, lost=judged.lost, twice=judged.twice)
    assert judged.is_right
    assert judged.sent == WEB_KILLS


def _write_and_die(number: int) -> None:
    try:
        with transaction.atomic():
            # The first thing after the commit: before any worker is woken.
            transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
            add(
                [
                    NewLetter(
                        to=f"person{number}@example.org",
                        subject="Hello",
                        text="Hello",
                        key=f"web:{number}",
                        language="en",
                    )
                ],
                by=None,
                kind=LetterKind.NOTICE,
            )
    finally:
        os._exit(1)


@pytest.mark.slow  # waits until a worker looks by itself
def test_letters_leave_though_redis_is_stopped_and_forgets_everything(broken: Platform) -> None:
    broken.start_worker()
    broken.redis.stop()
    began = time.monotonic()
    _campaign(20)
    wait_until("all letters are sent", lambda: broken.states()["sent"] == 20, 75)
    waited = time.monotonic() - began
    broken.redis.start()
    with_redis = broken.judge()
    note("redis_stopped", letters=20, seconds=round(waited, 1), lost=with_redis.lost,
          twice=with_redis.twice)  # fmt: skip
    assert with_redis.is_right
    # The worker looks by itself every 45 s, whatever becomes of the broker.
    assert waited <= tasks.EVERY + 15


def test_each_task_delivered_three_times_sends_each_letter_once(broken: Platform) -> None:
    for _number in range(2):
        broken.start_worker()
    _campaign(LETTERS // 10)
    broken.tell_workers("outbox.deliver_waiting", times=3)
    broken.tell_workers("outbox.deliver_ready", times=3)
    _finish(broken, 240)
    judged = broken.judge()
    note("tasks_three_times", letters=judged.letters, sent=judged.sent, twice=judged.twice)
    assert judged.is_right
    assert (judged.sent, judged.unknown) == (LETTERS // 10, 0)


@pytest.mark.slow
def test_database_restarted_at_once_under_load_loses_no_letter(tmp_path: Path) -> None:
    """On a database of its own, which keeps what it has confirmed."""
    # Not below pytest's own folder: PostgreSQL's account may not enter that one.
    with private_folder() as folder:
        server = start_postgresql(folder, synchronous_commit="on")
        try:
            _restart_under_load(server, tmp_path)
        finally:
            server.stop()


def _restart_under_load(server: Any, tmp_path: Path) -> None:
    folder = tmp_path / "restarted"
    folder.mkdir()
    _copy_schema(server.url)
    with platform(server.url, folder) as made:
        made.start_worker()
        written = 0
        for _restart in range(RESTARTS):
            for _letter in range(15):
                written += _insert_letter(server.url, written)
            made.tell_workers("outbox.deliver_waiting")
            server.crash_and_start()
            time.sleep(0.3)
        wait_until("no letter waits", lambda: _waits_no_more(made), 240)
        judged = made.judge()
    note("database_restarts", restarts=RESTARTS, letters=judged.letters, sent=judged.sent,
          unknown=judged.unknown, lost=judged.lost, twice=judged.twice)  # fmt: skip
    assert judged.letters == written
    assert judged.is_right


def _waits_no_more(made: Platform) -> bool:
    made.tell_workers("outbox.deliver_ready")
    time.sleep(0.5)
    return made.waiting() == 0


def _copy_schema(url: str) -> None:
    """The tables of the platform in the other database."""
    env = os.environ | {"DATABASE_URL": url}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        env=env, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def _insert_letter(url: str, number: int) -> int:
    """One acknowledged write, as a web process makes it; tried again while the server is away."""
    row = (
        "INSERT INTO outbox_letter (kind, priority, key, message_id, to_address, from_address,"
        " reply_to, language, subject, text, html, values, links, about_type, state, not_before,"
        " lease, attempt_count, reason, created_at, parked)"
        " VALUES ('notice', 1, %s, %s, %s, 'platform@example.org', '', 'en', 'Hello', 'Hello', '',"
        " '{}', '{}', '', 'ready', now(), '', 0, '', now(), false)"
        " ON CONFLICT (key) DO NOTHING"
    )
    values = (f"pg:{number}", f"<pg-{number}@example.org>", f"person{number}@example.org")
    deadline = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(url, connect_timeout=2) as link:
                link.execute(row, values)
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return 1
