"""The coaching log's verbs: log, correct, settle the next step."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from outbox.models import Letter
from places.coaching.services import edit_contact, entry_version, log_contact, settle_next_step
from places.models import CoachingEntry, Participation
from tests.factories import assign, world

pytestmark = pytest.mark.django_db
CANARY = "canary-7f3a"


@pytest.fixture
def made():
    return world()


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


def log(made, by=None, **fields):
    return log_contact(
        **{
            "participation": made.participation,
            "by": by or made.coach,
            "kind": "call",
            "on": in_days(0),
        }
        | fields
    )


def refused(code, made, **fields):
    with pytest.raises(Refusal) as caught:
        log(made, **fields)
    assert (caught.value.code, CoachingEntry.objects.count(), Letter.objects.count()) == (
        code,
        0,
        0,
    )


def summary(made):
    place = Participation.objects.get(pk=made.participation.pk)
    return place.last_contact_on, place.next_on, place.next_text


# --- Logging ----------------------------------------------------------------------------


def test_log_contact_stores_every_field_and_moves_the_summary(made):
    step = made.participation.method_version.steps.get(order=2)
    log(
        made,
        kind="visit",
        party="municipality",
        on=in_days(-1),
        minutes=90,
        with_whom=" Näringslivschefen ",
        step=step,
        shared=" Vi gick igenom läget ",
        private=" Trögt ",
        next_text="Ny träff",
        next_on=in_days(7),
    )
    entry = CoachingEntry.objects.get()
    assert (entry.kind, entry.party, entry.on, entry.minutes, entry.with_whom, entry.step) == (
        "visit",
        "municipality",
        in_days(-1),
        90,
        "Näringslivschefen",
        step,
    )
    assert (entry.shared, entry.private, entry.next_text, entry.next_on, entry.by) == (
        "Vi gick igenom läget", "Trögt", "Ny träff", in_days(7), made.coach,
    )  # fmt: skip
    assert summary(made) == (in_days(-1), in_days(7), "Ny träff")
    assert [event.verb for event in AuditEvent.objects.all()] == ["coaching.logged_municipality"]


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("unknown_kind", {"kind": "pigeon"}),
        ("unknown_party", {"party": "king"}),
        ("date_in_future", {"on": in_days(1)}),
        ("date_before_start", {"on": in_days(-60 - 91)}),
        ("wrong_length", {"minutes": 0}),
        ("wrong_length", {"minutes": 1441}),
        ("too_long", {"with_whom": "x" * 201}),
        ("too_long", {"next_text": "x" * 241, "next_on": in_days(3)}),
        ("next_needs_text", {"next_on": in_days(3)}),
        ("next_needs_date", {"next_text": "Ring"}),
        ("next_too_early", {"next_text": "Ring", "next_on": in_days(0)}),
        ("nothing_to_tell", {"tell_leader": True, "private": CANARY}),
    ],
)
def test_log_contact_with_bad_input_is_refused(made, code, fields):
    refused(code, made, **fields)


def test_log_contact_with_a_step_of_another_method_is_refused(made):
    refused("wrong_step", made, step=made.other_programme.method_version.steps.first())


def test_log_contact_on_the_first_day_that_counts_is_allowed(made):
    """The place started 60 days ago; contacts count from 90 days before that."""
    assert log(made, on=in_days(-60 - 90)).pk


@pytest.mark.day(dt.date(2026, 11, 16))
def test_log_contact_twice_in_two_minutes_is_one_entry(made):
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False) as clock:
        Participation.objects.update(started_on=dt.date(2026, 10, 1))
        made.participation.refresh_from_db()
        first = log(made, shared="Samma")
        clock.shift(100)
        assert log(made, shared="Samma") == first
        assert log(made, shared="En annan") != first
        clock.shift(60)
        assert log(made, shared="Samma") != first


@pytest.mark.parametrize("name", ["coach", "manager", "admin"])
def test_log_contact_by_those_who_may_is_logged(made, name):
    assert log(made, by=getattr(made, name)).by == getattr(made, name)


@pytest.mark.parametrize(
    "name",
    [
        "leader",
        "member",
        "contact",
        "observer",
        "outsider",
        "neighbour_leader",
        "other_coach",
        "other_admin",
    ],
)
def test_log_contact_by_others_is_not_allowed(made, name):
    with pytest.raises(NotAllowed):
        log(made, by=getattr(made, name))
    assert not CoachingEntry.objects.exists()


def test_log_contact_by_a_stand_in_is_allowed_within_the_period(made):
    assign(made.outsider, made.participation, "coach", stand_in=True, ends_on=in_days(0))
    assert log(made, by=made.outsider).by == made.outsider
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)), pytest.raises(NotAllowed):
        log(made, by=type(made.outsider).objects.get(pk=made.outsider.pk))


# --- The mail to the process leader -----------------------------------------------------


def test_log_contact_with_tell_leader_sends_shared_note_and_next_step_but_not_the_private(made):
    entry = log(
        made,
        shared="Vi är överens",
        private=CANARY,
        next_text="Stormöte",
        next_on=in_days(9),
        tell_leader=True,
    )
    letter = Letter.objects.get()
    assert (letter.to_address, letter.key, letter.kind, letter.language) == (
        "leader@example.org", f"coaching:{entry.pk}:{made.leader.pk}", "notice", "en",
    )  # fmt: skip
    for text in (letter.text, letter.html):
        assert "Vi är överens" in text
        assert "Stormöte" in text
        assert CANARY not in text
    assert CANARY not in letter.subject


def test_log_contact_without_tell_leader_sends_nothing(made):
    log(made, shared="Vi är överens")
    assert not Letter.objects.exists()


def test_log_contact_letter_escapes_what_people_write(made):
    log(made, shared="<script>alert(1)</script>", tell_leader=True)
    letter = Letter.objects.get()
    assert "<script>" not in letter.html
    assert "<script>alert(1)</script>" in letter.text


# --- Correcting -------------------------------------------------------------------------


def corrected(entry, by, **fields):
    told = {"kind": entry.kind, "on": entry.on, "shared": entry.shared, "private": entry.private}
    return edit_contact(entry=entry, by=by, **told | fields)


def test_edit_contact_by_its_author_changes_it_and_keeps_before_and_after_but_no_notes(made):
    entry = log(made, minutes=30, private=CANARY, with_whom="Ordföranden")
    corrected(entry, made.coach, minutes=45, private=f"{CANARY} two", kind="visit", on=in_days(-1))
    entry.refresh_from_db()
    assert (entry.minutes, entry.private, entry.kind, entry.with_whom) == (
        45,
        f"{CANARY} two",
        "visit",
        "",
    )
    event = AuditEvent.objects.first()
    assert (event.verb, event.facts["before"], event.facts["after"]) == (
        "coaching.corrected",
        {"kind": "call", "on": in_days(0).isoformat(), "minutes": 30},
        {"kind": "visit", "on": in_days(-1).isoformat(), "minutes": 45},
    )
    assert sorted(event.facts["fields"]) == ["kind", "minutes", "on", "private", "with_whom"]
    assert CANARY not in str(list(AuditEvent.objects.values()))
    assert summary(made)[0] == in_days(-1)


def test_edit_contact_with_the_same_values_leaves_no_line(made):
    entry = log(made, shared="Samma")
    corrected(entry, made.coach)
    assert AuditEvent.objects.count() == 1


def test_edit_contact_of_somebody_else_is_refused(made):
    entry = log(made)
    with pytest.raises(Refusal) as caught:
        corrected(entry, made.manager, shared="Nytt")
    assert caught.value.code == "not_yours"


def test_edit_contact_after_thirty_days_is_refused(made):
    entry = log(made)
    with (
        time_machine.travel(timezone.now() + dt.timedelta(days=31)),
        pytest.raises(Refusal) as caught,
    ):
        corrected(entry, made.coach, shared="Nytt")
    assert caught.value.code == "too_old"


def test_edit_contact_with_an_older_version_is_a_conflict_with_both_values(made):
    entry = log(made, shared="Först")
    seen = entry_version(entry)
    corrected(entry, made.coach, shared="Fönster ett")
    with pytest.raises(Conflict) as caught:
        corrected(entry, made.coach, shared="Fönster två", version=seen)
    assert (caught.value.theirs["shared"], caught.value.yours["shared"]) == (
        "Fönster ett",
        "Fönster två",
    )
    entry.refresh_from_db()
    assert (entry.shared, caught.value.version) == ("Fönster ett", entry_version(entry))


def test_edit_contact_keeps_the_rules_of_logging(made):
    entry = log(made)
    with pytest.raises(Refusal) as caught:
        corrected(entry, made.coach, on=in_days(2))
    assert caught.value.code == "date_in_future"


# --- The agreed next step ---------------------------------------------------------------


def test_settle_next_step_moves_the_summary_to_the_next_one(made):
    first = log(made, next_text="Ring", next_on=in_days(2))
    log(made, next_text="Träffas", next_on=in_days(9))
    assert summary(made) == (in_days(0), in_days(2), "Ring")
    settle_next_step(entry=first, by=made.coach)
    settle_next_step(entry=first, by=made.coach)
    first.refresh_from_db()
    assert (first.next_done_on, summary(made)) == (in_days(0), (in_days(0), in_days(9), "Träffas"))
    assert [event.verb for event in AuditEvent.objects.all()].count("coaching.next_done") == 1


@pytest.mark.parametrize(
    ("code", "next_step", "day"),
    [("no_next_step", {}, 0), ("date_in_future", {"next_text": "Ring", "next_on": in_days(3)}, 1),
     ("date_before_contact", {"next_text": "Ring", "next_on": in_days(3)}, -1)],
)  # fmt: skip
def test_settle_next_step_with_bad_input_is_refused(made, code, next_step, day):
    entry = log(made, **next_step)
    with pytest.raises(Refusal) as caught:
        settle_next_step(entry=entry, by=made.coach, on=in_days(day))
    assert caught.value.code == code


def test_settle_next_step_by_the_process_leader_is_not_allowed(made):
    entry = log(made, next_text="Ring", next_on=in_days(2))
    with pytest.raises(NotAllowed):
        settle_next_step(entry=entry, by=made.leader)
