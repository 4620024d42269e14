"""The page of hours: one's own month, what waits, totals for all and people for few."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from grants.hours.services import submit_sheet
from grants.models import MonthSheet, SheetState, WorkEntry
from outbox.models import Letter
from people.models import Role
from tests.factories import assign, world
from tests.grants.samples import days_ago, entry_of, grant_of, sheet_of

pytestmark = pytest.mark.django_db
SEES = ["leader", "member", "coach", "manager", "admin", "contact"]
WRITES = ["leader", "member", "coach", "manager", "admin"]
READS = ["leader", "coach", "manager", "admin"]
CANARY = "canary-7f3a"


@pytest.fixture
def made():
    return world()


@pytest.fixture
def grant(made):
    return grant_of(made.participation)


def address(made, name="hours", *args):
    return reverse(f"grants:{name}", args=[made.participation.pk, *args])


def ask(client, user, url, data=None, method="get", **extra):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return getattr(client, method)(url, data or {}, **extra)


def post(client, user, url, data=None, **extra):
    return ask(client, user, url, data, "post", **extra)


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def sent(**fields):
    """What the form sends for usual volunteer hours."""
    return {
        "kind": "volunteer",
        "quantity": "2,5",
        "people": "1",
        "what": "Put up posters",
        "on": timezone.localdate().isoformat(),
    } | fields


def handed_in(grant, user, **fields):
    entry = entry_of(sheet_of(grant, user), kind="volunteer", **fields)
    return submit_sheet(sheet=entry.sheet, by=user)


# --- Who sees what ------------------------------------------------------------------------


@pytest.mark.parametrize("person", SEES)
def test_names_and_notes_of_others_are_for_those_who_answer_for_hours(made, grant, client, person):
    assign(made.outsider, made.participation, Role.MEMBER)
    sheet = handed_in(grant, made.outsider, what=CANARY)
    page = words(ask(client, made.users[person], address(made)))
    reads = person in READS
    assert ("Outsider" in page) is reads
    assert CANARY not in page
    assert "Not confirmed" in page
    single = ask(client, made.users[person], address(made, "sheet", sheet.pk))
    assert single.status_code == (200 if reads else 404)
    assert (CANARY in words(single)) is reads
    book = ask(client, made.users[person], address(made, "hours_xlsx"))
    assert book.status_code == (200 if reads else 403)


def test_everybody_reads_the_own_sheet(made, grant, client):
    sheet = handed_in(grant, made.member, what="Mine")
    assert "Mine" in words(ask(client, made.member, address(made, "sheet", sheet.pk)))
    assert "Mine" in words(ask(client, made.member, address(made)))


def test_a_sheet_of_another_place_is_not_found_here(made, grant, client):
    sheet = handed_in(grant_of(made.neighbour), made.neighbour_leader)
    for user in (made.leader, made.coach):
        assert ask(client, user, address(made, "sheet", sheet.pk)).status_code == 404
        for name in ("sheet_confirm", "sheet_send_back", "sheet_submit", "sheet_reopen"):
            url = address(made, name, sheet.pk)
            assert post(client, user, url, {"note": "x"}).status_code == 404
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUBMITTED


def test_the_municipality_sees_totals_and_writes_nothing(made, grant, client):
    handed_in(grant, made.member, quantity="7.5")
    page = words(ask(client, made.contact, address(made)))
    assert "7.5" in page
    assert "Save the line" not in page
    assert post(client, made.contact, address(made, "entry_add"), sent()).status_code == 403


# --- One's own month ----------------------------------------------------------------------


def test_page_without_an_agreed_support_says_what_it_is_for(made, client):
    assert "No support is agreed yet" in words(ask(client, made.leader, address(made)))


def test_own_month_says_how_much_and_that_it_is_not_handed_in(made, grant, client):
    sheet = sheet_of(grant, made.leader)
    entry_of(sheet, "31.5")
    entry_of(sheet, "2.5", "volunteer")
    entry_of(sheet, "42", "mileage")
    page = words(ask(client, made.leader, address(made)))
    assert "On your sheet: 34 hours and 42 km" in page
    assert "Not handed in" in page


def test_months_are_turned_within_the_support(made, grant, client):
    this = timezone.localdate().replace(day=1)
    before = this - dt.timedelta(days=1)
    page = ask(client, made.leader, address(made))
    assert page.context["month"] == this
    assert page.context["after"] is None
    assert page.context["before"]["url"].endswith(f"?month={before:%Y-%m}")
    for asked, month in (
        (f"{before:%Y-%m}", before.replace(day=1)),
        ("2999-01", this),
        ("1999-01", grant.starts_on.replace(day=1)),
        ("2026-13", this),
        ("²", this),
    ):
        shown = ask(client, made.leader, address(made) + f"?month={asked}")
        assert shown.context["month"] == month


def test_only_a_leader_is_offered_paid_hours(made, grant, client):
    kinds = {
        person: [value for value, _label in
                 ask(client, made.users[person], address(made)).context["entry_form"]
                 .fields["kind"].choices]
        for person in ("leader", "member")
    }  # fmt: skip
    assert kinds == {
        "leader": ["leader", "volunteer", "mileage"], "member": ["volunteer", "mileage"],
    }  # fmt: skip


@pytest.mark.parametrize("person", WRITES)
def test_hours_are_written_as_people_write_them(made, grant, client, person):
    user = made.users[person]
    answer = post(client, user, address(made, "entry_add"), sent())
    month = f"{timezone.localdate():%Y-%m}"
    assert (answer.status_code, answer.url) == (302, f"{address(made)}?month={month}")
    entry = WorkEntry.objects.get()
    assert (entry.quantity, entry.sheet.user) == (Decimal("2.50"), user)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("quantity", "2,555", "Write hours in figures"),
        ("quantity", "-2", "Write"),
        ("quantity", "0", "Write at least 0.01."),
        ("quantity", "25", "A day has 24 hours for each person"),
        ("people", "0", "greater than or equal to 1"),
        ("people", "5000", "less than or equal to 1000"),
        ("kind", "leader", "Select a valid choice."),
        ("on", "2999-01-01", "The date is in the future."),
        ("on", days_ago(61).isoformat(), "What was done before that is not counted."),
        ("on", "31/2", "Enter a valid date."),
        ("what", " ", "This field is required."),
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(made, grant, client, field, value, said):
    data = sent(what="Typed once") | {field: value}
    answer = post(client, made.member, address(made, "entry_add"), data)
    assert answer.status_code in {409, 422}
    assert said in words(answer)
    assert field == "what" or "Typed once" in words(answer)
    assert not MonthSheet.objects.exists()


def test_a_line_is_corrected_and_removed(made, grant, client):
    entry = entry_of(sheet_of(grant, made.member), kind="volunteer")
    edit = address(made, "entry_edit", entry.sheet_id, entry.pk)
    form = ask(client, made.member, edit).context["form"]
    data = sent(on=entry.on.isoformat(), quantity="4", version=form["version"].value())
    assert post(client, made.member, edit, data).status_code == 302
    assert WorkEntry.objects.get().quantity == Decimal(4)
    conflict = post(client, made.member, edit, data | {"quantity": "5"})
    assert conflict.status_code == 409
    assert "Stored by somebody else meanwhile" in words(conflict)
    remove = address(made, "entry_remove", entry.sheet_id, entry.pk)
    assert ask(client, made.member, remove).status_code == 302
    assert WorkEntry.objects.exists()
    assert post(client, made.member, remove).status_code == 302
    assert not WorkEntry.objects.exists()


def test_nobody_opens_the_line_of_another(made, grant, client):
    entry = entry_of(sheet_of(grant, made.member), kind="volunteer")
    for user in (made.leader, made.coach, made.manager):
        for name in ("entry_edit", "entry_remove"):
            url = address(made, name, entry.sheet_id, entry.pk)
            assert post(client, user, url, sent()).status_code == 404
    assert WorkEntry.objects.exists()


# --- Handing in and confirming ------------------------------------------------------------


def test_a_month_goes_from_hand_to_hand(made, grant, client):
    sheet = entry_of(sheet_of(grant, made.member), kind="volunteer").sheet
    answer = post(client, made.member, address(made, "sheet_submit", sheet.pk), follow=True)
    assert "is handed in and waits to be confirmed." in words(answer)
    assert "Take it back" in words(answer)
    page = words(ask(client, made.leader, address(made)))
    assert "Waiting for you to confirm" in page
    single = ask(client, made.leader, address(made, "sheet", sheet.pk))
    assert "Confirm the hours" in words(single)
    version = single.context["sheet"].version
    url = address(made, "sheet_confirm", sheet.pk)
    assert ask(client, made.leader, url).status_code == 302
    assert MonthSheet.objects.get().state == SheetState.SUBMITTED
    assert post(client, made.leader, url, {"version": version}).status_code == 302
    assert MonthSheet.objects.get().state == SheetState.CONFIRMED
    assert "Confirmed by Leader" in words(ask(client, made.member, address(made)))
    assert "Waiting for you" not in words(ask(client, made.leader, address(made)))


@pytest.mark.parametrize("version", ["", "0", "²", "x", "9" * 40])
def test_a_sheet_is_not_confirmed_unseen(made, grant, client, version):
    sheet = handed_in(grant, made.member)
    url = address(made, "sheet_confirm", sheet.pk)
    assert post(client, made.leader, url, {"version": version}).status_code in {409, 422}
    assert MonthSheet.objects.get().state == SheetState.SUBMITTED


def test_the_leaders_sheet_waits_for_the_coach_and_not_for_the_leader(made, grant, client):
    sheet = handed_in(grant, made.leader)
    url = address(made, "sheet", sheet.pk)
    assert "Confirm the hours" not in words(ask(client, made.leader, url))
    assert "Waiting for you" not in words(ask(client, made.leader, address(made)))
    assert "Waiting for you" in words(ask(client, made.coach, address(made)))
    confirm = address(made, "sheet_confirm", sheet.pk)
    answer = post(client, made.leader, confirm, {"version": sheet.version})
    assert answer.status_code == 409
    assert "Somebody else confirms your hours." in words(answer)
    assert post(client, made.coach, confirm, {"version": sheet.version}).status_code == 302


def test_nobodys_own_sheet_waits_for_the_owner(made, grant, client):
    sheet = handed_in(grant, made.coach)
    assert "Waiting for you" not in words(ask(client, made.coach, address(made)))
    single = words(ask(client, made.coach, address(made, "sheet", sheet.pk)))
    assert "Confirm the hours" not in single
    assert "Waiting for you" in words(ask(client, made.leader, address(made)))


def test_sending_back_needs_a_note_and_shows_it_to_the_owner(made, grant, client):
    sheet = handed_in(grant, made.member)
    url = address(made, "sheet_send_back", sheet.pk)
    data = {"version": sheet.version, "note": " "}
    assert post(client, made.leader, url, data).status_code == 422
    assert not Letter.objects.exists()
    data["note"] = "The 3rd is missing."
    assert post(client, made.leader, url, data).status_code == 302
    assert Letter.objects.count() == 1
    page = words(ask(client, made.member, address(made)))
    assert "The 3rd is missing." in page
    assert "Sent back" in page


# --- Totals and exports -------------------------------------------------------------------


def test_the_page_asks_as_many_questions_for_three_people_as_for_one(made, grant, client):
    def count():
        with CaptureQueriesContext(connection) as asked:
            ask(client, made.coach, address(made))
        return len(asked)

    handed_in(grant, made.member)
    count()
    one = count()
    handed_in(grant, made.leader)
    handed_in(grant, made.manager)
    assert count() == one


def test_the_workbook_adds_up_without_names_and_by_person(made, grant, client):
    handed_in(grant, made.member, quantity="2", what="=1+1")
    handed_in(grant, made.leader, quantity="3", people=4)
    answer = ask(client, made.coach, address(made, "hours_xlsx"))
    book = load_workbook(BytesIO(answer.content))
    months, people, lines = book["By month"], book["By person"], book["Each line"]
    assert [cell.value for cell in months[2]][1:] == [0, 0, 5, 875, 5, 0, 0, 875, "No"]
    names = [row[1].value for row in people.iter_rows(min_row=2)]
    assert names == ["Leader", "Member"]
    assert "Member" not in str([cell.value for row in months.iter_rows() for cell in row])
    assert {cell.data_type for cell in lines["F"]} == {"s"}
    assert sum(row[9].value for row in people.iter_rows(min_row=2)) == 875
