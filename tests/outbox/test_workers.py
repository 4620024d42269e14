"""The outbox with real workers: in this process, and as processes on a real Redis."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError as DatabaseAway
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from outbox import inprocess, tasks
from outbox.delivery import claim, wake
from outbox.delivery import services as deliver
from outbox.models import Letter
from outbox.tasks import deliver_ready, deliver_waiting
from placedev.celery import app
from tests.house.processes import Process, wait_for

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def workers(sink, mailers, transactional_db, tmp_path):
    """Return a function that starts a worker on the test's database, Redis and mail server."""
    started = []
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    port = mailers["delivery"]["OPTIONS"]["port"]

    def start() -> Process:
        name = f"worker{len(started)}"
        env = os.environ | {"DATABASE_URL": address, "MAIL_URL": f"smtp://127.0.0.1:{port}"}
        words = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "placedev",
            "worker",
            "-P",
            "threads",
            "-c",
            "2",
            "-l",
            "INFO",
        ]
        words += ["--without-gossip", "--without-mingle", "-n", f"{name}-{os.getpid()}@localhost"]
        worker = Process(name, words, env, tmp_path / f"{name}.log")
        started.append(worker)
        wait_for("a worker is ready", lambda: worker.said(" ready."))
        return worker

    yield start
    for worker in started:
        worker.stop()


def count(*states):
    return Letter.objects.filter(state__in=states).count()


@pytest.mark.live
@pytest.mark.turn
def test_letters_reach_the_server_once_though_each_task_comes_three_times(workers, sink, write):
    workers()
    workers()
    with transaction.atomic():
        letters = [write(f"person{number}@example.org") for number in range(30)]
    for _again in range(2):
        for _letter in letters:
            deliver_waiting.delay()
        deliver_ready.delay()

    wait_for("all letters are sent", lambda: count("sent") == 30)

    assert Counter(sink.addresses()) == Counter({letter.to_address: 1 for letter in letters})


@pytest.mark.live
@pytest.mark.turn
def test_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(workers, sink, write):
    sink.pause = 0.05
    first = workers()
    with transaction.atomic():
        for number in range(30):
            write(f"person{number}@example.org")
    wait_for("some letters are sent", lambda: len(sink.taken) >= 5)
    first.child.kill()
    first.child.wait()

    sink.pause = 0
    Letter.objects.filter(leased_until__isnull=False).update(leased_until=timezone.now())
    workers()
    deliver_ready.delay()
    wait_for("no letter waits", lambda: count("ready", "deferred", "leased", "handing_over") == 0)

    per_address = Counter(sink.addresses())
    states = dict(Letter.objects.values_list("to_address", "state"))
    assert max(per_address.values()) == 1
    assert set(states.values()) <= {"sent", "unknown"}
    # Two threads were killed with the worker: at most two letters were in their hands.
    assert list(states.values()).count("unknown") <= 2
    assert [
        address
        for address, state in states.items()
        if state == "sent" and address not in per_address
    ] == []


