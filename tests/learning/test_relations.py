"""What coaches note of relations: for those who coach and run, and never for the place."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core.refusals import NotAllowed, Refusal
from learning.models import RelationNote
from learning.relations.services import note, remove, tags_of
from mapping.models import Actor
from people.models import Organisation
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def shop(w: World) -> Organisation:
    made = Organisation.objects.create(region=w.region, name="Lanthandeln", sector="business")
    Actor.objects.create(
        participation=w.participation, organisation=made, name=made.name, sector="business"
    )
    return made


def test_notes_stand_by_whom_they_are_about_and_are_found_by_tag(w: World, client: Client) -> None:
    note(participation=w.participation, by=w.coach, text="Ny styrelse i mars", tags="ny styrelse")
    note(
        participation=w.participation, by=w.coach, text="Ring först", organisation=shop(w),
        tags="#dörröppnare, Dörröppnare, ny styrelse",
    )  # fmt: skip
    client.force_login(w.manager)
    url = reverse("learning:relations", args=[w.participation.pk])
    page = client.get(url)
    assert [whom for whom, _notes in page.context["groups"]] == [w.place.name, "Lanthandeln"]
    assert page.context["tags"] == [("Dörröppnare", 1), ("ny styrelse", 2)]
    page = client.get(url, {"tag": "Dörröppnare"})
    assert [whom for whom, _notes in page.context["groups"]] == ["Lanthandeln"]
    found = client.get(reverse("learning:relation_notes"), {"q": "dörröppnare"})
    assert [one.whom for one in found.context["listing"].rows] == ["Lanthandeln"]


def test_no_place_and_no_other_coach_reads_them(w: World, client: Client) -> None:
    note(participation=w.participation, by=w.coach, text="Känsligt")
    url = reverse("learning:relations", args=[w.participation.pk])
    for who in (w.leader, w.member, w.contact, w.observer):
        client.force_login(who)
        assert client.get(url).status_code == 403
        assert "Känsligt" not in client.get(reverse("learning:relation_notes")).text
    assert not RelationNote.objects.visible_to(w.other_coach).exists()
    with pytest.raises(NotAllowed):
        note(participation=w.participation, by=w.leader, text="Vi")


def test_a_note_says_something_of_an_actor_of_the_place(w: World) -> None:
    stranger = Organisation.objects.create(region=w.region, name="Annan", sector="business")
    for facts, code in (
        ({"text": " "}, "nothing_said"),
        ({"text": "x", "organisation": stranger}, "no_actor"),
        ({"text": "x", "tags": "a,b,c,d,e,f,g"}, "too_many"),
        ({"text": "x", "tags": "x" * 31}, "too_long"),
    ):
        with pytest.raises(Refusal) as refused:
            note(participation=w.participation, by=w.coach, **facts)
        assert refused.value.code == code
    assert tags_of("  ny , ny,, ") == "ny"


def test_who_wrote_a_note_takes_it_back_and_so_does_who_runs_the_programme(w: World) -> None:
    mine = note(participation=w.participation, by=w.coach, text="Min")
    theirs = note(participation=w.participation, by=w.manager, text="Deras")
    remove(note=mine, by=w.coach)
    with pytest.raises(NotAllowed):
        remove(note=theirs, by=w.coach)
    remove(note=theirs, by=w.admin)
    assert not RelationNote.objects.exists()


def test_the_page_asks_a_constant_number_of_questions(
    w: World, client: Client, django_assert_max_num_queries
) -> None:
    url = reverse("learning:relations", args=[w.participation.pk])
    client.force_login(w.coach)
    client.get(url)
    for number in range(12):
        note(participation=w.participation, by=w.coach, text=str(number), tags=f"t{number}")
    with django_assert_max_num_queries(12):
        client.get(url)
