"""The timeline's page: picture, words beneath, the same as a table."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Dependency
from tests.factories import World
from tests.plans.action_samples import action, goal, open_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return open_world()


def page(w: World, client) -> str:
    """The timeline as the observer sees it."""
    client.force_login(w.observer)
    return client.get(reverse("plans:timeline", args=[w.participation.pk])).text


def cells(html: str) -> list[list[str]]:
    """The table's rows as texts."""
    body = html.split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body)
    return [
        [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t", row)]
        for row in rows
    ]


def test_timeline_page_says_the_same_as_picture_and_table(w, client):
    year = timezone.localdate().year + 1
    hall = goal(w.participation, "A living hall")
    roof = action(
        w.participation, "Mend the roof", goal=hall, responsible="Berit",
        starts_on=dt.date(year, 1, 1), ends_on=dt.date(year, 3, 31),
    )  # fmt: skip
    paint = action(w.participation, "Paint", goal=hall, order=2, ends_on=dt.date(year, 6, 30))
    Dependency.objects.create(action=paint, needs=roof)
    html = page(w, client)
    dates = (f"1 Jan {year}", f"31 Mar {year}")
    assert cells(html) == [
        ["Mend the roof", "A living hall", "Planned", "Berit", *dates, ""],
        ["Paint", "A living hall", "Planned", "", "", f"30 Jun {year}", "Mend the roof"],
    ]  # fmt: skip
    svg = html.split('class="gantt"', 1)[1].split("</svg>", 1)[0]
    assert all(text in svg for text in ("Mend the roof", "Paint", "gt-dep"))
    assert "2 lines, 1 Jan" in html
    assert reverse("plans:action", args=[w.participation.pk, roof.pk]) in html


def test_timeline_page_tells_in_words_what_it_cannot_draw(w, client):
    today = timezone.localdate()
    action(w.participation, "Someday", state="idea")
    action(w.participation, "Going on", state="under_way", starts_on=today)
    action(w.participation, "Soon", starts_on=today + dt.timedelta(days=1))
    action(w.participation, "Not now", state="dropped", state_reason="Rain", ends_on=today)
    html = page(w, client)
    words = html.split('id="undrawn"', 1)[1].split("</section>")[0]
    told = [
        (title, re.sub(r"\d+ \w+( 20\d\d)?", "DAY", text))
        for title, text in re.findall(
            r'<a [^>]*>([^<]*)</a></span><span class="soft">([^<]*)', words
        )
    ]
    assert told == [
        ("Someday", "Idea, no dates yet"),
        ("Going on", "Under way, since DAY, no end set"),
        ("Soon", "Planned, starts DAY, no end set"),
        ("Not now", "Dropped"),
    ]
    assert 'class="gantt"' not in html


def test_timeline_page_without_actions_offers_the_first_step(w, client):
    assert reverse("plans:actions", args=[w.participation.pk]) not in re.sub(
        r"<nav.*?</nav>", "", page(w, client), flags=re.DOTALL
    )
    client.force_login(w.leader)
    html = client.get(reverse("plans:timeline", args=[w.participation.pk])).text
    assert "Nothing on the timeline yet" in html
    assert "Go to the list" in html


def test_timeline_page_hostile_names_stay_text(w, client):
    evil = "</svg><script>alert(1)</script>"
    action(
        w.participation, evil, goal=goal(w.participation, evil), responsible=evil,
        ends_on=timezone.localdate(),
    )  # fmt: skip
    action(w.participation, evil)
    assert "<script>alert" not in page(w, client)
