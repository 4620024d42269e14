"""The pages of jobs: for whoever asked, and for nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from core import pdf
from core.models import AuditEvent
from jobs import forgetting, running
from jobs.models import Job, JobState
from plans.models import PlanVersion
from tests.factories import UserFactory, world
from tests.house.policy_things import plan_things
from tests.jobs.samples import asked, made_by, query_count

__all__ = ["made_by"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_by")]


@pytest.fixture
def user(client):
    made = UserFactory()
    client.force_login(made)
    return made


def url(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.pk])


def test_a_report_is_asked_for_by_its_address_and_drawn_by_no_web_request(client, monkeypatch):
    here = world()
    client.force_login(here.manager)
    monkeypatch.setattr(pdf._Artist, "draw", lambda *_asked: pytest.fail("drawn in the request"))
    address = reverse("reports:place_pdf", args=[here.participation.pk])

    answer = client.get(address, headers={"referer": "http://testserver/reports/?page=2"})

    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("job", job))
    assert (job.requested_by, job.address, job.back) == (here.manager, address, "/reports/?page=2")
    assert job.region == here.region


@pytest.mark.parametrize(
    "before", ["https://evil.example/", "http://testserver//evil.example/x", "javascript:alert(1)"]
)
def test_a_page_of_elsewhere_is_no_way_back(client, user, before):
    job = asked(user)
    here = world()
    client.force_login(here.manager)
    client.get(
        reverse("reports:place_pdf", args=[here.participation.pk]),
        headers={"referer": before},
    )

    assert Job.objects.exclude(pk=job.pk).get().back == "/"


def test_a_right_that_ended_while_the_job_waited_gives_no_file(client):
    here = world()
    client.force_login(here.users["leader"])
    client.get(reverse("reports:plan_pdf", args=[here.participation.pk]))
    here.participation.assignments.all().delete()

    running.run_next()

    job = Job.objects.get()
    assert (job.state, "no longer have access" in job.reason) == (JobState.FAILED, True)


def test_the_page_follows_the_work_and_fetches_the_file_once(client, user):
    job = asked(user)
    waiting = client.get(url("job", job)).content.decode()
    assert f'hx-get="{url("progress", job)}"' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting

    running.run_next()
    assert "data-fetch" in client.get(url("progress", job)).content.decode()
    user.refresh_from_db()
    assert user.unread_notices == 1
    answer = client.get(url("file", job))

    assert (answer.content, answer["Content-Disposition"]) == (
        b"hello", 'attachment; filename="hello.txt"',
    )  # fmt: skip
    assert answer["Cache-Control"] == "private, no-store"
    assert "data-fetch" not in client.get(url("job", job)).content.decode()
    user.refresh_from_db()
    assert user.unread_notices == 0
    assert AuditEvent.objects.get(verb="export.taken").facts == {"path": "/here/"}


def test_a_large_file_is_sent_as_a_stream_and_noted_too(client, user, monkeypatch):
    monkeypatch.setattr("jobs.documents.IN_MEMORY", 1)
    job = asked(user)
    running.run_next()

    answer = client.get(url("file", job))
    assert (answer.streaming, answer.getvalue()) == (True, b"hello")
    assert AuditEvent.objects.get(verb="export.taken").facts == {"path": "/here/"}


@pytest.mark.parametrize("name", ["job", "progress", "file"])
def test_the_link_of_another_person_is_404(client, user, name):
    job = asked(UserFactory())
    running.run_next()

    assert client.get(url(name, job)).status_code == 404


@pytest.mark.parametrize("name", ["cancel", "again"])
def test_the_acts_of_another_person_are_404(client, user, name):
    assert client.post(url(name, asked(UserFactory()))).status_code == 404


def test_an_expired_link_says_so_and_offers_to_make_it_again(client, user):
    job = asked(user)
    running.run_next()
    Job.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    forgetting.forget_files(10)

    answer = client.get(url("file", job))
    job.refresh_from_db()
    assert (answer.status_code, job.state) == (410, JobState.EXPIRED)
    assert "no longer kept" in answer.content.decode()
    assert url("again", job) in answer.content.decode()


def test_a_file_that_is_gone_from_the_disk_says_so(client, user):
    job = asked(user)
    running.run_next()
    job.refresh_from_db()
    default_storage.delete(job.result.name)

    assert client.get(url("file", job)).status_code == 410


def test_cancel_and_again_by_their_buttons(client, user):
    job = asked(user)

    assert client.post(url("cancel", job))["Location"] == "/there/"
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    answer = client.post(url("again", job))
    assert answer["Location"] == url("job", Job.objects.exclude(pk=job.pk).get())


def test_a_failed_job_says_why(client, user, made_by):
    def make(_work):
        raise OSError(28, "No space left on device")

    made_by(make)
    job = asked(user)
    running.run_next()

    assert "no room left" in client.get(url("job", job)).content.decode()


def test_the_list_asks_the_same_for_one_and_for_three(client, user):
    asked(user, pk=1)
    one = query_count(client, reverse("jobs:list"))
    asked(user, pk=2)
    asked(user, pk=3)

    assert query_count(client, reverse("jobs:list")) == one <= 8


def test_a_shared_plan_is_drawn_once_and_kept_for_everybody(client, settings):
    here = world()
    plan_things(here.participation, here.manager, here.users["leader"])
    version = PlanVersion.objects.get()
    version.share_key = "k" * 43
    version.save(update_fields=["share_key"])
    address = reverse("reports:plan_public_pdf", args=[version.share_key])

    first = client.get(address)
    assert (first.status_code, first["Retry-After"]) == (202, "3")
    assert client.get(address).status_code == 202
    running.run_next()
    answers = [client.get(address) for _each in range(3)]

    assert [one.content[:4] for one in answers] == [b"%PDF"] * 3
    assert Job.objects.count() == 1
    settings.VERSION = "9.9.9"
    assert client.get(address).status_code == 202
    version.share_key = None
    version.save(update_fields=["share_key"])
    assert client.get(address).status_code == 404


def test_whoever_has_many_public_documents_drawn_is_stopped(client, monkeypatch):
    monkeypatch.setattr("jobs.documents.PUBLIC_AN_HOUR", 0)
    here = world()
    plan_things(here.participation, here.manager, here.users["leader"])
    key = PlanVersion.objects.get().share_key

    assert client.get(reverse("reports:plan_public_pdf", args=[key])).status_code == 409
