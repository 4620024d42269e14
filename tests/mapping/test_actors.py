"""The actor map: one address book, who is missing, the log, guests of a meeting."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.refusals import Conflict, NotAllowed, Refusal
from mapping.actors.services import (
    LISTED,
    add_actor,
    invite,
    note_touch,
    remove_actor,
    save_actor,
    save_presence,
)
from mapping.models import Actor, GroupPresence, OftenMissing
from people.models import Contact, Organisation
from places.models import ItemState
from tests.factories import OrganisationFactory, World, world
from tests.mapping.samples import actor, person
from tests.mapping.test_services import line
from tests.workshops.samples import meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def test_actors_are_the_regions_organisations_and_contacts(w: World) -> None:
    club = OrganisationFactory(region=w.region, name="The club", sector="association")
    before = Organisation.objects.count()
    one = add_actor(
        participation=w.participation, by=w.member, organisation=club, person="Karin Berg",
        email="karin@example.org", mission="The village", drives="To stay",
    )  # fmt: skip
    assert (one.name, one.sector, one.contact.organisation) == ("The club", "association", club)
    assert Organisation.objects.count() == before
    again = {"organisation": club, "person": "Karin Berg", "email": "karin@example.org"}
    with pytest.raises(Refusal) as refused:
        add_actor(participation=w.participation, by=w.member, **again)
    assert refused.value.code == "there_already"
    assert Contact.objects.filter(name="Karin Berg").count() == 1
    alone = add_actor(
        participation=w.participation, by=w.member, contact=person(w, "Per Ek"), sector="other"
    )
    assert (alone.name, alone.organisation) == ("Per Ek", None)


@pytest.mark.parametrize(
    ("problem", "facts"),
    [
        ("nobody", {}),
        ("no_sector", {"person": "Karin Berg"}),
        ("too_long", {"person": "Karin Berg", "sector": "other", "drives": "x" * 501}),
    ],
)
def test_what_cannot_be_is_refused(w: World, problem: str, facts: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        add_actor(participation=w.participation, by=w.leader, **facts)
    assert refused.value.code == problem
    assert not Actor.objects.exists()


def test_organisations_of_another_region_are_refused(w: World) -> None:
    with pytest.raises(Refusal) as refused:
        actor(w, organisation=OrganisationFactory(region=w.other_region))
    assert refused.value.code == "other_region"


def test_two_who_change_an_actor_see_both(w: World) -> None:
    one = actor(w)
    facts = {"organisation": one.organisation}
    save_actor(actor=one, by=w.member, version=1, brings="A hall", **facts)
    with pytest.raises(Conflict) as conflict:
        save_actor(actor=one, by=w.leader, version=1, brings="Coffee", **facts)
    assert conflict.value.theirs["brings"] == "A hall"


def test_a_contact_that_leaves_the_register_leaves_the_actor(w: World) -> None:
    one = actor(w, contact=person(w))
    one.contact.delete()
    one.refresh_from_db()
    assert one.contact is None
    alone = add_actor(
        participation=w.participation, by=w.member, contact=person(w, "Per Ek"), sector="other"
    )
    alone.contact.delete()
    assert not Actor.objects.filter(pk=alone.pk).exists()


def test_an_actor_is_called_as_the_register_calls_it_today(w: World) -> None:
    one = actor(w)
    Organisation.objects.filter(pk=one.organisation_id).update(name="The new name")
    assert str(Actor.objects.get(pk=one.pk)) == "The new name"


def test_a_person_of_another_region_is_refused(w: World) -> None:
    with pytest.raises(Refusal) as refused:
        actor(w, contact=person(w, region=w.other_region))
    assert refused.value.code == "other_region"


def test_who_they_are_is_for_those_who_work_with_them(w: World, client) -> None:
    actor(w)
    url = reverse("mapping:actors", args=[w.participation.pk])
    client.force_login(w.observer)
    assert client.get(url).status_code == 403
    client.force_login(w.member)
    assert client.get(url).status_code == 200
    lines = audit.history(w.participation).filter(verb__startswith="actor.")
    assert lines.exists()
    assert all("name" not in one.facts for one in lines)
    with pytest.raises(NotAllowed):
        add_actor(participation=w.participation, by=w.contact, person="X", sector="other")


# --- who is missing


def answer(w: World, group: str, *, takes_part: bool = True, **more: object) -> GroupPresence:
    values = {"version": 0, "who": "", "takes_part": takes_part} | more
    return save_presence(participation=w.participation, by=w.leader, group=group, **values)


def test_each_group_has_one_answer_and_two_who_answer_see_both(w: World) -> None:
    answer(w, "young", takes_part=False, who="Ask the school")
    with pytest.raises(Conflict) as conflict:
        answer(w, "young")
    assert conflict.value.theirs == {"takes_part": "no", "who": "Ask the school"}
    assert answer(w, "young", version=1).version == 2
    assert GroupPresence.objects.count() == 1
    with pytest.raises(Refusal):
        answer(w, "astronauts")


def test_a_row_of_who_is_missing_saves_itself(w: World, client) -> None:
    client.force_login(w.member)
    url = reverse("mapping:presence", args=[w.participation.pk, "newly"])
    sent = {"takes_part": "no", "who": "Ask the café", "version": "0"}
    json = {"accept": "application/json"}
    assert client.post(url, sent, headers=json).json()["version"] == 1
    late = client.post(url, sent | {"takes_part": "yes"}, headers=json)
    assert (late.status_code, late.json()["theirs"]["takes_part"]) == (409, "no")
    assert client.post(url, sent | {"takes_part": "perhaps"}, headers=json).status_code == 422


def test_the_line_is_ticked_by_three_sectors_and_an_answer_for_each_group(w: World) -> None:
    item = line(w, LISTED)
    made = [actor(w, sector) for sector in ("municipality", "business", "association")]
    for group in OftenMissing.values[:-1]:
        answer(w, group, takes_part=False)
    item.refresh_from_db()
    assert item.state == ItemState.OPEN
    answer(w, OftenMissing.values[-1])
    item.refresh_from_db()
    assert item.state == ItemState.DONE
    remove_actor(actor=made[0], by=w.leader)
    item.refresh_from_db()
    assert item.state == ItemState.OPEN


# --- in touch


def test_being_in_touch_is_logged_once(w: World) -> None:
    one, today = actor(w), timezone.localdate()
    for _twice in range(2):
        note_touch(actor=one, by=w.member, on=today, way="called", text="The hall")
    assert one.touches.count() == 1
    for problem, facts in (
        ("date_in_future", {"on": today + dt.timedelta(days=1)}),
        ("no_text", {"text": " "}),
        ("unknown_choice", {"way": "pigeon"}),
    ):
        with pytest.raises(Refusal) as refused:
            note_touch(
                **{"actor": one, "by": w.member, "on": today, "way": "met", "text": "X"} | facts
            )
        assert refused.value.code == problem


def test_actors_become_guests_and_it_is_logged(w: World, client) -> None:
    hall = meeting(w)
    reached = actor(w, contact=person(w))
    silent = actor(w, "business")
    client.force_login(w.leader)
    url = reverse("mapping:actors_invite", args=[w.participation.pk])
    offered = client.get(url).context["form"].fields["actors"].queryset
    assert list(offered) == [reached]
    answer_ = client.post(url, {"workshop": hall.pk, "actors": [reached.pk]})
    assert answer_["Location"] == reverse("workshops:guests", args=[hall.pk])
    guest = hall.invitations.get()
    assert (guest.name, guest.contact, guest.sector) == (
        "Karin Berg", reached.contact, "association",
    )  # fmt: skip
    assert reached.touches.get().way == "letter"
    for problem, workshop, chosen in (
        ("nobody_chosen", hall, [silent]),
        ("wrong_meeting", meeting(w, places=[w.neighbour]), [reached]),
    ):
        with pytest.raises(Refusal) as refused:
            invite(participation=w.participation, by=w.leader, actors=chosen, workshop=workshop)
        assert refused.value.code == problem
    with pytest.raises(NotAllowed):
        invite(participation=w.participation, by=w.member, actors=[reached], workshop=hall)


def test_the_page_asks_as_much_for_many_as_for_few(
    w: World, client, django_assert_max_num_queries
) -> None:
    client.force_login(w.leader)
    url = reverse("mapping:actors", args=[w.participation.pk])
    actor(w)
    client.get(url)
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    for number in range(6):
        actor(w, contact=person(w, f"Person {number}", email=f"p{number}@example.org"))
    with django_assert_max_num_queries(len(few)):
        client.get(url)
