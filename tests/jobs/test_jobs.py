"""Jobs: asked for, done, fetched; and whatever may go wrong on the way."""

from __future__ import annotations

import datetime as dt
import errno
import os
import time
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from django.utils import timezone, translation

from core.audit import history
from core.refusals import Refusal
from jobs import forgetting, pulse, running, tasks
from jobs.kinds import Made
from jobs.models import Job, JobState
from jobs.services import MOST_UNDER_WAY, again, cancel_job, request_job
from notices.models import Notice
from tests.factories import UserFactory
from tests.jobs.samples import KIND, TEXT, asked, hello, made_by

__all__ = ["made_by"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_by")]


def done(job: Job) -> Job:
    """Let a worker come by."""
    running.run_next()
    job.refresh_from_db()
    return job


def test_a_job_waits_is_done_and_its_asker_is_told():
    user = UserFactory()

    job = asked(user, pk=1)
    assert (job.state, job.title, user.unread_notices) == (JobState.WAITING, "A file", 0)
    done(job)

    assert (job.state, content(job), job.result_name, job.result_size) == (
        JobState.READY, b"hello", "hello.txt", 5,
    )  # fmt: skip
    assert job.result_sha256.startswith("2cf24dba5fb0a30e26e8")
    assert job.expires_at - job.ended_at > dt.timedelta(days=6)
    user.refresh_from_db()
    assert (user.unread_notices, Notice.objects.get().kind) == (1, "job_ready")


def test_steps_say_how_far_it_has_come(made_by):
    seen = []

    def make(work):
        work.step("Näsum", 12, 30)
        seen.append(Job.objects.values_list("steps_done", "steps_total", "step_text").get())
        return hello(work)

    made_by(make)
    done(asked(UserFactory()))

    assert seen == [(12, 30, "Näsum")]


def test_the_same_asked_for_twice_by_one_person_is_one_job_while_it_is_under_way():
    user, other = UserFactory(), UserFactory()

    first = asked(user, pk=1)
    assert asked(user, pk=1) == first
    assert asked(user, pk=2) != first
    assert asked(other, pk=1) != first
    with translation.override("sv"):
        assert asked(user, pk=1) != first
    done(first)
    assert asked(user, pk=1) != first


def test_two_who_ask_in_the_same_moment_get_the_same_job(monkeypatch):
    user = UserFactory()
    first = asked(user, pk=1)
    asked_now = Job.objects.filter(pk=first.pk)
    looks = iter([Job.objects.none(), asked_now])
    monkeypatch.setattr(Job.objects, "filter", lambda **_wanted: next(looks))

    assert asked(user, pk=1) == first


def test_public_documents_are_one_job_for_everybody():
    assert asked(None, pk=1) == asked(None, pk=1)


def test_nobody_fills_the_queue():
    user = UserFactory()
    for number in range(MOST_UNDER_WAY):
        asked(user, pk=number)

    with pytest.raises(Refusal) as caught:
        asked(user, pk=MOST_UNDER_WAY)
    assert caught.value.code == "too_many_jobs"


def test_a_cancelled_job_is_not_begun_and_leaves_a_line():
    user = UserFactory()
    job = cancel_job(asked(user), by=user)

    assert not running.run_next()
    assert (job.state, history(job).get().verb) == (JobState.CANCELLED, "job.cancelled")
    with pytest.raises(Refusal) as caught:
        cancel_job(job, by=user)
    assert caught.value.code == "not_under_way"


def test_somebody_elses_job_cannot_be_cancelled():
    job = asked(UserFactory())

    with pytest.raises(Refusal):
        cancel_job(job, by=UserFactory())
    job.refresh_from_db()
    assert job.state == JobState.WAITING


def test_a_job_that_is_cancelled_while_it_runs_ends_at_its_next_step_and_keeps_nothing(made_by):
    user = UserFactory()
    went_on = []

    def make(work):
        cancel_job(work.job, by=user)
        work.step("next")
        went_on.append(True)

    made_by(make)
    job = done(asked(user))

    assert (job.state, went_on, bool(job.result)) == (JobState.CANCELLED, [], False)


def test_a_file_that_is_made_after_the_cancelling_is_thrown_away(made_by):
    user = UserFactory()
    before = stored_files()

    def make(work):
        cancel_job(work.job, by=user)
        return hello(work)

    made_by(make)
    assert done(asked(user)).state == JobState.CANCELLED
    assert stored_files() == before


def test_again_asks_for_the_same_in_the_language_of_the_first():
    user = UserFactory()
    with translation.override("sv"):
        first = asked(user, pk=1)
    done(first)

    second = again(first, by=user)
    assert (second.language, second.parameters, second.identity) == (
        "sv",
        {"pk": 1},
        first.identity,
    )
    assert second != first


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refusal("nothing", "There is nothing to report."), "There is nothing to report."),
        (Http404(), "gone, or you no longer have access"),
        (OSError(errno.ENOSPC, "No space left on device"), "no room left on the server's disk"),
        (MemoryError(), "too much memory"),
        (ValueError("secret detail"), "Something went wrong on our side."),
    ],
)
def test_a_job_that_fails_says_why_in_words(made_by, error, words):
    def make(_work):
        raise error

    made_by(make)
    job = done(asked(UserFactory()))

    assert (job.state, words in job.reason) == (JobState.FAILED, True)
    assert "secret" not in job.reason
    assert Notice.objects.get().kind == "job_failed"


