"""The home of a programme: what waits, the year, the grid, who sees what of it."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from core.spots import links_at
from programmes.activities import Activity, Mark
from programmes.home import pages
from programmes.models import Decision, Paper
from programmes.programme.services import add_partner
from tests.factories import MunicipalityFactory, OrganisationFactory, ProgrammeFactory, world
from tests.programmes.home.samples import holder, year
from workshops.models import RequiredGroup, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def get(client, user, programme, name="home"):
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return client.get(reverse(f"programmes:{name}", args=[programme.pk]))


def line(answer, name):
    [found] = [one for one in answer.context["grid"]["lines"] if one.name == name]
    return {cell.head.rpartition(", ")[2]: cell for cell in found.cells}


def test_grid_tells_each_municipality_by_shape_and_words(w, client):
    made = year(w)
    answer = get(client, w.manager, made.programme)

    held, away, draft = (
        line(answer, name) for name in ("Faaborg-Midtfyn", "Kerteminde", "Nordfyns")
    )
    assert (held["Invited"].text, held["Parties met"].text) == ("3 invited", "All were there")
    assert held["Results"].text == "Minutes sent"
    assert away["Parties met"].text == "Missing: Politikere"
    assert [words for _sign, words in away["Parties met"].parties] == [
        "Lokalråd: there",
        "Politikere: missing",
        "Medarbejdere: there",
    ]
    assert away["Results"].text == "Minutes missing"
    assert draft["Parties met"].text.startswith("Meets ")
    order = [one.name for one in answer.context["grid"]["lines"]]
    assert order == [
        "Faaborg-Midtfyn",
        "Kerteminde",
        "Nordfyns",
        "Næstved",
        "Slagelse",
        "Sønderborg",
    ]


def test_what_was_never_announced_is_not_held(w, client):
    made = year(w)
    draft = made.workshops[2]
    Workshop.objects.filter(pk=draft.pk).update(
        starts_at=timezone.now() - dt.timedelta(days=5), ends_at=None
    )
    answer = get(client, w.manager, made.programme)
    missed = line(answer, "Nordfyns")
    assert missed["Parties met"].text == "Not announced"
    assert missed["Results"].text == "–"
    told = next(row for row in answer.context["rows"] if row.activity.name == made.series.name)
    assert told.activity.says.startswith("2 of 6 held, next ")


def test_a_party_has_one_mark_in_the_whole_grid(w, client):
    made = year(w)
    RequiredGroup.objects.filter(workshop=made.workshops[1], name="Lokalråd").update(order=9)
    found = get(client, w.manager, made.programme).context["grid"]
    legend = dict(found["parties"])
    assert len({str(sign) for sign in legend.values()}) == len(legend) == 3
    first, second = (line for line in found["lines"][:2])
    marks = [
        {words.partition(":")[0]: str(sign) for cell in one.cells for sign, words in cell.parties}
        for one in (first, second)
    ]
    assert marks[0]["Lokalråd"] == marks[1]["Lokalråd"] == str(legend["Lokalråd"])


def test_what_waits_stands_with_whom_and_the_late_one_first(w, client):
    made = year(w)
    found = get(client, w.manager, made.programme).context
    cards = [*found["cards"], *found["more_cards"]]

    assert [one.title for one in cards] == [
        "Workshop, Nordfyns Kommune is not announced",
        "Workshop, Kerteminde Kommune lacks its minutes",
    ]
    assert all(one.level == "stop" for one in cards)
    assert cards[0].when == "The coordinator in Nordfyns, 13 days overdue"
    assert "2 things wait. 2 of them are overdue." in found["lead"]


def test_a_coordinator_reads_own_waiting_and_sees_other_meetings_only_in_sum(w, client):
    made = year(w)
    user = holder(made.programme, "coordinator", municipality=made.municipalities[2])
    answer = get(client, user, made.programme)

    assert [card.when for card in answer.context["cards"]] == ["You, 13 days overdue"]
    assert answer.context["grid"]["lines"][0].name == "Nordfyns"
    assert answer.context["grid"]["lines"][0].own
    assert line(answer, "Nordfyns")["Parties met"].url
    assert not line(answer, "Kerteminde")["Parties met"].url
    assert line(answer, "Kerteminde")["Parties met"].text == "Missing: Politikere"
    assert list(Workshop.objects.visible_to(user)) == [made.workshops[2]]


def test_a_partner_reads_the_home_and_no_meeting(w, client):
    made = year(w)
    user = holder(made.programme, "partner")
    answer = get(client, user, made.programme)
    assert (answer.status_code, answer.context["cards"]) == (200, [])
    assert not Workshop.objects.visible_to(user).exists()
    assert get(client, w.outsider, made.programme).status_code == 404


@pytest.mark.parametrize("role", ["facilitator", "teacher", "technique", "analyst", "researcher"])
def test_posts_that_read_all_meetings(w, role):
    made = year(w, 2)
    user = holder(made.programme, role)
    assert set(Workshop.objects.visible_to(user)) == set(made.workshops)


#: The figures of a region are of all its programmes, and so is their page.
OF_THE_REGION = {"facts:region"}


def test_every_tab_leads_to_a_page_with_the_same_tabs(w, client):
    programme = w.programme
    client.force_login(w.admin)
    tabs = links_at("programmes.tabs", w.admin, programme)
    assert len(tabs) >= 6

    for tab in tabs:
        if resolve(tab.url).view_name in OF_THE_REGION:
            continue
        answer = client.get(tab.url, headers={"accept-language": "en"}).content.decode()
        missing = [other.url for other in tabs if f'<li><a href="{other.url}"' not in answer]
        assert missing == [], tab.url
        assert f'<a href="{tab.url}" aria-current="page">' in answer


@pytest.mark.parametrize(
    ("page", "tab"),
    [
        ("workshops:programme_calendar", "workshops:programme_meetings"),
        ("workshops:needs", "workshops:programme_meetings"),
        ("surveys:programme_assessments", "surveys:programme"),
    ],
)
def test_a_page_within_a_tab_marks_it(w, client, page, tab):
    client.force_login(w.manager)
    answer = client.get(reverse(page, args=[w.programme.pk])).content.decode()
    assert f'<li><a href="{reverse(tab, args=[w.programme.pk])}" aria-current="page">' in answer


@pytest.mark.parametrize(
    "role", ["coordinator", "facilitator", "researcher", "partner", "team", "analyst"]
)
def test_every_link_that_a_post_reads_opens(w, client, role):
    made = year(w)
    place = {"municipality": made.municipalities[0]} if role == "coordinator" else {}
    user = holder(made.programme, role, **place)
    client.force_login(user)
    dead, found = [], {"/", reverse("programmes:home", args=[made.programme.pk])}
    for url in sorted(found):
        answer = client.get(url)
        assert answer.status_code == 200, url
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        found |= {unescape(one) for one in re.findall(r'href="(/[^"#]*)', main)}
    for url in sorted(found):
        status = client.get(url).status_code
        if status != 200:
            dead.append((url, status))
    assert not dead


@pytest.mark.parametrize("who", ["manager", "coordinator"])
def test_home_asks_as_much_for_one_municipality_as_for_three(w, client, who):
    asked = []
    for count in (1, 3):
        made = year(w, count)
        user = w.manager
        if who == "coordinator":
            user = holder(made.programme, who, municipality=made.municipalities[0])
        Decision.objects.bulk_create(
            Decision(programme=made.programme, text=f"Decision {n}") for n in range(count)
        )
        get(client, user, made.programme)
        with CaptureQueriesContext(connection) as sent:
            assert get(client, user, made.programme).status_code == 200
        # Signing in is not part of the page.
        asked.append(len([one for one in sent if "auth" not in one["sql"]]))
        made.programme.name += str(count)
        made.programme.save()
    assert asked[0] == asked[1]


def test_home_keeps_to_twelve_questions(w, client):
    made = year(w)
    get(client, w.manager, made.programme)
    with CaptureQueriesContext(connection) as sent:
        client.get(reverse("programmes:home", args=[made.programme.pk]))
    # And one each for a laboratory and for the goal in the long run.
    assert len(sent) <= 14, [one["sql"][:90] for one in sent]


def test_state_follows_the_dates():
    today = dt.date(2026, 6, 15)  # any day
    one = Activity(key="a", kind="", name="A", starts_on=today, ends_on=today)
    assert one.state(today) == "now"
    assert one.state(today - dt.timedelta(days=1)) == "ahead"
    assert one.state(today + dt.timedelta(days=1)) == "over"
    assert Activity(key="b", kind="", name="B").state(today) == "undated"
    marked = Activity(
        key="c", kind="", name="C", marks=[Mark(day=today, title="M", shape="planned")]
    )
    assert marked.state(today + dt.timedelta(days=1)) == "over"


def test_timeline_tells_in_words_what_it_draws(w, client):
    made = year(w)
    answer = get(client, w.manager, made.programme)
    [row] = answer.context["rows"]
    assert row.activity.owner == "Tyge"
    assert row.told.endswith("Under way")
    assert row.marks == "1 held, 3 planned, 2 lack something"
    assert row.svg.count("<circle") == 4
    assert row.svg.count('class="hm-lacks"') == 2


def test_finished_programme_stays_readable_with_its_relations(w, client):
    made = year(w)
    after = ProgrammeFactory(region=w.region, name="After", predecessor=made.programme)
    part = ProgrammeFactory(region=w.region, name="Part", parent=made.programme)
    made.programme.status = "closed"
    made.programme.save()
    answer = get(client, w.admin, made.programme)
    html = answer.content.decode()
    assert "The programme is closed." in html
    assert [one.title for one in answer.context["successors"]] == [after.name]
    assert [one.title for one in answer.context["parts"]] == [part.name]
    assert get(client, w.admin, after).context["programme"].predecessor == made.programme


def test_latest_of_what_is_kept_with_the_number_of_all(w):
    made = year(w, 1)
    today = timezone.localdate()
    for number in range(5):
        day = today - dt.timedelta(days=number)
        Decision.objects.create(programme=made.programme, text=f"D{number}", decided_on=day)
        Paper.objects.create(
            programme=made.programme, kind="source", title=f"P{number}", dated_on=day
        )
    found = pages.kept(made.programme)
    assert [one.title for one in found["decisions"]] == ["D0", "D1", "D2"]
    assert [one.title for one in found["papers"]] == ["P0", "P1", "P2"]
    assert (found["decisions_total"], found["papers_total"]) == (5, 5)


def test_a_municipality_is_known_by_its_name(w):
    where = MunicipalityFactory(name="Tomelilla", full_name="Tomelilla kommun")
    own = OrganisationFactory(region=w.region, name="Tomelilla kommun", sector="municipality")
    other = OrganisationFactory(region=w.region, name="Tomelilla", sector="association")
    made = [
        add_partner(w.programme, by=w.admin, organisation=one, kind="partner")
        for one in (own, other)
    ]
    assert [one.municipality for one in made] == [where, None]
