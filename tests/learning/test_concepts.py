"""Concept cards: made from experiments, read by a second person, taken into another's plan."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from core.search.finding import found, read
from learning.concepts.services import (
    hand_in,
    leave_photo,
    make,
    review,
    set_photo,
    take_over,
    tell_use,
    withdraw,
    write,
)
from learning.models import Concept, ConceptState, ConceptUse, Experiment, ExperimentState
from mapping.models import Asset, AssetKind
from people.models import ProgrammePost, ProgrammeRole, Role
from people.scope import forget_scope
from places.models import Photo
from plans.models import Action
from tests.factories import PlaceFactory, UserFactory, assign, participation
from tests.learning.laboratory import Lab, lab
from tests.places.test_evidence import picture

pytestmark = pytest.mark.django_db

WRITTEN = {
    "for_whom": "Who eats alone", "how_to_start": "Find a table\n2. Ask the owner",
    "did_not_work": "A supper with sign-up",
}  # fmt: skip


SAID = {"alt": "A table on the quay", "credit": "Photo: Eva Alm", "consent": "nobody"}


@pytest.fixture
def here() -> Lab:
    return lab()


def taken() -> SimpleUploadedFile:
    return SimpleUploadedFile("table.jpg", picture("JPEG", (800, 600)), "image/jpeg")


def refused(code: str, verb, **facts) -> Refusal:
    with pytest.raises(Refusal) as told:
        verb(**facts)
    assert told.value.code == code
    return told.value


def worker(here: Lab, at: int = 0):
    who = UserFactory()
    assign(who, here.teams[at].participation, Role.PROCESS_LEADER)
    forget_scope(who)
    return who


def tried(here: Lab, title: str = "A table on the quay", **facts) -> Experiment:
    values = {
        "challenges": ["loneliness"], "hypothesis": "People come unasked", "trial": "Two weeks",
        "seen": "31 came", "learnt": "Most stay an hour", "state": ExperimentState.LEARNT,
    } | facts  # fmt: skip
    return Experiment.objects.create(
        participation=here.teams[0].participation, title=title, **values
    )


def card(here: Lab, by=None, **facts) -> Concept:
    made = make(
        participation=here.teams[0].participation, by=by or worker(here), experiments=[tried(here)]
    )
    return write(concept=made, by=made.by, version=made.version, **(WRITTEN | facts))


def published(here: Lab, audience: str = "lab", *, photo: bool = False) -> Concept:
    made = card(here)
    if photo:
        set_photo(concept=made, by=made.by, upload=taken(), **SAID)
    handed = hand_in(concept=made, by=made.by)
    return review(concept=handed, by=here.by, version=handed.version, audience=audience)


def test_a_card_is_filled_in_from_its_experiments_and_its_area(here: Lab) -> None:
    area = here.teams[0].participation
    Asset.objects.create(participation=area, kind=AssetKind.NATURE, name="The bay")
    Asset.objects.create(participation=area, kind=AssetKind.CULTURE, name="The shipyard")
    other = tried(here, "Soup", challenges=["own"], hypothesis="", trial="Soup at noon", seen="")
    made = make(participation=area, by=worker(here), experiments=[tried(here), other])
    assert made.what == "People come unasked\n\nTwo weeks\n\nSoup at noon"
    assert made.evidence == "31 came\n\nMost stay an hour\n\nMost stay an hour"
    assert made.challenges == ["loneliness", "own"]
    assert (made.nature, made.culture, made.place_notes) == ("The bay", "The shipyard", "Stubbe")
    refused("no_experiment", make, participation=area, by=here.by, experiments=[])
    refused(
        "other_team", make, participation=here.teams[1].participation, by=here.by,
        experiments=[other],
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        make(participation=area, by=worker(here, 1), experiments=[other])


def test_two_editors_keep_both_texts(here: Lab) -> None:
    made = card(here)
    with pytest.raises(Conflict) as told:
        write(concept=made, by=here.by, version=made.version - 1, cost="Nothing")
    assert (told.value.theirs, told.value.yours) == ({"cost": ""}, {"cost": "Nothing"})


def test_a_card_is_handed_in_whole_and_read_by_somebody_who_did_not_write_it(here: Lab) -> None:
    made = card(here, for_whom="")
    assert refused("incomplete", hand_in, concept=made, by=made.by).field == "for_whom"
    made = write(concept=made, by=here.by, version=made.version, for_whom="Everybody")
    made = hand_in(concept=made, by=made.by)
    asked = {"concept": made, "version": made.version}
    refused("second_person", review, by=here.by, audience="lab", **asked)
    with pytest.raises(NotAllowed):
        review(by=worker(here), audience="lab", **asked)
    second = UserFactory()
    ProgrammeRole.objects.create(
        user=second,
        programme=here.w.programme,
        role=ProgrammePost.FACILITATOR,
        starts_on=timezone.localdate(),
    )
    refused("words_missing", review, by=second, audience="", **asked)
    refused("unknown_audience", review, by=second, audience="team", **asked)
    back = review(by=second, audience="", words="What did it cost?", **asked)
    assert (back.state, back.review_words) == (ConceptState.DRAFT, "What did it cost?")
    refused("not_handed_in", review, by=second, audience="lab", concept=back, version=back.version)
    again = hand_in(concept=back, by=back.by)
    done = review(concept=again, by=second, version=again.version, audience="lab")
    assert (done.state, done.reviewed_by) == (ConceptState.PUBLISHED, second)
    refused("not_a_draft", write, concept=done, by=here.by, version=done.version, cost="1")


def test_everybody_reads_only_what_is_published_for_everybody(here: Lab) -> None:
    stranger, neighbour = UserFactory(), worker(here, 1)
    made = published(here)
    assert made not in Concept.objects.visible_to(stranger)
    assert made in Concept.objects.visible_to(neighbour)
    assert not Concept.objects.public().exists()
    withdraw(concept=made, by=made.by)
    assert made not in Concept.objects.visible_to(neighbour)
    assert list(Concept.objects.public()) == []
    everybody = published(here, "public")
    assert list(Concept.objects.public()) == [everybody]
    assert everybody in Concept.objects.visible_to(stranger)


def test_a_card_taken_over_twice_is_one_action_and_counts_once(here: Lab) -> None:
    made, other = published(here), here.teams[1].participation
    who = worker(here, 1)
    action = take_over(concept=made, participation=other, by=who)
    assert (action.title, action.participation) == (made.title, other)
    assert action.origin_text == "Concept card of Stubbe"
    assert take_over(concept=made, participation=other, by=who) == action
    assert (ConceptUse.objects.count(), Action.objects.count()) == (1, 1)
    refused(
        "own_card", take_over, concept=made, participation=made.participation, by=here.by
    )  # fmt: skip
    Action.objects.all().delete()
    assert take_over(concept=made, participation=other, by=who).pk != action.pk
    assert ConceptUse.objects.count() == 1


def test_a_draft_is_not_taken_over(here: Lab) -> None:
    made = card(here)
    refused(
        "not_published", take_over, concept=made, participation=here.teams[1].participation,
        by=here.by,
    )  # fmt: skip


def test_a_card_outlives_its_experiment(here: Lab) -> None:
    made = card(here)
    Experiment.objects.all().delete()
    source = made.sources.get()
    made.refresh_from_db()
    assert (source.experiment_id, source.title) == (None, "A table on the quay")
    assert made.evidence == "31 came\n\nMost stay an hour"


def test_a_photo_is_the_areas_and_needs_words_credit_and_everybodys_eyes(here: Lab) -> None:
    made = card(here)
    asked = {"concept": made, "by": made.by, "upload": taken()}
    refused("alt_missing", set_photo, **asked | SAID | {"alt": " "})
    refused("credit_missing", set_photo, **asked | SAID | {"credit": ""})
    refused("photo_internal", set_photo, **asked | SAID | {"consent": "internal"})
    refused("photo_missing", set_photo, **asked | SAID | {"upload": None})
    refused(
        "not_a_photo", set_photo, **asked | SAID | {"upload": SimpleUploadedFile("a.txt", b"words")}
    )
    assert not Photo.objects.exists()
    shown = set_photo(**asked | SAID)
    assert shown.picture.participation == made.participation
    with pytest.raises(NotAllowed):
        set_photo(**asked | SAID | {"by": worker(here, 1)})
    assert leave_photo(concept=shown, by=made.by).picture is None
    assert Photo.objects.count() == 1
    handed = hand_in(concept=shown, by=made.by)
    refused("not_a_draft", set_photo, **asked | SAID | {"concept": handed})


def test_a_photo_that_not_everybody_may_see_any_more_is_not_shown(here: Lab, client) -> None:
    made = card(here)
    shown = set_photo(concept=made, by=made.by, upload=taken(), **SAID)
    client.force_login(made.by)
    page = reverse("learning:concept", args=[made.pk])
    file = reverse("learning:concept_photo_file", args=[made.pk, "320.webp"])
    told = client.get(page).text
    assert file in told
    assert "Photo: Eva Alm" in told
    assert b"".join(client.get(file).streaming_content)[8:12] == b"WEBP"
    Photo.objects.filter(pk=shown.picture_id).update(consent="internal")
    assert file not in client.get(page).text
    assert client.get(file).status_code == 404


def test_a_place_counts_when_it_has_told_what_it_saw(here: Lab, client) -> None:
    made, other = published(here), here.teams[1].participation
    who, makes = worker(here, 1), made.by
    take_over(concept=made, participation=other, by=who)
    use = ConceptUse.objects.get()
    counted = Concept.objects.counted().get()
    assert (counted.used, counted.trying) == (0, 1)
    refused("seen_missing", tell_use, use=use, by=who, seen=" ")
    with pytest.raises(NotAllowed):
        tell_use(use=use, by=makes, seen="They came")
    client.force_login(who)
    page = reverse("learning:concept", args=[made.pk])
    tell_at = reverse("learning:concept_use", args=[use.pk])
    assert tell_at in client.get(page).text
    client.post(tell_at, {"seen": "Every Friday, indoors"})
    counted = Concept.objects.counted().get()
    assert (counted.used, counted.trying) == (1, 0)
    client.force_login(makes)
    told = client.get(page).text
    assert ("Every Friday, indoors" in told, tell_at in told) == (True, False)


def test_a_failed_experiment_fills_what_did_not_work(here: Lab) -> None:
    bad = tried(here, "Supper", seen="Four came", learnt="No sign-up", state="did_not_work")
    made = make(
        participation=here.teams[0].participation, by=here.by, experiments=[tried(here), bad]
    )
    assert made.did_not_work == "Four came\n\nNo sign-up"
    assert "Four came" not in made.evidence


def test_an_experiment_that_the_reader_may_not_see_is_named_and_not_linked(
    here: Lab, client
) -> None:
    made = published(here)
    source = made.sources.get().experiment
    page = reverse("learning:concept", args=[made.pk])
    link = reverse("learning:experiment", args=[source.pk])
    client.force_login(worker(here, 1))
    told = client.get(page).text
    assert (source.title in told, link in told) == (True, False)
    Experiment.objects.update(audience="lab")
    assert link in client.get(page).text


def test_the_search_finds_a_card_for_who_may_read_it(here: Lab) -> None:
    made = published(here)
    for who, seen in ((worker(here, 1), [made.title]), (UserFactory(), [])):
        groups = found(who, read("eats alone"), most=5, kind="concepts").groups
        assert [hit.title for group in groups for hit in group.hits] == seen


def test_the_page_of_a_card_asks_few_questions(
    here: Lab, client, django_assert_max_num_queries
) -> None:
    made = published(here, "public", photo=True)
    for number in range(4):
        one = tried(here, f"Try {number}")
        made.sources.create(experiment=one, title=one.title, state=one.state)
        place = participation(here.w.programme, PlaceFactory(region=here.w.region))
        ConceptUse.objects.create(
            concept=made, participation=place, seen="It went", seen_on=timezone.localdate()
        )
    client.force_login(made.by)
    for address in (
        reverse("learning:concept", args=[made.pk]),
        reverse("learning:concepts"),
        reverse("learning:team_concepts", args=[here.teams[0].pk]),
    ):
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_a_card_goes_from_one_team_to_the_other_over_its_pages(here: Lab, client) -> None:
    first, second = worker(here), worker(here, 1)
    team, other = here.teams[0], here.teams[1].participation
    source = tried(here)
    client.force_login(first)
    made_at = client.post(
        reverse("learning:team_concept_make", args=[team.pk]), {"experiments": [source.pk]}
    )
    card = Concept.objects.get()
    assert made_at.url == reverse("learning:concept_write", args=[card.pk])
    written = {"title": card.title, "version": card.version, "challenges": ["loneliness"]}
    texts = {"what": card.what, "evidence": card.evidence}
    client.post(made_at.url, written | texts | WRITTEN)
    client.post(reverse("learning:concept_hand_in", args=[card.pk]))
    client.force_login(here.by)
    page = reverse("learning:concept", args=[card.pk])
    review_at = reverse("learning:concept_review", args=[card.pk])
    assert review_at in client.get(page).text
    card.refresh_from_db()
    client.post(review_at, {"version": card.version, "audience": "lab"})
    client.force_login(second)
    listed = client.get(reverse("learning:concepts"), {"challenge": "loneliness"})
    assert page in listed.text
    assert page not in client.get(reverse("learning:concepts"), {"challenge": "other"}).text
    take_at = reverse("learning:concept_take_over", args=[card.pk])
    assert client.get(take_at).status_code == 200
    told = client.post(take_at, {"participation": other.pk})
    action = Action.objects.get()
    assert told.url == reverse("plans:action", args=[other.pk, action.pk])
    assert page in client.get(told.url).text
    assert told.url in client.get(page).text
    assert client.get(reverse("learning:team_concepts", args=[here.teams[1].pk])).status_code == 200
