"""The share of places still active, and the page that tells it."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from continuity.follow_ups.figures import Share, share_chart, shares, still_active
from continuity.models import FollowUp
from places.models import Participation
from programmes.models import Programme
from tests.factories import PlaceFactory, participation, world

pytestmark = pytest.mark.django_db


def asked(where, months, alive="", *, name=None):
    """A place of the programme that was asked so many months after."""
    fields = {"name": name} if name else {}
    made = participation(where, PlaceFactory(region=where.region, **fields))
    return FollowUp.objects.create(
        participation=made,
        months=months,
        due_on=timezone.localdate() - dt.timedelta(days=10),
        name="Kim Back",
        email="kim@example.org",
        alive=alive,
        answered_at=timezone.now() if alive else None,
        answered_by="Kim Back" if alive else "",
        lives_on="Meetings go on" if alive else "",
        meetings=3 if alive else None,
        actions_done=[{"id": 1, "title": "Signs"}] if alive else [],
    )


@pytest.fixture
def nine():
    """Nine places 12 months after: five active, two in part, two silent."""
    w = world()
    for alive in ["yes"] * 5 + ["partly"] * 2 + [""] * 2:
        asked(w.programme, 12, alive)
    return w


def test_shares_count_places_by_their_answer(nine):
    asked(nine.programme, 6, "no")
    asked(nine.other_programme, 12, "yes")
    assert shares([nine.programme]) == [
        Share(6, no=1),
        Share(12, yes=5, partly=2, unanswered=2),
        Share(24),
    ]
    assert shares(Programme.objects.all())[1] == Share(12, yes=6, partly=2, unanswered=2)


def test_still_active_says_the_figure(nine):
    found = still_active([nine.programme])
    assert found.sentence() == "7 of 9 places are active 12 months after; 2 have not answered"
    assert (found.active, found.asked, found.percent) == (7, 9, 77)


def test_still_active_never_counts_silence_as_active(nine):
    FollowUp.objects.update(alive="", answered_at=None)
    found = still_active([nine.programme])
    assert (found.active, found.percent, found.unanswered) == (0, 0, 9)


@pytest.mark.parametrize(
    ("months", "told"), [([6], 6), ([24], 24), ([6, 24], 6), ([6, 12, 24], 12), ([], 12)]
)
def test_still_active_tells_twelve_months_or_what_there_is(months, told):
    w = world()
    for one in months:
        asked(w.programme, one, "yes")
    assert still_active([w.programme]).months == told


def test_shares_leave_out_places_that_were_stopped(nine):
    one = FollowUp.objects.filter(alive="yes").first()
    Participation.objects.filter(pk=one.participation_id).update(status="stopped")
    assert still_active([nine.programme]) == Share(12, yes=4, partly=2, unanswered=2)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Share(12), "No place has been asked yet."),
        (Share(6, yes=1), "1 of 1 place is active 6 months after"),
        (
            Share(24, no=1, unanswered=1),
            "0 of 2 places are active 24 months after; 1 has not answered",
        ),
    ],
)
def test_sentence_says_one_and_many(share, words):
    assert share.sentence() == words


def test_chart_tells_each_part_and_has_the_table():
    drawn = share_chart([Share(6), Share(12, yes=5, partly=2, unanswered=2), Share(24, no=1)])
    assert drawn.headers == ["Answer", "12 months", "24 months"]
    assert drawn.rows == [
        ["Active", "5", "0"],
        ["In part", "2", "0"],
        ["Stopped", "0", "1"],
        ["No answer", "2", "0"],
        ["Asked", "9", "1"],
    ]
    assert drawn.svg.count("<rect") == 4 + 3 + 1


def test_chart_of_nobody_is_refused():
    with pytest.raises(ValueError, match="none"):
        share_chart([Share(12)])


def page(client, user, programme, query=""):
    client.force_login(user)
    return client.get(reverse("continuity:overview", args=[programme.pk]) + query)


def test_overview_says_the_figure_first_and_lists_the_places(nine, client):
    found = page(client, nine.manager, nine.programme)
    text = found.content.decode()
    assert found.status_code == 200
    assert text.index("7 of 9 places are active 12 months after; 2 have not answered.") < (
        text.index("How it is counted")
    )
    assert len(found.context["rows"]) == 9


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?answer=yes", 5),
        ("?answer=partly", 2),
        ("?answer=no", 0),
        ("?answer=none", 2),
        ("?months=6", 1),
        ("?months=6&answer=yes", 0),
        ("?months=99&answer=maybe", 9),
        ("?page=7", 9),
    ],
)
def test_overview_filters_by_the_address(nine, client, query, count):
    asked(nine.programme, 6, "no")
    assert len(page(client, nine.manager, nine.programme, query).context["rows"]) == count


def test_overview_before_anybody_was_asked_says_when(client):
    w = world()
    text = page(client, w.manager, w.programme).content.decode()
    assert "No place has been asked yet." in text
    assert "six months after" in text


def test_overview_asks_as_much_for_three_places_as_for_one(client):
    w = world()

    def queries():
        page(client, w.manager, w.programme)
        with CaptureQueriesContext(connection) as caught:
            page(client, w.manager, w.programme)
        return len(caught)

    asked(w.programme, 12, "yes")
    one = queries()
    for _n in range(2):
        asked(w.programme, 12, "partly")
    assert queries() == one


def test_workbook_holds_the_filtered_list_and_no_names_of_people(nine, client):
    asked(nine.programme, 24, "no", name="=1+1")
    client.force_login(nine.manager)
    found = client.get(
        reverse("continuity:overview_xlsx", args=[nine.programme.pk]) + "?months=24&answer=no"
    )
    sheet = load_workbook(BytesIO(found.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Place", "Municipality", "Months after")
    today = timezone.localdate()
    made = FollowUp.objects.get(months=24)
    assert len(rows) == 2
    assert rows[1][0] == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert rows[1][2:8] == (
        24,
        dt.datetime.combine(made.due_on, dt.time()),
        "No, it has stopped",
        dt.datetime.combine(today, dt.time()),
        3,
        1,
    )
    assert "Kim" not in str(rows)
