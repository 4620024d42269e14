"""The timeline of places: steps in time, gate, end, meetings, and the same in words."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from places.timeline.drawing import parts_of
from tests.factories import settle_steps, world
from tests.reports.test_periodic import meeting

D = dt.date


@pytest.mark.day(D(2026, 11, 16))
def test_steps_done_end_when_settled_now_reaches_today_and_the_rest_share_what_is_left():
    start, end, today = D(2026, 1, 1), D(2027, 6, 30), D(2026, 11, 16)
    found = parts_of("ddna", start, end, {1: [D(2026, 3, 1)], 2: [D(2026, 9, 1)]}, today)
    assert [(one.letter, one.first, one.last) for one in found] == [
        ("d", start, D(2026, 3, 1)),
        ("d", D(2026, 3, 1), D(2026, 9, 1)),
        ("n", D(2026, 9, 1), today),
        ("a", today, end),
    ]


@pytest.mark.day(D(2026, 11, 16))
def test_parts_never_run_backwards():
    start = D(2026, 1, 1)
    found = parts_of("ddaa", start, D(2026, 2, 1), {1: [D(2026, 9, 1)]}, D(2026, 11, 16))
    assert all(one.first <= one.last for one in found)
    assert [one.first for one in found[1:]] == [one.last for one in found[:-1]]


@pytest.mark.day(D(2026, 11, 16))
def test_line_settled_again_later_does_not_stretch_its_step():
    start, today = D(2026, 1, 1), D(2026, 11, 16)
    settled = {1: [D(2026, 3, 1), today], 2: [D(2026, 6, 1)], 3: [today]}
    found = parts_of("dddn", start, D(2027, 6, 30), settled, today)
    assert [one.last for one in found[:3]] == [D(2026, 3, 1), D(2026, 6, 1), today]
    unknown = parts_of("dd", start, D(2027, 6, 30), {2: [D(2026, 3, 2)]}, today)
    assert [one.last for one in unknown] == [D(2026, 1, 31), D(2026, 3, 2)]


@pytest.mark.django_db
def test_page_draws_places_and_meetings_and_says_the_same_in_words(client):
    w = world()
    w.today = timezone.localdate()
    settle_steps(w.participation, 1)
    meeting(w, 5, came={}, one=w.participation, title="Village <evening>")
    meeting(w, 3, came={}, title="Programme day")
    client.force_login(w.manager, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(
        reverse("places:timeline"), headers={"accept-language": "en"}
    ).content.decode()
    svg = html.split('class="timeline-svg"')[1].split("</svg>")[0]
    assert svg.count("tl-meeting") == 2
    assert "Village &lt;evening&gt;" in svg
    assert svg.count("<rect") == 12  # six steps of two places
    words = re.sub(r"<[^>]*>", " ", html.split("timeline-words")[1])
    assert "Näsum" in words
    assert "Programme day" in words
    client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("places:timeline")).url == "/"
