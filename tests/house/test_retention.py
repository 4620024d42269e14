"""The promises of docs/privacy.md are kept: with the clock forward, what is over is gone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from areas.models import AreaImport
from calls.forgetting import MONTH
from calls.models import (
    Application,
    Call,
)
from core import audit, retention
from core.management.commands.field_registry import registry
from core.models import AuditEvent
from core.sheets.kept import ImportState
from core.tasks import sweep
from facts.models import Query, QueryRun
from jobs.models import Job, JobState
from jobs.running import KEPT
from learning.companies.services import add_company
from learning.models import Interview
from notices.models import Notice
from outbox.adding.services import NewLetter, Text, add, open_campaign
from outbox.models import Attempt, Campaign, Letter, LetterKind, LetterState, SentCount
from places.models import PlaceImport
from tests.calls.samples import begun, call, handed_in
from tests.factories import RegionFactory, UserFactory, world
from tests.workshops.samples import guest, meeting
from workshops.courses.interests import ask_to_be_told
from workshops.models import Interest, Invitation, MeetingCampaign

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def a_sheet() -> Callable[[], int]:
    here = world()
    PlaceImport.objects.create(
        region=here.region, owner=here.admin, file_name="a.csv", rows=[["A"]],
        expires_at=timezone.now() + DAY,
    )  # fmt: skip
    PlaceImport.objects.create(
        region=here.region, owner=here.admin, file_name="b.csv", state=ImportState.DONE,
        expires_at=timezone.now() + DAY,
    )  # fmt: skip
    return lambda: PlaceImport.objects.filter(file_name="a.csv").count()


def a_run_of_a_query() -> Callable[[], int]:
    here = world()
    query = Query.objects.create(
        region=here.region, name="Q", client="dst", host="x", table="T", created_by=here.admin
    )
    QueryRun.objects.create(query=query, by=here.admin)
    return QueryRun.objects.count


def a_line_of_signing_in() -> Callable[[], int]:
    user = UserFactory()
    audit.record("sign_in.done", user, by=user, ways="code")
    audit.record("sign_in.password_changed", user, by=user, kind="")
    return AuditEvent.objects.filter(verb="sign_in.done").count


def a_session() -> Callable[[], int]:
    user = UserFactory()
    now = timezone.now()
    Session.objects.create(
        session_key="k" * 32, session_data="", expire_date=now + dt.timedelta(hours=12)
    )
    UserSession.objects.create(
        user=user, ip="192.0.2.1", user_agent="Browser", session_key="k" * 32, last_seen_at=now
    )
    return lambda: Session.objects.count() + UserSession.objects.count()


def a_letter(kind: str = LetterKind.NOTICE) -> Letter:
    with_key = NewLetter(
        to="anna@example.org", subject="Hello", text="123456", key=f"keep:{kind}", language="en"
    )
    add([with_key], by=None, kind=kind)
    letter = Letter.objects.get(key=with_key.key)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT)
    return letter


def a_sent_letter() -> Callable[[], int]:
    letter = a_letter()
    Attempt.objects.create(letter=letter, outcome="sent", answer="250")
    return lambda: Letter.objects.count() + Attempt.objects.count()


def a_code() -> Callable[[], int]:
    a_letter(LetterKind.ACCOUNT)
    return Letter.objects.exclude(text="").count


def a_sending() -> Callable[[], int]:
    open_campaign(
        region=RegionFactory(), kind=LetterKind.INVITATION, title="Welcome", key="keep", by=None,
        about=None, texts=lambda _language: Text("Welcome", "Hello"), languages=["en"],
    )  # fmt: skip
    return Campaign.objects.count


def a_count_of_letters() -> Callable[[], int]:
    SentCount.objects.create(region=RegionFactory(), minute=timezone.now(), letters=7)
    return SentCount.objects.count


def needs_of_a_guest() -> Callable[[], int]:
    guest(meeting(world(), starts_at=timezone.now(), ends_at=None), food_needs="no nuts")
    return Invitation.objects.exclude(food_needs="").count


def a_notice() -> Callable[[], int]:
    user = UserFactory()
    Notice.objects.create(person=user, kind="role_given", about_type="a.b", about_id=1)
    return Notice.objects.count


def a_job(name: str = "") -> Job:
    job: Job = Job.objects.create(
        kind="reports.place",
        title="Report",
        identity="0" * 64,
        language="en",
        requested_by=UserFactory(),
        state=JobState.READY,
        expires_at=timezone.now() + KEPT,
    )
    if name:
        job.result.save(name, ContentFile(b"%PDF-1.7"))
    return job


def a_row_of_a_job() -> Callable[[], int]:
    a_job()
    return Job.objects.count


def a_file_of_a_job() -> Callable[[], int]:
    job = a_job("report.pdf")
    storage, name = job.result.storage, job.result.name
    return lambda: int(storage.exists(name))


def a_wish_that_was_never_confirmed() -> Callable[[], int]:
    ask_to_be_told(region=world().region, email="next@example.org")
    return Interest.objects.count


def a_file_of_areas() -> Callable[[], int]:
    AreaImport.objects.create(
        owner=UserFactory(), country="SE", level="locality", source="SCB", file_name="a.csv",
        retrieved_on=timezone.localdate(),
    )  # fmt: skip
    return AreaImport.objects.count


#: Rule: what falls under it, and until when it is there.
def an_application_on_a_reserve_list() -> Callable[[], int]:
    here = world()
    one = handed_in(here, call(here, kept_months=24))
    Call.objects.filter(pk=one.call_id).update(closes_at=timezone.now())
    return Application.objects.exclude(contact_email="").count


def an_application_that_was_only_begun() -> Callable[[], int]:
    one = begun(call(world()))
    Call.objects.filter(pk=one.call_id).update(closes_at=timezone.now())
    return Application.objects.count


def a_talk_with_a_company() -> Callable[[], int]:
    here = world()
    company = add_company(programme=here.programme, by=here.manager, name="Exempel", person={})
    Interview.objects.create(company=company)
    return Interview.objects.count


RULES: dict[str, tuple[Callable[[], Callable[[], int]], dt.timedelta]] = {
    "import": (a_sheet, DAY),
    "fetching": (a_run_of_a_query, 730 * DAY),
    "sign_in": (a_line_of_signing_in, 365 * DAY),
    "session": (a_session, dt.timedelta(hours=12)),
    "letter": (a_sent_letter, 730 * DAY),
    "code": (a_code, DAY),
    "sending": (a_sending, 730 * DAY),
    "pace": (a_count_of_letters, 31 * DAY),
    "needs": (needs_of_a_guest, 30 * DAY),
    "interest": (a_wish_that_was_never_confirmed, 14 * DAY),
    "notice": (a_notice, 90 * DAY),
    "job": (a_row_of_a_job, 90 * DAY),
    "result": (a_file_of_a_job, 7 * DAY),
    "application": (an_application_on_a_reserve_list, 24 * MONTH),
    "begun": (an_application_that_was_only_begun, 30 * DAY),
    "talk": (a_talk_with_a_company, 730 * DAY),
    "area_import": (a_file_of_areas, 90 * DAY),
}
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize("rule", RULES)
def test_what_is_over_is_gone_and_nothing_before(rule: str) -> None:
    make, kept = RULES[rule]
    left = make()
    there = left()
    assert there > 0

    with time_machine.travel(timezone.now() + kept - MINUTE, tick=False):
        sweep()
        assert left() == there
    with time_machine.travel(timezone.now() + kept + MINUTE, tick=False):
        sweep()
        assert left() == 0


def test_every_rule_with_a_task_is_tried_with_the_clock_forward() -> None:
    tasks = {name for name, rule in registry().rules.items() if rule.by in retention.registered()}

    assert tasks == {*RULES, "attempts", "sitting", "research"}, "these have tests of their own"


def test_tries_to_sign_in_are_gone_when_their_time_is_over(settings: Any) -> None:
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "core_counts",
        }
    }
    call_command("createcachetable", verbosity=0)
    counts = caches["default"]
    counts.set("old", 1, timeout=60)
    counts.set("new", 1, timeout=7200)

    with time_machine.travel(timezone.now() + dt.timedelta(hours=1), tick=False):
        assert retention.sweep()["core.counts"] == 1
        assert (counts.get("old"), counts.get("new")) == (None, 1)


def test_letters_that_wait_are_kept_however_old() -> None:
    letter = a_letter()
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.HELD)

    with time_machine.travel(timezone.now() + 731 * DAY, tick=False):
        sweep()

    assert Letter.objects.filter(pk=letter.pk).exists()


def test_a_meetings_sending_stays_and_the_next_one_goes() -> None:
    here = world()
    a_sending()
    told = Campaign.objects.get()
    MeetingCampaign.objects.create(
        workshop=meeting(here), outbox=told, role="invitation", key=uuid.uuid4()
    )
    other = open_campaign(
        region=here.region, kind=LetterKind.NOTICE, title="B", key="other", by=None, about=None,
        texts=lambda _language: Text("Welcome", "Hello"), languages=["en"],
    )  # fmt: skip

    with time_machine.travel(timezone.now() + 731 * DAY, tick=False):
        sweep()

    assert set(Campaign.objects.all()) == {told}
    assert other.pk != told.pk


def test_rows_are_taken_in_batches() -> None:
    for number in range(5):
        SentCount.objects.create(
            region=RegionFactory(), minute=timezone.now() - (40 + number) * DAY, letters=1
        )
    asked = []
    task = retention.registered()["outbox.counts"]

    def counted(batch: int) -> int:
        asked.append(batch)
        return task(batch)

    taken = retention._until_done("outbox.counts", counted, 2, float("inf"))

    assert (taken, asked) == (5, [2, 2, 2, 2])


def test_of_two_clocks_one_sweeps_and_the_next_round_is_free() -> None:
    a_count_of_letters()
    with time_machine.travel(timezone.now() + 40 * DAY, tick=False):
        cache.add("retention:sweeping", 1)
        assert retention.sweep() == {}
        cache.delete("retention:sweeping")
        assert retention.sweep()["outbox.counts"] == 1


def test_a_task_that_fails_keeps_no_other_from_its_work(monkeypatch: Any, caplog: Any) -> None:
    def fail(_batch: int) -> int:
        raise ValueError("out of order")

    a_count_of_letters()
    monkeypatch.setattr(retention, "_TASKS", {"a.fail": fail} | retention.registered())

    with time_machine.travel(timezone.now() + 40 * DAY, tick=False):
        assert retention.sweep()["outbox.counts"] == 1
    assert "retention: a.fail failed" in caplog.text


def test_the_clock_sweeps() -> None:
    assert django_settings.CELERY_BEAT_SCHEDULE["sweep"]["task"] == sweep.name
