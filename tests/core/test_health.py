import pytest
from django.conf import settings
from django.db import DatabaseError, connection

pytestmark = pytest.mark.django_db


def test_health_when_all_answers_is_ok(client):
    answer = client.get("/health/")

    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "redis": "ok"})


def test_health_without_redis_is_reported_and_site_stays_in_service(client, monkeypatch):
    monkeypatch.setitem(settings.CONF, "REDIS_URL", "redis://127.0.0.1:1/0")

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "redis": "away"})


def test_health_without_database_is_unavailable_and_tells_no_details(client, monkeypatch):
    def refuse():
        raise DatabaseError("password of the server")

    monkeypatch.setattr(connection, "cursor", refuse)

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()) == (503, {"database": "away", "redis": "ok"})


def test_health_changes_nothing_by_post(client):
    assert client.post("/health/").status_code == 405
