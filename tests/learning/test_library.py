"""The library: kept by its region, shared by choice, proposed by rules, its links looked at."""

from __future__ import annotations

import datetime as dt
import http.server
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from learning.advice.services import to_action, write_advice
from learning.library import links
from learning.library.pages import uses_of
from learning.library.proposing import proposals
from learning.library.services import (
    add_resource,
    add_rule,
    archive,
    keep_at_hand,
    propose_again,
    remove_rule,
    review,
    save_resource,
    set_aside,
)
from learning.models import Advice, Favourite, Resource, ResourceRule
from learning.tasks import check_links
from mapping.models import Service
from notices.models import Notice
from places.models import PopulationObservation
from surveys.models import Assessment, AssessmentValue
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def resource(w: World, title: str = "A village shop", **more) -> Resource:
    facts = {
        "kind": "guide", "title": title, "summary": "How a village takes over its shop",
        "language": "sv", "url": "https://example.org/shop",
    }  # fmt: skip
    return add_resource(region=w.region, by=w.admin, **facts | more)


def late(one: Resource) -> Resource:
    day = timezone.localdate() - dt.timedelta(days=1)
    Resource.objects.filter(pk=one.pk).update(review_on=day)
    one.refresh_from_db()
    return one


def test_only_those_who_run_the_region_keep_its_library(w: World) -> None:
    with pytest.raises(NotAllowed):
        add_resource(
            region=w.region, by=w.coach, kind="guide", title="x", summary="x", language="sv",
            url="https://example.org",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"title": ""}, "title_missing"),
        ({"summary": " "}, "summary_missing"),
        ({"url": ""}, "nothing_there"),
        ({"url": "javascript:alert(1)"}, "wrong_address"),
        ({"url": "https://me:secret@example.org/"}, "wrong_address"),
        ({"kind": "film"}, "not_told"),
        ({"kind": "song"}, "unknown_choice"),
        ({"upload": SimpleUploadedFile("a.txt", b"words")}, "two_things"),
        ({"subtitle_file": SimpleUploadedFile("a.vtt", b"<script>")}, "wrong_subtitles"),
    ],
)
def test_a_resource_is_checked(w: World, facts, code) -> None:
    with pytest.raises(Refusal) as refused:
        resource(w, **facts)
    assert refused.value.code == code


def test_a_film_has_subtitles_that_are_fetched_as_text(w: World, client) -> None:
    spoken = b"\xef\xbb\xbfWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nHej"
    one = resource(w, kind="film", subtitle_file=SimpleUploadedFile("a.vtt", spoken))
    client.force_login(w.leader)
    answer = client.get(reverse("learning:resource_subtitles", args=[one.pk]))
    assert answer.text == "WEBVTT\n\n00:01.000 --> 00:02.000\nHej"
    assert answer["Content-Type"].startswith("text/vtt")


def test_two_editors_lose_nothing(w: World) -> None:
    one = resource(w)
    facts = {"kind": "guide", "summary": "x", "language": "sv", "url": one.url}
    save_resource(resource=one, by=w.admin, version=1, title="One", **facts)
    with pytest.raises(Conflict) as conflict:
        save_resource(resource=one, by=w.manager, version=1, title="Two", **facts)
    assert conflict.value.theirs["title"] == "One"


def test_another_region_sees_what_is_shared_alone(w: World, client) -> None:
    mine, shared = resource(w), resource(w, "For all", shared=True)
    client.force_login(w.other_admin)
    assert client.get(reverse("learning:resource", args=[mine.pk])).status_code == 404
    assert client.get(reverse("learning:resource", args=[shared.pk])).status_code == 200
    page = client.get(reverse("learning:library")).text
    assert "For all" in page
    assert mine.title not in page
    client.force_login(w.outsider)
    assert client.get(reverse("learning:resource", args=[shared.pk])).status_code == 404


def test_what_is_overdue_cannot_be_advised_until_it_is_looked_through(w: World) -> None:
    one = late(resource(w))
    with pytest.raises(Refusal) as refused:
        write_advice(participation=w.participation, by=w.coach, text="Read", resource=one)
    assert (refused.value.code, refused.value.field) == ("not_to_be_pushed", "resource")
    review(resource=one, by=w.admin, version=one.version)
    one.refresh_from_db()
    write_advice(participation=w.participation, by=w.coach, text="Read", resource=one, give=True)
    assert Advice.objects.get().resource == one


