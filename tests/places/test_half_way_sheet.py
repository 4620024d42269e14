"""Many places into a programme from one list."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.refusals import Refusal
from core.sheets.rows import read_rows
from outbox.models import Letter
from people.models import Assignment, Role, User
from places.halfway import sheet
from places.halfway.sheet import COLUMNS, IMPORTER, make_plan
from places.models import HalfWayImport, Participation, Place
from tests.factories import PlaceFactory, PopulationFactory, world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.day(dt.date(2026, 11, 16))]

HEAD = (
    "Plats;Kommun;Typ;Start;Steg;Gate;Beslutat av;Processledare;Processledarens namn;Coach;"
    "Avtalat belopp;Utbetalt"
)


@pytest.fixture
def here():
    return world()


def upload(here, *lines, by=None):
    content = "\n".join([HEAD, *lines]).encode()
    kept = HalfWayImport(programme=here.programme)
    return IMPORTER.upload(
        kept=kept, file_name="platser.csv", content=content, by=by or here.manager
    )


def faults(here, *lines):
    plan = IMPORTER.plan_of(upload(here, *lines))
    return [(one.row, one.column, one.reason) for one in plan.faults]


def town(here):
    return here.place.municipality.name


def test_places_are_taken_in_where_they_are_with_leader_coach_and_money(here):
    known = PlaceFactory(region=here.region, name="Lerdala", municipality=here.place.municipality)
    kept = upload(
        here,
        "Lerdala;;;2026-01-15;4;2026-09-01;Styrgruppen;karin@example.org;Karin Ek;"
        "ny.coach@example.org;150 000;75 000 kr",
        f"Håverud;{town(here)};tätort;1.3.2026;;;;;;ny.coach@example.org;;",
    )
    IMPORTER.confirm(kept=kept, by=here.manager)
    first = Participation.objects.get(place=known)
    assert (first.current_step, first.gate_state, first.paid_before) == (4, "passed", 75_000)
    assert first.started_on == dt.date(2026, 1, 15)
    leader = first.assignments.get(role=Role.PROCESS_LEADER)
    assert (leader.user.name, leader.agreed_sum, leader.starts_on) == (
        "Karin Ek", 150_000, dt.date(2026, 1, 15),
    )  # fmt: skip
    second = Participation.objects.get(place__name="Håverud")
    assert (second.current_step, second.gate_state) == (1, "closed")
    assert Assignment.objects.filter(user__email="ny.coach@example.org").count() == 2
    assert sorted(Letter.objects.values_list("to_address", flat=True)) == [
        "karin@example.org", "ny.coach@example.org",
    ]  # fmt: skip


def test_faults_are_told_by_cell_and_nothing_is_written(here):
    User.objects.filter(pk=here.outsider.pk).update(is_active=False)
    for number in range(1, 9):
        PlaceFactory(region=here.region, name=f"P{number}")
    found = faults(
        here,
        "P1;;;2026-01-15;9;;;;;;;",
        "P2;;;i mars;;;;;;;;",
        "P3;;;2026-01-15;4;;;;;;;",
        "P4;;;2026-01-15;4;2026-09-01;;;;;;",
        "P5;;;2026-01-15;;;;inte en adress;;;;",
        "P6;;;2026-01-15;;;;outsider@example.org;;;;",
        "P7;;;2026-01-15;;;;;;;150 000;",
        "P8;;;2020-01-15;;;;;;;;",
        "Ingenstans;;;2026-01-15;;;;;;;;",
        f"Ingenstans;{town(here)};;2026-01-15;;;;;;;;",
        ";;;2026-01-15;;;;;;;;",
    )
    assert [(row, column) for row, column, _reason in found] == [
        (2, "current_step"), (3, "started_on"), (4, "gate_on"), (5, "gate_by"),
        (6, "leader_email"), (7, "leader_email"), (8, "leader_email"), (9, "started_on"),
        (10, "municipality_code"), (11, "kind"), (12, "name"),
    ]  # fmt: skip
    PlaceFactory(region=here.region, name="Lerdala")
    kept = upload(here, "Lerdala;;;2026-01-15;9;;;;;;;")
    with pytest.raises(Refusal) as refused:
        IMPORTER.confirm(kept=kept, by=here.manager)
    assert refused.value.code == "import_has_faults"
    assert not Participation.objects.filter(place__name="Lerdala").exists()


def test_a_place_twice_in_the_list_is_a_fault_and_one_that_takes_part_stays(here):
    line = f"{here.place.name};;;2026-01-15;3;;;;;;;"
    PlaceFactory(region=here.region, name="Lerdala")
    plan = IMPORTER.plan_of(upload(here, line, "Lerdala;;;2026-01-15;;;;;;;;"))
    assert [one.result for one in plan.rows] == ["same", "new"]
    assert faults(here, line, line)[0][:2] == (3, "name")


def test_conditions_that_are_not_met_want_a_reason_in_the_row(here):
    here.programme.population_min = 400
    here.programme.save()
    PopulationFactory(place=PlaceFactory(region=here.region, name="Lerdala"), inhabitants=120)
    assert faults(here, "Lerdala;;;2026-01-15;;;;;;;;")[0][1] == "reason"
    rows = read_rows(
        COLUMNS, ["name", "started_on", "reason"], [(2, ["Lerdala", "2026-01-15", "Redan igång"])]
    )
    assert make_plan(here.programme, rows).faults == []


def test_the_template_is_read_by_its_own_columns_in_each_language(here):
    from django.utils import translation  # noqa: PLC0415

    for language in ("sv", "da", "en"):
        with translation.override(language):
            headings = COLUMNS.template_csv().splitlines()[0].split(";")
            assert COLUMNS.keys_of(headings) == [column.key for column in COLUMNS]


def test_plan_reads_the_register_once_whatever_the_number_of_rows(here, django_assert_num_queries):
    for number in range(6):
        PlaceFactory(region=here.region, name=f"Plats {number}")
    few = upload(here, "Plats 0;;;2026-01-15;;;;;;;;")
    many = upload(here, *[f"Plats {number};;;2026-01-15;;;;;;;;" for number in range(6)])
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as one:
        sheet.IMPORTER.plan_of(few)
    with django_assert_num_queries(len(one)):
        sheet.IMPORTER.plan_of(many)


def test_pages_from_upload_to_done(here, client):
    PlaceFactory(region=here.region, name="Lerdala")
    client.force_login(here.manager)
    to = reverse("places:half_way", args=[here.programme.pk])
    assert client.get(to).status_code == 200
    file = SimpleUploadedFile("p.csv", f"{HEAD}\nLerdala;;;2026-01-15;2;;;;;;;\n".encode())
    preview = client.post(to, {"file": file})
    assert preview.status_code == 302
    assert "Lerdala" in client.get(preview.url).content.decode()
    kept = HalfWayImport.objects.get()
    client.post(reverse("places:half_way_import_confirm", args=[kept.pk]))
    assert Participation.objects.get(place__name="Lerdala").current_step == 2
    assert client.get(preview.url).status_code == 200
    assert Place.objects.filter(name="Lerdala").count() == 1
