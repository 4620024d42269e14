"""Bringing a file in through the pages: who may, the job, faults, a worker that dies."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from areas.forgetting import forget_imports
from areas.loading import services, store
from areas.models import Area, AreaCode, AreaImport, AreaImportState
from core.refusals import NotAllowed, Refusal
from jobs import running
from jobs.models import Job, JobState
from tests.areas.files import csv_of
from tests.factories import world

# any day
NASUM = "1272TC103;Näsum;1272;Bromölla;12;1122;128,5;2023"
BROKEN = "hello;Fel;1272;;12;5;1;2023"


@pytest.fixture
def here(db):
    return world()


@pytest.fixture
def admin(here, client):
    client.force_login(here.users["admin"])
    client.cookies["django_language"] = "en"
    return client


def ask(by, *rows, **said):
    return services.ask_for(
        file=SimpleUploadedFile("tatorter.csv", csv_of(*rows)), level="locality",
        source="SCB, Tätorter 2023", retrieved_on=dt.date(2026, 1, 2), by=by,  # any day
        **{"country": "SE"} | said,
    )  # fmt: skip


def form(*rows, **said):
    return {
        "country": "SE", "level": "locality", "source": "SCB",
        "retrieved_on": "2026-01-02",  # any day
        "file": SimpleUploadedFile("tatorter.csv", csv_of(*rows)),
    } | said  # fmt: skip


def test_file_goes_in_by_a_job_and_its_page_tells(admin, bromolla):
    response = admin.post(reverse("areas:imports"), form(NASUM))
    kept = AreaImport.objects.get()

    assert response.url == reverse("areas:import", args=[kept.pk])
    assert (kept.state, kept.made, kept.job.state) == ("done", 1, JobState.READY)
    assert not kept.file
    assert "The areas are in the register." in admin.get(response.url).content.decode()
    assert "tatorter.csv" in admin.get(reverse("areas:imports")).content.decode()


def test_faults_are_shown_and_rows_may_be_left_out(admin, bromolla):
    url = admin.post(reverse("areas:imports"), form(NASUM, BROKEN)).url
    kept = AreaImport.objects.get()

    text = admin.get(url).content.decode()
    assert (kept.state, kept.faulty) == (AreaImportState.FAULTY, 1)
    assert "This is no code that we know." in text
    assert not Area.objects.filter(level="locality").exists()

    admin.post(reverse("areas:import_again", args=[kept.pk]))
    kept.refresh_from_db()
    assert (kept.state, kept.made, kept.faulty) == ("done", 1, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": " "}, "source"),
        ({"file": SimpleUploadedFile("a.csv", b"colour;size\r\nred;1\r\n")}, "__all__"),
        ({"population_year": "3000"}, "population_year"),
        ({"level": "country"}, "level"),
        ({"country": "DK"}, "country"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(admin, bromolla, changes, field):
    response = admin.post(reverse("areas:imports"), form(NASUM) | changes)

    assert response.status_code in {409, 422}
    assert list(response.context["form"].errors) == [field]
    assert not AreaImport.objects.exists()


def test_administrator_brings_in_the_own_country_alone(here, bromolla):
    with pytest.raises(NotAllowed):
        ask(here.users["admin"], NASUM, country="DK")
    with pytest.raises(NotAllowed):
        ask(here.manager, NASUM)
    assert ask(here.users["operator"], NASUM, country="DK").job is not None


def test_right_that_ended_meanwhile_stops_the_job(here, bromolla, settings):
    settings.JOBS_AT_ONCE = False
    admin = here.users["admin"]
    kept = ask(admin, NASUM)
    admin.region_roles.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    running.run_next()

    kept.job.refresh_from_db()
    assert kept.job.state == JobState.FAILED
    assert not Area.objects.filter(level="locality").exists()


def test_worker_that_dies_leaves_no_half_register(here, bromolla, goinge, settings, monkeypatch):
    settings.JOBS_AT_ONCE = False
    kept = ask(here.users["admin"], NASUM, "1256TC105;Glimåkra;1256;;12;1480;160;2023")
    copy = store.Spool._copy

    def dies(self, name, table, columns):
        if name == "codes":
            raise SystemExit
        copy(self, name, table, columns)

    with monkeypatch.context() as patched:
        patched.setattr(store.Spool, "_copy", dies)
        with pytest.raises(SystemExit):
            running.run_next()
    assert not Area.objects.filter(level="locality").exists()

    Job.objects.update(beat_at=timezone.now() - dt.timedelta(minutes=5))
    assert running.recover() == 1
    running.run_next()

    kept.refresh_from_db()
    assert (kept.state, kept.made) == ("done", 2)
    assert AreaCode.objects.filter(area__level="locality").count() == 2


def test_register_that_changed_meanwhile_is_told(bromolla, load, monkeypatch):
    write = store.Spool.write

    def overtaken(self):
        area = Area.objects.create(country="SE", level="locality", name="Näsum")
        area.codes.create(scheme="scb_2023", code="1272TC103")
        return write(self)

    monkeypatch.setattr(store.Spool, "write", overtaken)
    with pytest.raises(Refusal) as caught:
        load(csv_of(NASUM))

    assert caught.value.code == "changed_meanwhile"


def test_progress_is_told(bromolla, tmp_path):
    told = []
    path = tmp_path / "list"
    path.write_bytes(csv_of(*(NASUM.replace("103", str(number)) for number in range(100, 300))))
    kept = AreaImport(
        country="SE",
        level="locality",
        source="SCB",
        retrieved_on=dt.date(2026, 1, 2),  # any day
    )

    services.bring_in(path=path, kept=kept, by=None, step=lambda *said: told.append(said))

    assert told == [("Reading the file", 200, 200), ("Writing the register", 200, 200)]


def test_command_calls_the_same_verb(bromolla, tmp_path, capsys):
    path = tmp_path / "tatorter.csv"
    path.write_bytes(csv_of(NASUM))
    call_command("load_areas", str(path), source="SCB")
    call_command("load_areas", str(path), source="SCB")

    assert capsys.readouterr().out.splitlines() == [
        "Areas: 1 new, 0 changed, 0 as before.",
        "Areas: 0 new, 0 changed, 1 as before.",
    ]
    path.write_bytes(csv_of(BROKEN))
    with pytest.raises(CommandError, match="Nothing is written"):
        call_command("load_areas", str(path), source="SCB")
    with pytest.raises(CommandError, match="Write who says so"):
        call_command("load_areas", str(path))


def test_old_imports_go_with_their_files(here, bromolla, settings):
    settings.JOBS_AT_ONCE = False
    kept = ask(here.users["admin"], NASUM)
    storage, name = kept.file.storage, kept.file.name
    assert forget_imports(10) == 0

    AreaImport.objects.update(created_at=timezone.now() - dt.timedelta(days=91))

    assert (forget_imports(10), AreaImport.objects.count()) == (1, 0)
    assert not storage.exists(name)


def test_questions_do_not_grow_with_the_file(bromolla, load):
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def asked(rows):
        with CaptureQueriesContext(connection) as seen:
            load(csv_of(*rows))
        return len(seen)

    load(csv_of(NASUM))
    few = asked([NASUM, NASUM.replace("103", "104")])
    assert asked([NASUM.replace("103", str(number)) for number in range(200, 300)]) <= few