def test_rules_propose_with_the_reason_and_what_is_set_aside_stays_so(w: World, client) -> None:
    shop, small, step, large = (resource(w, title) for title in ("Shop", "Small", "Step", "Large"))
    add_rule(resource=shop, by=w.admin, fact="service", service="groceries")
    add_rule(resource=small, by=w.admin, fact="below", number=500)
    add_rule(resource=step, by=w.admin, fact="step", step_key="step-1")
    add_rule(resource=large, by=w.admin, fact="above", number=5000)
    assert [one.resource for one in proposals(w.participation)[0]] == [step]
    Service.objects.create(
        participation=w.participation, kind="groceries", state="gone", seen_on=timezone.localdate()
    )
    PopulationObservation.objects.create(place=w.place, year=2099, inhabitants=320, source="SCB")
    client.force_login(w.coach)
    url = reverse("learning:proposals", args=[w.participation.pk])
    page = client.get(url).text
    assert "The place lacks: groceries." in page
    assert "320 inhabitants (2099): fewer than 500." in page
    assert f"Advise {w.place.name}" in page
    assert "Large" not in page

    set_aside(participation=w.participation, by=w.coach, resource=small)
    late(shop)
    assert [one.resource for one in proposals(w.participation)[0]] == [step]
    propose_again(participation=w.participation, by=w.coach, resource=small)
    write_advice(participation=w.participation, by=w.coach, text="Read", resource=step)
    assert [one.resource for one in proposals(w.participation)[0]] == [small]


def test_conditions_that_are_joined_must_all_hold(w: World, client) -> None:
    shop = resource(w, "Shop")
    head = add_rule(resource=shop, by=w.admin, fact="step", step_key="step-1")
    joined = add_rule(
        resource=shop, by=w.admin, fact="below", number=500, together_with=head.pk
    )  # fmt: skip
    assert add_rule(
        resource=shop, by=w.admin, fact="below", number=500, together_with=head.pk
    ) == joined  # fmt: skip
    assert proposals(w.participation)[0] == []
    figure = PopulationObservation.objects.create(
        place=w.place, year=2099, inhabitants=900, source="SCB"
    )
    assert proposals(w.participation)[0] == []
    PopulationObservation.objects.filter(pk=figure.pk).update(inhabitants=320)
    (found,) = proposals(w.participation)[0]
    assert len(found.reasons) == 2
    assert found.reasons[1] == "320 inhabitants (2099): fewer than 500."
    with pytest.raises(Refusal) as refused:
        add_rule(resource=shop, by=w.admin, fact="above", number=1, together_with=joined.pk)
    assert refused.value.code == "no_rule"
    client.force_login(w.admin)
    page = client.get(reverse("learning:resource", args=[shop.pk])).text
    assert "Only together with" in page
    remove_rule(resource=shop, by=w.admin, rule_id=head.pk)
    assert not ResourceRule.objects.exists()


def test_a_theme_that_the_place_assesses_as_low_proposes_what_helps(w: World) -> None:
    with pytest.raises(Refusal) as refused:
        add_rule(resource=resource(w), by=w.admin, fact="answer", theme_key="nonsense")
    assert refused.value.code == "theme_missing"
    one = resource(w, "Trust")
    add_rule(resource=one, by=w.admin, fact="answer", theme_key="social")
    today = timezone.localdate()

    def assessed(value: int, days: int) -> None:
        made = Assessment.objects.create(
            programme=w.programme, participation=w.participation, theme_set="capitals",
            on=today - dt.timedelta(days=days),
        )  # fmt: skip
        AssessmentValue.objects.create(assessment=made, theme_key="social", value=value)

    assessed(1, days=30)
    (found,) = proposals(w.participation)[0]
    assert "as low: 1.0 of 3" in found.reasons[0]
    assessed(3, days=1)
    assert proposals(w.participation)[0] == []


def test_a_film_is_played_by_the_page_from_any_second(w: World, client) -> None:
    data = b"\x00\x00\x00\x18ftypmp42" + bytes(range(200))
    sent = SimpleUploadedFile("village.mp4", data, content_type="video/mp4")
    with pytest.raises(Refusal) as refused:
        resource(w, url="", upload=sent)
    assert refused.value.code == "file_kind"
    sent.seek(0)
    film = resource(w, kind="film", url="", upload=sent, transcript="Hello")
    client.force_login(w.leader)
    page = client.get(reverse("learning:resource", args=[film.pk]))
    assert "<video" in page.text
    assert "media-src 'self'" in page["Content-Security-Policy"]
    url = reverse("learning:resource_file", args=[film.pk])
    piece = client.get(f"{url}?play", headers={"range": "bytes=4-7"})
    assert (piece.status_code, b"".join(piece)) == (206, b"ftyp")
    assert piece["Content-Range"] == f"bytes 4-7/{len(data)}"
    whole = client.get(f"{url}?play", headers={"range": "bytes=900000-"})
    assert (whole.status_code, b"".join(whole)) == (200, data)
    file = client.get(url)
    assert "attachment" in file["Content-Disposition"]
    assert b"".join(file) == data


