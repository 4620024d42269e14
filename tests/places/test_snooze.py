"""Putting off what needs somebody: one reason, until a day, and it returns by itself."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from places import attention, summary
from places.attention import Kind
from places.figures import Extent, Of, read
from places.models import CoachingEntry, Participation
from places.portfolio.snooze import snooze, wake
from tests.factories import settle_steps, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    """The place has been quiet for 41 days, and its support ends in 30."""
    made = world()
    today = made.today = timezone.localdate()
    CoachingEntry.objects.create(
        participation=made.participation, kind="call", on=today - dt.timedelta(days=41),
        by=made.coach,
    )  # fmt: skip
    summary.refresh(made.participation)
    return made


def in_days(w, number):
    return w.today + dt.timedelta(days=number)


def kinds(w, today=None):
    one = Participation.objects.select_related("programme").get(pk=w.participation.pk)
    return [flag.kind for flag in attention.reasons(attention.facts_of(one), today or w.today)]


def needing(w, kind, today=None):
    patience = {w.programme.pk: w.programme.quiet_after_days}
    found = Participation.objects.filter(attention.needing(kind, today or w.today, patience))
    return w.participation in found


def put_off(w, **fields):
    usual = {"kind": Kind.QUIET, "until": in_days(w, 10), "reason": "The leader is away."}
    return snooze(participation=w.participation, by=w.coach, **usual | fields)


def test_reason_is_silent_until_the_day_and_comes_back(w):
    assert (kinds(w), needing(w, "quiet")) == (["quiet"], True)
    put_off(w)
    assert (kinds(w), needing(w, "quiet")) == ([], False)
    assert w.participation.attention_on == in_days(w, 10)
    for day in (in_days(w, 9), in_days(w, 10)):
        told = day == in_days(w, 10)
        assert ("quiet" in kinds(w, day), needing(w, "quiet", day)) == (told, told)
    for when in attention.URGENCIES:
        urgent = Participation.objects.filter(attention.urgent(when, w.today))
        assert w.participation not in urgent


def test_another_reason_is_told_all_the_same(w):
    put_off(w)
    w.participation.refresh_from_db()
    w.participation.gate_state, w.participation.gate_since = "waiting", w.today
    w.participation.save()
    assert kinds(w) == ["gate"]
    assert summary.attention_days(w.participation, w.participation).attention_on == w.today


def test_summary_stays_true_after_other_verbs(w):
    put_off(w)
    settle_steps(w.participation, 1)
    assert w.participation.attention_on == in_days(w, 10)


def test_what_is_put_off_is_counted_nowhere_and_can_be_taken_up(w):
    extent = Extent(
        programmes={w.programme.pk: Of.of(w.programme)}, on=w.today, starts_on=w.today,
        ends_on=w.today, wholly=frozenset({w.programme.pk}),
    )  # fmt: skip
    before = read(extent).value("places_quiet")
    put_off(w)
    assert read(extent).value("places_quiet") == before - 1
    wake(participation=w.participation, by=w.manager)
    assert read(extent).value("places_quiet") == before


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": Kind.GATE}, "not_needed"),
        ({"days": 0}, "day_not_ahead"),
        ({"days": 61}, "too_far_ahead"),
    ],
)
def test_putting_off_is_refused(w, fields, code):
    if "days" in fields:
        fields = {"until": in_days(w, fields["days"])}
    with pytest.raises(Refusal) as refused:
        put_off(w, **fields)
    assert refused.value.code == code


def test_only_who_coaches_or_runs_puts_off(w):
    with pytest.raises(NotAllowed):
        snooze(
            participation=w.participation, kind="quiet", until=in_days(w, 3), reason="x",
            by=w.leader,
        )  # fmt: skip


def test_form_puts_off_and_the_list_shows_what_is_put_off(w, client):
    client.force_login(w.coach, backend="django.contrib.auth.backends.ModelBackend")
    english = {"accept-language": "en"}
    url = reverse("places:snooze", args=[w.participation.pk])
    assert "41 days" in client.get(f"{url}?kind=quiet", headers=english).content.decode()
    sent = {"kind": "quiet", "until": in_days(w, 9).isoformat(), "reason": "On leave"}
    assert client.post(url, sent).status_code == 302
    html = client.get("/places/?needs=put_off", headers=english).content.decode()
    assert "Quiet place, put off until" in html
    assert "1 of 1" in html
