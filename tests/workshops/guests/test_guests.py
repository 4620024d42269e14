"""Who is invited: one by one, whole groups, lists that others do not read, replacing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from people.models import Contact, Duty, Sector, Task, User
from places.models import GroupMember
from tests.factories import OrganisationFactory, world
from tests.workshops.samples import guest, meeting
from workshops.guests.forms import GuestForm
from workshops.guests.many import (
    Added,
    add_from_contacts,
    add_from_earlier,
    add_from_group,
)
from workshops.guests.services import add_guest, edit_guest, make_list, remove_guest, replace_guest
from workshops.models import HowInvited, Invitation
from workshops.planning.counts import bar, counts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def code_of(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_add_guest_keeps_one_form_of_the_address(w):
    made = add_guest(
        workshop=meeting(w), by=w.leader, name=" Anna  Ek ", email=" Anna@Example.ORG "
    )
    assert (made.name, made.email, made.how) == ("Anna Ek", "anna@example.org", HowInvited.ADDED)
    assert made.invited_at is None
    assert made.language == "sv"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "", "email": "a@example.org"}, "no_name"),
        ({"name": "A", "email": "a@"}, "bad_address"),
        ({"name": "A", "email": "a@example.org\r\nBcc: b@example.org"}, "bad_address"),
        ({"name": "A"}, "no_way_to_reach"),
        ({"name": "A\u2028B", "email": "a@example.org"}, "name_of_lines"),
    ],
)
def test_guest_that_cannot_be_reached_is_refused(w, fields, code):
    workshop = meeting(w)
    assert code_of(lambda: add_guest(workshop=workshop, by=w.leader, **fields)) == code
    assert not workshop.invitations.exists()


def test_same_address_twice_is_refused(w):
    workshop = meeting(w)
    guest(workshop, 1)
    assert code_of(
        lambda: add_guest(workshop=workshop, by=w.leader, name="Gäst", email="GAST1@example.org")
    ) == "already_on_list"  # fmt: skip


def test_whoever_left_stays_off_and_whoever_was_taken_off_can_come_back(w):
    workshop = meeting(w)
    guest(workshop, 1, left_at=timezone.now())
    taken_off = guest(workshop, 2, removed_at=timezone.now(), answer="no")

    def again(number):
        email = f"gast{number}@example.org"
        return add_guest(workshop=workshop, by=w.leader, name="Igen", email=email)

    assert code_of(lambda: again(1)) == "has_left"
    back = again(2)
    assert (back.pk, back.removed_at, back.answer, back.invited_at) == (
        taken_off.pk,
        None,
        "",
        None,
    )


@pytest.mark.parametrize("person", ["outsider", "neighbour_leader", "observer", "contact"])
def test_others_cannot_add_guests(w, person):
    workshop = meeting(w)
    with pytest.raises(NotAllowed):
        add_guest(workshop=workshop, by=getattr(w, person), name="A", email="a@example.org")


def invites(w, workshop, person):
    Duty.objects.create(workshop=workshop, task=Task.INVITES, name="C", user=person)
    return User.objects.get(pk=person.pk)


def test_task_of_inviting_reaches_ones_own_list_alone(w):
    workshop = meeting(w)
    coordinator = invites(w, workshop, w.outsider)
    assert code_of(
        lambda: add_guest(workshop=workshop, by=coordinator, name="A", email="a@example.org")
    ) == "own_list_only"  # fmt: skip
    own = make_list(workshop=workshop, by=coordinator, name="Munka Ljungby")
    add_guest(workshop=workshop, by=coordinator, name="A", email="a@example.org", guest_list=own)
    shared = guest(workshop, 9)
    with pytest.raises(NotAllowed):
        remove_guest(invitation=shared, by=coordinator)


def test_whoever_invites_to_the_own_list_finds_it_chosen(w):
    workshop = meeting(w)
    coordinator = invites(w, workshop, w.outsider)
    make_list(workshop=workshop, by=w.leader, name="Others", own=False)
    own = make_list(workshop=workshop, by=coordinator, name="Munka Ljungby")
    form = GuestForm(workshop=workshop, user=coordinator)
    assert form["guest_list"].value() == own.pk
    assert "selected" in str(form["guest_list"])
    assert [label for _value, label in form.fields["guest_list"].choices] == ["Munka Ljungby"]
    assert GuestForm(workshop=workshop, user=w.leader)["guest_list"].value() is None


def test_guests_without_an_address_are_counted_among_those_to_call(w):
    workshop = meeting(w)
    guest(workshop, 1, email="", phone="070-1", invited_at=None)
    guest(workshop, 2, invited_at=None)
    counts = counts_of(workshop)
    assert (counts.listed, counts.to_call, counts.to_write) == (2, 1, 1)
    assert [part.key for part in bar(counts)] == ["to_write", "to_call"]


def test_list_of_somebody_else_is_closed_to_others(w):
    workshop = meeting(w)
    own = make_list(workshop=workshop, by=w.member, name="Mina")
    hidden = guest(workshop, 1, guest_list=own)
    assert list(workshop.invitations.named_for(w.leader)) == []
    with pytest.raises(NotAllowed):
        add_guest(workshop=workshop, by=w.leader, name="A", email="a@x.org", guest_list=own)
    for act in (
        lambda: remove_guest(invitation=hidden, by=w.manager),
        lambda: edit_guest(invitation=hidden, by=w.manager, version=1, party=None, name="B"),
        lambda: replace_guest(invitation=hidden, by=w.manager, name="B", email="b@x.org"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_list_of_the_same_name_is_one_for_its_owner_and_refused_to_others(w):
    workshop = meeting(w)
    assert make_list(workshop=workshop, by=w.member, name="Byn") == make_list(
        workshop=workshop, by=w.member, name=" Byn "
    )
    assert code_of(lambda: make_list(workshop=workshop, by=w.leader, name="Byn")) == "list_exists"


def test_edit_of_the_address_ends_the_old_link(w):
    one = guest(meeting(w), 1)
    edit_guest(invitation=one, by=w.leader, version=1, party=None, email="ny@example.org")
    row = Invitation.objects.get(pk=one.pk)
    assert (row.email, row.edition, row.invited_at, row.version) == ("ny@example.org", 2, None, 2)
    with pytest.raises(Conflict) as conflict:
        edit_guest(invitation=one, by=w.leader, version=1, party=None, name="Annan")
    assert conflict.value.theirs["email"] == "ny@example.org"


def test_remove_gives_the_seat_back_and_ends_the_link(w):
    workshop = meeting(w, capacity=2, seats_taken=2)
    one = guest(workshop, 1, answer="yes", seat="taken", persons=2)
    remove_guest(invitation=one, by=w.leader)
    workshop.refresh_from_db()
    one.refresh_from_db()
    assert workshop.seats_taken == 0
    assert one.removed_at is not None
    assert (one.seat, one.edition) == ("", 2)


def test_somebody_who_was_there_stays_in_the_list(w):
    one = guest(meeting(w), 1, attended_at=timezone.now())
    assert code_of(lambda: remove_guest(invitation=one, by=w.leader)) == "has_come"


def test_replace_keeps_group_list_and_sector(w):
    workshop = meeting(w)
    party = workshop.required_groups.create(name="Byaråd", wanted=2)
    gone = guest(workshop, 1, answer="no", party=party, sector=Sector.ASSOCIATION)
    made = replace_guest(invitation=gone, by=w.leader, name="Bo", email="bo@example.org")
    assert (made.party, made.sector, made.replaces) == (party, Sector.ASSOCIATION, gone)
    assert made.how == HowInvited.NOMINATED
    assert code_of(
        lambda: replace_guest(invitation=gone, by=w.leader, name="C", email="c@example.org")
    ) == "replaced_already"  # fmt: skip
    yes = guest(workshop, 2, answer="yes")
    assert code_of(
        lambda: replace_guest(invitation=yes, by=w.leader, name="C", email="c@example.org")
    ) == "not_declined"  # fmt: skip


def contact(w, number, sector=Sector.BUSINESS, **fields):
    organisation = OrganisationFactory(region=w.region, sector=sector)
    return Contact.objects.create(
        **{
            "region": w.region, "organisation": organisation, "name": f"Kontakt {number}",
            "email": f"kontakt{number}@example.org", "source": "Näringslivets lista",
        } | fields
    )  # fmt: skip


def test_contacts_come_with_sector_and_source_and_once(w):
    workshop = meeting(w)
    first, second = contact(w, 1), contact(w, 2, email="", phone="070")
    unreachable, broken = contact(w, 3, email=""), contact(w, 4, email="nej@")
    chosen = [first, second, unreachable, broken]
    assert add_from_contacts(workshop=workshop, by=w.manager, contacts=chosen) == Added(2, 0, 0)
    assert add_from_contacts(workshop=workshop, by=w.manager, contacts=chosen) == Added(0, 2, 0)
    row = workshop.invitations.get(email="kontakt1@example.org")
    assert (row.sector, row.source, row.contact) == (Sector.BUSINESS, "Näringslivets lista", first)


def test_leader_takes_no_contacts_that_are_not_shown_to_her(w):
    workshop = meeting(w)
    one = contact(w, 1)
    assert add_from_contacts(workshop=workshop, by=w.leader, contacts=[one]) == Added(0, 0, 0)


def test_organisations_by_sector_bring_their_contacts(w):
    workshop = meeting(w)
    contact(w, 1)
    contact(w, 2, sector=Sector.ASSOCIATION)
    sectors = [Sector.ASSOCIATION]
    added = add_from_contacts(workshop=workshop, by=w.manager, sectors=sectors)
    assert added == Added(1, 0, 0)
    assert [one.name for one in workshop.invitations.all()] == ["Kontakt 2"]


def test_places_people_are_those_with_an_account(w):
    workshop = meeting(w)
    GroupMember.objects.create(
        participation=w.participation, name="Med", sector=Sector.BUSINESS, user=w.observer
    )
    GroupMember.objects.create(participation=w.participation, name="Utan", sector=Sector.BUSINESS)
    add_from_group(workshop=workshop, by=w.leader)
    emails = set(workshop.invitations.values_list("email", flat=True))
    assert emails == {one.email for one in (w.observer, w.leader, w.member, w.coach, w.contact)}


def test_earlier_meeting_brings_all_or_those_who_came_but_no_hidden_list(w):
    early = meeting(w, starts_at=timezone.now() - dt.timedelta(days=9), ends_at=None)
    own = make_list(workshop=early, by=w.member, name="Mina")
    guest(early, 1, attended_at=timezone.now())
    guest(early, 2)
    guest(early, 3, guest_list=own)
    guest(early, 4, left_at=timezone.now())
    first, second = meeting(w), meeting(w)
    assert add_from_earlier(workshop=first, by=w.leader, earlier=early) == Added(2, 0, 0)
    came = add_from_earlier(workshop=second, by=w.leader, earlier=early, only_who_came=True)
    assert came == Added(1, 0, 0)


def test_guests_of_another_programme_are_out_of_reach(w):
    workshop, other = meeting(w), meeting(w, programme=w.other_programme, places=[])
    guest(other, 1)
    assert code_of(
        lambda: add_from_earlier(workshop=workshop, by=w.leader, earlier=other)
    ) == "wrong_meeting"  # fmt: skip
    assert not workshop.invitations.exists()


def test_people_at_the_place_are_offered_where_the_meeting_has_a_place(w, client):
    workshop = meeting(w)
    ways = reverse("workshops:guests_group", args=[workshop.pk])
    client.force_login(w.manager)
    address = reverse("workshops:guests", args=[workshop.pk])
    assert ways in client.get(address).text

    workshop.participations.clear()
    page = client.get(address).text
    assert ways not in page
    assert reverse("workshops:guests_contacts", args=[workshop.pk]) in page
