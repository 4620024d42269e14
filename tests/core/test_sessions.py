"""What holds for everybody's session: its end, its traces, and how much may be sent."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(world().admin)
    return client


def page(client, minutes=0):
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes), tick=False):
        return client.get(reverse("people:profile")).status_code


@pytest.mark.parametrize("name", ["people:profile", "people:contacts", "places:portfolio"])
def test_signed_in_pages_are_kept_by_no_cache(signed_in, name):
    assert signed_in.get(reverse(name))["Cache-Control"] == "private, no-store"


def test_pages_of_strangers_may_be_kept(client):
    assert "no-store" not in client.get(reverse("core:about")).get("Cache-Control", "")


def test_signing_out_empties_what_the_browser_kept(signed_in):
    asked = signed_in.get(reverse("account_logout"))
    done = signed_in.post(reverse("account_logout"))

    assert "Clear-Site-Data" not in asked
    assert done["Clear-Site-Data"] == '"cache", "storage"'


def test_a_session_that_nobody_used_ends(signed_in, settings):
    settings.SESSION_IDLE_SECONDS = 30 * 60

    assert page(signed_in, minutes=29) == 200
    assert page(signed_in, minutes=29 + 29) == 200, "each page begins the time anew"
    assert page(signed_in, minutes=29 + 29 + 31) == 302
    assert page(signed_in) == 302, "and it does not come back"


def test_idle_sessions_last_when_the_installation_says_so(signed_in, settings):
    settings.SESSION_IDLE_SECONDS = 0

    assert page(signed_in, minutes=11 * 60) == 200


def test_a_page_soon_after_the_last_writes_no_row(signed_in, django_assert_num_queries):
    signed_in.get(reverse("core:about"))
    with django_assert_num_queries(2):  # the session and the account
        signed_in.get(reverse("core:theme"))


def test_a_body_larger_than_any_form_is_refused_before_it_is_read(settings):
    settings.BODY_MAX_BYTES = 1000
    read = []

    class Body:
        def read(self, *size):
            read.append(size)
            return b""

        readline = read

    answer = Client().generic(
        "POST", reverse("account_login"), b"x" * 10, content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH="1001", **{"wsgi.input": Body()},
    )  # fmt: skip

    assert (answer.status_code, read) == (413, [])
    assert b"too large" in answer.content
    assert "Content-Security-Policy" in answer


def test_a_body_of_the_largest_files_is_taken(settings):
    assert settings.BODY_MAX_BYTES == 3 * 20 * 1024 * 1024 + 1024 * 1024
    settings.BODY_MAX_BYTES = 1000
    text = "x" * 900

    answer = Client().post(reverse("core:theme"), text, content_type="text/plain")

    assert answer.status_code == 302
