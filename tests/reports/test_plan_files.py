"""A plan as PDF, Word and Excel: draft and adopted, real headings, nothing that computes."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from plans.models import (
    Action,
    FundingLine,
    FundingPayment,
    Goal,
    Indicator,
    Observation,
    Pledge,
    TargetPicture,
)
from plans.versions.reading import read
from plans.versions.services import share
from reports.plan import document as plan_docx
from reports.plan import file, word, workbook
from reports.plan.file import of_draft, of_version
from tests.plans.version_samples import adopted, plan

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]
ON = dt.date(2026, 10, 1)
FILES = ["plan_pdf", "plan_docx", "plan_xlsx"]


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch, request):
    if "public_pdf" not in request.node.name:
        monkeypatch.setattr(file, "html_to_pdf", lambda html: html.encode())


def opened(content: bytes):
    return docx.Document(BytesIO(content))


def test_html_says_all_that_the_council_asks_for():
    html = file.html(of_version(adopted(plan())))

    for said in (
        "Action plan: Näsum", "Open meeting", "42 people were there.", "Target picture: 2032",
        "In 2032 people meet here.", "Maria Persson", "Mows the green", "Places to meet",
        "Signs", "Anna Berg", "First step: Ask three firms", "Waits for: Signs", "Leader Skåne",
        "The association, the school", "<svg",
    ):  # fmt: skip
        assert said in html, said


def test_html_of_the_draft_says_that_it_is_one():
    html = file.html(of_draft(plan().participation, on=ON))

    assert "Draft of 1 October 2026, not adopted." in html


def test_html_of_a_shared_plan_names_no_person():
    html = file.html(of_version(adopted(plan()), public=True))

    for hidden in ("Anna Berg", "Maria Persson", "The association, the school", "A swing"):
        assert hidden not in html


def test_docx_has_headings_header_rows_title_and_language():
    with translation.override("sv"):
        document = opened(plan_docx.docx(of_version(adopted(plan()))))

    headings = [p.style.name for p in document.paragraphs if p.style.name.startswith("Head")]
    assert headings[0] == "Heading 1"
    assert {"Heading 1", "Heading 2"} <= set(headings)
    assert document.core_properties.language == "sv-SE"
    assert document.core_properties.title.endswith(": Näsum")
    assert 'w:lang w:val="sv-SE"' in document.styles.element.xml
    for table in document.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Signs\nTwelve of them." in texts
    assert "120\N{NO-BREAK SPACE}000,50\N{NO-BREAK SPACE}kr" in texts


def test_docx_lies_for_the_actions_and_stands_for_the_rest():
    document = opened(plan_docx.docx(of_draft(plan().participation, on=ON)))

    assert [s.page_width > s.page_height for s in document.sections] == [False, True, False]


@given(st.text(max_size=60))
def test_word_writes_whatever_a_form_lets_through(text):
    made = docx.Document()
    word.table(made, ["Heading"], [[text]], [5])
    out = BytesIO()
    made.save(out)

    assert len(opened(out.getvalue()).tables[0].rows) == 2


def test_docx_of_an_empty_plan_can_be_opened():
    sample = plan()
    FundingPayment.objects.all().delete()
    FundingLine.objects.all().delete()
    for model in (Action, Goal, Pledge, TargetPicture):
        model.objects.all().delete()

    document = opened(plan_docx.docx(of_draft(sample.participation, on=ON)))

    assert document.paragraphs[1].text == "Action plan: Näsum"


def test_xlsx_has_three_sheets_with_dates_numbers_and_no_formula():
    sample = plan()
    Action.objects.filter(pk=sample.hall.pk).update(title="=HYPERLINK(1)", description="@SUM")

    book = openpyxl.load_workbook(BytesIO(workbook.book(sample.participation)))

    assert book.sheetnames == ["Actions", "Goals and indicators", "Funding"]
    actions = book["Actions"]
    assert [cell.value for cell in actions[2]][:2] == ["Signs", "Places to meet"]
    assert (actions["A3"].value, actions["A3"].data_type) == ("=HYPERLINK(1)", "s")
    assert (actions["C3"].value, actions["C3"].data_type) == ("@SUM", "s")
    assert (actions["N2"].value, actions["P2"].value) == (120000.5, dt.datetime(2026, 9, 10))
    assert [cell.value for cell in book["Funding"][2]][:8] == [
        "Signs", "Leader Skåne", "Leader", "Granted", None, 100000, 90000, 30000,
    ]  # fmt: skip
    assert [cell.value for cell in book["Goals and indicators"][2]][3:7] == [
        "Visitors", "visitors", "The higher the better", 10,
    ]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_files_are_downloads_of_the_draft_and_of_a_version(client, name):
    sample = plan()
    adopted(sample)
    client.force_login(sample.w.leader)
    url = reverse(f"reports:{name}", args=[sample.participation.pk])

    draft, version = client.get(url), client.get(url, {"version": "1"})

    assert (draft.status_code, version.status_code) == (200, 200)
    assert "draft" in draft.headers["Content-Disposition"]
    assert "2026-09-01" in version.headers["Content-Disposition"]
    assert draft.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("number", ["2", "0", "x", "-1", "1.0", "²", "9" * 30])
def test_a_version_that_is_not_there_is_404(client, number):
    sample = plan()
    adopted(sample)
    client.force_login(sample.w.leader)
    url = reverse("reports:plan_pdf", args=[sample.participation.pk])

    assert client.get(url, {"version": number}).status_code == 404


def test_draft_asks_as_often_for_three_of_each_as_for_one():
    sample = plan()
    with CaptureQueriesContext(connection) as one:
        file.html(of_draft(sample.participation, on=ON))
    for number in range(2):
        goal = Goal.objects.create(participation=sample.participation, title=f"G{number}", order=9)
        measured = Indicator.objects.create(
            goal=goal, title="I", baseline=1, baseline_on=ON, target=2,
            target_on=dt.date(2027, 1, 1),
        )  # fmt: skip
        Observation.objects.create(indicator=measured, on=ON, value=1, source="S")
        Action.objects.create(participation=sample.participation, goal=goal, title=f"A{number}")

    with CaptureQueriesContext(connection) as three:
        file.html(of_draft(sample.participation, on=ON))

    assert len(three) == len(one)


def test_public_pdf_is_a_pdf_for_everybody_with_the_link(client):
    sample = plan()
    made = share(version=adopted(sample), by=sample.w.leader)

    response = client.get(reverse("reports:plan_public_pdf", args=[made.share_key]))

    assert response.content.startswith(b"%PDF-1.7")
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert client.get("/reports/plans/x.pdf").status_code == 404


def test_workbook_of_the_draft_and_of_the_plan_adopted_from_it_say_the_same():
    sample = plan()
    Goal.objects.create(participation=sample.participation, title="Without a measure", order=2)
    version = adopted(sample)

    draft, frozen = (
        [(sheet.name, list(sheet.columns), list(sheet.rows)) for sheet in sheets]
        for sheets in (
            workbook.of_draft(sample.participation),
            workbook.of_version(read(version.content)),
        )
    )

    assert draft == frozen
    assert [len(rows) for _name, _columns, rows in draft] == [3, 2, 1]


def test_workbook_of_the_draft_asks_five_times_however_much_it_says():
    sample = plan()
    Action.objects.bulk_create(
        Action(participation=sample.participation, goal=sample.goal, title=f"A{n}")
        for n in range(5)
    )

    with CaptureQueriesContext(connection) as asked:
        workbook.book(sample.participation)

    assert len(asked) == 5
