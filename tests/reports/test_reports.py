"""Progress reports: values first, then the documents."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from core import pdf
from core.pdf import ASSETS, html_to_pdf
from core.policy import allowed
from places import summary
from places.models import CoachingEntry, GroupMember, Participation
from places.team.support import end_support
from reports.place import report as place_report
from reports.programme import report as programme_report
from reports.programme import table
from reports.queries import reportable_by
from tests.factories import (
    PEOPLE,
    PlaceFactory,
    PopulationFactory,
    UserFactory,
    participation,
    settle_steps,
    world,
)
from workshops.models import Invitation, Workshop

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_table_row_says_where_the_place_is():
    w = world()
    PopulationFactory(place=w.place, year=1990, inhabitants=1500)
    PopulationFactory(place=w.place, year=2005, inhabitants=1119)

    with translation.override("en"):
        titles = [column.title for column in table.columns()]
        [row] = table.rows(
            Participation.objects.filter(pk=w.participation.pk), on=timezone.localdate()
        )

    found = dict(zip(titles, row, strict=True))
    assert {
        key: found[key]
        for key in (
            "Place",
            "Steps done",
            "Steps in all",
            "Step now",
            "Process leader",
            "Coaches",
            "Inhabitants",
        )
    } == {
        "Place": "Näsum",
        "Steps done": 0,
        "Steps in all": 6,
        "Step now": "Förankring",
        "Process leader": "Leader",
        "Coaches": "Coach",
        "Inhabitants": 1119,
    }


@pytest.mark.parametrize("extra", [0, 5])
def test_table_needs_four_queries_however_many_places(extra, django_assert_num_queries):
    w = world()
    for _n in range(extra):
        participation(w.programme, PlaceFactory(region=w.region))

    with django_assert_num_queries(4):
        list(
            table.rows(Participation.objects.filter(programme=w.programme), on=timezone.localdate())
        )


@pytest.mark.paper
def test_place_pdf_is_tagged_and_holds_what_was_done_but_no_private_note():
    w = world()
    GroupMember.objects.create(
        participation=w.participation, name="Arbetsgruppens lärare", sector="education"
    )
    CoachingEntry.objects.create(
        participation=w.participation,
        kind="visit",
        on=timezone.localdate(),
        minutes=90,
        by=w.coach,
        shared="Delad anteckning",
        private="HEMLIGKANARIE",
    )
    summary.refresh(w.participation)

    with translation.override("sv"):
        pdf = place_report.pdf(place_report.collect(w.participation, on=timezone.localdate()))

    text = text_of(pdf)
    assert all(
        word in text
        for word in ("Näsum", "Delad anteckning", "Arbetsgruppens lärare", "Förankring")
    )
    assert "HEMLIGKANARIE" not in text
    catalog = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "sv"


def test_place_report_queries_do_not_grow_with_lines(django_assert_max_num_queries):
    w = world(items=30)

    with django_assert_max_num_queries(24):
        place_report.html(place_report.collect(w.participation, on=timezone.localdate()))


@pytest.mark.paper
def test_programme_pdf_names_every_place():
    w = world()

    report = programme_report.collect(
        w.programme, Participation.objects.all(), on=timezone.localdate(), by=w.manager
    )

    assert [line.place for line in report.lines] == ["Glimåkra", "Näsum"]
    assert all(word in text_of(programme_report.pdf(report)) for word in ("Näsum", "Glimåkra"))


def test_programme_workbook_opens_and_holds_only_this_programme(client):
    w = world()
    client.force_login(w.manager)

    answer = client.get(reverse("reports:programme_xlsx", args=[w.programme.pk]))

    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == [
        "Glimåkra",
        "Näsum",
    ]
    assert "attachment" in answer["Content-Disposition"]


def test_portfolio_csv_leaves_out_what_the_reader_may_not_see(client):
    w = world()
    client.force_login(w.coach)

    text = client.get(reverse("reports:portfolio_csv")).content.decode("utf-8-sig")

    assert ("Näsum" in text, "Glimåkra" in text, "Hyppeln" in text) == (True, False, False)


def test_index_shows_a_reader_without_a_role_what_it_is_for(client):
    w = world()
    client.force_login(w.outsider)

    answer = client.get(reverse("reports:index"), headers={"accept-language": "en"})

    assert "Nothing to report yet" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/x.png",
        "file:///etc/passwd",
        "//host/x",
        "asset:///../../etc/passwd",
        "ftp://h/x",
    ],
)
@pytest.mark.paper
def test_pdf_reads_no_foreign_address(address, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "urllib.request.OpenerDirector.open", lambda *args, **kwargs: asked.append(args)
    )

    pdf = html_to_pdf(
        f'<html lang="en"><title>x</title><link rel="stylesheet" href="{address}">'
        f'<img alt="x" src="{address}"><p>text</p>'
    )

    assert asked == []
    assert "root:" not in text_of(pdf)


def test_pdf_assets_are_all_there():
    assert [name for name, path in ASSETS.items() if not path.exists()] == []


@pytest.mark.parametrize("person", PEOPLE)
def test_reports_listed_are_those_that_may_be_taken(person):
    w = world()
    user = w.users[person]

    listed = set(reportable_by(user).values_list("pk", flat=True))

    visible = Participation.objects.visible_to(user)
    assert listed == {one.pk for one in visible if allowed(user, "places.export", one)}


def report_of(programme):
    by = UserFactory()
    return programme_report.collect(
        programme, Participation.objects.all(), on=timezone.localdate(), by=by
    )


def counted(programme):
    return [(one.here, one.done) for one in report_of(programme).steps]


def test_programme_report_counts_what_finished_and_stopped_places_have_done():
    w = world()
    settle_steps(w.participation, 1, 2, 3)
    settle_steps(w.neighbour, 1)
    before = [done for _here, done in counted(w.programme)]
    end_support(
        participation=w.participation, by=w.manager, on=timezone.localdate(), reason="Klart."
    )
    Participation.objects.filter(pk=w.neighbour.pk).update(status="stopped")
    after = counted(w.programme)
    assert [done for _here, done in after] == before == [2, 1, 1, 0, 0, 0]
    assert [here for here, _done in after] == [0] * 6
    assert report_of(w.programme).ended == 1


def test_programme_report_finds_a_place_that_waits_at_the_step_before_the_gate():
    w = world()
    settle_steps(w.participation, 1, 2, 3)
    Participation.objects.filter(pk=w.participation.pk).update(gate_state="waiting")
    assert [here for here, _done in counted(w.programme)] == [1, 0, 1, 0, 0, 0]


def test_a_finished_place_has_nothing_next():
    w = world()
    today = timezone.localdate()
    w.participation.coaching.create(
        kind="call", on=today, by=w.coach, next_text="Call", next_on=today + dt.timedelta(days=9)
    )
    end_support(participation=w.participation, by=w.manager, on=today, reason="Klart.")
    [line] = [one for one in report_of(w.programme).lines if one.place == "Näsum"]
    assert (line.next_on, line.next_text, line.flag.text) == (None, "", "Support ended")


def test_report_of_a_programme_without_places_tells_its_meetings(client):
    w = world()
    Participation.objects.filter(programme=w.other_programme).delete()
    held = Workshop.objects.create(
        programme=w.other_programme, kind="network", title="N", language="sv", state="announced",
        starts_at=timezone.now() - dt.timedelta(days=3), hall="H",
    )  # fmt: skip
    Invitation.objects.create(
        workshop=held, how="added", name="A", language="sv", attended_persons=3,
        attended_at=timezone.now(),
    )  # fmt: skip
    assert report_of(w.other_programme).meetings == (1, 3, 0)
    assert report_of(w.programme).meetings is None
    client.force_login(w.other_manager)
    url = reverse("reports:programme", args=[w.other_programme.pk])
    html = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "1 meeting has been held" in html
    assert "0 places are under way" not in html


def test_steps_of_a_programme_are_read_in_the_language_of_its_method(client):
    w = world()
    client.force_login(w.manager)
    url = reverse("reports:programme", args=[w.programme.pk])
    html = client.get(url, headers={"accept-language": "da"}).content.decode()
    title = w.programme.method_version.steps.first().title
    assert f'<span lang="{w.programme.method_version.language}">{title}</span>' in html


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "https://sv.wikipedia.org/wiki/Glim%C3%A5kra#Befolkningsutveckling",
            "Glimåkra (sv.wikipedia.org)",
        ),
        ("https://www.scb.se/", "scb.se"),
        ("SCB, tätorter 2023", "SCB, tätorter 2023"),
        ("", ""),
    ],
)
def test_address_as_a_source_is_told_in_words_and_once(source, told):
    assert place_report.source_name(source) == told


@pytest.mark.paper
def test_report_names_the_source_of_its_figures_once():
    w = world()
    for year in (1990, 2000, 2010):
        PopulationFactory(
            place=w.place, year=year, inhabitants=year,
            source="https://sv.wikipedia.org/wiki/N%C3%A4sum",
        )  # fmt: skip
    text = text_of(place_report.pdf(place_report.collect(w.participation, on=timezone.localdate())))
    assert text.count("wikipedia") == 1
    assert "%C3" not in text


@pytest.mark.paper
def test_long_word_stays_in_its_column():
    """The address must not reach the column beside it (Kozea/WeasyPrint#2082)."""
    address = "landsbygdsutveckling.samordning@ostragoinge.example"
    html = (
        '<!DOCTYPE html><html lang="sv"><head><title>x</title>'
        '<link rel="stylesheet" href="asset:///pdf.css"></head><body>'
        '<table class="plan-actions"><thead><tr><th>A</th><th>B</th><th>C</th></tr></thead>'
        f"<tbody><tr><td>a</td><td>{address}</td><td>next</td></tr></tbody></table></body></html>"
    )
    ends: list[float] = []
    starts: list[float] = []

    def visit(text, _cm, tm, _font, size):
        if "next" in text:
            starts.append(tm[4])
        elif text.strip() and any(part in address for part in text.split()) and len(text) > 2:
            ends.append(tm[4] + 0.45 * size * len(text.strip()))

    PdfReader(BytesIO(html_to_pdf(html))).pages[0].extract_text(visitor_text=visit)
    assert starts
    assert max(ends) < starts[0]


@pytest.mark.paper
def test_emoji_are_left_out_where_no_font_draws_them(monkeypatch):
    page = (
        '<!DOCTYPE html><html lang="sv"><head><title>x</title></head>'
        "<body><p>Fest 🎉 i dag</p></body></html>"
    )
    monkeypatch.setattr(pdf, "draws_emoji", lambda: False)
    assert text_of(html_to_pdf(page)).strip() == "Fest i dag"
