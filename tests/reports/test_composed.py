"""Own reports: put together, made as a job or by the clock, and what each reader gets."""

from __future__ import annotations

import datetime as dt
import errno
import json
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from core.refusals import Conflict, NotAllowed, Refusal
from jobs import running
from jobs.models import Job, JobState
from notices.models import Notice
from people.models import Assignment, ProgrammeRole, Role
from places.reporting import named_figures, sections
from programmes.stamps import stamp
from reports.composed import services
from reports.composed.collect import span_of
from reports.composed.views import _pdf
from reports.models import Composition, Edition
from tests.factories import PlaceFactory, participation, settle_steps, world
from tests.reports.test_periodic import meeting, plan, support
from workshops.models import Series, Workshop

pytestmark = pytest.mark.django_db

ALL = [one.key for one in sections()]


def days(number):
    return dt.timedelta(days=number)


@pytest.fixture
def w():
    made = world()
    made.today = timezone.localdate()
    made.first = made.today - days(40)
    return made


def put_together(w, composition=None, **fields):
    values = {
        "name": "For the board", "intro": "Read this.", "sections": ALL, "period": "month",
        "places": "all", "step": None, "chosen": [], "audience": "team", "logos": "all",
        "rhythm": "", "by": w.manager,
    } | fields  # fmt: skip
    return services.save_composition(programme=w.programme, composition=composition, **values)


def make(w, one, key="x", **fields):
    values = {"starts_on": w.first, "ends_on": w.today, "by": w.manager} | fields
    return services.make(composition=one, key=key, **values)


def places(w, number):
    """So many places in the programme, each with a plan and support of its own."""
    made = list(w.programme.participations.order_by("pk"))
    while len(made) < number:
        place = PlaceFactory(region=w.region, name=f"Village {len(made)}")
        made.append(participation(w.programme, place))
    for one in made:
        if not hasattr(one, "grant"):
            plan(w, one)
            support(w, one)
    return made


def test_what_is_chosen_stands_in_the_order_chosen(w):
    places(w, 3)
    one = put_together(w, sections=["grants.support", "plans.actions", "places.steps"])
    content = make(w, one).content
    assert [part["key"] for part in content["parts"]] == ["summary", "money", "plan", "happened"]
    assert content["parts"][0]["text"] == "Read this."


def test_a_chapter_that_comes_twice_goes_by_its_sections_name(w):
    places(w, 3)
    one = put_together(
        w, sections=["grants.support", "plans.actions", "plans.funding_found", "grants.costs"]
    )
    titles = [part["title"] for part in make(w, one).content["parts"][1:]]
    assert len(titles) == len(set(titles)) == 3


def test_sums_for_everybody_name_no_place_and_no_money_of_one(w):
    places(w, 2)
    meeting(
        w, 3, came={"business": 5}, one=w.participation, title="Meeting in Näsum", decision="Go"
    )
    meeting(w, -5, came={}, one=w.participation, title="Next in Näsum")
    series = Series.objects.create(programme=w.programme, name="Evenings in Näsum")
    Workshop.objects.update(series=series)
    sums = put_together(w, audience="sums")
    settle_steps(w.participation)

    two = json.dumps(make(w, sums).content, ensure_ascii=False)

    assert "Näsum" not in two
    assert "Glimåkra" not in two
    assert '"kind": "money"' not in two
    figures = named_figures(make(w, sums).content["parts"])
    assert (figures["places"], figures["people_met"], figures["actions"]) == (2, 5, 6)

    places(w, 3)
    three = named_figures(make(w, sums, key="later").content["parts"])
    assert Decimal(three["support_agreed"]) == 450000
    assert Decimal(three["funding_found"]) == 105000


def test_money_of_two_places_among_many_is_left_out_of_sums(w):
    support(w, w.participation)
    support(w, w.neighbour)
    for number in range(3):
        participation(w.programme, PlaceFactory(region=w.region, name=f"Village {number}"))
    figures = named_figures(make(w, put_together(w, audience="sums")).content["parts"])
    assert figures["places"] == 5
    assert not {"support_agreed", "support_paid", "costs", "volunteer_value"} & figures.keys()


