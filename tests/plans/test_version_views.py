"""The pages of adopted plans, and the public one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.actions.services import save_action
from plans.models import PlanVersion, TargetPicture
from plans.versions.frozen import collect
from plans.versions.services import share, stamp
from tests.factories import world
from tests.plans.version_samples import ADOPTED, adopted, plan

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]
ROOMS = ["versions", "adopt", "compare"]


def at(name, sample, *more):
    return reverse(f"plans:{name}", args=[sample.participation.pk, *more])


def sent(sample, **changes):
    return {
        "adopted_on": ADOPTED.isoformat(), "meeting": "Open meeting", "present": "All",
        "present_count": "12", "seen": stamp(collect(sample.participation)),
    } | changes  # fmt: skip


def test_versions_of_an_unready_plan_say_what_is_missing_with_links(client):
    w = world()
    client.force_login(w.leader)

    html = client.get(reverse("plans:versions", args=[w.participation.pk])).content.decode()

    assert f'href="{reverse("plans:target", args=[w.participation.pk])}"' in html
    assert "Goals: there is none yet." in html
    assert reverse("plans:adopt", args=[w.participation.pk]) not in html


@pytest.mark.parametrize(("name", "may"), [("leader", True), ("manager", True), ("member", False)])
def test_versions_offer_adopting_to_those_who_may(client, name, may):
    sample = plan()
    client.force_login(getattr(sample.w, name))

    html = client.get(at("versions", sample)).content.decode()

    assert (at("adopt", sample) in html) is may


def test_versions_ask_as_often_for_three_plans_as_for_one(client):
    sample = plan()
    client.force_login(sample.w.leader)
    adopted(sample)
    client.get(at("versions", sample))
    with CaptureQueriesContext(connection) as one:
        client.get(at("versions", sample))
    adopted(sample, meeting="Second")
    adopted(sample, meeting="Third")

    with CaptureQueriesContext(connection) as three:
        client.get(at("versions", sample))

    assert len(three) == len(one)
    assert not any('"content"' in query["sql"] for query in three)


def test_adopt_page_records_and_leads_to_the_plan(client):
    sample = plan()
    client.force_login(sample.w.leader)

    response = client.post(at("adopt", sample), sent(sample))

    assert response.headers["Location"] == at("version", sample, 1)
    made = PlanVersion.objects.get()
    assert (made.adopted_on, made.meeting, made.present, made.present_count) == (
        ADOPTED,
        "Open meeting",
        "All",
        12,
    )


def test_adopt_page_after_an_edit_shows_it_keeps_what_was_typed_and_can_be_sent_again(client):
    sample = plan()
    client.force_login(sample.w.leader)
    form = sent(sample, meeting="General assembly")
    save_action(action=sample.signs, by=sample.w.member, version=1, title="Twelve signs")

    response = client.post(at("adopt", sample), form)

    html = response.content.decode()
    assert response.status_code == 409
    assert "Action: “Twelve signs” was changed." in html
    assert 'value="General assembly"' in html
    assert f'value="{stamp(collect(sample.participation))}"' in html
    assert not PlanVersion.objects.exists()
    client.post(at("adopt", sample), form | {"seen": stamp(collect(sample.participation))})
    assert PlanVersion.objects.get().content["actions"][0]["title"] == "Twelve signs"


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"meeting": ""}, 422, "This field is required."),
        ({"adopted_on": "2026-13-01"}, 422, "Enter a valid date."),
        ({"present_count": "many"}, 422, "Enter a whole number."),
        ({"adopted_on": "2999-01-01"}, 409, "The date lies in the future."),
    ],
)
def test_adopt_page_with_wrong_input_keeps_the_rest(client, changes, status, said):
    sample = plan()
    client.force_login(sample.w.leader)

    response = client.post(at("adopt", sample), sent(sample, present="Keep me") | changes)

    html = response.content.decode()
    assert (response.status_code, said in html, "Keep me" in html) == (status, True, True)


def test_version_is_drawn_from_the_frozen_plan_and_followed_up(client):
    sample = plan()
    adopted(sample)
    save_action(
        action=sample.signs, by=sample.w.leader, version=1, title="Twelve signs", state="done"
    )
    client.force_login(sample.w.observer)

    html = client.get(at("version", sample, 1)).content.decode()

    assert "Now called “Twelve signs”" in html
    assert "1 of 3 are done since." in html
    assert "120,000.50" in html
    assert at("share", sample, 1) not in html


def test_version_that_is_not_there_is_404(client):
    sample = plan()
    adopted(sample)
    client.force_login(sample.w.leader)

    for number in (0, 2, 10**12):
        assert client.get(at("version", sample, number)).status_code == 404


def test_another_places_version_is_404(client):
    sample = plan()
    adopted(sample)
    client.force_login(sample.w.neighbour_leader)

    assert client.get(at("version", sample, 1)).status_code == 404


def test_compare_takes_the_newest_and_the_draft_unless_the_address_names_others(client):
    sample = plan()
    adopted(sample)
    save_action(action=sample.signs, by=sample.w.leader, version=1, title="Twelve signs")
    client.force_login(sample.w.member)

    html = client.get(at("compare", sample)).content.decode()
    same = client.get(at("compare", sample), {"a": "1", "b": "1"}).content.decode()

    assert "Twelve signs" in html
    assert "The two say the same." in same
    assert client.get(at("compare", sample), {"a": "7"}).status_code == 404


def test_share_by_post_only_and_taken_back_leads_nowhere(client):
    sample = plan()
    made = adopted(sample)
    client.force_login(sample.w.leader)
    client.get(at("share", sample, 1))
    assert PlanVersion.objects.get().share_key is None

    client.post(at("share", sample, 1))
    made.refresh_from_db()
    public = reverse("plans:public", args=[made.share_key])
    assert client.get(public).status_code == 200
    client.post(at("unshare", sample, 1))

    assert client.get(public).status_code == 404
    assert client.get(reverse("reports:plan_public_pdf", args=[made.share_key])).status_code == 404


def test_public_page_needs_no_session_and_is_not_for_search_engines(client):
    sample = plan()
    made = share(version=adopted(sample), by=sample.w.leader)

    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse("plans:public", args=[made.share_key]))

    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert len(asked) == 1


def test_public_page_speaks_the_programmes_language_and_names_no_person(client):
    sample = plan()
    made = share(version=adopted(sample), by=sample.w.leader)

    response = client.get(
        reverse("plans:public", args=[made.share_key]), headers={"accept-language": "en"}
    )

    html = response.content.decode()
    assert response.headers["Content-Language"] == "sv"
    assert '<html lang="sv"' in html
    assert "Näsums byutveckling" in html
    for hidden in ("Anna Berg", "Maria Persson", "A swing", "anna@example.org"):
        assert hidden not in html


@pytest.mark.parametrize("key", ["x", "A" * 43, "draft", "%00"])
def test_public_page_of_another_key_is_404(client, key):
    adopted(plan())

    assert client.get(f"/plans/{key}/").status_code == 404


def test_picture_of_an_adopted_plan_is_kept_and_is_public_with_the_link(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sample = plan()
    picture = TargetPicture.objects.get()
    picture.picture_text = "The green"
    picture.picture.save("p.png", SimpleUploadedFile("p.png", b"\x89PNG not really"))
    made = share(version=adopted(sample), by=sample.w.leader)

    public = client.get(reverse("plans:public_picture", args=[made.share_key]))
    own = client.get(at("version_picture", sample, 1))
    client.force_login(sample.w.member)

    assert (public.status_code, public.headers["Content-Type"]) == (200, "image/png")
    assert public.getvalue()[1:4] == b"PNG"
    assert own.status_code == 302
    assert client.get(at("version_picture", sample, 1)).getvalue()[1:4] == b"PNG"
    assert 'alt="The green"' in client.get(at("version", sample, 1)).content.decode()


def test_picture_of_a_plan_without_one_is_404(client):
    sample = plan()
    adopted(sample)
    client.force_login(sample.w.member)

    assert client.get(at("version_picture", sample, 1)).status_code == 404


def test_versions_show_how_many_were_there(client):
    sample = plan()
    adopted(sample, on=dt.date(2026, 9, 1))
    client.force_login(sample.w.observer)

    assert "42 people there" in client.get(at("versions", sample)).content.decode()
