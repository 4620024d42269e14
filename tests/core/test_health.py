"""What strangers, monitors and pages learn of the platform's health."""

from __future__ import annotations

import datetime as dt
import logging
from typing import NamedTuple

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from core import health
from outbox import tasks
from outbox.adding.services import NewLetter, add
from outbox.delivery import pulse
from outbox.models import Letter, LetterKind, LetterState

pytestmark = pytest.mark.django_db

WELL = {
    "database": "ok",
    "redis": "ok",
    "disk": "ok",
    "worker": "ok",
    "letters": "ok",
    "jobs": "ok",
}
GB = 1024**3


class Disk(NamedTuple):
    """What the system says of a disk, in bytes."""

    total: int
    used: int
    free: int


LATE = "Letters are late just now"


@pytest.fixture(autouse=True)
def _worker_looked(monkeypatch):
    """A worker looked a moment ago, and the disk has room."""
    monkeypatch.setattr(pulse, "_noted", -1e9)
    pulse.note_look()
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _folder: Disk(10 * GB, 0, 9 * GB))


def a_letter(age=0, priority=1, **fields):
    """A letter that has waited for some seconds."""
    key = f"health:{Letter.objects.count()}"
    add(
        [NewLetter(to="a@example.org", subject="Hello", text="Hello", key=key, language="en")],
        by=None,
        kind=LetterKind.NOTICE,
    )
    since = timezone.now() - dt.timedelta(seconds=age)
    Letter.objects.filter(key=key).update(not_before=since, priority=priority, **fields)


def looked(seconds_ago):
    cache.set("outbox:looked", timezone.now().timestamp() - seconds_ago, timeout=None)


def asked(client, query=""):
    answer = client.get(f"/health/{query}")
    return answer.status_code, answer.json()


def test_health_when_all_answers_is_ok(client):
    assert asked(client) == asked(client, "?all") == (200, WELL)


def test_health_without_redis_is_reported_and_site_stays_in_service(client, monkeypatch):
    monkeypatch.setitem(settings.CONF, "REDIS_URL", "redis://127.0.0.1:1/0")

    assert asked(client) == (200, WELL | {"redis": "away"})
    assert asked(client, "?all")[0] == 503


def test_health_without_database_is_unavailable_and_tells_no_details(client, monkeypatch):
    def refuse():
        raise DatabaseError("password of the server")

    monkeypatch.setattr(connection, "cursor", refuse)

    assert asked(client) == (503, {"database": "away", "redis": "ok", "disk": "ok"})


def test_health_changes_nothing_by_post(client):
    assert client.post("/health/").status_code == 405


@pytest.mark.parametrize(
    ("seconds", "word"), [(0, "ok"), (140, "ok"), (160, "silent"), (86_400, "silent")]
)
def test_a_dead_worker_is_seen(client, seconds, word):
    looked(seconds)

    assert asked(client) == (200, WELL | {"worker": word})
    assert asked(client, "?all")[0] == (200 if word == "ok" else 503)


def test_a_worker_that_never_came_is_seen(client):
    cache.delete("outbox:looked")

    assert asked(client)[1]["worker"] == "never seen"


@pytest.mark.parametrize("work", [tasks.look, tasks.deliver_ready, tasks.deliver_waiting])
def test_each_round_of_a_worker_is_a_look(client, monkeypatch, work):
    looked(10_000)
    monkeypatch.setattr(pulse, "_noted", -1e9)
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)

    work()

    assert asked(client)[1]["worker"] == "ok"


@pytest.mark.parametrize(
    ("age", "priority", "state", "word"),
    [
        (50, 1, LetterState.READY, "ok"),
        (70, 1, LetterState.READY, "late"),
        (70, 0, LetterState.DEFERRED, "late"),
        (7200, 2, LetterState.READY, "ok"),  # a sending has its own pace
        (7200, 1, LetterState.SENT, "ok"),
        (-7200, 1, LetterState.DEFERRED, "ok"),  # waits for its time
    ],
)
def test_letters_that_wait_are_seen(client, age, priority, state, word):
    a_letter(age, priority, state=state)

    assert asked(client)[1]["letters"] == word


@pytest.mark.parametrize("disk", [Disk(100 * GB, 0, 4 * GB), Disk(2 * GB, 0, 400 * 1024**2)])
def test_a_disk_that_fills_up_is_seen(client, monkeypatch, disk):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _folder: disk)

    assert asked(client)[1]["disk"] == "low"


def test_trouble_is_told_in_the_log_with_figures_and_to_strangers_without(client, caplog):
    a_letter(7200)
    with caplog.at_level(logging.WARNING):
        words = asked(client)[1]

    assert set(words.values()) == {"ok", "late"}
    assert "health: letters is late" in caplog.text
    assert "oldest_single_letter_seconds" in caplog.text


# --- Figures


def test_figures_are_there_for_who_knows_the_token(client, settings):
    settings.METRICS_TOKEN = "open sesame"
    a_letter(90)
    a_letter(7200, 2)
    looked(30)

    answer = client.get("/metrics", headers={"authorization": "Bearer open sesame"})

    figures = dict(
        line.rsplit(" ", 1)
        for line in answer.content.decode().splitlines()
        if not line.startswith("#")
    )
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert figures['placedev_up{part="letters"}'] == "0.0"
    assert figures['placedev_up{part="database"}'] == "1.0"
    assert figures["placedev_letters_ready"] == "2.0"
    assert 7199 < float(figures["placedev_oldest_letter_seconds"]) < 7300
    assert 89 < float(figures["placedev_oldest_single_letter_seconds"]) < 150
    assert 29 < float(figures["placedev_worker_look_seconds"]) < 90
    assert float(figures["placedev_disk_free_bytes"]) == 9 * GB


@pytest.mark.parametrize(
    ("token", "given"),
    [("", ""), ("", "Bearer "), ("open", ""), ("open", "Bearer shut"), ("open", "Basic open")],
)
def test_figures_are_not_there_for_others(client, settings, token, given):
    settings.METRICS_TOKEN = token

    assert client.get("/metrics", headers={"authorization": given}).status_code == 404


# --- The page that promises a code


@pytest.fixture
def real_mail(monkeypatch):
    monkeypatch.setattr(pulse, "keeps_letters", lambda: False)


def the_page_after_asking(client):
    client.post(reverse("account_request_login_code"), {"email": "nils@example.org"})
    return client.get(reverse("account_confirm_login_code")).content.decode()


def test_page_that_promises_a_code_says_when_the_worker_is_dead(client, real_mail):
    assert LATE not in the_page_after_asking(client)
    looked(10_000)
    assert LATE in the_page_after_asking(client)


def test_page_that_promises_a_code_says_when_letters_wait(client, real_mail):
    a_letter(300)

    assert LATE in the_page_after_asking(client)


def test_page_works_when_nobody_knows(client, real_mail, monkeypatch):
    def refuse():
        raise DatabaseError

    monkeypatch.setitem(health._LATE, "mail", refuse)

    assert LATE not in the_page_after_asking(client)
