"""A programme's meetings as list, months and timeline."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from people.models import Duty, ProgrammeRole, Task
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.calendars import timeline
from workshops.models import Minutes, MinutesState, Series, SeriesKind, WorkshopKind, WorkshopState

pytestmark = pytest.mark.django_db
PAGES = ["programme_meetings", "programme_calendar", "programme_timeline"]


@pytest.fixture
def w():
    return world()


@pytest.fixture
def page(w, client):
    def get(name, query="", who="manager"):
        client.force_login(w.users[who])
        return client.get(reverse(f"workshops:{name}", args=[w.programme.pk]) + query)

    return get


def at(year, month, day, hour=17):
    return dt.datetime(year, month, day, hour, tzinfo=dt.UTC)


def on(w, start, **fields):
    return meeting(w, starts_at=start, ends_at=start + dt.timedelta(hours=2), **fields)


@pytest.mark.parametrize("name", PAGES)
def test_programme_that_one_does_not_see_is_not_found(page, name):
    assert page(name, who="outsider").status_code == 404
    assert page(name, who="other_admin").status_code == 404
    assert page(name, who="observer").status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_meetings_that_one_does_not_see_are_not_there(w, page, name):
    on(w, timezone.now() + dt.timedelta(days=1), title="Bara grannen", places=[w.neighbour])
    assert "Bara grannen" in page(name).content.decode()
    assert "Bara grannen" not in page(name, who="leader").content.decode()


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_grow(w, client, name, count, django_assert_max_num_queries):
    series = Series.objects.create(programme=w.programme, name="S", kind=SeriesKind.COURSE)
    Duty.objects.create(series=series, task=Task.TEACHES, name="T")
    for number in range(count):
        one = on(w, at(2027, 3, 1 + number), title=f"M{number}", series=series)
        guest(one)
    client.force_login(w.manager)
    address = reverse(f"workshops:{name}", args=[w.programme.pk])
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address, {"month": "2027-03"})


def test_list_counts_invited_coming_and_came(w, page):
    one = on(w, timezone.now() - dt.timedelta(days=3))
    guest(one, 1, answer="yes", seat="taken", persons=3, attended_at=one.starts_at,
          attended_persons=2)  # fmt: skip
    guest(one, 2, answer="no")
    guest(one, 3, answer="yes", seat="waiting", persons=4)
    guest(one, 4, removed_at=timezone.now())
    guest(one, 5, invited_at=None, attended_at=one.starts_at, attended_persons=1)
    (row,) = page("programme_meetings").context["rows"]
    assert (row.figures.invited, row.figures.coming, row.figures.attended) == (3, 3, 3)
    assert row.whose == "Näsum"


def test_list_says_where_each_meeting_stands(w, page):
    now = timezone.now()
    ahead, past, long_ago = (now + dt.timedelta(days=n) for n in (5, -5, -90))
    on(w, ahead, title="draft", state=WorkshopState.DRAFT)
    on(w, past, title="forgotten", state=WorkshopState.DRAFT)
    on(w, ahead, title="cancelled", state=WorkshopState.CANCELLED)
    on(w, ahead, title="nobody")
    guest(on(w, ahead, title="announced"))
    on(w, ahead, title="open", open_sign_up=True)
    on(w, past, title="no minutes")
    on(w, long_ago, title="old")
    for state in MinutesState:
        held = on(w, past, title=f"minutes {state}")
        known = state == MinutesState.APPROVED
        Minutes.objects.create(
            workshop=held, state=state, approved_at=now if known else None,
            approved_by=w.manager if known else None,
        )  # fmt: skip
    rows = page("programme_meetings").context["rows"]
    assert {row.workshop.title: (row.level, row.state) for row in rows} == {
        "draft": ("info", "Being planned"),
        "forgotten": ("off", "Never announced"),
        "cancelled": ("off", "Cancelled"),
        "nobody": ("warn", "Nobody invited yet"),
        "announced": ("ok", "Announced"),
        "open": ("ok", "Announced"),
        "no minutes": ("warn", "Held, minutes not sent"),
        "old": ("off", "Held, minutes not sent"),
        "minutes draft": ("warn", "Held, minutes not sent"),
        "minutes sent": ("ok", "Held, minutes sent"),
        "minutes approved": ("ok", "Held, minutes approved"),
    }


def test_list_is_filtered(w, page):
    series = Series.objects.create(programme=w.programme, name="S", kind=SeriesKind.COURSE)
    on(w, timezone.now() + dt.timedelta(days=1), title="A", series=series)
    on(w, timezone.now() - dt.timedelta(days=1), title="B", kind=WorkshopKind.LAB)

    def titles(query):
        return [row.workshop.title for row in page("programme_meetings", query).context["rows"]]

    assert titles("") == ["B", "A"]
    assert titles("?when=ahead") == ["A"]
    assert titles("?when=held") == ["B"]
    assert titles("?kind=lab") == ["B"]
    assert titles(f"?series={series.pk}") == ["A"]
    assert titles("?series=999") == []


@pytest.mark.parametrize(
    "query",
    ["?when=x&kind=%00&series=-1&host=²&page=zz", f"?series={'9' * 40}", "?month=99999-01"],
)
@pytest.mark.parametrize("name", PAGES)
def test_nonsense_in_the_address_filters_nothing(w, page, name, query):
    on(w, timezone.now() + dt.timedelta(days=1), title="Kvar")
    answer = page(name, query)
    assert answer.status_code == 200
    assert "Kvar" in answer.content.decode()


@pytest.mark.day(dt.date(2026, 11, 16))
def test_month_lies_on_the_days_of_the_halls_clock(w, page):
    # 23.30 in the hall on 31 March is 21.30 UTC; half past midnight is the day before in UTC.
    on(w, dt.datetime(2027, 3, 31, 21, 30, tzinfo=dt.UTC), title="Sent")
    on(w, dt.datetime(2027, 2, 28, 23, 30, tzinfo=dt.UTC), title="Natt")
    on(w, dt.datetime(2027, 3, 31, 22, 30, tzinfo=dt.UTC), title="April")
    weeks = page("programme_calendar", "?month=2027-03").context["weeks"]
    found = {day.on: [m.title for m in day.meetings] for w_ in weeks for day in w_.days}
    assert {day: titles for day, titles in found.items() if titles} == {
        dt.date(2027, 3, 1): ["Natt"],
        dt.date(2027, 3, 31): ["Sent"],
    }
    assert [week.number for week in weeks] == [9, 10, 11, 12, 13]


@pytest.mark.day(dt.date(2026, 11, 16))
def test_month_is_a_table_with_headings(w, page):
    on(w, at(2027, 3, 10))
    text = page("programme_calendar", "?month=2027-03").content.decode()
    assert text.count('scope="col"') == 8
    assert text.count('scope="row"') == 5
    assert "Wednesday 10 March" in text


@pytest.mark.day(dt.date(2026, 11, 16))
@time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=False)
def test_month_opens_where_something_is(w, page):
    assert page("programme_calendar").context["first"] == dt.date(2026, 11, 1)
    on(w, at(2021, 6, 10))
    assert page("programme_calendar").context["first"] == dt.date(2021, 6, 1)
    on(w, at(2027, 2, 10))
    assert page("programme_calendar").context["first"] == dt.date(2027, 2, 1)


@pytest.mark.parametrize("month", ["1000-01", "9998-12"])
def test_first_and_last_month_have_no_way_beyond(page, month):
    assert page("programme_calendar", f"?month={month}").status_code == 200


def year_of_academy(w):
    def series(name, order, start, end, kind=SeriesKind.GROUPS):
        return Series.objects.create(
            programme=w.programme, name=name, order=order, kind=kind, starts_on=start, ends_on=end
        )

    survey = series("Survey", 1, dt.date(2021, 1, 4), dt.date(2021, 4, 30), SeriesKind.ACTIVITY)
    groups = series("Focus groups", 2, dt.date(2021, 5, 1), dt.date(2021, 6, 30))
    workshops = series("Workshops", 3, dt.date(2021, 5, 1), dt.date(2021, 9, 30))
    Duty.objects.create(series=survey, task=Task.INVITES, name="Coordinator")
    for number in range(4):
        on(w, at(2021, 5, 5 + number), title=f"G{number}", series=groups, places=[])
    on(w, at(2021, 8, 24), title="W", series=workshops, state=WorkshopState.CANCELLED, places=[])
    on(w, at(2021, 12, 14), title="Conference", kind=WorkshopKind.CONFERENCE, places=[])


@time_machine.travel(dt.datetime(2021, 6, 1, 12, tzinfo=dt.UTC), tick=False)
def test_timeline_shows_overlapping_windows_and_who(w, page):
    year_of_academy(w)
    ProgrammeRole.objects.update(starts_on=dt.date(2020, 1, 1))
    context = page("programme_timeline").context
    svg = context["svg"]
    bars = [
        (float(x), float(x) + float(width))
        for x, width in re.findall(
            r'<rect class="gt-[pi]" x="([\d.]+)" y="\d+" width="([\d.]+)"', svg
        )
    ]
    survey, groups, workshops, _conference = bars
    assert survey[1] <= groups[0] == workshops[0] < groups[1] < workshops[1]
    assert svg.count('class="gt-m"') == 5
    assert svg.count('class="tl-x"') == 1
    assert "gt-now" in svg
    assert "Invites: Coordinator" in svg
    assert "<title>Timeline of the programme</title><desc>4 lines, " in svg
    assert [(line.name, len(line.meetings)) for line in context["lines"]] == [
        ("Survey", 0), ("Focus groups", 4), ("Workshops", 1), ("Conference", 1),
    ]  # fmt: skip


@pytest.mark.day(dt.date(2026, 11, 16))
@time_machine.travel(dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC), tick=False)
def test_day_far_away_does_not_stretch_the_timeline(w, page):
    year_of_academy(w)
    assert "gt-now" not in page("programme_timeline").context["svg"]


def test_series_without_days_is_told_and_not_drawn(w, page):
    Series.objects.create(programme=w.programme, name="Later", kind=SeriesKind.COURSE)
    context = page("programme_timeline").context
    assert context["svg"] == ""
    assert [line.name for line in context["undated"]] == ["Later"]


@pytest.mark.day(dt.date(2026, 11, 16))
def test_names_cannot_break_the_picture():
    day = dt.date(2026, 5, 1)
    mark = timeline.Mark(day, "</title><script>", "announced")
    row = timeline.Row(name="<b>&", who="<i>", starts_on=day, ends_on=day, marks=[mark])
    svg = timeline.svg([row], today=day, title="<T>")
    assert "<script>" not in svg
    assert "<b>" not in svg
    assert "<i>" not in svg


def test_empty_programme_offers_the_first_step(page):
    for name in ("programme_meetings", "programme_timeline"):
        assert "No meetings yet" in page(name).content.decode()
    assert "Plan a meeting" not in page("programme_meetings", who="observer").content.decode()


def test_timeline_of_many_meetings_shows_the_latest_and_says_so(w, page, monkeypatch):
    monkeypatch.setattr(timeline, "MOST_MEETINGS", 2)
    for day in (5, 6, 7):
        on(w, at(2021, 5, day), title=f"May {day}", places=[])

    found = page("programme_timeline")

    [line] = found.context["lines"]
    assert [one.title for one in line.meetings] == ["May 6", "May 7"]
    assert "Meetings before 6 May 2021 are in the list." in found.content.decode()