@pytest.mark.parametrize(("name", "data"), [("a.mp4", b"MZ" + b"0" * 40), ("a.webm", b"<html>")])
def test_what_only_calls_itself_a_film_is_none(w: World, name, data) -> None:
    with pytest.raises(Refusal) as refused:
        resource(w, kind="film", url="", upload=SimpleUploadedFile(name, data), transcript="x")
    assert refused.value.code == "file_disguised"


def test_uses_and_outcomes_are_counted(w: World) -> None:
    one = resource(w)
    made = [
        write_advice(participation=w.participation, by=w.coach, text=text, resource=one, give=True)
        for text in ("One", "Two")
    ]
    to_action(advice=made[0], by=w.leader)
    found = uses_of(Advice.objects.filter(resource=one))
    assert (found.advised, found.taken_up, found.actions, found.done) == (2, 1, 1, 0)


def test_a_step_lists_its_own_resources(w: World, client) -> None:
    resource(w, "For step one", steps=["step-1"])
    resource(w, "For step two", steps=["step-2"])
    client.force_login(w.leader)
    page = client.get(reverse("places:step", args=[w.participation.pk, 1])).text
    assert "For step one" in page
    assert "For step two" not in page


def test_a_favourite_is_kept_once_and_archived_things_are_not_listed(w: World, client) -> None:
    one = resource(w)
    for _twice in range(2):
        keep_at_hand(resource=one, by=w.coach, kept=True)
    assert Favourite.objects.count() == 1
    client.force_login(w.coach)
    url = reverse("learning:library")
    assert one.title in client.get(url, {"mine": 1}).text
    archive(resource=one, by=w.admin)
    assert one.title not in client.get(url).text


def test_the_list_asks_a_constant_number_of_questions(
    w: World, client, django_assert_max_num_queries
) -> None:
    for number in range(20):
        resource(w, f"Guide {number}")
    client.force_login(w.coach)
    client.get(reverse("learning:library"))
    with django_assert_max_num_queries(8):
        client.get(reverse("learning:library"))


# --- links


@pytest.fixture
def site(settings):
    """A web server on this machine, that stands for the open internet."""

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/moved":
                self.send_response(301)
                self.send_header("Location", "/here")
            elif self.path == "/loop":
                self.send_response(302)
                self.send_header("Location", "/loop")
            elif self.path == "/inside":
                self.send_response(302)
                self.send_header("Location", "http://10.0.0.1/secret")
            else:
                known = {"/here": 200, "/gone": 404, "/broken": 503, "/login": 403}
                self.send_response(known[self.path])
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    net = f"127.0.0.1:{server.server_port}"
    settings.FACTS_TEST_HOSTS = [net]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{net}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/here", ""), ("/moved", ""), ("/login", ""), ("/gone", "gone"), ("/broken", "broken"),
        ("/loop", "loops"), ("/inside", "not_open"),
    ],
)  # fmt: skip
def test_a_link_is_looked_at(site, path, fault) -> None:
    assert links.look(site + path) == fault


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://localhost:5432/", "http://[::1]/", "ftp://example.org/"]
)
def test_nothing_inside_is_called(url) -> None:
    assert links.look(url) == "not_open"


def test_a_dead_link_is_told_once_and_cannot_be_advised(w: World, site, settings) -> None:
    settings.LIBRARY_LINK_CHECK = True
    one = resource(w, url=f"{site}/gone")
    assert check_links() == 1
    one.refresh_from_db()
    assert (one.link_fault, one.may_be_pushed) == ("gone", False)
    assert Notice.objects.get().person == w.admin
    assert check_links() == 0  # within the week
    Resource.objects.update(link_checked_at=timezone.now() - dt.timedelta(days=8))
    assert check_links() == 1
    assert Notice.objects.count() == 1
    settings.LIBRARY_LINK_CHECK = False
    Resource.objects.update(link_checked_at=None)
    assert check_links() == 0


def test_one_bad_day_of_a_site_is_no_fault(w: World, site) -> None:
    one = resource(w, url=f"{site}/broken")
    for fault in ("", "broken"):
        links.keep(one, links.look(one.url))
        one.refresh_from_db()
        assert one.link_fault == fault