@pytest.fixture
def nothing_asked(monkeypatch):
    """No wake-up has been asked for lately."""
    monkeypatch.setattr(wake, "_woken_until", -wake.BURST_SECONDS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("nothing_asked")
def test_broker_away_keeps_the_request_going_and_the_letter_waiting(write, monkeypatch, caplog):
    with app.connection_for_write(
        "redis://127.0.0.1:1/0", transport_options={"max_retries": 0}
    ) as away:
        real = app.send_task
        monkeypatch.setattr(
            app,
            "send_task",
            lambda name, **options: real(name, connection=away, retry=False, **options),
        )
        started = time.monotonic()

        letter = write()

        assert time.monotonic() - started < 5
    assert "broker away, letters wait for the next round" in caplog.text
    assert Letter.objects.get() == letter
    assert deliver_ready() == 0
    assert count("kept") == 1


@pytest.mark.usefixtures("nothing_asked")
def test_faults_other_than_a_broker_away_are_not_hidden(monkeypatch):
    def broken(_name, **_options):
        raise TypeError("a fault of ours")

    monkeypatch.setattr(app, "send_task", broken)

    with pytest.raises(TypeError):
        wake.wake()


@pytest.mark.usefixtures("nothing_asked")
def test_burst_wakes_a_worker_at_once_and_at_the_end_of_a_second(monkeypatch):
    woken = []
    clock = SimpleNamespace(monotonic=lambda: clock.now, now=1000.0)
    monkeypatch.setattr(wake, "time", clock)
    monkeypatch.setattr(app, "send_task", lambda _name, countdown: woken.append(countdown or 0))
    for clock.now in (1000.0, 1000.2, 1000.4, 1000.9, 1001.1, 1001.5, 1009.0):
        assert wake.wake()
    assert woken == pytest.approx([0, 0.8, 0.9, 0])


@pytest.mark.usefixtures("nothing_asked")
def test_burst_tries_again_at_once_when_the_broker_was_away(monkeypatch):
    woken = []

    def away(_name, countdown):
        woken.append(countdown or 0)
        raise OperationalError

    monkeypatch.setattr(app, "send_task", away)
    assert not wake.wake()
    assert not wake.wake()
    assert woken == [0, 0]


def test_in_process_worker_beside_a_broker_is_refused():
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL is set"):
        inprocess.start_worker()


IN_PROCESS = """
import django, os, sys, time
django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
# Tables straight from the models, as tests have them.
settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
call_command("migrate", run_syncdb=True, verbosity=0)
from outbox.adding.services import NewLetter, add
from outbox.models import Letter
from outbox.inprocess import start_worker
def write(key):
    letter = NewLetter(
        to=f"{key}@example.org", subject="Hej", text="Hej", key=key, language="sv"
    )
    add([letter], by=None, kind="notice")
write("before")
worker = start_worker()
write("after")
deadline = time.monotonic() + 20
while Letter.objects.exclude(state="sent").exists() and time.monotonic() < deadline:
    time.sleep(0.02)
stopping = time.monotonic()
worker.stop()
print(sorted(Letter.objects.values_list("key", "state")), time.monotonic() - stopping < 5)
"""


@pytest.mark.turn
def test_in_process_worker_delivers_what_waited_and_what_comes(sink, mailers, tmp_path):
    """In a process of its own: the application of this one has a broker."""
    port = mailers["delivery"]["OPTIONS"]["port"]
    env = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "HOME", "DJANGO_SETTINGS_MODULE"}
    } | {"MODE": "embedded", "VAR_DIR": str(tmp_path), "MAIL_URL": f"smtp://127.0.0.1:{port}"}

    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", IN_PROCESS],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=170, check=False,
    )  # fmt: skip

    assert done.stdout == "[('after', 'sent'), ('before', 'sent')] True\n", done.stderr
    assert sorted(sink.addresses()) == ["after@example.org", "before@example.org"]


@pytest.mark.postgres  # SQLite has one writer at a time; a memory database not even that
@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_never_take_the_same_letter(sink, write, monkeypatch):
    """Each has looked at the letters before any marks its own; no letter is even marked twice."""
    take, mark = claim.quota.take, deliver.claim
    marked = []

    def slowly(*args):
        time.sleep(0.3)
        take(*args)

    def noted(**words):
        batch = mark(**words)
        marked.extend(letter.pk for letter in batch.letters)
        return batch

    monkeypatch.setattr(claim.quota, "take", slowly)
    monkeypatch.setattr(deliver, "claim", noted)
    for number in range(20):
        write(f"person{number}@example.org")
    barrier = threading.Barrier(4)

    def work():
        barrier.wait()
        deliver.deliver()
        connection.close()

    threads = [threading.Thread(target=work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(sink.addresses()) == Counter(
        {f"person{number}@example.org": 1 for number in range(20)}
    )
    assert len(marked) == 20


def test_a_look_with_the_database_away_is_no_crash(monkeypatch, caplog):
    def away():
        raise DatabaseAway("server closed the connection")

    monkeypatch.setattr(tasks.recover, "recover", away)
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    assert tasks.look() == 0
    assert "the database is away" in caplog.text
