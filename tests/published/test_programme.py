"""The open page of a programme, its news and their feed; the front door."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from published.editing.services import save_programme_page, unpublish_programme
from published.news.services import (
    add_post,
    publish_post,
    remove_post,
    save_post,
    unpublish_post,
)
from tests.factories import world
from tests.published.samples import picture, place_page, programme_page
from tests.workshops.samples import guest, meeting
from workshops.models import Invitation

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


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


def words(client, url):
    answer = client.get(url, headers={"accept-language": "en"})
    assert answer.status_code == 200, (url, answer.status_code)
    return " ".join(answer.content.decode().split())


def address(page, name="programme", *args):
    return reverse(f"published:{name}", args=[page.slug, *args])


def post(made, title="Planen är antagen", *, published=True, **fields):
    manager = made.users["manager"]
    row = add_post(programme=made.programme, by=manager, title=title, text="Alla kom.", **fields)
    return publish_post(post=row, by=manager) if published else row


def test_only_published_places_are_named_and_all_are_counted(made, client):
    place_page(made)
    page = programme_page(made)

    told = words(client, address(page))

    assert "Näsum" in told
    assert "Glimåkra" not in told  # the neighbour has published nothing
    assert "2</dd>" in told
    assert "places take part" in told


def test_figures_count_open_meetings_and_those_who_came(made, client):
    held = meeting(made, starts_at=timezone.now() - dt.timedelta(days=20), ends_at=None)
    come = guest(held)
    Invitation.objects.filter(pk=come.pk).update(attended_at=timezone.now(), attended_persons=31)

    told = words(client, address(programme_page(made)))

    assert "31</dd>" in told
    assert "open meeting</dt>" in told
    assert come.name not in told


def test_a_programme_that_is_taken_back_takes_its_news_and_its_feed_along(made, client):
    page = programme_page(made)
    row = post(made)
    urls = [
        address(page), address(page, "news_list"), address(page, "feed"),
        address(page, "news", row.pk),
    ]  # fmt: skip
    assert [client.get(url).status_code for url in urls] == [200] * 4

    unpublish_programme(programme=made.programme, by=made.users["manager"])

    assert [client.get(url).status_code for url in urls] == [404] * 4
    assert row.title not in words(client, "/")


@pytest.mark.parametrize("who", ["coach", "leader", "member", "other_manager"])
def test_only_who_runs_the_programme_writes_its_page_and_news(made, who):
    by = made.users[who]
    with pytest.raises(NotAllowed):
        save_programme_page(programme=made.programme, by=by, version=0, lead="Nej.")
    with pytest.raises(NotAllowed):
        add_post(programme=made.programme, by=by, title="Nej", text="Nej")


def test_the_funders_logo_is_described_and_goes_when_it_is_taken_away(
    made, client, tmp_path, django_capture_on_commit_callbacks
):
    page = programme_page(made, logo=picture(), logo_text="Tillväxtverket")
    told = words(client, address(page))
    assert 'alt="Tillväxtverket"' in told
    answer = client.get(address(page, "logo"))
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")

    with django_capture_on_commit_callbacks(execute=True):
        save_programme_page(
            programme=made.programme, by=made.users["manager"], version=page.version,
            lead=page.lead, contact_email=page.contact_email, remove_logo=True,
        )  # fmt: skip

    assert client.get(address(page, "logo")).status_code == 404
    assert not [one for one in tmp_path.rglob("*.png") if one.is_file()]


def test_a_logo_without_words_is_refused_and_leaves_no_file(made, tmp_path):
    with pytest.raises(Refusal) as refused:
        programme_page(made, logo=picture())

    assert refused.value.field == "logo_text"
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_the_page_asks_as_much_for_two_places_as_for_one(made, client):
    page = programme_page(made)
    place_page(made)
    post(made)
    words(client, address(page))
    with CaptureQueriesContext(connection) as one:
        words(client, address(page))
    made.participation, made.users["leader"] = made.neighbour, made.users["manager"]
    place_page(made)
    post(made, "Mera")
    with CaptureQueriesContext(connection) as two:
        told = words(client, address(page))

    assert "Glimåkra" in told
    assert len(two) == len(one) <= 14


# --- News -------------------------------------------------------------------------------


def test_a_draft_is_nowhere_and_a_published_post_everywhere(made, client):
    page = programme_page(made)
    draft, shown = post(made, "Utkastet", published=False), post(made, participation=None)

    for url in (address(page), address(page, "news_list"), address(page, "feed"), "/"):
        told = words(client, url)
        assert shown.title in told, url
        assert draft.title not in told, url
    assert client.get(address(page, "news", draft.pk)).status_code == 404


def test_the_feed_is_atom_in_the_programmes_language_and_names_no_person(made, client):
    page = programme_page(made)
    row = post(made)

    answer = client.get(address(page, "feed"), headers={"accept-language": "da"})

    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "sv"
    [entry] = root.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == row.title
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"].endswith(address(page, "news", row.pk))
    assert made.users["manager"].name not in answer.content.decode()


def test_news_is_changed_taken_back_and_deleted(made, client):
    page, row, manager = programme_page(made), post(made), made.users["manager"]
    save_post(post=row, by=manager, version=row.version, title="Ny rubrik", text="Ny text")
    assert "Ny rubrik" in words(client, address(page))

    unpublish_post(post=row, by=manager)
    assert "Ny rubrik" not in words(client, address(page))

    remove_post(post=row, by=manager)
    assert not made.programme.news.exists()


def test_news_of_another_programmes_place_is_refused(made):
    with pytest.raises(Refusal) as refused:
        post(made, participation=made.other_participation)

    assert refused.value.code == "other_programme"


# --- The front door ---------------------------------------------------------------------


def test_the_front_door_tells_of_published_programmes_only(made, client):
    place_page(made, published=False)
    programme_page(made, published=False)
    told = words(client, "/")
    assert "Six steps, with a gate in the middle" in told
    assert "Näsum" not in told
    assert "places take part" not in told


def test_the_front_door_shows_figures_places_and_news_and_asks_constantly(made, client):
    place_page(made)
    programme_page(made)
    post(made)
    words(client, "/")
    with CaptureQueriesContext(connection) as asked:
        told = words(client, "/")

    assert "Här bygger vi en mötesplats." in told
    assert "places take part" in told
    assert "Planen är antagen" in told
    assert len(asked) <= 10


def test_who_is_signed_in_keeps_the_start_page(made, client):
    client.force_login(made.users["leader"])
    assert "Six steps, with a gate" not in words(client, "/")
