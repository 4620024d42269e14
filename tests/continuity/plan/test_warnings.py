"""Letters half a year and three months before the end; the clock may tick as often as it likes."""

import datetime as dt

import pytest
from django.utils import timezone

from continuity.plan import warnings
from continuity.tasks import warn
from outbox.models import Letter
from places.models import Participation
from places.team.support import extend, set_handover_ready
from tests.continuity.samples import ends_in
from tests.factories import assign, world

pytestmark = pytest.mark.django_db


def letters():
    return list(
        Letter.objects.filter(key__startswith="continuity-warning")
        .order_by("pk")
        .values_list("to_address", "key")
    )


def key(w, stage, user):
    end = w.participation.support_ends_on.isoformat()
    return f"continuity-warning:{w.participation.pk}:{stage}:{end}:{user.pk}"


def test_warn_three_times_writes_one_letter_to_each_leader_and_coach():
    w = world()
    ends_in(w.participation, 183)

    assert [warn(), warn(), warn()] == [2, 0, 0]

    assert sorted(letters()) == [
        ("coach@example.org", key(w, "six", w.coach)),
        ("leader@example.org", key(w, "six", w.leader)),
    ]


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("days", "ready", "stage"),
    [
        (184, False, ""),
        (183, False, "six"),
        (183, True, ""),
        (91, False, "six"),
        (91, True, ""),
        (90, False, "three"),
        (90, True, "three"),
        (0, True, "three"),
        (-1, False, ""),
    ],
)
def test_stage_follows_the_days_that_are_left(days, ready, stage):
    today = dt.date(2026, 5, 4)
    place = Participation(support_ends_on=today + dt.timedelta(days=days), handover_ready=ready)
    assert warnings.stage(place, today) == stage


def test_warn_comes_again_at_three_months_and_after_an_extension():
    w = world()
    ends_in(w.participation, 183)
    today = timezone.localdate()
    assert warnings.warn(today) == 2
    assert warnings.warn(today + dt.timedelta(days=93)) == 2
    first_end = w.participation.support_ends_on
    extend(participation=w.participation, months=1, reason="Winter", by=w.manager)
    moved = w.participation.support_ends_on - first_end
    assert moved.days >= 28

    assert warnings.warn(today + moved) == 2

    assert letters()[-1][1].split(":")[3] == w.participation.support_ends_on.isoformat()


def test_warn_is_gentle_at_three_months_when_all_is_settled():
    w = world()
    ends_in(w.participation, 90)
    set_handover_ready(participation=w.participation, ready=True)
    warn()
    texts = list(Letter.objects.values_list("text", flat=True))
    assert len(texts) == 2
    assert all("Who carries on is settled." in text for text in texts)
    assert not any("Missing:" in text for text in texts)


def test_warn_names_what_is_missing_in_the_readers_language():
    w = world()
    ends_in(w.participation, 100)
    w.leader.language = "sv"
    w.leader.save()
    warn()
    languages = dict(Letter.objects.values_list("to_address", "language"))
    assert languages == {"leader@example.org": "sv", "coach@example.org": "en"}
    english = Letter.objects.get(language="en")
    assert english.text.count("\n- ") == 10
    assert f"/places/{w.participation.pk}/after/" in english.text


def test_warn_writes_one_letter_to_somebody_with_two_roles():
    w = world()
    ends_in(w.participation, 100)
    assign(w.leader, w.participation, "coach")
    assert warn() == 2


@pytest.mark.parametrize("status", ["candidate", "ended", "stopped"])
def test_warn_leaves_a_place_alone_that_is_not_under_way(status):
    w = world()
    ends_in(w.participation, 100)
    Participation.objects.filter(pk=w.participation.pk).update(status=status)
    assert warn() == 0


def test_warn_asks_the_same_number_of_questions_for_letters_that_are_written(
    django_assert_num_queries,
):
    w = world()
    ends_in(w.participation, 100)
    warn()
    with django_assert_num_queries(3):
        warn()
    ends_in(w.neighbour, 100)
    assign(w.coach, w.neighbour, "coach")
    assert warn() == 2
    with django_assert_num_queries(3):
        warn()
