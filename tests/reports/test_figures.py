"""Named figures: page, PDF, workbook, JSON and reports show one number of one thing."""

import datetime as dt
import json
import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from continuity.models import FollowUp
from places import summary
from places.dashboard.pages import ask
from places.figures import all_figures
from places.models import CoachingEntry, GateReview
from places.reporting import named_figures
from reports.figures import files
from reports.money import pages as money
from reports.periodic.collect import collect
from reports.programme import report
from tests.factories import PlaceFactory, ProgrammeFactory, participation, settle_steps, world
from tests.grants.agreement_samples import claimed
from tests.plans.money_samples import action, granted, open_plan, source
from tests.reports.test_periodic import begin, days, meeting, read
from tests.reports.test_reports import text_of as pdf_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    """A programme with something of everything, and one of another region beside it."""
    made = world()
    today = timezone.localdate()
    made.today, made.first = today, today - days(40)
    settle_steps(made.participation, 1, 2, 3)
    GateReview.objects.create(
        participation=made.participation, round=1, submitted_by=made.leader,
        submitted_at=timezone.now() - dt.timedelta(days=6),
    )  # fmt: skip
    summary.refresh(made.participation)
    CoachingEntry.objects.create(
        participation=made.participation, kind="call", on=today, minutes=90, by=made.coach
    )
    open_plan(made.neighbour)
    granted(action(made.neighbour, cost=Decimal("5000.50")), source(made.region), "1200.25")
    meeting(made, 5, came={"business": 7, "": 2}, one=made.participation)
    claimed(made)
    FollowUp.objects.create(
        participation=made.neighbour, months=12, due_on=today, alive="yes",
        answered_at=timezone.now(),
    )  # fmt: skip
    meeting_elsewhere = participation(
        ProgrammeFactory(region=made.region, name="Second"), PlaceFactory(region=made.region)
    )
    made.users["elsewhere"] = meeting_elsewhere
    return made


def page_figures(html):
    found = re.findall(r'data-figure="(\w+)">([^<]*)</span>', html)
    return {key: value.replace("\N{NO-BREAK SPACE}", " ") for key, value in found}


@pytest.mark.paper
def test_page_pdf_workbook_and_json_show_one_number(w, client):
    client.force_login(w.admin, backend="django.contrib.auth.backends.ModelBackend")
    english = {"accept-language": "en"}
    html = client.get(reverse("places:figures"), headers=english).content.decode()
    told = json.loads(client.get(reverse("reports:figures_json"), headers=english).content)
    book = client.get(reverse("reports:figures_xlsx"), headers=english).content
    asked = ask(w.admin, {}, timezone.localdate())
    paper = re.sub(r"\s+", " ", pdf_text(files.pdf(asked)))

    shown = page_figures(html)
    assert shown["gates_waiting"] == "1"
    assert shown["people_met"] == "9"
    assert shown["funding_missing"] == "3,800.25 SEK"
    assert shown["active_after"] == "1 of 1"
    assert shown["claims_waiting"] == "1"
    by_key = {one["key"]: one for one in told["figures"]}
    assert by_key["funding_missing"]["value"] == {"SEK": "3800.25"}
    rows = [
        row[:4]
        for row in openpyxl.load_workbook(BytesIO(book))["Figures"].iter_rows(
            min_row=2, values_only=True
        )
    ]
    for key, reading in asked.readings.items():
        label, unit = str(reading.figure.label), reading.figure.unit
        words = reading.words.replace("\N{NO-BREAK SPACE}", " ")
        assert by_key[key]["value"] == json.loads(json.dumps(reading.json)), key
        of_label = [row for row in rows if row[1] == label]
        if unit == "money":
            assert {row[3]: f"{row[2]:.2f}" for row in of_label} == reading.json
        elif unit == "steps":
            assert [row[2] for row in of_label] == list(reading.value.values())
        else:
            value = reading.value[0] if unit == "share" else reading.value
            assert [row[2] for row in of_label] == [value], key
        if key in shown:
            assert shown[key] == words, key
        assert re.search(rf"{re.escape(label)} {re.escape(words)}", paper), key


@pytest.mark.paper
def test_overview_money_page_and_reports_read_the_same(w, client):
    today = timezone.localdate()
    readings = ask(w.manager, {"period": "all"}, today).readings
    client.force_login(w.manager, backend="django.contrib.auth.backends.ModelBackend")
    overview = page_figures(client.get(reverse("places:overview")).content.decode())
    assert overview
    assert all(value == readings[key].words for key, value in overview.items())

    told = report.collect(w.programme, w.programme.participations.all(), on=today, by=w.manager)
    assert told.active == readings.value("places_active") == 2
    assert told.needing == sum(bool(line.flag.kind) for line in told.lines)
    assert {step.order: step.here for step in told.steps if step.here} == readings.value(
        "places_at_step"
    )
    paper = re.sub(r"\s+", " ", pdf_text(report.pdf(told)))
    agreed = readings["support_agreed"].words.replace("\N{NO-BREAK SPACE}", " ")
    assert f"Support agreed with the region {agreed}" in paper
    assert re.search(r"Attendances 9\b", paper)

    rows = money.rows_of(money.Asked.read({}, {}), {w.programme.pk: w.programme})
    for name, key in (
        ("cost", "actions_cost"), ("granted", "funding_granted"), ("missing", "funding_missing"),
        ("support", "support_agreed"), ("paid", "support_paid"), ("left", "support_left"),
    ):  # fmt: skip
        assert Decimal(sum(getattr(row, name) for row in rows)) / 100 == readings.value(key)["SEK"]


def test_report_for_a_period_reads_the_same(w):
    made = begin(w)
    content = collect(read(made))
    figures = named_figures(content["parts"])
    readings = ask(w.manager, {"period": "all"}, timezone.localdate()).readings
    for key in ("people_met", "meetings_held"):
        assert figures[key] == readings.value(key), key
    for key in ("funding_missing", "funding_granted", "support_agreed", "support_paid"):
        assert Decimal(figures[key]) == readings.value(key)["SEK"], key


def test_figures_of_many_places_take_as_many_queries_as_of_one(w, client):
    for _number in range(30):
        one = participation(w.programme, PlaceFactory(region=w.region))
        action(open_plan(one), cost=Decimal(10))
    w.region.contact_address = "office@example.org"  # the last thing of the start guide
    w.region.save()
    for who in (w.manager, w.admin, w.coach):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        for name in ("places:figures", "places:overview"):
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(name))
            # On the overview also calls, what waits in them, what is owed, and news.
            assert len(asked) <= (11 if name == "places:figures" else 15), (who.name, name)


def test_coach_reads_figures_of_own_places_alone(w, client):
    readings = ask(w.coach, {"period": "all"}, timezone.localdate()).readings
    assert readings.value("places_active") == 1
    assert readings.value("funding_missing") == {"SEK": 0}  # the neighbour's
    assert readings.value("people_met") == 9
    client.force_login(w.coach, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(reverse("places:figures")).content.decode()
    assert reverse("reports:money") not in html
    client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("places:figures")).url == "/"


def test_every_figure_says_what_it_counts():
    assert [one.key for one in all_figures() if not one.meaning] == []