def test_only_sums_are_seen_by_who_does_not_run_the_programme(w, client):
    whole = make(w, put_together(w, name="Whole"))
    sums = make(w, put_together(w, name="Sums", audience="sums"))
    for user in (w.observer, w.coach, w.neighbour_leader):
        assert set(Edition.objects.visible_to(user)) == {sums}
    for user in (w.outsider, w.other_admin, w.operator):
        assert not Edition.objects.visible_to(user)
    client.force_login(w.observer)
    assert client.get(whole.get_absolute_url()).status_code == 404
    assert client.get(reverse("reports:edition_xlsx", args=[whole.pk])).status_code == 404
    assert client.get(reverse("reports:edition_xlsx", args=[sums.pk])).status_code == 200
    listed = client.get(
        reverse("reports:programme_reports", args=[w.programme.pk])
    ).content.decode()
    assert sums.get_absolute_url() in listed
    assert whole.get_absolute_url() not in listed
    with pytest.raises(NotAllowed):
        make(w, whole.composition, by=w.coach)
    with pytest.raises(NotAllowed):
        put_together(w, by=w.coach, name="Mine")


def test_places_are_all_or_chosen_or_those_at_a_step(w):
    settle_steps(w.participation, 1)
    at_two = put_together(w, name="Two", places="step", step=w.participation.current_step)
    chosen = put_together(w, name="Chosen", places="chosen", chosen=[w.neighbour])
    meeting(w, 3, came={"business": 5}, one=w.participation)
    meeting(w, 2, came={"business": 2}, one=w.neighbour)

    def told(one):
        return named_figures(make(w, one).content["parts"])

    assert told(put_together(w))["people_met"] == 7
    assert told(chosen)["people_met"] == 2
    assert told(at_two)["people_met"] == 5
    assert told(at_two)["places"] == 1


def test_what_is_wrong_is_said_beside_its_field(w):
    put_together(w)
    for fields, field in (
        ({"sections": []}, "sections"),
        ({"sections": ["no.such"]}, "sections"),
        ({"places": "step"}, "step"),
        ({"places": "chosen"}, "chosen"),
        ({"places": "chosen", "chosen": [w.other_participation]}, "chosen"),
        ({"name": "For the board"}, "name"),
    ):
        with pytest.raises(Refusal) as refused:
            put_together(w, **({"name": "Other"} | fields))
        assert refused.value.field == field
    one = Composition.objects.get()
    for span in ((w.today, w.first), (w.first, w.today + days(1)), (w.today - days(9000), w.today)):
        with pytest.raises(Refusal, match="period"):
            make(w, one, starts_on=span[0], ends_on=span[1])


def test_two_who_change_it_lose_nothing(w):
    one = put_together(w)
    seen = stamp(services.values_of(one))
    put_together(w, one, seen=seen, intro="First.")
    with pytest.raises(Conflict) as conflict:
        put_together(w, one, seen=seen, intro="Second.", by=w.admin)
    assert conflict.value.theirs["intro"] == "First."
    assert Composition.objects.get().intro == "First."


@pytest.mark.paper
def test_it_is_put_together_and_made_and_taken_out_in_the_browser(w, client):
    places(w, 3)
    client.force_login(w.manager)
    address = reverse("reports:own_new", args=[w.programme.pk])
    assert client.get(address).status_code == 200
    sent = {
        "name": "For the board", "intro": "Read this.", "period": "month", "places": "chosen",
        "chosen": [w.participation.pk, w.neighbour.pk], "audience": "team", "logos": "all",
        "rhythm": "", "sections": ["grants.support", "places.places"],
    }  # fmt: skip
    assert client.post(address, sent | {"sections": []}).status_code == 422
    made = client.post(address, sent)
    one = Composition.objects.get()
    assert made.url == one.get_absolute_url()
    assert one.sections == ["grants.support", "places.places"]
    page = client.get(one.get_absolute_url())
    assert page.context["form"].initial["ends_on"] == w.today.replace(day=1) - days(1)
    edit = client.get(reverse("reports:own_edit", args=[one.pk]))
    assert [choice.key for choice in edit.context["choices"] if choice.chosen] == one.sections

    span = {"starts_on": w.first, "ends_on": w.today}
    assert client.post(one.get_absolute_url(), span).status_code == 302
    job, edition = Job.objects.get(), Edition.objects.get()
    assert (job.state, edition.key) == (JobState.READY, f"job:{job.pk}")
    with job.result.open("rb") as file:
        pages = [page.extract_text() for page in PdfReader(BytesIO(file.read())).pages]
    assert "For the board" in pages[0]
    assert "Näsum" in "".join(pages)

    assert client.get(edition.get_absolute_url()).status_code == 200
    told = client.get(reverse("reports:edition_json", args=[edition.pk])).json()
    assert told == edition.content
    book = client.get(reverse("reports:edition_xlsx", args=[edition.pk])).content
    word = client.get(reverse("reports:edition_docx", args=[edition.pk])).content
    sums = {row[1]: row[2] for row in openpyxl.load_workbook(BytesIO(book)).worksheets[1].values}
    assert 300000 in sums.values()
    assert "300 000" in "".join(
        cell.text
        for table in Document(BytesIO(word)).tables
        for row in table.rows
        for cell in row.cells
    ).replace("\xa0", " ")

    assert client.post(reverse("reports:own_remove", args=[one.pk])).status_code == 302
    assert not Edition.objects.exists()


