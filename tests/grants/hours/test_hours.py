"""Time sheets: lines, handing in, confirming by somebody else, sending back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from core.audit import history, sentence
from core.money import HoursField, parse_hours
from core.refusals import Conflict, NotAllowed, Refusal
from grants.hours.services import (
    add_entry,
    confirm_sheet,
    entry_version,
    remove_entry,
    reopen_sheet,
    save_entry,
    send_back,
    submit_sheet,
)
from grants.hours.work import Work, refuse_overfull_day
from grants.models import MonthSheet, SheetState, WorkEntry
from outbox.models import Letter
from people.models import Role
from tests.factories import assign, world
from tests.grants.samples import days_ago, grant_of


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def made(db):
    return world()


@pytest.fixture
def grant(made):
    return grant_of(made.participation)


def add(made, grant, by=None, **fields):
    usual = {
        "kind": "volunteer",
        "on": timezone.localdate(),
        "quantity": Decimal("2.50"),
        "what": " Put up posters ",
    }
    return add_entry(grant=grant, by=by or made.member, **usual | fields)


def handed_in(made, grant, by=None, **fields):
    return submit_sheet(sheet=add(made, grant, by, **fields).sheet, by=by or made.member)


def code_of(call, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        call(*args, **kwargs)
    return refused.value.code


# --- Writing ------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["leader", "member", "coach", "manager", "admin"])
def test_who_works_with_the_place_writes_own_hours(made, grant, person):
    entry = add(made, grant, by=made.users[person])
    assert (entry.sheet.user, entry.sheet.month, entry.what) == (
        made.users[person], timezone.localdate().replace(day=1), "Put up posters",
    )  # fmt: skip


@pytest.mark.parametrize(
    "person", ["contact", "observer", "neighbour_leader", "outsider", "other_admin", "operator"]
)
def test_others_write_no_hours(made, grant, person):
    with pytest.raises(NotAllowed):
        add(made, grant, by=made.users[person])
    assert not MonthSheet.objects.exists()


def test_lines_of_a_month_stand_on_one_sheet(made, grant):
    first, second = add(made, grant), add(made, grant, what="Cleaned up")
    assert first.sheet_id == second.sheet_id
    assert MonthSheet.objects.get().version == 3


def test_the_same_line_twice_within_two_minutes_is_one_line(made, grant, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    first = add(made, grant)
    assert add(made, grant) == first
    time_machine.shift(dt.timedelta(minutes=3))
    assert add(made, grant) != first


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"on": days_ago(-1)}, "date_in_future"),
        ({"on": days_ago(61)}, "date_before_support"),
        ({"month": days_ago(40).replace(day=1)}, "date_outside_month"),
        ({"kind": "play"}, "unknown_kind"),
        ({"kind": "leader"}, "not_leader"),
        ({"quantity": Decimal(0)}, "not_positive"),
        ({"quantity": Decimal("-1.00")}, "not_positive"),
        ({"quantity": Decimal("24.01")}, "too_many_hours"),
        ({"quantity": Decimal("72.01"), "people": 3}, "too_many_hours"),
        ({"people": 0}, "too_many_people"),
        ({"people": 1001}, "too_many_people"),
        ({"kind": "mileage", "quantity": Decimal(1501)}, "too_many_kilometres"),
        ({"what": "  "}, "text_missing"),
        ({"what": "x" * 241}, "too_long"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_nothing_is_kept(made, grant, fields, code):
    assert code_of(add, made, grant, **fields) == code
    assert not MonthSheet.objects.exists()


def test_a_draft_takes_no_hours(made, grant):
    grant.agreed_on = None
    assert code_of(add, made, grant) == "not_agreed"


def test_volunteers_of_an_evening_are_one_line_with_their_number(made, grant):
    entry = add(made, grant, people=12, quantity=Decimal(36))
    assert (entry.people, entry.quantity) == (12, Decimal(36))


def test_kilometres_are_driven_by_one(made, grant):
    assert add(made, grant, kind="mileage", quantity=Decimal(42), people=5).people == 1


def test_a_person_has_24_hours_a_day_over_all_lines(made, grant):
    add(made, grant, by=made.leader, kind="leader", quantity=Decimal(20))
    add(made, grant, by=made.leader, people=30, quantity=Decimal(90))
    add(made, grant, by=made.leader, kind="mileage", quantity=Decimal(200))
    assert code_of(add, made, grant, by=made.leader, quantity=Decimal("4.01")) == "too_many_hours"
    add(made, grant, by=made.leader, quantity=Decimal(4))


@pytest.mark.day(dt.date(2026, 11, 16))
@given(st.lists(st.decimals(min_value="0.01", max_value="24", places=2), max_size=12))
def test_lines_of_one_day_never_add_up_to_more_than_24_hours(quantities):
    day, kept = dt.date(2026, 3, 4), []
    for quantity in quantities:
        work = Work(kind="volunteer", on=day, quantity=quantity, what="x")
        try:
            refuse_overfull_day(work, kept)
        except Refusal:
            assert sum(one.quantity for one in kept) + quantity > 24
        else:
            kept.append(WorkEntry(kind="volunteer", on=day, quantity=quantity, people=1))
    assert sum(one.quantity for one in kept) <= 24


@given(
    st.decimals(min_value="0.01", max_value="9999", places=2), st.sampled_from(["sv", "da", "en"])
)
def test_hours_in_a_field_are_read_as_they_are_shown(value, language):
    with translation.override(language):
        assert parse_hours(HoursField().prepare_value(value)) == value


# --- Correcting ---------------------------------------------------------------------------


def corrected(entry, by, version=None, **fields):
    usual = {name: getattr(entry, name) for name in ("kind", "on", "quantity", "people", "what")}
    return save_entry(entry=entry, by=by, version=version, **usual | fields)


def test_a_line_is_corrected_and_removed_by_its_owner_only(made, grant):
    entry = add(made, grant)
    assert corrected(entry, made.member, quantity=Decimal(3)).quantity == Decimal(3)
    for by in (made.leader, made.coach, made.manager):
        assert code_of(corrected, entry, by, quantity=Decimal(9)) == "not_yours"
        assert code_of(remove_entry, entry=entry, by=by) == "not_yours"
    remove_entry(entry=entry, by=made.member)
    assert not WorkEntry.objects.exists()


def test_an_older_version_is_a_conflict_with_both_values(made, grant):
    entry = add(made, grant)
    read = entry_version(entry)
    corrected(entry, made.member, read, quantity=Decimal(3))
    with pytest.raises(Conflict) as conflict:
        corrected(entry, made.member, read, quantity=Decimal(4))
    assert (conflict.value.theirs["quantity"], conflict.value.yours["quantity"]) == (
        Decimal(3), Decimal(4),
    )  # fmt: skip
    assert WorkEntry.objects.get().quantity == Decimal(3)


def test_a_correction_keeps_to_its_month(made, grant):
    entry = add(made, grant)
    moved = entry.sheet.month - dt.timedelta(days=1)
    assert code_of(corrected, entry, made.member, on=moved) == "date_outside_month"


@pytest.mark.parametrize("state", [SheetState.SUBMITTED, SheetState.CONFIRMED])
def test_a_sheet_that_is_handed_in_or_confirmed_is_locked(made, grant, state):
    entry = add(made, grant)
    MonthSheet.objects.update(state=state)
    entry.refresh_from_db()
    code = f"sheet_{state}"
    assert code_of(add, made, grant, what="More") == code
    assert code_of(corrected, entry, made.member, quantity=Decimal(9)) == code
    assert code_of(remove_entry, entry=entry, by=made.member) == code
    assert WorkEntry.objects.get().quantity == Decimal("2.50")


# --- Handing in ---------------------------------------------------------------------------


def test_handing_in_and_taking_back_is_the_owners(made, grant):
    sheet = handed_in(made, grant)
    assert sheet.state == SheetState.SUBMITTED
    assert code_of(reopen_sheet, sheet=sheet, by=made.leader) == "not_yours"
    assert reopen_sheet(sheet=sheet, by=made.member).state == SheetState.OPEN
    assert code_of(submit_sheet, sheet=sheet, by=made.leader) == "not_yours"


def test_handing_in_twice_is_once(made, grant):
    sheet = handed_in(made, grant)
    assert submit_sheet(sheet=sheet, by=made.member).version == sheet.version


def test_an_empty_sheet_cannot_be_handed_in(made, grant):
    entry = add(made, grant)
    remove_entry(entry=entry, by=made.member)
    assert code_of(submit_sheet, sheet=entry.sheet, by=made.member) == "sheet_empty"


def test_a_confirmed_sheet_is_not_taken_back(made, grant):
    sheet = confirm_sheet(sheet=handed_in(made, grant), by=made.leader)
    assert code_of(reopen_sheet, sheet=sheet, by=made.member) == "sheet_confirmed"
    assert code_of(submit_sheet, sheet=sheet, by=made.member) == "sheet_confirmed"


# --- Confirming ---------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["leader", "coach", "manager", "admin"])
def test_a_members_sheet_is_confirmed_with_the_rates_of_today(made, grant, person):
    add(made, grant, kind="mileage", quantity=Decimal(10))
    sheet = confirm_sheet(sheet=handed_in(made, grant), by=made.users[person])
    assert (sheet.state, sheet.confirmed_by) == (SheetState.CONFIRMED, made.users[person])
    assert dict(sheet.entries.values_list("kind", "rate")) == {
        "volunteer": Decimal("175.00"), "mileage": Decimal("2.50"),
    }  # fmt: skip


@pytest.mark.parametrize("person", ["coach", "manager", "admin"])
def test_the_leaders_sheet_is_confirmed_by_coach_or_region(made, grant, person):
    sheet = handed_in(made, grant, by=made.leader, kind="leader")
    done = confirm_sheet(sheet=sheet, by=made.users[person])
    assert done.entries.get().rate == Decimal("250.00")


def test_a_leader_does_not_confirm_another_leaders_sheet(made, grant):
    assign(made.outsider, made.participation, Role.PROCESS_LEADER)
    sheet = handed_in(made, grant, by=made.leader, kind="leader")
    assert code_of(confirm_sheet, sheet=sheet, by=made.outsider) == "leaders_sheet"


def test_a_former_leaders_sheet_is_still_a_leaders(made, grant):
    sheet = handed_in(made, grant, by=made.leader, kind="leader")
    made.participation.assignments.filter(user=made.leader).update(ends_on=days_ago(1))
    assign(made.outsider, made.participation, Role.PROCESS_LEADER)
    assert code_of(confirm_sheet, sheet=sheet, by=made.outsider) == "leaders_sheet"


@pytest.mark.parametrize("person", ["leader", "coach", "manager"])
def test_nobody_confirms_the_own_sheet(made, grant, person):
    by = made.users[person]
    sheet = handed_in(made, grant, by=by)
    assert code_of(confirm_sheet, sheet=sheet, by=by) == "own_sheet"
    assert code_of(send_back, sheet=sheet, by=by, note="x") == "own_sheet"


def test_the_database_refuses_a_sheet_confirmed_by_its_owner(made, grant):
    sheet = handed_in(made, grant)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthSheet.objects.filter(pk=sheet.pk).update(confirmed_by=made.member)


@pytest.mark.parametrize(
    "person", ["contact", "observer", "neighbour_leader", "outsider", "other_coach", "operator"]
)
def test_others_neither_confirm_nor_send_back(made, grant, person):
    sheet, by = handed_in(made, grant), made.users[person]
    with pytest.raises(NotAllowed):
        confirm_sheet(sheet=sheet, by=by)
    with pytest.raises(NotAllowed):
        send_back(sheet=sheet, by=by, note="x")


def test_a_member_does_not_confirm_another_members_sheet(made, grant):
    assign(made.outsider, made.participation, Role.MEMBER)
    with pytest.raises(NotAllowed):
        confirm_sheet(sheet=handed_in(made, grant), by=made.outsider)


def test_what_is_not_handed_in_is_not_confirmed(made, grant):
    sheet = add(made, grant).sheet
    assert code_of(confirm_sheet, sheet=sheet, by=made.leader) == "not_submitted"
    assert code_of(send_back, sheet=sheet, by=made.leader, note="x") == "not_submitted"


def test_a_sheet_that_changed_since_it_was_read_is_not_confirmed(made, grant):
    sheet = handed_in(made, grant)
    reopen_sheet(sheet=sheet, by=made.member)
    add(made, grant, what="More", quantity=Decimal(20))
    submit_sheet(sheet=sheet, by=made.member)
    with pytest.raises(Conflict):
        confirm_sheet(sheet=sheet, by=made.leader, version=sheet.version)
    assert MonthSheet.objects.get().state == SheetState.SUBMITTED


# --- Sending back -------------------------------------------------------------------------


def test_sending_back_opens_the_sheet_and_writes_to_its_owner(made, grant):
    sheet = send_back(sheet=handed_in(made, grant), by=made.leader, note=" The 3rd is missing. ")
    assert (sheet.state, sheet.note) == (SheetState.OPEN, "The 3rd is missing.")
    letter = Letter.objects.get()
    assert (letter.to_address, letter.recipient, letter.region) == (
        "member@example.org", made.member, made.region,
    )  # fmt: skip
    assert "The 3rd is missing." in letter.text
    assert f"/places/{made.participation.pk}/money/hours/{sheet.pk}/" in letter.text
    assert "your hours for" in letter.subject


def test_each_return_is_a_letter_of_its_own(made, grant):
    sheet = send_back(sheet=handed_in(made, grant), by=made.leader, note="One")
    submit_sheet(sheet=sheet, by=made.member)
    send_back(sheet=sheet, by=made.leader, note="Two")
    assert Letter.objects.count() == 2


def test_handing_in_again_takes_the_note_away(made, grant):
    sheet = send_back(sheet=handed_in(made, grant), by=made.leader, note="One")
    assert submit_sheet(sheet=sheet, by=made.member).note == ""


@pytest.mark.parametrize(("note", "code"), [("  ", "note_missing"), ("x" * 241, "too_long")])
def test_a_sheet_is_sent_back_with_a_note_of_some_length(made, grant, note, code):
    sheet = handed_in(made, grant)
    assert code_of(send_back, sheet=sheet, by=made.leader, note=note) == code
    assert not Letter.objects.exists()


def test_the_trail_names_months_and_no_hours(made, grant):
    sheet = handed_in(made, grant, on=timezone.localdate())
    confirm_sheet(sheet=sheet, by=made.leader)
    month = f"{sheet.month:%Y-%m}"
    assert [sentence(line) for line in history(made.participation)] == [
        f"Time sheet for {month} confirmed",
        f"Time sheet for {month} handed in",
        f"Line written on a time sheet for {month}",
    ]
    assert "2.5" not in str([line.facts for line in history(made.participation)])
