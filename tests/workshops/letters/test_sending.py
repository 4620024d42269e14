"""Sendings: once, undone, approved, limited; what a change or a cancellation brings."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from outbox.blocks.services import suppress
from outbox.campaigns.services import stop
from outbox.models import Campaign, Letter, LetterState, SendingLimit, Suppression
from tests.factories import world
from tests.workshops.inviting import read, send
from tests.workshops.samples import guest, meeting
from workshops.answers.services import answer
from workshops.guests.services import make_list
from workshops.letters import services as campaigns
from workshops.letters.rules import FIRST_BIG, MOST_A_DAY, refuse_foreign_links
from workshops.models import Audience, Invitation, LetterRole, MeetingCampaign, WorkshopState
from workshops.planning.services import save_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def refusal(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value


def code_of(act):
    return refusal(act).code


def guests(workshop, count, **fields):
    return Invitation.objects.bulk_create(
        Invitation(
            **{
                "workshop": workshop, "how": "added", "name": f"Gäst {n}", "language": "sv",
                "email": f"gast{n}@example.org",
            } | fields
        )
        for n in range(count)
    )  # fmt: skip


def to_whom(campaign):
    return sorted(campaign.outbox.letters.values_list("to_address", flat=True))


@pytest.mark.day(dt.date(2026, 11, 16))
def test_send_leaves_in_five_minutes_to_those_not_written_to(w, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False)
    workshop = meeting(w)
    new, had = guest(workshop, 1, invited_at=None), guest(workshop, 2)
    guest(workshop, 3, invited_at=None, email="")
    campaign = send(workshop, w.leader)
    assert to_whom(campaign) == [new.email]
    assert campaign.outbox.not_before == timezone.now() + dt.timedelta(minutes=5)
    new.refresh_from_db()
    assert new.invited_at == campaign.outbox.not_before
    assert had.email not in to_whom(campaign)


def test_same_form_twice_is_one_sending(w):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    key = uuid.uuid4()
    assert send(workshop, w.leader, key=key) == send(workshop, w.leader, key=key)
    assert (MeetingCampaign.objects.count(), Campaign.objects.count(), Letter.objects.count()) == (
        1,
        1,
        1,
    )


def test_form_of_somebody_else_is_used_up(w):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    key = uuid.uuid4()
    send(workshop, w.leader, key=key)
    assert code_of(lambda: send(workshop, w.member, key=key)) == "key_taken"


def test_later_guests_get_the_same_letter_once_with_time_and_place_of_now(w):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    first = send(workshop, w.leader, subject="Kom!", body="Hej {name}")
    late = guest(workshop, 2, invited_at=None)
    workshop.hall = "Skolan"
    workshop.save()
    second = campaigns.send_to_new(campaign=first, by=w.leader, key=uuid.uuid4())
    assert to_whom(second) == [late.email]
    letter = read(second.outbox.letters.get())
    assert letter.subject == "Kom!"
    assert "Skolan" in letter.text
    assert code_of(
        lambda: campaigns.send_to_new(campaign=first, by=w.leader, key=uuid.uuid4())
    ) == "nobody"  # fmt: skip


def test_undo_takes_the_letters_back_and_lets_them_be_sent_again(w):
    workshop = meeting(w)
    one = guest(workshop, 1, invited_at=None)
    campaign = send(workshop, w.leader)
    campaigns.undo(campaign=campaign, by=w.leader)
    one.refresh_from_db()
    assert one.invited_at is None
    assert campaign.outbox.letters.get().state == LetterState.DISCARDED
    assert to_whom(send(workshop, w.leader)) == [one.email]


def test_sending_undone_in_the_outbox_is_undone_here_too(w):
    workshop = meeting(w)
    one = guest(workshop, 1, invited_at=None)
    stop(send(workshop, w.leader).outbox, by=w.manager)
    one.refresh_from_db()
    assert one.invited_at is None


def test_undo_after_the_first_letter_left_is_refused(w):
    workshop = meeting(w)
    one = guest(workshop, 1, invited_at=None)
    campaign = send(workshop, w.leader)
    campaign.outbox.letters.update(state=LetterState.SENT)
    assert code_of(lambda: campaigns.undo(campaign=campaign, by=w.leader)) == "letters_left"
    one.refresh_from_db()
    assert one.invited_at is not None


@pytest.mark.parametrize(
    ("state", "days", "code"),
    [
        (WorkshopState.DRAFT, 14, "not_announced"),
        (WorkshopState.CANCELLED, 14, "meeting_cancelled"),
        (WorkshopState.ANNOUNCED, -1, "meeting_over"),
    ],
)
def test_nobody_is_invited_to_what_is_not_to_come(w, state, days, code):
    workshop = meeting(
        w, state=state, starts_at=timezone.now() + dt.timedelta(days=days), ends_at=None
    )
    guest(workshop, 1, invited_at=None)
    assert code_of(lambda: send(workshop, w.leader)) == code
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("hours", "code"), [(-1, "send_at_past"), (24 * 15, "send_at_late")])
def test_time_of_sending_must_lie_before_the_meeting(w, hours, code):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    at = timezone.now() + dt.timedelta(hours=hours)
    assert code_of(lambda: send(workshop, w.leader, send_at=at)) == code


def test_scheduled_sending_waits_for_its_time(w):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    at = timezone.now() + dt.timedelta(days=2)
    assert send(workshop, w.leader, send_at=at).outbox.letters.get().not_before == at


@pytest.mark.parametrize("person", ["observer", "contact", "outsider", "neighbour_leader"])
def test_others_cannot_send(w, person):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    with pytest.raises(NotAllowed):
        send(workshop, getattr(w, person))


# --- The second person


def test_small_sending_needs_nobody_and_the_first_big_one_does(w):
    workshop = meeting(w)
    guests(workshop, FIRST_BIG)
    first = send(workshop, w.leader)
    assert first.outbox.needs_approval
    assert set(first.outbox.letters.values_list("state", flat=True)) == {LetterState.HELD}
    asked = Letter.objects.filter(kind="notice").values_list("to_address", flat=True)
    assert list(asked) == [w.coach.email]
    campaigns.approve(campaign=first, by=w.coach)
    assert set(first.outbox.letters.values_list("state", flat=True)) == {LetterState.READY}
    small, next_big = meeting(w, places=[w.participation]), meeting(w)
    guests(small, FIRST_BIG - 1)
    guests(next_big, FIRST_BIG)
    assert not send(small, w.coach).outbox.needs_approval
    assert not send(next_big, w.leader).outbox.needs_approval


def test_small_sendings_of_a_day_are_looked_at_like_a_big_one(w, time_machine):
    meetings = [meeting(w), meeting(w), meeting(w)]
    for one in meetings:
        guests(one, 13)
    assert not send(meetings[0], w.leader).outbox.needs_approval
    assert send(meetings[1], w.leader).outbox.needs_approval
    time_machine.move_to(timezone.now() + dt.timedelta(days=1, minutes=1), tick=False)
    assert not send(meetings[2], w.leader).outbox.needs_approval


def test_second_big_sending_of_the_same_person_waits_from_the_regions_number(w):
    SendingLimit.objects.create(region=w.region, per_day=10_000, per_minute=1000, approve_from=40)
    first, second, third = meeting(w), meeting(w), meeting(w)
    guests(first, 25)
    guests(second, 39)
    guests(third, 40)
    campaigns.approve(campaign=send(first, w.leader), by=w.coach)
    assert not send(second, w.leader).outbox.needs_approval
    assert send(third, w.leader).outbox.needs_approval


def test_region_may_do_without_second_persons(w):
    SendingLimit.objects.create(region=w.region, per_day=10_000, per_minute=1000, approve_from=0)
    workshop = meeting(w)
    guests(workshop, 200)
    assert not send(workshop, w.leader).outbox.needs_approval


@pytest.mark.parametrize(
    ("person", "may"),
    [("coach", True), ("manager", True), ("admin", True), ("leader", False), ("member", False),
     ("observer", False), ("outsider", False), ("neighbour_leader", False)],
)  # fmt: skip
def test_approval_is_for_coach_and_those_who_run_the_programme(w, person, may):
    workshop = meeting(w)
    guests(workshop, FIRST_BIG)
    campaign = send(workshop, w.leader)
    if may:
        assert campaigns.approve(campaign=campaign, by=getattr(w, person)) == campaign
        return
    with pytest.raises(NotAllowed):
        campaigns.approve(campaign=campaign, by=getattr(w, person))
    assert set(campaign.outbox.letters.values_list("state", flat=True)) == {LetterState.HELD}


def test_sender_cannot_approve_the_own_sending(w):
    workshop = meeting(w)
    guests(workshop, FIRST_BIG)
    campaign = send(workshop, w.coach)
    assert code_of(lambda: campaigns.approve(campaign=campaign, by=w.coach)) == "same_person"


# --- Limits


@pytest.mark.day(dt.date(2026, 11, 16))
def test_fourth_letter_of_a_week_from_a_place_is_left_out(w, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC), tick=False)
    workshop = meeting(w, starts_at=timezone.now() + dt.timedelta(days=30), ends_at=None)
    guest(workshop, 1)
    for _number in range(3):
        send(workshop, w.leader, audience=Audience.ALL)
    assert code_of(lambda: send(workshop, w.leader, audience=Audience.ALL)) == "weekly_limit"
    fresh = guest(workshop, 2)
    assert to_whom(send(workshop, w.leader, audience=Audience.ALL)) == [fresh.email]
    elsewhere = meeting(w, places=[w.neighbour])
    guest(elsewhere, 1)
    assert to_whom(send(elsewhere, w.manager, audience=Audience.ALL)) == ["gast1@example.org"]
    time_machine.shift(dt.timedelta(days=7, minutes=1))
    assert len(to_whom(send(workshop, w.leader, audience=Audience.ALL))) == 2


def test_sending_over_the_quota_writes_nothing(w):
    SendingLimit.objects.create(region=w.region, per_day=2, per_minute=2, approve_from=100)
    workshop = meeting(w)
    guests(workshop, 3)
    assert code_of(lambda: send(workshop, w.leader)) == "quota_reached"
    assert not Letter.objects.exists()
    assert not MeetingCampaign.objects.exists()
    assert not workshop.invitations.filter(invited_at__isnull=False).exists()


@pytest.mark.parametrize(
    "text",
    ["https://evil.example/", "see HTTP://EVIL.example:8000", "www.evil.example",
     "https://example.org@evil.example/", "https://example.org.evil.example"],
)  # fmt: skip
def test_text_that_links_elsewhere_is_refused(text):
    with pytest.raises(Refusal) as refused:
        refuse_foreign_links(text, frozenset({"example.org"}))
    assert refused.value.code == "foreign_link"


def test_text_may_link_to_the_meetings_materials(w):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    body = "Läs https://docs.example.org/plan först."
    assert code_of(lambda: send(workshop, w.leader, subject="S", body=body)) == "foreign_link"
    workshop.materials.create(title="Plan", link="https://docs.example.org/plan")
    assert send(workshop, w.leader, subject="S", body=body).pk


def test_undoing_a_second_invitation_leaves_the_first_one_counted(w):
    workshop = meeting(w)
    both = guest(workshop, 1, invited_at=None)
    send(workshop, w.leader)
    late = guest(workshop, 2, invited_at=None)
    again = send(workshop, w.leader, audience=Audience.ALL)
    assert to_whom(again) == [both.email, late.email]
    campaigns.undo(campaign=again, by=w.leader)
    told = dict(workshop.invitations.values_list("pk", "invited_at"))
    assert told[both.pk] is not None
    assert told[late.pk] is None


def test_more_than_a_days_letters_of_a_place_are_refused_to_its_leader(w):
    workshop = meeting(w)
    guests(workshop, MOST_A_DAY)
    first = send(workshop, w.leader)
    guest(workshop, 9_999, invited_at=None)
    refused = refusal(lambda: send(workshop, w.leader))
    assert (refused.code, "and 0 are left today" in str(refused)) == ("daily_limit", True)
    other = meeting(w, places=[])
    guest(other, 1, invited_at=None)
    assert to_whom(send(other, w.manager)) == ["gast1@example.org"]
    assert to_whom(send(workshop, w.manager)) == ["gast9999@example.org"]
    campaigns.undo(campaign=first, by=w.leader)
    guest(workshop, 9_998, invited_at=None)
    workshop.invitations.filter(name__lt="Gäst 5").update(removed_at=timezone.now())
    assert send(workshop, w.leader).pk


# --- Lists with an owner


def test_owner_alone_writes_to_the_own_list(w):
    workshop = meeting(w)
    own = make_list(workshop=workshop, by=w.member, name="Mina")
    mine = guest(workshop, 1, invited_at=None, guest_list=own)
    guest(workshop, 2, invited_at=None)
    with pytest.raises(NotAllowed):
        send(workshop, w.leader, guest_list=own)
    assert to_whom(send(workshop, w.leader)) == ["gast2@example.org"]
    assert to_whom(send(workshop, w.member, guest_list=own)) == [mine.email]
    with pytest.raises(NotAllowed):
        campaigns.undo(campaign=MeetingCampaign.objects.latest("pk"), by=w.leader)


def test_letters_to_an_own_list_are_read_by_its_owner_alone(client, w):
    workshop = meeting(w)
    own = make_list(workshop=workshop, by=w.member, name="Mina")
    hidden, known = guest(workshop, 1, guest_list=own), guest(workshop, 2)
    workshop.version += 1
    workshop.save()
    announced = campaigns.announce_change(workshop, w.leader, ["place"])
    answer(invitation=hidden, answer="yes")
    letters = Letter.objects.filter(about_id=hidden.pk)
    letters.update(state="failed")
    suppress(address=hidden.email, region=None, reason="bounce")
    assert letters.count() == 2
    for reader in (w.leader, w.manager, w.admin):
        seen = Letter.objects.visible_to(reader).values_list("to_address", flat=True)
        assert hidden.email not in seen
        assert not Suppression.objects.visible_to(reader).exists()
        assert Letter.objects.needs(reader, [w.region.pk])[0] == 0
    assert set(Letter.objects.visible_to(w.member)) == set(letters)
    assert known.email in Letter.objects.visible_to(w.admin).values_list("to_address", flat=True)

    client.force_login(w.admin)
    page = client.get(announced.outbox.get_absolute_url()).content.decode()
    assert "1 letter to somebody's own list did not arrive" in page
    assert hidden.email not in page


def test_each_reader_gets_the_own_language(w):
    workshop = meeting(w, language="sv")
    guest(workshop, 1, invited_at=None)
    guest(workshop, 2, invited_at=None, language="en")
    send(workshop, w.leader, subject="Kom till bygden!", body="Hej {name}, välkommen.")
    swedish, english = (read(Letter.objects.get(to_address=f"gast{n}@example.org")) for n in (1, 2))
    assert swedish.subject == "Kom till bygden!"
    assert english.subject.startswith("Welcome to Stormöte i Näsum")


# --- Change and cancellation


def test_change_reaches_those_who_were_written_to_and_no_others(w):
    workshop = meeting(w)
    yes, no, silent = (
        guest(workshop, 1, answer="yes", seat="taken"), guest(workshop, 2, answer="no"),
        guest(workshop, 3),
    )  # fmt: skip
    guest(workshop, 4, invited_at=None)
    guest(workshop, 5, left_at=timezone.now())
    workshop.version += 1
    workshop.sequence += 1
    workshop.save()
    place = campaigns.announce_change(workshop, w.leader, ["place"])
    assert to_whom(place) == [yes.email, silent.email]
    assert campaigns.announce_change(workshop, w.leader, ["place"]) == place
    workshop.version += 1
    workshop.save()
    time = campaigns.announce_change(workshop, w.leader, ["time"])
    assert to_whom(time) == [yes.email, no.email, silent.email]
    letter = read(time.outbox.letters.first())
    assert "SEQUENCE:1" in letter.calendar
    assert letter.calendar_method == "REQUEST"


def test_waiting_invitation_gets_the_new_facts_and_its_readers_no_change_letter(w):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    campaign = send(workshop, w.leader, send_at=timezone.now() + dt.timedelta(days=2))
    workshop.hall, workshop.version = "Skolan", 2
    workshop.save()
    assert campaigns.announce_change(workshop, w.leader, ["place"]) is None
    assert "Skolan" in read(campaign.outbox.letters.get()).text


def test_changed_meeting_changes_the_invitation_that_still_waits(w):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    campaign = send(workshop, w.leader, send_at=timezone.now() + dt.timedelta(days=2))
    save_workshop(workshop=workshop, by=w.leader, version=workshop.version, hall="Skolan")
    letter = read(campaign.outbox.letters.get())
    assert "Skolan" in letter.text
    assert "Folkets hus" not in letter.text + letter.calendar


def test_cancellation_withdraws_the_calendar_entry_and_stops_what_waits(w):
    workshop = meeting(w)
    yes, no = guest(workshop, 1, answer="yes"), guest(workshop, 2, answer="no")
    guest(workshop, 3, invited_at=None)
    waiting = send(workshop, w.leader)
    workshop.state, workshop.cancel_reason = WorkshopState.CANCELLED, "Snöstorm."
    workshop.sequence += 1
    workshop.save()
    told = campaigns.announce_cancel(workshop, w.leader)
    assert to_whom(told) == [yes.email]
    assert no.email not in to_whom(told)
    letter = read(told.outbox.letters.get())
    assert "Snöstorm." in letter.text
    assert letter.calendar_method == "CANCEL"
    assert "METHOD:CANCEL" in letter.calendar
    waiting.outbox.refresh_from_db()
    assert waiting.outbox.stopped_at is not None
    assert campaigns.announce_cancel(workshop, w.leader) == told


def test_no_role_but_those_of_people_can_be_sent_by_hand(w):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    words = {"subject": "S", "body": "B {offered_until}"}
    assert code_of(
        lambda: send(workshop, w.leader, role=LetterRole.OFFER, **words)
    ) == "wrong_role"  # fmt: skip