def test_a_full_disk_while_the_file_is_stored_fails_with_a_reason_and_leaves_nothing(made_by):
    class NoRoom(BytesIO):
        def read(self, *_size):
            raise OSError(errno.ENOSPC, "No space left on device")

    before = stored_files()
    made_by(lambda _work: Made(NoRoom(), "a.txt", TEXT))
    job = done(asked(UserFactory()))

    assert (job.state, "no room left" in job.reason) == (JobState.FAILED, True)
    assert stored_files() == before


def test_a_closed_account_gets_nothing():
    user = UserFactory()
    job = asked(user)
    user.is_active = False
    user.save()

    assert done(job).state == JobState.FAILED


def test_a_kind_that_is_gone_fails_and_holds_up_nobody():
    job = asked(UserFactory())
    Job.objects.filter(pk=job.pk).update(kind="tests.gone")

    assert done(job).state == JobState.FAILED


def test_a_job_over_its_time_is_ended_with_a_reason(made_by):
    def make(work):
        time.sleep(0.01)
        work.step("more")

    made_by(make, seconds=0)
    job = done(asked(UserFactory()))

    assert (job.state, "took too long" in job.reason) == (JobState.FAILED, True)


def left_by_a_dead_worker(job: Job, attempts: int) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=attempts, beat_at=timezone.now() - running.STALE * 2
    )


def test_what_a_dead_worker_left_is_begun_once_more_and_then_fails():
    user = UserFactory()
    job = asked(user)

    left_by_a_dead_worker(job, attempts=1)
    assert running.recover() == 1
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    left_by_a_dead_worker(job, attempts=2)
    running.recover()
    job.refresh_from_db()
    assert (job.state, "cut off twice" in job.reason) == (JobState.FAILED, True)


def test_a_job_that_gives_signs_of_life_is_left_alone():
    job = asked(UserFactory())
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=1, beat_at=timezone.now() - running.STALE / 2
    )

    assert running.recover() == 0


def test_a_worker_that_was_thought_dead_throws_its_file_away(made_by):
    before = stored_files()

    def make(work):
        left_by_a_dead_worker(work.job, attempts=1)
        running.recover()
        return hello(work)

    made_by(make)
    job = done(asked(UserFactory()))

    assert (job.state, stored_files()) == (JobState.WAITING, before)


def test_the_tasks_do_one_job_and_wake_for_the_next(monkeypatch):
    woken = []
    monkeypatch.setattr(tasks, "wake", lambda: woken.append(True))
    user = UserFactory()
    asked(user, pk=1)
    asked(user, pk=2)

    assert (tasks.run_waiting(), len(woken)) == (True, 1)
    assert (tasks.run_waiting(), len(woken)) == (True, 1)
    assert (tasks.run_waiting(), tasks.look()) == (False, 0)


def test_a_process_with_its_hands_full_takes_no_more(made_by):
    asked(UserFactory())
    for _each in range(tasks.AT_ONCE):
        tasks._room.acquire()
    try:
        assert tasks.run_waiting() is False
    finally:
        for _each in range(tasks.AT_ONCE):
            tasks._room.release()
    assert tasks.run_waiting() is True


def test_a_file_without_a_row_is_taken_away_after_a_day():
    job = done(asked(UserFactory()))
    loose = default_storage.save("jobs/part-of-a-dead-worker", BytesIO(b"half"))

    for name, age in ((job.result.name, 2), (loose, 0)):
        touch(name, age)
    forgetting.forget_loose_files(1000)
    assert default_storage.exists(loose)
    touch(loose, 2)
    forgetting.forget_loose_files(1000)
    assert (default_storage.exists(loose), default_storage.exists(job.result.name)) == (False, True)


@pytest.mark.parametrize(("seconds", "word"), [(170, "ok"), (190, "late")])
def test_jobs_that_nobody_does_are_told_to_the_operators(seconds, word):
    job = asked(UserFactory())
    Job.objects.filter(pk=job.pk).update(updated_at=timezone.now() - dt.timedelta(seconds=seconds))

    told = pulse.jobs()
    assert (told.word, told.figures["jobs_waiting"]) == (word, 1)


def test_asking_for_an_unknown_kind_is_a_fault_of_ours():
    with pytest.raises(KeyError):
        request_job(kind="tests.nothing", by=None, parameters={})
    assert KIND == "tests.kind"


def content(job: Job) -> bytes:
    with job.result.open("rb") as file:
        return file.read()


def touch(name: str, days: int) -> None:
    """Let the file be so old; the run's clock is not the disk's."""
    at = (timezone.now() - dt.timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (at, at))


def stored_files() -> set[str]:
    return set(default_storage.listdir("jobs")[1]) if default_storage.exists("jobs") else set()
