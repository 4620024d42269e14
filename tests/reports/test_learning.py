"""The report of a programme without places, of one municipality, and figures for research."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from places.models import Participation
from programmes.models import Decision
from reports.programme import learning, report, research
from tests.factories import world
from tests.programmes.home.samples import holder, year
from tests.workshops.samples import guest
from workshops.models import Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    w = world()
    return w, year(w)


def test_nothing_is_told_of_places_and_all_of_what_was_done(made, client):
    w, it = made
    Decision.objects.create(programme=it.programme, text="Six workshops", decided_by="The circle")
    client.force_login(w.manager)
    client.cookies["django_language"] = "en"
    html = client.get(reverse("reports:programme", args=[it.programme.pk])).content.decode()
    main = html.partition("<main")[2]
    assert "Where the places are" not in main
    assert "The places" not in main
    for words in ("Samarbejdsworkshops", "Missing: Politikere", "Six workshops", "The circle"):
        assert words in main
    told = report.collect(
        it.programme, Participation.objects.none(), on=timezone.localdate(), by=w.manager
    )
    assert [(one.invited, one.coming, one.came) for one in told.learning.meetings] == [
        (3, 3, 3),
        (3, 3, 2),
    ]
    assert "Six workshops" in report.html(told)
    assert "0 places" not in report.html(told)


def test_workbook_and_csv_hold_meetings_where_there_are_no_places(made, client):
    w, it = made
    client.force_login(w.manager)
    for name in ("programme_xlsx", "programme_csv"):
        answer = client.get(reverse(f"reports:{name}", args=[it.programme.pk]))
        assert answer.status_code == 200
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "Workshop, Kerteminde Kommune" in rows[2]


def test_a_coordinators_report_is_of_the_own_municipality(made, client):
    _w, it = made
    user = holder(it.programme, "coordinator", municipality=it.municipalities[1])
    client.force_login(user)
    own, other = (
        reverse("reports:municipality", args=[it.programme.pk, it.municipalities[n].pk])
        for n in (1, 0)
    )
    answer = client.get(own)
    assert [one.title for one in answer.context["learning"].meetings] == [
        "Workshop, Kerteminde Kommune"
    ]
    assert [one.name for one in answer.context["learning"].lines] == ["Kerteminde"]
    assert client.get(other).status_code == 404


def test_figures_for_research_name_nobody_and_keep_their_codes(made):
    w, it = made
    again = guest(it.workshops[1], 1, name="Gäst en", answer="no")  # the same address as elsewhere
    guest(it.workshops[1], 7, name="Nina Navnløs", email="", phone="1")
    text = research.csv(it.programme).decode("utf-8-sig")
    book = research.workbook(it.programme, timezone.localdate())
    people = list(research.person_rows(it.programme))
    names = Invitation.objects.values_list("name", "email")
    flat = " ".join(str(cell) for row in people for cell in row)
    for name, email in names:
        assert name not in text
        assert name not in flat
        assert not email or email not in text + flat
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[7:] for row in rows[1:4]] == [["1", "1", "1"]] * 3
    assert book.startswith(b"PK")
    code = research.pseudonym(it.programme, "person", again.email)
    assert sum(row[0] == code for row in people) == 3
    assert code == research.pseudonym(it.programme, "person", again.email)
    assert code != research.pseudonym(w.programme, "person", again.email)


def test_a_code_stands_beside_nothing_that_few_have_in_common(made):
    _w, it = made
    people = list(research.person_rows(it.programme))
    told = {(row[2], row[3]) for row in people}
    for column in (2, 3):
        for value in {row[column] for row in people} - {""}:
            codes = {row[0] for row in people if row[column] == value}
            assert len(codes) >= research.FEW, value
    rows = [(f"{n:x}", "m", "Business", "Council", "Yes", "yes") for n in range(research.FEW)]
    rare = [("f0", "m", "Business", "Politicians", "Yes", "yes")]
    shown = list(research._without_rare([*rows, *rare]))
    assert shown[: research.FEW] == rows
    assert shown[-1] == ("f0", "m", "Business", "", "Yes", "yes")
    assert told  # the example has rows
    assert people == sorted(people, key=lambda row: row[:2])


def test_report_asks_as_much_for_one_meeting_as_for_six(django_assert_max_num_queries):
    w = world()
    small, large = year(w, 1), None
    small.programme.name = "Small"
    small.programme.save()
    large = year(w, 6)
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    asked = []
    for one in (small, large):
        with CaptureQueriesContext(connection) as sent:
            learning.collect(one.programme, w.manager, on=timezone.localdate())
        asked.append(len(sent))
    assert asked[1] <= asked[0] <= 10
