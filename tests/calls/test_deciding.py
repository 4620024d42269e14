"""Deciding: two persons, reasons, letters that can be undone, the place taken in, who applied."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from calls.deciding import applied, services
from calls.models import Call, Decision
from calls.report_parts import applied as told_in_report
from core.refusals import Refusal
from outbox.models import Letter, LetterState
from people.models import Assignment, ProgrammeRole
from places.models import Place
from places.reporting import Subject
from programmes.models import Programme
from tests.calls.samples import assessed, assessor, call, closed, handed_in, reread
from tests.factories import UserFactory, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    found = world()
    Programme.objects.filter(pk=found.programme.pk).update(
        population_min=400, population_max=4000, three_sectors=True
    )
    found.programme.refresh_from_db()
    return found


@pytest.fixture
def made(w):
    return call(w)


@pytest.fixture
def one(w, made):
    found = handed_in(w, made, leader_name="Lena Ledare", leader_email="lena@example.org")
    closed(made)
    return reread(found)


def propose(one, by, outcome="admit", **fields):
    values = {"reasons": "Tre sektorer står bakom.", "feedback": "Fler unga."} | fields
    return services.propose(application=reread(one), outcome=outcome, by=by, **values)


def decide(w, one, outcome="admit"):
    row = propose(one, w.users["manager"], outcome)
    return services.confirm(decision=fresh(row), version=row.version, by=w.users["admin"])


def fresh(row):
    return Decision.objects.select_related("application__call__programme__region").get(pk=row.pk)


def left(row):
    """The letter has left."""
    Decision.objects.filter(pk=row.pk).update(told_at=timezone.now() - dt.timedelta(minutes=1))
    return fresh(row)


def test_one_proposes_with_reasons_and_another_confirms(w, one):
    manager = w.users["manager"]
    row = propose(one, manager)
    with pytest.raises(Refusal) as own:
        services.confirm(decision=fresh(row), version=row.version, by=manager)
    assert own.value.code == "same_person"
    with pytest.raises(Refusal) as stale:
        services.confirm(decision=fresh(row), version=row.version - 1, by=w.users["admin"])
    assert stale.value.code == "changed_since"
    done = services.confirm(decision=fresh(row), version=row.version, by=w.users["admin"])
    assert done.confirmed_by == w.users["admin"]


def test_a_second_account_of_the_same_person_does_not_confirm(w, one):
    twin = UserFactory(email="manager+2@example.org")
    ProgrammeRole.objects.create(
        user=twin, programme=w.programme, starts_on=timezone.localdate() - dt.timedelta(days=90)
    )
    row = propose(one, w.users["manager"])
    with pytest.raises(Refusal) as refused:
        services.confirm(decision=fresh(row), version=row.version, by=twin)
    assert refused.value.code == "one_person"


def test_reasons_are_needed_and_feedback_for_those_who_are_not_admitted(w, one):
    for fields, code in (({"reasons": " "}, "reasons_missing"), ({"feedback": ""}, "")):
        outcome = "admit" if code else "refuse"
        with pytest.raises(Refusal) as refused:
            propose(one, w.users["manager"], outcome, **fields)
        assert refused.value.code == (code or "feedback_missing")


def test_who_has_a_part_in_it_neither_proposes_nor_confirms(w, one):
    row = propose(one, w.users["manager"])
    one.confirmations.filter(sector="municipality").update(email=w.users["admin"].email)
    with pytest.raises(Refusal) as refused:
        services.confirm(decision=fresh(row), version=row.version, by=w.users["admin"])
    assert refused.value.code == "conflict"


def test_no_more_places_are_admitted_than_the_call_says(w, made):
    first, second = handed_in(w, made), handed_in(w, made, "b@example.org", place_name="Immeln")
    closed(made)
    decide(w, first)
    with pytest.raises(Refusal) as refused:
        decide(w, second)
    assert refused.value.code == "full"
    row = propose(second, w.users["manager"], "reserve", version=1)
    services.confirm(decision=fresh(row), version=row.version, by=w.users["admin"])


def test_letters_are_read_sent_and_undone_before_they_leave(w, made, one, client):
    other = handed_in_late(w, made)
    decide(w, one)
    decide(w, other, "refuse")
    client.force_login(w.users["manager"])
    page = reverse("calls:letters", args=[made.pk])
    shown = client.get(page)
    assert "Tre sektorer står bakom." in shown.content.decode()
    numbers = shown.context["form"].initial["numbers"]
    assert client.post(page, {"numbers": numbers.split(",")[0]}).status_code == 409
    client.post(page, {"numbers": numbers})
    letters = Letter.objects.filter(key__startswith="call-decided")
    assert letters.count() == 2
    assert all(one.not_before > timezone.now() for one in letters)
    with pytest.raises(Refusal) as told:
        services.take_back(decision=fresh(one.decision), by=w.users["manager"])
    assert told.value.code == "told"
    client.post(reverse("calls:letters_undo", args=[made.pk]))
    assert set(letters.values_list("state", flat=True)) == {LetterState.DISCARDED}
    assert not Decision.objects.filter(told_at__isnull=False).exists()
    services.take_back(decision=fresh(one.decision), by=w.users["manager"])
    assert fresh(one.decision).confirmed_at is None


def handed_in_late(w, made):
    """One more application, in a call that has closed."""
    found = handed_in(w, made, "b@example.org", place_name="Immeln")
    closed(made)
    return reread(found)


def test_after_an_undo_the_letters_can_be_sent_once_more(w, made, one):
    row = decide(w, one)
    manager = w.users["manager"]
    services.send_letters(call=closed(made), numbers=[row.pk], by=manager)
    services.undo_letters(call=made, by=manager)
    assert services.send_letters(call=made, numbers=[row.pk], by=manager) == 1
    waiting = Letter.objects.filter(key__startswith="call-decided", state=LetterState.READY)
    assert waiting.count() == 1


def test_an_admitted_place_is_taken_in_with_figure_commitments_and_leader(w, made, one):
    manager = w.users["manager"]
    row = decide(w, one)
    with pytest.raises(Refusal) as early:
        services.take_in(decision=fresh(row), started_on=timezone.localdate(), by=manager)
    assert early.value.code == "not_told"
    participation = services.take_in(
        decision=left(row), started_on=timezone.localdate(), by=manager
    )
    place = Place.objects.get(name="Hanaskog")
    assert participation.place == place
    assert participation.override_reason == ""
    assert [(one.year, one.inhabitants) for one in place.population.all()] == [(2023, 1300)]
    assert {one.sector for one in participation.commitments.all()} == {
        "municipality", "business", "association",
    }  # fmt: skip
    assert participation.commitments.first().text == "Vi är med."
    leader = Assignment.objects.get(participation=participation)
    assert (leader.role, leader.user.email) == ("process_leader", "lena@example.org")
    with pytest.raises(Refusal) as twice:
        services.take_in(decision=fresh(row), started_on=timezone.localdate(), by=manager)
    assert twice.value.code == "taken_in"


def test_a_place_of_the_register_is_not_made_a_second_time(w, made):
    there = Place.objects.create(
        region=w.region, name="Hanaskog", municipality=w.place.municipality, kind="locality"
    )
    one = handed_in(w, made, place_name="hanaskog")
    closed(made)
    row = decide(w, one)
    made_now = services.take_in(
        decision=left(row), started_on=timezone.localdate(), by=w.users["manager"]
    )
    assert made_now.place_id == there.pk


def test_names_and_texts_are_erased_on_request_and_the_figures_stay(w, made, one):
    manager = w.users["manager"]
    with pytest.raises(Refusal) as waits:
        services.erase(application=reread(one), by=manager)
    assert waits.value.code == "under_way"
    left(decide(w, one, "refuse"))
    services.erase(application=reread(one), by=manager)
    assert reread(one).answers == {}
    [municipality, size, _sector] = applied.tables(applied.applied(made))
    assert municipality.rows[0].cells == [1, 0, 0, 1, 0]
    assert size.rows[0].label.startswith("1")


def test_who_applied_by_municipality_size_and_sector(w, made, one):
    handed_in_late(w, made)
    decide(w, one)
    tables = {one.key: one for one in applied.tables(applied.applied(made))}
    assert [row.cells for row in tables["municipality"].rows] == [[2, 1, 0, 0, 1]]
    assert [row.label for row in tables["sector"].rows] == ["Association"]
    assert applied.size_class(199) == 0
    assert applied.size_class(200) == applied.size_class(399) == 1
    assert applied.size_class(4000) == len(applied.CLASSES)


def test_ranking_and_views_go_out_as_a_workbook(w, made, one, client):
    assessed(one, assessor(w, made), 5, 5, 5, 5, 5)
    decide(w, one)
    client.force_login(w.users["manager"])
    book = load_workbook(BytesIO(client.get(reverse("calls:export", args=[made.pk])).content))
    assert len(book.sheetnames) == 5
    row = [cell.value for cell in book.worksheets[0][2]]
    assert row[:4] == [1, "Hanaskog", w.place.municipality.name, 1300]
    assert row[6] == 5


def test_a_report_tells_who_applied(w, made, one):
    today = timezone.localdate()
    first = today - dt.timedelta(days=30)
    subject = Subject(w.programme, None, first, today, today)
    blocks = told_in_report(subject)
    assert blocks[0]["figures"][0]["value"] == 1
    assert told_in_report(Subject(w.programme, w.participation, first, today, today)) == []
    assert Call.objects.count() == 1
