"""A place's map: its layers, what people say of spots and who sees it, halls and actions."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, Refusal
from mapping.models import MapPoint, MapPointState, Pin, Service
from mapping.points import pages, services
from places.models import Photo, Place
from surveys.results.points import released
from tests.factories import world
from tests.house.policy_things import picture
from tests.workshops.samples import meeting

pytestmark = pytest.mark.django_db
AT = {"latitude": Decimal("56.17300"), "longitude": Decimal("14.49900")}


@pytest.fixture
def w():
    made = world()
    Place.objects.filter(pk=made.participation.place_id).update(
        latitude="56.1726", longitude="14.4988"
    )
    made.participation.place.refresh_from_db()
    return made


def add(w, by, **more):
    values = {"kind": "unsafe", "text": "No light along the path", **AT, **more}
    return services.add_point(participation=w.participation, by=by, **values)


def keys(client, w, user, query=""):
    client.force_login(user)
    response = client.get(f"/places/{w.participation.pk}/map/{query}")
    return [row.point.key for row in response.context["rows"]]


def test_a_member_s_point_waits_until_the_leader_shows_it(client, w):
    point = add(w, w.member)
    assert point.state == MapPointState.WAITING
    assert keys(client, w, w.observer) == []
    assert keys(client, w, w.member) == [f"point-{point.pk}"]
    client.force_login(w.leader)
    page = client.get(f"/places/{w.participation.pk}/map/")
    assert "1 point waits for a look." in page.content.decode()
    client.post(f"/places/{w.participation.pk}/map/points/{point.pk}/review/", {"decision": "show"})
    assert keys(client, w, w.observer) == [f"point-{point.pk}"]


def test_a_hidden_point_is_on_no_map_and_its_page_is_for_reviewers(client, w):
    point = add(w, w.leader)
    services.review_point(point=point, by=w.coach, show=False)
    assert keys(client, w, w.leader) == []
    client.force_login(w.observer)
    assert client.get(f"/places/{w.participation.pk}/map/points/{point.pk}/").status_code == 404
    client.force_login(w.leader)
    assert client.get(f"/places/{w.participation.pk}/map/points/{point.pk}/").status_code == 200


def test_a_change_by_a_member_is_looked_at_again(w):
    point = services.review_point(point=add(w, w.member), by=w.leader, show=True)
    changed = services.change_point(
        point=point, by=w.member, version=point.version, kind="unsafe", text="Dark", **AT
    )
    assert changed.state == MapPointState.WAITING


def test_two_who_change_the_same_point_see_both_texts(w):
    point = add(w, w.leader)
    services.change_point(point=point, by=w.leader, version=1, kind="unsafe", text="Mine", **AT)
    with pytest.raises(Conflict) as refused:
        services.change_point(point=point, by=w.coach, version=1, kind="unsafe", text="Yours", **AT)
    assert refused.value.theirs["text"] == "Mine"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": "  "}, "text_missing"),
        ({"text": "x" * 241}, "too_long"),
        ({"kind": "rude"}, "unknown_kind"),
        ({"latitude": Decimal("14.49900"), "longitude": Decimal("56.17300")}, "wrong_point"),
        ({"latitude": Decimal("59.30000")}, "far_away"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(w, more, code):
    with pytest.raises(Refusal) as refused:
        add(w, w.leader, **more)
    assert refused.value.code == code
    assert not MapPoint.objects.exists()


def test_a_day_that_lies_ahead_is_refused(w):
    with pytest.raises(Refusal) as refused:
        add(w, w.leader, said_on=timezone.localdate() + dt.timedelta(days=1))
    assert refused.value.code == "in_future"


def test_a_point_is_entered_with_photo_and_its_permission(client, w):
    client.force_login(w.leader)
    url = f"/places/{w.participation.pk}/map/points/add/"
    sent = {
        "latitude": "56,173", "longitude": "14,499", "kind": "good", "text": "Benches",
        "upload": SimpleUploadedFile("a.jpg", picture(), "image/png"), "alt": "Benches",
        "credit": "Photo: Eva Alm",
    }  # fmt: skip
    response = client.post(url, sent)
    assert response.status_code == 409  # nobody has said whether people can be recognised
    assert not MapPoint.objects.exists()
    assert not Photo.objects.exists()
    sent["upload"] = SimpleUploadedFile("a.png", picture(), "image/png")
    response = client.post(url, {**sent, "consent": "nobody"})
    point = MapPoint.objects.get()
    assert response["Location"] == f"/places/{w.participation.pk}/map/?place=point-{point.pk}"
    assert point.photo.alt == "Benches"
    assert (point.latitude, point.longitude) == (Decimal("56.17300"), Decimal("14.49900"))


def test_coordinates_in_sweref_are_converted_and_told(client, w):
    client.force_login(w.leader)
    url = f"/places/{w.participation.pk}/map/points/add/"
    response = client.post(
        url,
        {"latitude": "6225404", "longitude": "468888", "kind": "idea", "text": "A bench"},
        follow=True,
    )
    point = MapPoint.objects.get()
    assert abs(point.latitude - Decimal("56.17")) < Decimal("0.1")
    assert "SWEREF 99 TM" in response.content.decode()


def test_an_address_with_a_spot_fills_the_form(client, w):
    client.force_login(w.member)
    url = f"/places/{w.participation.pk}/map/points/add/?latitude=56.17&longitude=14.5"
    assert 'value="56.17"' in client.get(url).content.decode()


def test_layers_are_chosen_in_the_address_and_services_say_their_state(client, w):
    point = add(w, w.leader)
    shop = Service.objects.create(
        participation=w.participation, kind="groceries", name="The shop", state="at_risk",
        seen_on=timezone.localdate(), **AT,
    )  # fmt: skip
    assert keys(client, w, w.leader) == [f"service-{shop.pk}", f"point-{point.pk}"]
    assert keys(client, w, w.leader, "?layer=services") == [f"service-{shop.pk}"]
    rows = pages.rows_of(w.participation, w.leader)
    assert [(row.level, row.state) for row in rows] == [("warn", "At risk"), ("warn", "")]


def test_a_hall_is_pinned_once_and_drawn(client, w):
    meeting(w, hall="Folkets hus")
    client.force_login(w.leader)
    url = f"/places/{w.participation.pk}/map/pins/"
    assert "Folkets hus" in client.get(url).content.decode()
    for latitude in ("56.173", "56.174"):
        client.post(url, {"hall": "Folkets hus", "latitude": latitude, "longitude": "14.499"})
    pin = Pin.objects.get()
    assert pin.latitude == Decimal("56.17400")
    assert keys(client, w, w.observer) == [f"pin-{pin.pk}"]
    assert "Folkets hus" not in client.get(url).content.decode()


def test_a_hall_that_nobody_meets_in_is_not_pinned(client, w):
    client.force_login(w.leader)
    sent = {"hall": "Elsewhere", "latitude": "56.173", "longitude": "14.499"}
    client.post(f"/places/{w.participation.pk}/map/pins/", sent)
    assert not Pin.objects.exists()


def test_squares_of_few_answers_are_never_released():
    rows = [(56.17, 14.49, 7), (56.18, 14.49, 5), (56.19, 14.49, 2)]
    assert released(rows, 5) == ([(56.17, 14.49, 7)], 7)
    assert released(rows[:2], 5) == (rows[:2], 0)
    assert released(rows[2:], 5) == ([], 2)


def test_the_map_asks_the_same_questions_for_one_point_and_for_many(client, w):
    client.force_login(w.leader)
    url = f"/places/{w.participation.pk}/map/"
    counts = []
    for number in (1, 6):
        for _turn in range(number):
            add(w, w.leader)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1], counts
    assert counts[0] <= 12, [one["sql"][:80] for one in asked]


def test_a_service_is_tapped_on_its_card_and_the_button_leads_to_the_next_unseen(w, client):
    here = {"participation": w.participation, "latitude": Decimal("56.1"),
            "longitude": Decimal("14.4")}  # fmt: skip
    shop = Service.objects.create(kind="groceries", **here)
    Service.objects.create(kind="fuel", state="here", seen_on=timezone.localdate(), **here)
    school = Service.objects.create(kind="school", **here)
    client.force_login(w.leader)
    page = reverse("mapping:map", args=[w.participation.pk])
    assert 'class="map-taps"' in client.get(f"{page}?place=service-{shop.pk}").text
    row = reverse("mapping:service_row", args=[w.participation.pk, shop.pk])
    sent = {"state": ["", "at_risk"], "note": "Stops", "version": 1, "from": "map"}
    assert client.post(row, sent).url == f"{page}?place=service-{shop.pk}"
    shop.refresh_from_db()
    assert (shop.state, shop.note) == ("at_risk", "Stops")
    again = {**sent, "version": shop.version, "act": "next"}
    assert client.post(row, again).url == f"{page}?place=service-{school.pk}"
    shop.refresh_from_db()
    for more, leads in (
        ({"act": "photo"}, reverse("mapping:service_photo", args=[w.participation.pk, shop.pk])),
        ({"act": "open"}, reverse("mapping:service", args=[w.participation.pk, shop.pk])),
        ({"then": "point-7"}, f"{page}?place=point-7"),  # chosen before the sentence was kept
        ({"then": ""}, f"{page}?place="),
    ):
        note = f"Stops {leads}"
        sent = {**sent, "note": note, "version": shop.version}
        assert client.post(row, sent | more).url == leads
        shop.refresh_from_db()
        assert shop.note == note
    client.force_login(w.observer)
    assert 'class="map-taps"' not in client.get(page).text


def test_a_page_without_a_map_does_not_run_its_script(w, client):
    client.force_login(w.leader)
    mine = f"{reverse('mapping:map_pin', args=[w.participation.pk])}"
    assert "js/map.js" not in client.get(mine).text
    assert "js/map.js" in client.get(reverse("mapping:map", args=[w.participation.pk])).text
    client.force_login(w.manager)
    none = client.get(reverse("places:map"), {"q": "nobody"})
    assert 'class="map-row' not in none.text
    assert "js/map.js" not in none.text
