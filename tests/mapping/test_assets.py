"""Assets: names only with consent, who bakes, links, taken up from what was said, into the plan."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from mapping.assets.services import (
    LISTED,
    link,
    remove_asset,
    save_asset,
    take_up,
    to_action,
    unlink,
)
from mapping.layers import layers
from mapping.models import Asset, AssetLink
from mapping.report_parts import assets as reported
from people.models import Contact
from places.models import ItemState
from places.reporting import Subject
from plans.models import Action
from tests.factories import OrganisationFactory, World, world
from tests.mapping.samples import asset, person
from tests.mapping.test_services import line
from tests.themes.samples import voice
from tests.workshops.samples import meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def asked(w: World, client, words: str) -> list[str]:
    client.force_login(w.member)
    url = reverse("mapping:assets", args=[w.participation.pk])
    context = client.get(url, {"q": words}).context
    return [
        one.name for part in ("things", "register") for group in context[part] for one in group.rows
    ]


# --- people


def test_nobody_is_named_without_the_day_of_the_yes(w: World) -> None:
    with pytest.raises(Refusal) as refused:
        asset(w, "skill", "Bakes bread", person="Karin Berg", phone="070 123")
    assert (refused.value.code, refused.value.field) == ("not_agreed", "agreed_on")
    assert not Contact.objects.filter(name="Karin Berg").exists()
    made = asset(
        w, "skill", "Bakes bread", person="Karin Berg", phone="070 123",
        agreed_on=timezone.localdate(),
    )  # fmt: skip
    assert (made.contact.name, made.contact.phone) == ("Karin Berg", "070 123")
    assert w.place.name in made.contact.source
    with pytest.raises(Refusal) as refused:
        asset(
            w, "skill", "Knits", person="Karin Berg",
            agreed_on=timezone.localdate() + dt.timedelta(days=1),
        )  # fmt: skip
    assert refused.value.code == "date_in_future"


def test_a_person_whom_the_register_has_is_not_there_twice_and_stays_as_it_was(w: World) -> None:
    known = person(w, phone="0456 1")
    made = asset(
        w, "skill", "Bakes bread", person="Karin Berg", email="Karin@Example.org", phone="999",
        agreed_on=timezone.localdate(),
    )  # fmt: skip
    assert made.contact == known
    known.refresh_from_db()
    assert known.phone == "0456 1"


def test_who_only_reads_sees_a_name_and_no_number(w: World, client) -> None:
    made = asset(
        w, "skill", "Bakes bread", person="Karin Berg", phone="070 123 45",
        agreed_on=timezone.localdate(),
    )  # fmt: skip
    url = reverse("mapping:asset", args=[w.participation.pk, made.pk])
    client.force_login(w.observer)
    read = client.get(url).content.decode()
    assert "Karin Berg" in read
    assert "070 123 45" not in read
    client.force_login(w.member)
    assert "070 123 45" in client.get(url).content.decode()


# --- who bakes?


def test_a_question_finds_skills_and_the_group_to_ask_but_no_names(w: World, client) -> None:
    club = OrganisationFactory(region=w.region, name="Bakery friends", sector="association")
    asset(w, "skill", "Bakar surdegsbröd")
    asset(w, "association", "The friends", organisation=club)
    asset(w, "skill", "Sings", person="Bakar Olsson", agreed_on=timezone.localdate())
    assert asked(w, client, "Vem bakar?") == ["Bakar surdegsbröd"]
    assert asked(w, client, "BAKERY") == ["The friends"]
    assert asked(w, client, "Who?") == ["The friends", "Bakar surdegsbröd", "Sings"]


# --- links


def test_links_say_what_strengthens_what(w: World) -> None:
    mill, cafe = asset(w, "building", "The mill"), asset(w, "idea", "A café")
    made = link(asset=mill, by=w.member, other=cafe, how="Room for it")
    assert link(asset=mill, by=w.member, other=cafe, how="The room").pk == made.pk
    assert AssetLink.objects.get().how == "The room"
    for problem, other in (("same_thing", mill), ("other_place", elsewhere(w))):
        with pytest.raises(Refusal) as refused:
            link(asset=mill, by=w.member, other=other)
        assert refused.value.code == problem
    unlink(asset=mill, by=w.member, link_id=made.pk)
    unlink(asset=mill, by=w.member, link_id=made.pk)
    assert not AssetLink.objects.exists()


def elsewhere(w: World) -> Asset:
    return Asset.objects.create(participation=w.neighbour, kind="idea", name="Theirs")


# --- from what was said


def test_one_button_makes_an_idea_of_what_was_said_and_keeps_where_it_was_said(
    w: World, client
) -> None:
    hall = meeting(w, title="The first open meeting")
    said = voice(
        w, "A café in the mill", participation=w.participation, source="idea", about=hall.pk,
        said_on=timezone.localdate(),
    )  # fmt: skip
    client.force_login(w.member)
    page = reverse("mapping:asset_voices", args=[w.participation.pk])
    assert b"A caf" in client.get(page).content
    url = reverse("mapping:asset_of_voice", args=[w.participation.pk, said.pk])
    client.post(url)
    client.post(url)
    made = w.participation.assets.get()
    assert (made.kind, made.name, made.voice) == ("idea", "A café in the mill", said)
    assert made.origin == "meeting"
    assert made.origin_text.startswith("The first open meeting")
    assert b"A caf" not in client.get(page).content.partition(b"<main")[2].partition(b"btn-sm")[2]
    action = to_action(asset=made, by=w.member)
    assert (action.state, action.origin) == ("idea", "meeting")
    assert action.origin_text == made.origin_text
    made.refresh_from_db()
    assert to_action(asset=made, by=w.member) == action
    assert Action.objects.filter(participation=w.participation).count() == 1


def test_long_words_are_kept_whole(w: World) -> None:
    words = "The road past the school is dark in winter. " * 8
    made = take_up(
        participation=w.participation, by=w.member, kind="quality",
        voice=voice(w, words, participation=w.participation),
    )  # fmt: skip
    assert len(made.name) <= 160
    assert made.name.endswith("…")
    assert made.note == words


def test_words_that_are_taken_back_go_unless_somebody_worked_on_them(w: World) -> None:
    first = voice(w, "Sell the school", participation=w.participation)
    second = voice(w, "Open the mill", participation=w.participation)
    here = {"participation": w.participation, "by": w.member, "kind": "idea"}
    take_up(voice=first, **here)
    kept = take_up(voice=second, **here)
    save_asset(asset=kept, by=w.leader, version=1, kind="idea", name="Open the old mill")
    first.delete()
    second.delete()
    assert list(w.participation.assets.values_list("name", "voice")) == [
        ("Open the old mill", None)
    ]


def test_what_was_said_elsewhere_is_not_taken_up_here(w: World) -> None:
    with pytest.raises(Refusal) as refused:
        take_up(
            participation=w.participation, by=w.member, kind="idea",
            voice=voice(w, "Theirs", participation=w.neighbour),
        )  # fmt: skip
    assert refused.value.code == "other_place"


def test_only_ideas_become_actions(w: World) -> None:
    with pytest.raises(Refusal) as refused:
        to_action(asset=asset(w, "nature"), by=w.leader)
    assert refused.value.code == "not_an_idea"
    spend = asset(w, "investment", "An oven", cost=Decimal(180000), origin="group")
    action = to_action(asset=spend, by=w.leader)
    assert (action.cost, action.origin) == (Decimal(180000), "group")


# --- the rest


def test_two_who_change_an_asset_see_both(w: World) -> None:
    one = asset(w)
    save_asset(asset=one, by=w.member, version=1, kind="nature", name="The long lake")
    with pytest.raises(Conflict) as conflict:
        save_asset(asset=one, by=w.leader, version=1, kind="nature", name="The deep lake")
    assert conflict.value.theirs["name"] == "The long lake"
    with pytest.raises(NotAllowed):
        save_asset(asset=one, by=w.contact, version=2, kind="nature", name="X")


@pytest.mark.parametrize(
    ("problem", "facts"),
    [
        ("no_kind", {"kind": "thing"}),
        ("no_name", {"name": "  "}),
        ("too_long", {"name": "x" * 161}),
        ("unknown_choice", {"origin": "dream"}),
        ("wrong_cost", {"cost": Decimal(-1)}),
        ("half_position", {"longitude": Decimal(14)}),
    ],
)
def test_what_cannot_be_is_refused(w: World, problem: str, facts: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        asset(w, **{"kind": "nature", "name": "The lake"} | facts)
    assert refused.value.code == problem


def test_an_organisation_of_another_region_is_refused(w: World) -> None:
    with pytest.raises(Refusal) as refused:
        asset(w, organisation=OrganisationFactory(region=w.other_region))
    assert refused.value.code == "other_region"


def test_the_line_is_ticked_by_five_assets_of_three_kinds(w: World) -> None:
    item = line(w, LISTED)
    made = [asset(w, "nature", f"Lake {number}") for number in range(3)]
    made += [asset(w, "skill", "Bakes"), asset(w, "idea", "A café")]
    item.refresh_from_db()
    assert item.state == ItemState.OPEN  # an idea is nothing that is there
    asset(w, "culture", "The mill's song")
    item.refresh_from_db()
    assert item.state == ItemState.DONE
    remove_asset(asset=made[0], by=w.leader)
    item.refresh_from_db()
    assert item.state == ItemState.OPEN


def test_a_report_of_one_place_lists_them_without_people_and_of_many_counts(w: World) -> None:
    asset(w, "skill", "Bakes", person="Karin Berg", agreed_on=timezone.localdate())
    today = timezone.localdate()
    one = Subject(w.programme, w.participation, today, today, today, places=[w.participation])
    [table] = reported(one)
    assert table["rows"] == [["Skill", "Bakes", ""]]
    [head] = reported(Subject(w.programme, None, today, today, today, places=[w.participation]))
    assert [(row["key"], row["value"]) for row in head["figures"]] == [("assets_skill", 1)]


def test_ideas_and_assets_are_layers_of_their_own(w: World) -> None:
    there = {"latitude": Decimal(56), "longitude": Decimal(14)}
    asset(w, **there)
    asset(w, "idea", "A café", **there)
    asset(w, "skill", "Bakes")
    found = {one.key: one.points(w.leader, w.participation) for one in layers()}
    assert [point.label for point in found["assets"]] == ["The lake"]
    assert [point.label for point in found["ideas"]] == ["A café"]


def test_the_page_asks_as_much_for_many_as_for_few(
    w: World, client, django_assert_max_num_queries
) -> None:
    client.force_login(w.leader)
    url = reverse("mapping:assets", args=[w.participation.pk])
    first = asset(w)
    link(asset=asset(w, "idea", "A café"), by=w.leader, other=first)
    client.get(url)
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    for number in range(8):
        link(asset=asset(w, "idea", f"Idea {number}"), by=w.leader, other=first)
    with django_assert_max_num_queries(len(few)):
        client.get(url)
