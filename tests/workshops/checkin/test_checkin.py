"""The verbs of the door: came, undone, walked in; once, in any order, within its time."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.checkin.acts import Act, Result, WalkIn
from workshops.checkin.codes import checkin_token, is_code_of, number_of, short_code
from workshops.checkin.services import check_in, take_acts, undo
from workshops.models import (
    CheckinAct,
    CheckinEntry,
    GuestList,
    HowInvited,
    Invitation,
    Workshop,
    WorkshopState,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def begun(w, **fields) -> Workshop:
    """A meeting that began an hour ago."""
    start = timezone.now() - dt.timedelta(hours=1)
    return meeting(w, starts_at=start, ends_at=start + dt.timedelta(hours=2), **fields)


def came(workshop, by, one, **more):
    return check_in(workshop=workshop, by=by, key=uuid.uuid4(), invitation_id=one.pk, **more)


def walked_in(workshop, by, name="Astrid Olsson", key=None, persons=1, **more):
    return check_in(
        workshop=workshop, by=by, key=key or uuid.uuid4(), persons=persons,
        walk_in=WalkIn(name=name, **more),
    )  # fmt: skip


def here(one: Invitation) -> tuple[bool, int]:
    one.refresh_from_db()
    return one.attended_at is not None, one.attended_persons


def test_couple_with_one_address_comes_as_two(w):
    workshop = begun(w)
    walked_in(workshop, w.leader, "Anna Ek", email="familjenek@example.org")
    walked_in(workshop, w.leader, "Bo Ek", email="familjenek@example.org")
    walked_in(workshop, w.leader, "Anna", email="familjenek@example.org")

    rows = Invitation.objects.order_by("pk").values_list("name", "attended_persons")
    assert list(rows) == [("Anna Ek", 1), ("Bo Ek", 1)]


def code_of(call) -> str:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code


def test_guest_checked_in_is_here_with_the_persons_who_came(w):
    workshop = begun(w)
    one = guest(workshop, persons=2)
    entry = came(workshop, w.leader, one, persons=3)
    assert here(one) == (True, 3)
    assert one.persons == 2
    assert (entry.act, entry.persons, entry.by) == (CheckinAct.CAME, 3, w.leader)
    line = AuditEvent.objects.get(verb="door.checked")
    assert (line.subject_type, line.subject_id, line.facts) == (
        "workshops.workshop", workshop.pk, {"acts": 1},
    )  # fmt: skip


def test_same_key_again_changes_nothing(w):
    workshop = begun(w)
    one = guest(workshop)
    key = uuid.uuid4()
    first = check_in(workshop=workshop, by=w.leader, key=key, invitation_id=one.pk, persons=2)
    again = check_in(workshop=workshop, by=w.member, key=key, invitation_id=one.pk, persons=5)
    assert (again.pk, again.persons, again.by) == (first.pk, 2, w.leader)
    assert here(one) == (True, 2)
    assert AuditEvent.objects.filter(verb="door.checked").count() == 1


def test_undo_takes_somebody_out_and_checking_in_again_brings_them_back(w):
    workshop = begun(w)
    one = guest(workshop)
    came(workshop, w.leader, one)
    undo(workshop=workshop, by=w.leader, key=uuid.uuid4(), invitation_id=one.pk)
    assert here(one) == (False, 0)
    came(workshop, w.leader, one, persons=2)
    assert here(one) == (True, 2)


def test_late_act_does_not_outdo_a_newer_one(w):
    workshop = begun(w)
    one = guest(workshop)
    now = timezone.now()
    undo(workshop=workshop, by=w.leader, key=uuid.uuid4(), invitation_id=one.pk, at=now)
    came(workshop, w.member, one, at=now - dt.timedelta(minutes=5))
    assert here(one) == (False, 0)


def test_phone_with_a_clock_ahead_does_not_outdo_what_comes_later(w):
    workshop = begun(w)
    one = guest(workshop)
    came(workshop, w.leader, one, at=timezone.now() + dt.timedelta(days=3))
    undo(workshop=workshop, by=w.leader, key=uuid.uuid4(), invitation_id=one.pk)
    assert here(one) == (False, 0)


def test_walk_in_becomes_a_row_that_says_how_and_undone_leaves_the_list(w):
    workshop = begun(w)
    key = uuid.uuid4()
    entry = walked_in(
        workshop, w.leader, "  Åsa Berg ", key, 2, sector="business", email="ASA@example.org "
    )
    again = walked_in(workshop, w.leader, "Åsa Berg", key, 2)
    assert again.pk == entry.pk
    one = Invitation.objects.get(workshop=workshop)
    assert (one.name, one.email, one.sector, one.how, one.language, one.invited_at) == (
        "Åsa Berg", "asa@example.org", "business", HowInvited.WALKED_IN, "sv", None,
    )  # fmt: skip
    assert one.source
    assert here(one) == (True, 2)
    undo(workshop=workshop, by=w.leader, key=uuid.uuid4(), invitation_id=one.pk)
    assert here(one) == (False, 0)
    assert one.removed_at is not None


def test_walk_in_with_an_address_from_the_list_is_that_guest(w):
    workshop = begun(w)
    one = guest(workshop, email="Gast1@example.org")
    walked_in(workshop, w.leader, "Gäst", email="gast1@example.org", persons=2)
    assert Invitation.objects.count() == 1
    assert here(one) == (True, 2)
    assert one.name == "Gäst 1"


def test_walk_ins_without_address_are_two_people(w):
    workshop = begun(w)
    walked_in(workshop, w.leader)
    walked_in(workshop, w.leader)
    assert Invitation.objects.filter(how=HowInvited.WALKED_IN).count() == 2


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": " \r\n\u2028"}, "name_missing"),
        ({"name": "x" * 151}, "name_too_long"),
        ({"name": "x", "email": "a@b\r\nBcc: c@d.se"}, "wrong_email"),
        ({"name": "x", "email": f"{'x' * 250}@example.org"}, "wrong_email"),
        ({"name": "x", "sector": "army"}, "wrong_sector"),
        ({"name": "x", "persons": 0}, "wrong_persons"),
        ({"name": "x", "persons": 100}, "wrong_persons"),
    ],
)
def test_walk_in_with_bad_input_is_refused_and_nothing_written(w, told, code):
    workshop = begun(w)
    assert code_of(lambda: walked_in(workshop, w.leader, **told)) == code
    assert (Invitation.objects.count(), CheckinEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("number", [0, -1, 2**63, 2**80, 999_999])
def test_guest_unknown_here_is_refused(w, number):
    workshop = begun(w)
    elsewhere = guest(begun(w))
    for pk in (number, elsewhere.pk):
        refused = code_of(
            lambda pk=pk: check_in(
                workshop=workshop, by=w.leader, key=uuid.uuid4(), invitation_id=pk
            )
        )
        assert refused == "unknown_guest"
    assert here(elsewhere) == (False, 0)


def test_guest_of_anothers_list_comes_in_by_code_alone(w):
    workshop = begun(w)
    own = GuestList.objects.create(workshop=workshop, name="Annes", owner=w.coach)
    one = guest(workshop, guest_list=own)
    assert code_of(lambda: came(workshop, w.leader, one)) == "unknown_guest"
    check_in(workshop=workshop, by=w.leader, key=uuid.uuid4(), code=short_code(one))
    assert here(one) == (True, 1)
    undo(workshop=workshop, by=w.coach, key=uuid.uuid4(), invitation_id=one.pk)
    assert here(one) == (False, 0)


def test_code_of_the_guest_opens_long_and_short_until_it_is_renewed(w):
    one = guest(begun(w))
    token, short = checkin_token(one), short_code(one)
    assert number_of(token) == number_of(short) == one.pk
    assert is_code_of(one, token)
    assert is_code_of(one, f" {short.replace(' ', '-')} ")
    one.edition = 2
    assert not is_code_of(one, token)
    assert not is_code_of(one, short)


@pytest.mark.parametrize(
    "text", ["", "-", "1", "12345", "é-1", "1-1-x", "9" * 79, "9" * 90, "١٢٣٤٥٦", "1-\ud800"]
)
def test_what_is_no_code_opens_nothing(w, text):
    workshop = begun(w)
    guest(workshop)
    act = Act(key=uuid.uuid4(), act=CheckinAct.CAME, at=timezone.now(), code=text or " ")
    (outcome,) = take_acts(workshop=workshop, by=w.leader, acts=[act])
    assert outcome.error.code == "wrong_code"


def test_code_for_another_purpose_is_refused(w):
    from core.tokens import token  # noqa: PLC0415 - only here

    workshop = begun(w)
    one = guest(workshop)
    answer = token("workshops.answer", one.pk, one.edition)
    key = uuid.uuid4()
    assert code_of(
        lambda: check_in(workshop=workshop, by=w.leader, key=key, code=answer)
    ) == "wrong_code"  # fmt: skip


def test_key_of_another_meeting_is_refused(w):
    first, second = begun(w), begun(w)
    entry = came(first, w.leader, guest(first))
    one = guest(second)
    assert code_of(
        lambda: check_in(workshop=second, by=w.leader, key=entry.key, invitation_id=one.pk)
    ) == "key_used"  # fmt: skip
    assert here(one) == (False, 0)


def test_closed_door_says_why(w):
    cancelled, draft = begun(w, state=WorkshopState.CANCELLED), begun(w, state=WorkshopState.DRAFT)
    assert code_of(lambda: came(cancelled, w.leader, guest(cancelled))) == "meeting_cancelled"
    assert code_of(lambda: came(draft, w.leader, guest(draft))) == "not_announced"


@pytest.mark.parametrize(
    ("after_start", "code"),
    [
        (dt.timedelta(hours=-2, seconds=-1), "too_early"),
        (dt.timedelta(hours=-2), ""),
        (dt.timedelta(days=14, hours=2), ""),
        (dt.timedelta(days=14, hours=2, seconds=1), "too_late"),
    ],
)
def test_door_is_open_from_two_hours_before_to_two_weeks_after(w, after_start, code):
    workshop = meeting(w)
    one = guest(workshop)
    with time_machine.travel(workshop.starts_at + after_start, tick=False):
        if code:
            assert code_of(lambda: came(workshop, w.leader, one)) == code
        else:
            came(workshop, w.leader, one)
    assert here(one)[0] is not bool(code)


def test_act_done_in_time_is_taken_when_it_arrives_later(w):
    workshop = begun(w)
    one = guest(workshop)
    evening = timezone.now()
    with time_machine.travel(evening + dt.timedelta(days=30), tick=False):
        came(workshop, w.leader, one, at=evening)
    assert here(one) == (True, 1)
    assert one.attended_at == evening


@pytest.mark.parametrize("person", ["contact", "observer"])
def test_whoever_only_sees_the_meeting_checks_nobody_in(w, person):
    workshop = begun(w)
    one = guest(workshop)
    with pytest.raises(NotAllowed):
        came(workshop, getattr(w, person), one)
    assert here(one) == (False, 0)


def test_one_refused_act_stops_no_other_and_the_walk_in_is_known_by_its_key(w):
    workshop = begun(w)
    one, now, walk_in = guest(workshop), timezone.now(), uuid.uuid4()
    acts = [
        Act(key=uuid.uuid4(), act=CheckinAct.CAME, at=now, invitation_id=999),
        Act(key=uuid.uuid4(), act=CheckinAct.UNDONE, at=now, walked_in=walk_in),
        Act(key=walk_in, act=CheckinAct.WALK_IN, at=now, guest=WalkIn(name="Bo")),
        Act(key=uuid.uuid4(), act=CheckinAct.CAME, at=now, walked_in=walk_in, persons=4),
        Act(key=uuid.uuid4(), act=CheckinAct.CAME, at=now, invitation_id=one.pk),
    ]
    outcomes = take_acts(workshop=workshop, by=w.leader, acts=acts)
    assert [outcome.result for outcome in outcomes] == [
        Result.REFUSED, Result.WAIT, Result.DONE, Result.DONE, Result.DONE,
    ]  # fmt: skip
    assert CheckinEntry.objects.count() == 3


@pytest.mark.parametrize("number", [1, 30])
def test_batch_of_any_length_asks_the_same(w, number, django_assert_num_queries):
    workshop = begun(w)
    acts = [
        Act(key=uuid.uuid4(), act=CheckinAct.CAME, at=timezone.now(), invitation_id=one.pk)
        for one in [guest(workshop, n) for n in range(number)]
    ]
    workshop = Workshop.objects.select_related("programme").get(pk=workshop.pk)
    take_acts(workshop=workshop, by=w.leader, acts=[])
    with django_assert_num_queries(9):
        take_acts(workshop=workshop, by=w.leader, acts=acts)
    assert workshop.invitations.filter(attended_persons=1).count() == number


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_acts_in_any_order_and_often_give_the_same_end(w, data):
    """Three guests and two walk-ins: order, repetition and the cut into batches do not matter."""
    Workshop.objects.all().delete()
    workshop = begun(w)
    guests = [guest(workshop, n) for n in range(3)]
    start, walk_ins = timezone.now() - dt.timedelta(minutes=50), [uuid.uuid4(), uuid.uuid4()]
    acts = [
        Act(key=key, act=CheckinAct.WALK_IN, at=start, persons=2, guest=WalkIn(name=f"Walk-in {n}"))
        for n, key in enumerate(walk_ins)
    ]
    for minute in range(1, data.draw(st.integers(1, 10)) + 1):
        who = data.draw(st.integers(0, 4))
        named = {"invitation_id": guests[who].pk} if who < 3 else {"walked_in": walk_ins[who - 3]}
        acts.append(
            Act(
                key=uuid.uuid4(),
                act=data.draw(st.sampled_from([CheckinAct.CAME, CheckinAct.UNDONE])),
                at=start + dt.timedelta(minutes=minute),
                persons=data.draw(st.integers(1, 5)),
                **named,
            )
        )
    expected = {act.invitation_id or act.walked_in or act.key: act for act in acts}
    sent = data.draw(st.permutations(acts + data.draw(st.lists(st.sampled_from(acts)))))
    while sent:
        size = data.draw(st.integers(1, len(sent)))
        batch, sent = sent[:size], sent[size:]
        outcomes = take_acts(workshop=workshop, by=w.leader, acts=batch)
        waiting = [act for act, one in zip(batch, outcomes, strict=True) if one.result == "wait"]
        assert {one.result for one in outcomes} <= {"done", "again", "wait"}
        sent += waiting
    assert CheckinEntry.objects.count() == len(acts)
    numbers = {
        entry.key: entry.invitation_id for entry in CheckinEntry.objects.filter(key__in=walk_ins)
    }
    for who, last in expected.items():
        one = Invitation.objects.get(pk=numbers.get(who, who))
        persons = 0 if last.act == CheckinAct.UNDONE else last.persons
        at = None if last.act == CheckinAct.UNDONE else last.at
        assert (one.attended_persons, one.attended_at) == (persons, at)