def test_what_is_made_never_changes_and_the_same_twice_is_one(w):
    places(w, 3)
    one = put_together(w)
    first = make(w, one)
    again = make(w, one, key="other", by=w.admin)
    assert again == first
    plan(w, w.participation)
    assert named_figures(Edition.objects.get().content["parts"])["actions"] == 9
    assert named_figures(make(w, one, key="third").content["parts"])["actions"] == 12


def test_programme_without_anything_gives_a_report_without_zeros(w):
    one = put_together(w, intro="")
    content = make(w, one, starts_on=w.today - days(2000), ends_on=w.today - days(1900)).content
    assert content["parts"] == []
    assert content["cover"] == []


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("month", "2022-01-01", "2022-01-31"),
        ("quarter", "2021-10-01", "2021-12-31"),
        ("half_year", "2021-07-01", "2021-12-31"),
        ("year", "2021-01-01", "2021-12-31"),
        ("all", "2020-05-09", "2022-02-15"),
    ],
)
def test_period_is_the_last_whole_one_of_the_calendar(period, first, last):
    found = span_of(period, dt.date(2020, 5, 9), on=dt.date(2022, 2, 16))
    assert [str(day) for day in found] == [first, last]


def test_clock_makes_it_once_a_month_rings_the_bell_and_makes_up_for_what_it_missed(w):
    one = put_together(w, rhythm="month")
    month = w.today.replace(day=1)
    later = (month + days(40)).replace(day=1)
    after = (later + days(40)).replace(day=1) + days(4)
    assert services.make_scheduled(w.today) == 0
    Composition.objects.update(scheduled_from=month - days(20))

    assert services.make_scheduled(w.today) == 1
    assert services.make_scheduled(w.today) == 0
    made = Edition.objects.get()
    assert (made.made_by, made.ends_on) == (None, month - days(1))
    told = Notice.objects.filter(kind="own-report-made")
    assert set(told.values_list("person", flat=True)) == {w.manager.pk, w.admin.pk}

    assert [day.month for day in services.due_days(one, after)] == [later.month, after.month]
    w.programme.status = "closed"
    w.programme.save()
    Edition.objects.all().delete()
    assert services.make_scheduled(w.today) == 0


def test_one_that_fails_keeps_no_other_from_being_made(w, monkeypatch):
    put_together(w, name="A", rhythm="month")
    put_together(w, name="B", rhythm="month")
    Composition.objects.update(scheduled_from=w.today - days(60))
    collect = services.collect

    def failing(one, *span):
        if one.name == "A":
            raise OSError(28, "No space left on device")
        return collect(one, *span)

    monkeypatch.setattr(services, "collect", failing)
    assert services.make_scheduled(w.today) > 0
    assert {one.composition.name for one in Edition.objects.all()} == {"B"}


def test_job_begun_again_after_its_worker_died_makes_one_edition(w):
    one = put_together(w)
    first = make(w, one, key="job:7")
    meeting(w, 3, came={"business": 5}, one=w.participation)
    assert make(w, one, key="job:7") == first
    assert Edition.objects.count() == 1


