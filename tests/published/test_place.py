"""The open page of a place: who publishes it, what it shows, and what it never shows."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from jobs.models import Job
from people.models import Contact
from places.models import CoachingEntry, Consent, Participation
from places.photos.services import remove_photo
from plans.models import Action, PlanVersion, TargetPicture
from plans.versions import frozen
from published.editing.services import publish_place, save_place_page, unpublish_place
from published.models import PlacePage
from tests.factories import MunicipalityFactory, world
from tests.published.samples import participation, photo, place_page, programme_page
from tests.workshops.samples import guest, meeting
from workshops.models import Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return world()


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }


def read(client, page, **headers):
    return client.get(reverse("published:place", args=[page.slug]), headers=headers)


def words(answer):
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


# --- Publishing -------------------------------------------------------------------------


def test_a_draft_is_read_by_its_writers_alone(made, client):
    page = place_page(made, published=False)

    assert read(client, page).status_code == 404
    client.force_login(made.users["member"])
    preview = client.get(reverse("published:place_preview", args=[made.participation.pk]))
    assert "Här bygger vi en mötesplats." in words(preview)
    assert preview["X-Robots-Tag"] == "noindex"
    client.force_login(made.users["observer"])
    assert client.get(preview.request["PATH_INFO"]).status_code == 403


def test_a_page_that_is_taken_back_leads_nowhere_at_once_nor_do_its_photos(made, client):
    shown = photo(made)
    page = place_page(made)
    picture = reverse("published:photo", args=[shown.key, "320.webp"])
    answer = client.get(picture)
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"

    unpublish_place(participation=participation(made), by=made.users["leader"])

    assert read(client, page).status_code == 404
    assert client.get(picture).status_code == 404
    assert client.get(reverse("published:place_sheet", args=[page.slug])).status_code == 404
    assert page.slug not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(
    ("values", "lacks"),
    [
        ({"in_short": ""}, "“In 30 seconds” is empty."),
        ({"contact_email": ""}, "Nobody is named to whom questions go."),
    ],
)
def test_what_is_missing_is_said_before_publishing(made, values, lacks):
    place_page(made, published=False, **values)

    with pytest.raises(Refusal) as refused:
        publish_place(participation=participation(made), by=made.users["leader"])

    assert refused.value.details == [lacks]


@pytest.mark.parametrize("who", ["coach", "member", "observer", "contact", "neighbour_leader"])
def test_only_the_leader_and_who_runs_the_programme_publish(made, who):
    place_page(made, published=False)

    with pytest.raises(NotAllowed):
        publish_place(participation=participation(made), by=made.users[who])


def test_two_writers_never_lose_work(made):
    place_page(made)

    with pytest.raises(Conflict) as conflict:
        place_page(made, version=0, in_short="En annan text")

    assert conflict.value.theirs["in_short"] == "Här bygger vi en mötesplats."


def test_two_places_of_one_name_have_two_addresses(made):
    one = place_page(made, published=False)
    neighbour = Participation.objects.select_related("place__municipality", "programme").get(
        pk=made.neighbour.pk
    )
    made.neighbour.place.municipality = MunicipalityFactory(name="Östra Göinge")
    made.neighbour.place.name = made.place.name
    made.neighbour.place.save()

    other = save_place_page(
        participation=neighbour, by=made.users["manager"], version=0, in_short="Vi med."
    )

    assert one.slug == "nasum"
    assert other.slug == "nasum-ostra-goinge"


# --- What it shows ----------------------------------------------------------------------


def adopted(made):
    one = participation(made)
    TargetPicture.objects.create(participation=one, text="Lampor lyser.")
    Action.objects.create(participation=one, title="Hemlig idé", state="idea")
    Action.objects.create(
        participation=one, title="Måla bygdegården", state="planned", responsible="Karin Ek"
    )
    return PlanVersion.objects.create(
        participation=one,
        number=1,
        adopted_on=timezone.localdate(),
        meeting="Årsmötet",
        content=frozen.collect(one),
    )


def test_the_adopted_plan_is_shown_without_names_of_persons(made, client):
    adopted(made)
    page = place_page(made)

    told = words(read(client, page))

    assert "Lampor lyser." in told
    assert "Årsmötet" in told
    assert "Karin Ek" not in told
    assert "Hemlig idé" not in told
    TargetPicture.objects.update(text="Utkast efter antagandet.")
    assert "Utkast efter antagandet." not in words(read(client, page))


def test_what_is_not_to_be_shown_is_not(made, client):
    adopted(made)
    page = place_page(made, show_plan=False, show_steps=False, show_happened=False)

    told = words(read(client, page))

    assert "Lampor lyser." not in told
    assert "Årsmötet" not in told
    assert 'class="strip"' not in told


@pytest.mark.parametrize("state", ["returned", "waiting", "conditions", "stopped"])
def test_what_the_gate_said_is_nobody_elses_business(made, client, state):
    Participation.objects.filter(pk=made.participation.pk).update(
        gate_state=state, gate_since=timezone.localdate(), progress="dddnaa", gate_after=3
    )
    page = place_page(made)

    told = words(read(client, page, **{"accept-language": "en"}))

    for word in ("returned", "waiting for a decision", "conditions", "stop"):
        assert word not in told


def test_notes_of_the_coach_and_guests_of_meetings_are_not_on_the_page(made, client):
    CoachingEntry.objects.create(
        participation=made.participation, kind="call", on=timezone.localdate(),
        by=made.users["coach"], shared="Delad anteckning", private="Privat anteckning",
    )  # fmt: skip
    held = meeting(made, starts_at=timezone.now() - dt.timedelta(days=20), ends_at=None)
    come = guest(held, name="Gästen Gunilla")
    Invitation.objects.filter(pk=come.pk).update(attended_at=timezone.now(), attended_persons=31)
    page = place_page(made)

    told = words(read(client, page, **{"accept-language": "en"}))

    assert "31 people came." in told
    for name in ("Gunilla", "anteckning", *(made.users[who].name for who in ("coach", "leader"))):
        assert name not in told


def test_a_contact_stands_there_while_he_or_she_agrees(made, client):
    agreed = Contact.objects.create(
        region=made.region, name="Berit Berg", source="möte", may_publish=True
    )
    page = place_page(made, contacts=[agreed])
    assert "Berit Berg" in words(read(client, page))

    Contact.objects.filter(pk=agreed.pk).update(may_publish=False)

    assert "Berit Berg" not in words(read(client, page))


def test_contacts_are_gone_when_the_programme_is_over(made, client):
    agreed = Contact.objects.create(
        region=made.region, name="Berit Berg", source="möte", may_publish=True
    )
    page = place_page(made, contacts=[agreed], contact_email="fraga@example.org")
    made.programme.ends_on = timezone.localdate()
    made.programme.save()
    assert "Berit Berg" in words(read(client, page))

    made.programme.ends_on -= dt.timedelta(days=1)
    made.programme.save()

    told = words(read(client, page))
    assert "Berit Berg" not in told
    assert "fraga@example.org" in told


@pytest.mark.parametrize(("where", "agrees"), [("region", False), ("other_region", True)])
def test_a_contact_who_has_not_agreed_or_is_another_regions_is_refused(made, where, agrees):
    silent = Contact.objects.create(
        region=getattr(made, where), name="Tyst", source="möte", may_publish=agrees
    )

    with pytest.raises(Refusal) as refused:
        place_page(made, contacts=[silent])

    assert refused.value.code == "contact_without_consent"
    assert not PlacePage.objects.exists()


def test_a_photo_of_people_who_were_not_asked_stays_inside(made, client):
    hidden = photo(made, consent=Consent.INTERNAL)
    page = place_page(made)

    assert hidden.key not in words(read(client, page))
    url = reverse("published:photo", args=[hidden.key, "320.webp"])
    assert client.get(url).status_code == 404


def test_a_photo_has_its_words_its_credit_and_a_picture_for_sharing(made, client):
    shown = photo(made)
    told = words(read(client, place_page(made)))

    assert 'alt="Torget en lördag"' in told
    assert "Eva Alm" in told
    share = f'property="og:image" content="http://testserver/open/photos/{shown.key}/share.jpg"'
    assert share.replace("http://testserver", "") in told.replace("http://localhost:8000", "")
    remove_photo(photo=shown, by=made.users["leader"])
    assert shown.key not in words(read(client, place_page(made, version=1)))


def test_an_outsider_signs_up_from_the_page_without_a_script(made, client):
    ahead = meeting(made, open_sign_up=True, capacity=24)
    told = words(read(client, place_page(made), **{"accept-language": "en"}))
    [action] = re.findall(r'action="(/meetings/open/[^"]+)"', told)

    answer = client.post(
        action, {"name": "Nils", "email": "nils@example.org", "persons": "2", "website": ""}
    )

    assert answer.status_code == 302
    signed = Invitation.objects.get(workshop=ahead)
    assert (signed.name, signed.persons, signed.answer) == ("Nils", 2, "yes")
    assert "24 seats are free." in told


def test_a_meeting_for_invited_guests_is_not_on_the_page(made, client):
    meeting(made, title="Styrgruppen", open_sign_up=False)
    meeting(made, title="Planeras", open_sign_up=True, state="draft")

    told = words(read(client, place_page(made)))

    assert "Styrgruppen" not in told
    assert "Planeras" not in told


def test_a_film_is_a_link_with_its_words(made, client):
    film = {
        "film_title": "Tre bord",
        "film_url": "https://film.example.org/1",
        "film_facts": "3 min, textad",
        "film_text": "Bild: torget.",
    }
    told = words(read(client, place_page(made, **film)))

    assert 'href="https://film.example.org/1"' in told
    assert "Bild: torget." in told
    assert "<iframe" not in told


@pytest.mark.parametrize(
    ("film", "field"),
    [
        ({"film_url": "http://film.example.org/1"}, "film_url"),
        ({"film_url": "javascript:alert(1)"}, "film_url"),
        ({"film_url": "https://film.example.org/1"}, "film_title"),
        (
            {"film_url": "https://f.example.org", "film_title": "A", "film_facts": "1 min"},
            "film_text",
        ),
    ],
)
def test_a_film_without_its_words_is_refused(made, film, field):
    with pytest.raises(Refusal) as refused:
        place_page(made, **film)

    assert refused.value.field == field


def test_what_people_wrote_is_no_markup(made, client):
    told = words(read(client, place_page(made, in_short="<script>alert(1)</script> & så")))

    assert "<script>alert(1)" not in told


def test_the_page_is_in_the_programmes_language_for_who_asks_for_none(made, client):
    page = place_page(made)

    assert '<html lang="sv"' in words(read(client, page))
    assert '<html lang="da"' in words(read(client, page, **{"accept-language": "da"}))
    url = reverse("published:place", args=[page.slug])
    asked = client.get(f"{url}?language=en", headers={"accept-language": "da"})
    assert '<html lang="en"' in words(asked)


def test_the_page_asks_as_much_for_three_meetings_as_for_one(made, client):
    page = place_page(made)
    programme_page(made)
    meeting(made, open_sign_up=True)
    adopted(made)
    photo(made)
    read(client, page)
    with CaptureQueriesContext(connection) as one:
        read(client, page)
    meeting(made, open_sign_up=True)
    meeting(made, open_sign_up=True)
    photo(made)
    with CaptureQueriesContext(connection) as three:
        read(client, page)

    assert len(three) == len(one) <= 14


def test_the_one_pager_is_drawn_once_and_anew_when_the_page_is_another(made, client):
    page = place_page(made)
    url = reverse("published:place_sheet", args=[page.slug])
    answers = [client.get(url) for _each in range(2)]
    assert [one["Content-Type"] for one in answers] == ["application/pdf"] * 2
    assert Job.objects.count() == 1

    place_page(made, version=1, in_short="En ny text.")

    assert client.get(url).status_code == 200
    assert Job.objects.count() == 2


# --- Search engines ---------------------------------------------------------------------


def test_search_engines_find_published_pages_only(made, client):
    page = place_page(made)
    told = client.get("/sitemap.xml").content.decode()
    assert f"/open/places/{page.slug}/" in told
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" in robots
    assert "Allow: /open/\n" in robots
    assert 'name="robots"' not in words(read(client, page))


def test_fields_have_entries():
    call_command("field_registry", verbosity=0)
