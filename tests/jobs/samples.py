"""Kinds of jobs for tests, each registered once."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jobs import kinds
from jobs.kinds import Made
from jobs.models import Job
from jobs.running import Work
from jobs.services import request_job
from people.models import User

TEXT = "text/plain"
KIND = "tests.kind"


@pytest.fixture
def made_by(monkeypatch, settings, tmp_path) -> Callable[[kinds.Make], None]:
    """Say what a job of the tests does; it waits until the test runs it."""
    settings.JOBS_AT_ONCE = False
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        }
    }

    def register(make: kinds.Make, seconds: int = 60) -> None:
        monkeypatch.setitem(kinds._KINDS, KIND, kinds.Kind(KIND, "A file", make, seconds))

    register(hello)
    return register


def hello(_work: Work) -> Made:
    """The simplest job."""
    return Made(b"hello", "hello.txt", TEXT)


def asked(by: User | None, **parameters: object) -> Job:
    """A job that somebody has asked for."""
    return request_job(kind=KIND, by=by, parameters=parameters, address="/here/", back="/there/")


def query_count(client: Client, address: str) -> int:
    """How many statements a page takes, once it is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == HTTPStatus.OK
    return len(queries)