def test_names_of_any_kind_and_length_are_words_in_every_file(w, client):
    hostile = "=1+1 <script>alert(1)</script> {{ 7*7 }} \U0001f600 Ärø العربية "
    w.participation.place.name = ("<b>Ort</b> & Co " + "w" * 300)[:80]
    w.participation.place.save()
    one = put_together(w, name=(hostile + "n" * 300)[:160], intro=hostile + "i" * 2000)
    edition = make(w, one)
    client.force_login(w.manager)
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    book = openpyxl.load_workbook(
        BytesIO(client.get(reverse("reports:edition_xlsx", args=[edition.pk])).content)
    )
    assert all(cell.data_type != "f" for sheet in book for row in sheet.rows for cell in row)
    word = Document(BytesIO(client.get(reverse("reports:edition_docx", args=[edition.pk])).content))
    assert any("{{ 7*7 }}" in paragraph.text for paragraph in word.paragraphs)


def test_somebody_whose_role_ended_gets_no_file_of_the_job(w, client):
    Assignment.objects.filter(user=w.observer).update(role=Role.OBSERVER)
    edition = make(w, put_together(w, audience="sums"))
    client.force_login(w.observer)
    address = reverse("reports:edition_docx", args=[edition.pk])
    assert client.get(address).status_code == 200
    Assignment.objects.filter(user=w.observer).update(ends_on=w.today - days(1))
    assert client.get(address).status_code == 404


def test_full_disk_is_said_in_words_and_leaves_nothing_half(w, client, monkeypatch):
    one = put_together(w)

    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("jobs.running._stored", full)
    job = services.ask_for(composition=one, by=w.manager, starts_on=w.first, ends_on=w.today)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "disk" in job.reason
    assert not job.result
    client.force_login(w.manager)
    assert client.get(Edition.objects.get().get_absolute_url()).status_code == 200


def test_file_of_a_job_is_its_askers_alone_until_it_expires(w, client):
    one = put_together(w)
    job = services.ask_for(composition=one, by=w.manager, starts_on=w.first, ends_on=w.today)
    address = reverse("jobs:file", args=[job.pk])
    client.force_login(w.admin)
    assert client.get(address).status_code == 404
    client.force_login(w.manager)
    assert client.get(address).status_code == 200
    Job.objects.update(state=JobState.EXPIRED)
    assert client.get(address).status_code in {404, 409, 410}
    # What was made is still there, and drawn again.
    again = client.get(reverse("reports:edition_pdf", args=[Edition.objects.get().pk]))
    assert again["Content-Type"] == "application/pdf"


def test_two_who_ask_for_the_same_get_one_edition_and_each_a_file(w):
    one = put_together(w)
    span = {"starts_on": w.first, "ends_on": w.today}
    jobs = {services.ask_for(composition=one, by=by, **span).pk for by in (w.manager, w.admin)}
    assert len(jobs) == 2
    assert Edition.objects.count() == 1


def test_role_that_ended_before_the_worker_came_makes_nothing(w, settings):
    settings.JOBS_AT_ONCE = False
    one = put_together(w)
    job = services.ask_for(composition=one, by=w.manager, starts_on=w.first, ends_on=w.today)
    ProgrammeRole.objects.filter(user=w.manager).update(ends_on=w.today - days(1))
    assert running.run_next()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not Edition.objects.exists()


@pytest.mark.paper
def test_everything_ten_times_adds_up_and_is_drawn(w):
    places(w, 10)
    for one in w.programme.participations.all():
        settle_steps(one, 1)
        meeting(w, 3, came={"business": 5}, one=one, title="Meeting " * 20, decision="Go " * 80)
    edition = make(w, put_together(w, logos="none"))
    figures = named_figures(edition.content["parts"])
    assert (figures["places"], figures["people_met"], figures["actions"]) == (10, 50, 30)
    assert Decimal(figures["support_agreed"]) == 1500000
    found = Edition.objects.select_related("composition__programme__region").get(pk=edition.pk)
    pages = PdfReader(BytesIO(_pdf(found).content)).pages
    assert len(pages) < 10


def test_pages_ask_the_same_however_many_there_are(w, client):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reports:programme_reports", args=[w.programme.pk]))
        with CaptureQueriesContext(connection) as own:
            client.get(one.get_absolute_url())
        with CaptureQueriesContext(connection) as edition:
            client.get(made.get_absolute_url())
        return len(queries), len(own), len(edition)

    one = put_together(w)
    made = make(w, one)
    client.force_login(w.manager)
    asked()
    first = asked()
    for number in range(3):
        put_together(w, name=f"Report {number}")
        make(w, one, key=str(number), ends_on=w.today - days(number + 1))
    assert asked() == first
    assert max(first) <= 10
