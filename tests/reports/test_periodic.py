"""Reports for a period: right figures, the way to approval, and that what is frozen stays."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from docx import Document
from PIL import Image
from pypdf import PdfReader

from core.refusals import Conflict, NotAllowed, Refusal
from grants.models import (
    BudgetKind,
    BudgetLine,
    Claim,
    Cost,
    Grant,
    Instalment,
    MonthSheet,
    Payment,
    Trigger,
    WorkEntry,
    WorkKind,
)
from notices.models import Notice
from outbox.models import Letter
from places.models import CoachingEntry
from places.reporting import named_figures
from plans.models import (
    Action,
    ActionState,
    FundingLine,
    FundingSource,
    Goal,
    Indicator,
    LineState,
    Observation,
)
from programmes.models import Partner
from reports.models import Report, ReportRules, ReportState
from reports.periodic import cycle, drawn, services
from reports.periodic.collect import (
    checksum,
    collect,
    content_of,
    subject_of,
    without_places,
)
from reports.queries import with_subject
from tests.factories import OrganisationFactory, PlaceFactory, participation, settle_steps, world
from workshops.models import Invitation, Outcome, Workshop

pytestmark = pytest.mark.django_db


def days(number):
    return dt.timedelta(days=number)


@pytest.fixture
def w():
    made = world()
    made.today = timezone.localdate()
    made.first = made.today - days(40)
    return made


def begin(w, one=None, **fields):
    values = {
        "starts_on": w.first, "ends_on": w.today, "due_on": w.today + days(30),
        "by": w.manager,
    } | fields  # fmt: skip
    return services.begin(programme=w.programme, participation=one, **values)


def handed_in(w, one=None, **fields):
    report = begin(w, one, **fields)
    writer = w.leader if one else w.manager
    services.write(report=report, part="summary", text="It went well.", version=0, by=writer)
    return services.hand_in(report=report, by=writer)


def approved(w, one=None, **fields):
    report = handed_in(w, one, **fields)
    return services.approve(report=report, by=w.admin)


def read(report):
    return with_subject(Report.objects.filter(pk=report.pk)).get()


def meeting(w, ago, *, came, one=None, title="Open meeting", decision=""):
    held = Workshop.objects.create(
        programme=w.programme, kind="open_meeting", title=title, language="sv",
        state="announced", starts_at=timezone.now() - days(ago),
    )  # fmt: skip
    if one is not None:
        held.participations.add(one)
    for number, (sector, persons) in enumerate(came.items()):
        Invitation.objects.create(
            workshop=held, how="list", name=f"Guest {number}", language="sv", sector=sector,
            attended_at=timezone.now() - days(ago), attended_persons=persons,
        )  # fmt: skip
    if decision:
        Outcome.objects.create(workshop=held, kind="decision", text=decision)
    return held


def plan(w, one):
    """Two actions, one of them funded in the period; an indicator that moves."""
    goal = Goal.objects.create(participation=one, title="Buy here")
    indicator = Indicator.objects.create(
        goal=goal, title="Share bought here", unit="percent", baseline=Decimal(41),
        baseline_on=w.first - days(100), target=Decimal(50), target_on=w.today + days(700),
    )  # fmt: skip
    for ago, value in ((10, "42.5"), (-5, "60")):
        Observation.objects.create(
            indicator=indicator, on=w.today - days(ago), value=Decimal(value), source="Counted"
        )
    action = Action.objects.create(
        participation=one, goal=goal, title="Workshop", cost=Decimal(95000),
        state=ActionState.UNDER_WAY, ends_on=w.today + days(90),
    )  # fmt: skip
    Action.objects.create(
        participation=one, title="Sign", cost=Decimal(42000), state=ActionState.DONE,
        done_on=w.today - days(3),
    )  # fmt: skip
    Action.objects.create(
        participation=one, title="Earlier", state=ActionState.DONE, done_on=w.first - days(1)
    )
    source, _made = FundingSource.objects.get_or_create(
        region=w.region, name="Fund", kind="foundation", currency=w.programme.currency
    )
    FundingLine.objects.create(
        action=action, source=source, state=LineState.GRANTED, asked=Decimal(50000),
        granted=Decimal(35000), decided_on=w.today - days(5),
    )  # fmt: skip


def support(w, one, amount="150000"):
    """An agreement, a payment before the period and one in it, a cost, hours."""
    grant = Grant.objects.create(
        participation=one, amount=Decimal(amount), payer=OrganisationFactory(region=w.region),
        payee_name="Leader", starts_on=w.first - days(60), ends_on=w.today + days(300),
        agreed_on=w.first - days(60),
    )  # fmt: skip
    for number, ago in ((1, 45), (2, 9)):
        instalment = Instalment.objects.create(
            grant=grant, number=number, amount=Decimal(50000), trigger=Trigger.DATE,
            due_on=w.today,
        )  # fmt: skip
        claim = Claim.objects.create(
            instalment=instalment, number=1, status_text="So far.", claimed_by=w.leader,
            claimed_at=timezone.now(),
        )  # fmt: skip
        Payment.objects.create(
            instalment=instalment, claim=claim, amount=Decimal(50000),
            paid_on=w.today - days(ago), reference=str(number), by=w.admin,
        )  # fmt: skip
    line = BudgetLine.objects.create(grant=grant, kind=BudgetKind.LEADER, amount=Decimal(150000))
    for ago, amount_paid in ((5, "12350.50"), (60, "999")):
        Cost.objects.create(
            grant=grant, line=line, paid_on=w.today - days(ago), amount=Decimal(amount_paid),
            payee="Hall", what="Rent",
        )  # fmt: skip
    sheet = MonthSheet.objects.create(grant=grant, user=w.leader, month=w.today.replace(day=1))
    WorkEntry.objects.create(
        sheet=sheet, kind=WorkKind.VOLUNTEER, on=w.today, quantity=Decimal(46), what="Built"
    )


def furnished(w):
    """A place with everything, inside the period and around it."""
    one = w.participation
    w.programme.volunteer_rate = Decimal(175)
    w.programme.save()
    settle_steps(one, 1)
    one.items.filter(step__order=2).update(state="done", settled_on=w.first - days(1))
    meeting(w, 9, came={"association": 49, "business": 6, "": 3}, one=one, decision="We go on.")
    meeting(w, 60, came={"association": 20}, one=one, title="Too early")
    meeting(w, 9, came={"association": 7}, one=w.neighbour, title="Elsewhere")
    for ago, minutes in ((3, 90), (8, 30), (50, 600)):
        CoachingEntry.objects.create(
            participation=one, kind="visit", on=w.today - days(ago), minutes=minutes, by=w.coach
        )
    plan(w, one)
    support(w, one)
    Partner.objects.create(
        programme=w.programme, kind="funder",
        organisation=OrganisationFactory(region=w.region, name="The Fund Agency"),
    )  # fmt: skip


RIGHT = {
    "lines_settled": 3, "meetings_held": 1, "people_met": 58, "decisions": 1,
    "coaching_contacts": 2, "coaching_hours": 2.0,
    "goals": 1, "indicators": 1, "indicators_nearer": 1,
    "actions": 3, "actions_done": 1, "actions_cost": "137000.00",
    "funding_granted": "35000.00", "funding_missing": "102000.00", "funding_found": "35000.00",
    "support_agreed": "150000.00", "support_paid": "100000.00", "support_paid_here": "50000.00",
    "support_left": "50000.00", "costs": "12350.50",
    "volunteer_hours": "46.00", "volunteer_value": "8050.00",
}  # fmt: skip


def test_figures_of_a_place_are_those_of_its_period_and_of_no_other_place(w):
    furnished(w)

    content = collect(read(begin(w, w.participation)))

    assert named_figures(content["parts"]) == RIGHT
    [drawn] = [b for p in content["parts"] for b in p["blocks"] if b["type"] == "line"]
    assert [value for _day, value in drawn["points"]] == [41.0, 42.5]  # none after the period
    assert [one["key"] for one in content["cover"]] == [
        "people_met", "funding_found", "funding_granted", "funding_missing"
    ]  # fmt: skip
    assert content["funders"] == ["The Fund Agency"]


@pytest.mark.paper
def test_page_pdf_word_workbook_and_json_show_the_same_numbers(w, client):
    furnished(w)
    report = approved(w, w.participation)
    client.force_login(w.manager)

    page = client.get(report.get_absolute_url()).content.decode()
    file = client.get(reverse("reports:report_pdf", args=[report.pk])).content
    pdf = " ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
    book = openpyxl.load_workbook(
        BytesIO(client.get(reverse("reports:report_xlsx", args=[report.pk])).content)
    )
    word = Document(BytesIO(client.get(reverse("reports:report_docx", args=[report.pk])).content))
    data = json.loads(client.get(reverse("reports:report_json", args=[report.pk])).content)

    assert named_figures(data["parts"]) == RIGHT
    numbers = [row[2].value for row in book.worksheets[1].iter_rows(min_row=2)]
    assert sorted(map(float, numbers)) == sorted(float(value) for value in RIGHT.values())
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    nothing = str.maketrans("", "", " \u00a0\u202f")
    texts = {"page": page, "pdf": pdf, "word": " ".join(cells)}
    for said in ("12350,50", "102000", "58", "8050", "42,5"):
        missing = [name for name, text in texts.items() if said not in text.translate(nothing)]
        assert not missing, f"{said} is not in {missing}"


@pytest.mark.paper
def test_pdf_is_tagged_with_language_title_and_the_funders_sentence(w, client):
    ReportRules.objects.create(programme=w.programme, funding_text="Paid by the Union.")
    report = approved(w, w.participation)
    client.force_login(w.manager)

    file = client.get(reverse("reports:report_pdf", args=[report.pk])).content

    read_ = PdfReader(BytesIO(file))
    assert read_.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read_.trailer["/Root"]["/Lang"] == w.programme.language
    assert read_.metadata.title.startswith("Näsum: ")
    pages = [page.extract_text() for page in read_.pages]
    assert all("Paid by the Union." in text for text in pages)


def test_approved_report_stays_whatever_is_changed_afterwards(w, client):
    furnished(w)
    report = approved(w, w.participation)
    before, sha256 = read(report).content, report.content_sha256
    file = client_file(client, w, report)

    w.participation.place.name = "Other name"
    w.participation.place.save()
    Cost.objects.all().delete()
    meeting(w, 2, came={"business": 500}, one=w.participation)
    settle_steps(w.participation, 3, 4)

    after = read(report)
    assert content_of(after) == before
    assert checksum(content_of(after)) == after.content_sha256 == sha256
    assert client_file(client, w, report) == file
    assert hashlib.sha256(file).hexdigest() == after.file_sha256
    with pytest.raises(Refusal) as refused:
        services.write(report=report, part="plan", text="New", version=0, by=w.leader)
    assert refused.value.code == "not_written"
    assert named_figures(collect(after)["parts"])["people_met"] == 558  # it would be another one


def client_file(client, w, report):
    client.force_login(w.manager)
    return client.get(reverse("reports:report_pdf", args=[report.pk])).content


def test_pdf_that_was_changed_on_the_disk_is_not_handed_out(w, client):
    report = approved(w, w.participation)
    kept = read(report)
    with kept.file.storage.open(kept.file.name, "wb") as file:
        file.write(b"%PDF-1.7 other")

    client.force_login(w.manager)
    answer = client.get(reverse("reports:report_pdf", args=[report.pk]))

    assert answer.status_code == 409


def test_what_is_handed_in_is_what_is_approved_although_a_number_changes(w):
    furnished(w)
    report = handed_in(w, w.participation)

    meeting(w, 1, came={"business": 100}, one=w.participation)
    report = services.approve(report=report, by=w.admin)

    assert named_figures(report.content["parts"])["people_met"] == 58


def test_correction_is_a_new_version_with_the_texts_and_the_old_one_stays(w):
    report = approved(w, w.participation)
    meeting(w, 1, came={"business": 5}, one=w.participation)

    made = services.correct(report=report, by=w.manager)
    again = services.correct(report=report, by=w.manager)

    assert again == made
    assert (made.number, made.version, made.state) == (1, 2, ReportState.DRAFT)
    assert [one.text for one in made.texts.all()] == ["It went well."]
    assert named_figures(collect(read(made))["parts"])["people_met"] == 5
    assert "people_met" not in named_figures(read(report).content["parts"])
    assert list(Report.objects.visible_to(w.manager).newest()) == [made]


def test_second_person_decides_and_those_who_must_act_are_told(w):
    report = handed_in(w, w.participation)

    assert {one.person for one in Notice.objects.filter(kind="report-handed-in")} == {
        w.manager, w.admin
    }  # fmt: skip
    assert {one.recipient for one in Letter.objects.filter(key__startswith="report-handed-in")} == {
        w.manager, w.admin
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        services.approve(report=report, by=w.leader)
    report = services.return_report(report=report, comment="Say more.", by=w.manager)
    assert (report.state, report.content) == (ReportState.RETURNED, None)
    [letter] = Letter.objects.filter(key__startswith="report-returned", recipient=w.leader)
    assert "Say more." in letter.text

    report = services.hand_in(report=report, by=w.manager)
    with pytest.raises(Refusal) as refused:
        services.approve(report=report, by=w.manager)
    assert refused.value.code == "same_person"
    report = services.approve(report=report, by=w.admin)
    assert Notice.objects.filter(kind="report-approved", person=w.leader).count() == 1


@pytest.mark.parametrize(
    ("fields", "text", "code"),
    [
        ({"ends_on": 3, "due_on": 9}, "Well", "period_open"),
        ({}, "", "no_summary"),
    ],
)
def test_hand_in_is_refused(w, fields, text, code):
    found = {name: w.today + days(number) for name, number in fields.items()}
    report = begin(w, w.participation, **found)
    services.write(report=report, part="summary", text=text, version=0, by=w.leader)

    with pytest.raises(Refusal) as refused:
        services.hand_in(report=report, by=w.leader)

    assert refused.value.code == code


def test_two_write_different_parts_and_nobody_overwrites_the_other(w):
    report = begin(w, w.participation)
    services.write(report=report, part="plan", text="Mine", version=0, by=w.leader)
    services.write(report=report, part="money", text="Yours", version=0, by=w.coach)

    with pytest.raises(Conflict) as conflict:
        services.write(report=report, part="plan", text="Other", version=0, by=w.coach)

    assert conflict.value.theirs == {"text": "Mine"}
    assert {one.part: one.text for one in report.texts.all()} == {"plan": "Mine", "money": "Yours"}


def test_finished_and_stopped_places_count_and_those_outside_the_period_do_not(w):
    for status, ended in (("ended", 10), ("stopped", 5), ("ended", 90), ("candidate", None)):
        one = participation(w.programme, PlaceFactory(region=w.region))
        one.status, one.ended_on = status, ended and w.today - days(ended)
        one.started_on = w.today - days(200)
        one.save()
    later = participation(w.programme, PlaceFactory(region=w.region))
    later.started_on = w.today + days(1)
    later.save()

    report = read(begin(w))

    assert len(subject_of(report).places) == 4  # two active, one finished, one stopped
    assert named_figures(collect(report)["parts"])["places"] == 4


def test_programme_without_places_reports_its_meetings_and_series(w):
    w.programme.participations.all().delete()
    meeting(w, 9, came={"municipality": 8, "": 4}, decision="Begin in May.")

    content = collect(read(begin(w)))

    assert named_figures(content["parts"]) == {
        "meetings_held": 1, "people_met": 12, "decisions": 1
    }  # fmt: skip
    [rows] = [b["rows"] for p in content["parts"] for b in p["blocks"] if b["type"] == "bars"]
    assert rows[0][1:] == ["Open meeting", [8, 4]]


def test_thirty_places_take_as_many_queries_as_one(w):
    for number in range(28):
        one = participation(w.programme, PlaceFactory(region=w.region))
        meeting(w, 5, came={"business": 2}, one=one, title=f"Meeting {number}", decision="Yes")
        plan_of(w, one)
    furnished(w)
    report = read(begin(w))

    with CaptureQueriesContext(connection) as asked:
        content = collect(report)

    assert named_figures(content["parts"])["places"] == 30
    # The parts, the texts that people wrote, one for each app's named figures, the themes, and
    # what mapping, figures, calls, compared surveys, lessons, advice and the long goal tell.
    assert len(asked) <= 12 + 1 + 5 + 1 + 7


def plan_of(w, one):
    goal = Goal.objects.create(participation=one, title="Goal")
    Action.objects.create(participation=one, goal=goal, title="Do", cost=Decimal(100),
                          state=ActionState.PLANNED)  # fmt: skip


def test_observer_reads_the_approved_sums_of_the_programme_and_no_single_place(w, client):
    draft = begin(w)
    of_place = approved(w, w.participation)
    client.force_login(w.observer)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(of_place.get_absolute_url()).status_code == 404

    services.write(report=draft, part="summary", text="Well.", version=0, by=w.manager)
    services.hand_in(report=draft, by=w.manager)
    services.approve(report=draft, by=w.admin)
    page = client.get(draft.get_absolute_url()).content.decode()

    assert "Well." in page
    assert "Glimåkra" not in page
    assert client.get(reverse("reports:report_json", args=[draft.pk])).status_code == 403
    client.force_login(w.manager)
    assert "Glimåkra" in client.get(draft.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("every", "end", "found"),
    [
        (None, dt.date(2025, 12, 30), [(dt.date(2025, 1, 1), dt.date(2025, 12, 30), True)]),
        (None, None, []),
        (6, dt.date(2026, 3, 31), [  # any day
            (dt.date(2025, 1, 1), dt.date(2025, 6, 30), False),
            (dt.date(2025, 7, 1), dt.date(2025, 12, 31), False),
            (dt.date(2026, 1, 1), dt.date(2026, 3, 31), True),  # any day
        ]),
        (6, None, [
            (dt.date(2025, 1, 1), dt.date(2025, 6, 30), False),
            (dt.date(2025, 7, 1), dt.date(2025, 12, 31), False),
        ]),
    ],
)  # fmt: skip
def test_periods_follow_the_rules_and_the_last_is_final(every, end, found):  # any day
    rules = ReportRules(every_months=every, days_after=30)

    due = cycle.periods(rules, dt.date(2025, 1, 1), end, on=dt.date(2025, 8, 1))

    assert [(one.starts_on, one.ends_on, one.final) for one in due] == found
    assert all(one.due_on == one.ends_on + days(30) for one in due)


def test_lists_say_what_is_late_and_what_is_not_begun(w, client):
    ReportRules.objects.create(programme=w.programme, every_months=1, days_after=5)
    report = begin(w, starts_on=w.first, ends_on=w.today - days(20), due_on=w.today - days(20))
    client.force_login(w.manager)

    page = client.get(reverse("reports:programme_reports", args=[w.programme.pk])).content.decode()

    assert report.get_absolute_url() in page
    assert "late, due" in page
    assert f"{reverse('reports:programme_begin', args=[w.programme.pk])}?from=" in page


def test_the_way_through_the_pages_from_begin_to_approved(w, client):
    one = w.participation
    client.force_login(w.leader)
    began = client.post(
        reverse("reports:place_begin", args=[one.pk]),
        {"starts_on": w.first, "ends_on": w.today, "due_on": w.today + days(9)},
    )
    report = Report.objects.get()
    assert began.url == report.get_absolute_url()
    client.post(
        reverse("reports:report_write", args=[report.pk, "summary"]),
        {"text": "So it went.", "version": 0},
    )
    assert "So it went." in client.get(report.get_absolute_url()).content.decode()
    client.post(reverse("reports:report_hand_in", args=[report.pk]))
    client.force_login(w.manager)
    empty = client.post(reverse("reports:report_return", args=[report.pk]), {"comment": ""})
    assert empty.status_code == 422
    client.post(reverse("reports:report_approve", args=[report.pk]))

    report.refresh_from_db()
    assert report.state == ReportState.APPROVED
    assert report.decided_by == w.manager
    assert report.file_sha256
    lines = client.get(reverse("places:participation", args=[one.pk])).content.decode()
    assert reverse("reports:place_reports", args=[one.pk]) in lines


@pytest.mark.paper
def test_place_with_nothing_and_words_of_any_kind_give_a_whole_report(w, client):
    hostile = "<script>alert(1)</script> {{ 7 }} =1+1 \U0001f600 Ärø " + "w" * 300
    w.participation.place.name = "<b>Ort</b> & Co"
    w.participation.place.save()
    report = begin(w, w.participation)
    services.write(report=report, part="summary", text=hostile, version=0, by=w.leader)
    services.hand_in(report=report, by=w.leader)
    client.force_login(w.manager)

    page = client.get(report.get_absolute_url()).content.decode()
    book = openpyxl.load_workbook(
        BytesIO(client.get(reverse("reports:report_xlsx", args=[report.pk])).content)
    )
    word = Document(BytesIO(client.get(reverse("reports:report_docx", args=[report.pk])).content))
    found = read(report)
    html = drawn.html(found.content, drawn.paper_of(found, found.content))

    assert "<script>alert(1)" not in page + html
    assert "&lt;script&gt;" in page
    assert "{{ 7 }}" in html
    assert "&lt;b&gt;Ort&lt;/b&gt; &amp; Co" in html
    assert any("{{ 7 }}" in one.text for one in word.paragraphs)
    assert all(
        cell.data_type != "f" for sheet in book.worksheets for row in sheet.rows for cell in row
    )
    assert len(PdfReader(BytesIO(drawn.pdf(read(report), read(report).content))).pages) == 2


def test_next_report_shows_the_text_of_last_time_and_what_has_moved(w, client):
    meeting(w, 35, came={"business": 5}, one=w.participation)
    meeting(w, 3, came={"business": 17}, one=w.participation)
    end = w.today - days(20)
    first = approved(w, w.participation, ends_on=end, due_on=end)
    second = begin(w, w.participation, starts_on=end + days(1))
    client.force_login(w.leader)

    page = client.get(second.get_absolute_url())
    written = client.get(reverse("reports:report_write", args=[second.pk, "summary"]))

    assert (first.number, second.number) == (1, 2)
    assert ("attendances", "5", "17", "+12") in english(w, page.context["compared"])
    assert "It went well." in written.content.decode()
    found = read(second)
    with translation.override(w.programme.language):
        paper = drawn.paper_of(found, collect(found))
        assert ("attendances", "5", "17", "+12") in english(w, paper.compared)
        assert "+12" in drawn.html(collect(found), paper)


def english(w, compared):
    assert w.programme.language in {"sv", "en"}
    words = {"närvaror": "attendances"}
    return [(words.get(label, label), *rest) for label, *rest in compared]


def test_what_the_funder_wants_is_set_once_and_not_over_another(w, client):
    client.force_login(w.manager)
    address = reverse("reports:programme_rules", args=[w.programme.pk])
    seen = client.get(address).context["form"].initial["seen"]
    sent = {"funding_text": "Paid by us.", "every_months": 6, "days_after": 20, "seen": seen}

    assert client.post(address, sent).status_code == 302
    late = client.post(address, sent | {"funding_text": "Paid by others."})

    assert late.status_code == 409
    assert ReportRules.objects.get().funding_text == "Paid by us."


def told(due):
    return [(str(one.starts_on), str(one.ends_on), one.final) for one in due]


def test_periods_may_end_with_the_calendars_months():
    start, end = dt.date(2022, 1, 16), dt.date(2022, 9, 10)
    rules = ReportRules(every_months=3, calendar_months=True, days_after=10)

    due = cycle.periods(rules, start, end, on=start)

    assert told(due) == [
        ("2022-01-16", "2022-03-31", False),
        ("2022-04-01", "2022-06-30", False),
        ("2022-07-01", "2022-09-10", True),
    ]
    assert due[0].due_on == dt.date(2022, 4, 10)
    late = cycle.periods(rules, dt.date(2022, 3, 25), end, on=start)
    assert told(late)[0][:2] == ("2022-03-25", "2022-05-31")
    monthly = ReportRules(every_months=1, calendar_months=True)
    first = cycle.periods(monthly, dt.date(2022, 1, 31), dt.date(2022, 4, 15), on=start)
    assert [one[1] for one in told(first)] == ["2022-02-28", "2022-03-31", "2022-04-15"]


def test_a_report_is_due_so_many_weeks_before_the_gate():
    start, end, gate = dt.date(2022, 1, 1), dt.date(2023, 6, 30), dt.date(2022, 9, 30)
    rules = ReportRules(weeks_before_gate=3, days_after=14)

    alone = cycle.periods(rules, start, end, on=start, gate_on=gate)
    with_months = cycle.periods(
        ReportRules(weeks_before_gate=3, days_after=14, every_months=6),
        start, end, on=start, gate_on=gate,
    )  # fmt: skip

    assert told(alone) == [
        ("2022-01-01", "2022-08-26", False),
        ("2022-08-27", "2023-06-30", True),
    ]
    assert alone[0].due_on == dt.date(2022, 9, 9)
    assert [one[1] for one in told(with_months)] == [
        "2022-06-30", "2022-08-26", "2022-12-31", "2023-06-30",
    ]  # fmt: skip
    assert told(cycle.periods(rules, start, end, on=start)) == [("2022-01-01", "2023-06-30", True)]


def test_final_report_may_be_no_report_of_its_own():
    start, end = dt.date(2022, 1, 1), dt.date(2022, 12, 31)
    assert cycle.periods(ReportRules(at_the_end=False), start, end, on=start) == []
    due = cycle.periods(ReportRules(at_the_end=False, every_months=6), start, end, on=start)
    assert told(due) == [("2022-01-01", "2022-06-30", False), ("2022-07-01", "2022-12-31", False)]


def test_place_owes_a_report_before_its_gate_until_it_has_passed_it(w):
    one, rules = w.participation, ReportRules(weeks_before_gate=2, days_after=7)
    gate_on = cycle.gate_day(one)
    assert gate_on == cycle.month_end(one.started_on, one.method_version.gate.month)
    due = cycle.of_place(rules, one, on=w.today)
    assert due[0].due_on == gate_on - days(14)
    one.gate_state, one.gate_since = "passed", gate_on - days(30)
    assert all(each.due_on != gate_on - days(14) for each in cycle.of_place(rules, one, on=w.today))


def test_programmes_page_tells_what_is_due_and_which_places_owe(w, client):
    ReportRules.objects.create(
        programme=w.programme, every_months=1, calendar_months=True, of_places=True
    )
    client.force_login(w.manager)
    page = client.get(reverse("reports:programme_reports", args=[w.programme.pk]))
    owed = page.context["place_due"]
    assert {row.place for row in owed} == {"Näsum", "Glimåkra"}
    assert all(row.begin.startswith("/reports/places/") for row in owed)
    assert len(page.context["rules_words"]) == 4
    panel = client.get(reverse("programmes:programme", args=[w.programme.pk])).content.decode()
    assert page.context["rules_words"][0] in panel
    client.force_login(w.leader)
    seen = client.get(reverse("reports:programme_reports", args=[w.programme.pk]))
    assert seen.context["place_due"] == []


def test_two_writers_at_once_lose_nothing(w, client):
    report = begin(w, w.participation)
    address = reverse("reports:report_write", args=[report.pk, "plan"])
    client.force_login(w.leader)
    version = client.get(address).context["form"].initial["version"]
    services.write(report=report, part="plan", text="The coach's.", version=0, by=w.coach)
    services.write(report=report, part="money", text="Another part.", version=0, by=w.coach)

    late = client.post(address, {"text": "The leader's.", "version": version})

    assert late.status_code == 409
    shown = late.content.decode()
    assert "The coach&#x27;s." in shown
    assert "The leader&#x27;s." in shown
    assert report.texts.get(part="plan").text == "The coach's."
    again = late.context["form"]["version"].value()
    assert client.post(address, {"text": "Both.", "version": again}).status_code == 302
    assert report.texts.get(part="plan").text == "Both."


def test_funders_logo_stands_on_the_cover_and_a_lost_one_is_a_name(w, client):
    Partner.objects.create(
        programme=w.programme, kind="funder", organisation=OrganisationFactory(region=w.region)
    )
    drawn_logo = BytesIO()
    Image.new("RGB", (300, 90), "red").save(drawn_logo, "PNG")
    client.force_login(w.manager)
    address = reverse("reports:programme_rules", args=[w.programme.pk])
    seen = client.get(address).context["form"].initial["seen"]
    sent = {"days_after": 30, "at_the_end": "on", "seen": seen}
    logo = SimpleUploadedFile("logo.png", drawn_logo.getvalue())
    assert client.post(address, sent | {"logo": logo}).status_code == 302
    report = begin(w)

    def cover():
        found = read(report)
        content = content_of(found)
        return drawn.html(content, drawn.paper_of(found, content))

    name = Partner.objects.get(kind="funder").organisation.name
    assert f'alt="{name}"' in cover()
    rules = ReportRules.objects.get()
    rules.funder_logo.storage.delete(rules.funder_logo.name)
    assert f'alt="{name}"' not in cover()
    assert name in cover()
    fake = SimpleUploadedFile("logo.svg", b"<svg/>")
    assert client.post(address, sent | {"logo": fake}).status_code == 409


def test_money_of_fewer_than_three_places_stays_out_of_what_observers_read(w):
    for one in (w.participation, w.neighbour):
        plan(w, one)
        support(w, one)
    content = without_places(collect(read(begin(w))))
    figures = named_figures(content["parts"])
    assert "actions" in figures
    assert not {"support_agreed", "funding_found", "costs", "actions_cost"} & figures.keys()
    assert all(one["kind"] != "money" for one in content["cover"])
    assert "35000.00" not in json.dumps(content)


def test_long_summary_is_a_chapter_of_its_own(w):
    report = begin(w, w.participation)
    services.write(report=report, part="summary", text="Word. " * 900, version=0, by=w.leader)
    found = read(report)
    content = collect(found)
    html = drawn.html(content, drawn.paper_of(found, content))
    assert 'class="r-summary"' not in html
    assert 'id="summary"' in html
