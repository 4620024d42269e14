"""The service inventory: begun, seen by taps, then and now, over all places, profile, ticks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.refusals import Conflict, NotAllowed, Refusal
from mapping.layers import layers
from mapping.models import COMMERCIAL, USUAL, Service, ServiceSeen
from mapping.report_parts import services as reported
from mapping.services.kept import Outcome, outcome, outcome_of
from mapping.services.profile import Seen, profile, profile_at
from mapping.services.services import SEEN, add_service, begin, remove_service, save_service, see
from places.figures import Extent, Of, Readings
from places.models import ItemState, StepItem
from places.reporting import Subject
from programmes.models import ChecklistItem
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def service(w: World, kind: str = "groceries", **more: object) -> Service:
    return add_service(participation=w.participation, by=w.leader, kind=kind, **more)


def again(row: Service) -> Service:
    return Service.objects.get(pk=row.pk)


def tapped(w: World, row: Service, state: str, note: str = "") -> Service:
    row = again(row)
    return see(service=row, by=w.leader, version=row.version, state=state, note=note)


def test_an_inventory_begins_with_every_usual_kind_once(w: World) -> None:
    service(w, "fuel")
    assert begin(participation=w.participation, by=w.member) == len(USUAL) - 1
    assert begin(participation=w.participation, by=w.member) == 0
    assert w.participation.services.count() == len(USUAL)
    with pytest.raises(NotAllowed):
        begin(participation=w.participation, by=w.observer)


@pytest.mark.parametrize(
    ("start", "now", "became"),
    [
        ("here", "here", Outcome.KEPT),
        ("at_risk", "here", Outcome.KEPT),
        ("here", "new", Outcome.KEPT),
        ("here", "at_risk", Outcome.AT_RISK),
        ("never", "at_risk", Outcome.AT_RISK),
        ("here", "gone", Outcome.LOST),
        ("at_risk", "never", Outcome.LOST),
        ("never", "new", Outcome.NEW),
        ("never", "here", Outcome.NEW),
        ("never", "gone", None),
        ("never", "never", None),
        ("here", "", None),
        ("", "", None),
    ],
)
def test_what_became_of_a_service_follows_from_then_and_now(
    start: str, now: str, became: Outcome | None
) -> None:
    assert outcome(start, now) == became


def test_a_tap_is_seen_today_and_the_first_day_says_how_it_stood_at_the_start(w: World) -> None:
    shop = service(w)
    shop = tapped(w, shop, "gone")
    assert (shop.state, shop.start_state, shop.seen_on) == ("gone", "here", timezone.localdate())
    # A wrong tap is put right on the same day, and so is the start.
    shop = tapped(w, shop, "new")
    assert (shop.start_state, outcome_of(shop)) == ("never", Outcome.NEW)
    assert list(shop.seen.values_list("state", flat=True)) == ["new"]


def test_a_later_change_keeps_the_start_and_the_day_of_each_look(w: World) -> None:
    shop = tapped(w, service(w), "here")
    long_ago = timezone.localdate() - dt.timedelta(days=300)
    ServiceSeen.objects.update(on=long_ago)
    shop = tapped(w, shop, "at_risk", "The owner wants to stop")
    assert (shop.start_state, outcome_of(shop)) == ("here", Outcome.AT_RISK)
    assert list(shop.seen.values_list("on", "state")) == [
        (long_ago, "here"),
        (timezone.localdate(), "at_risk"),
    ]


def test_a_state_changed_in_the_form_does_not_write_over_the_earlier_look(w: World) -> None:
    shop = tapped(w, service(w), "here")
    long_ago = timezone.localdate() - dt.timedelta(days=300)
    ServiceSeen.objects.update(on=long_ago)
    Service.objects.update(seen_on=long_ago)
    facts = {"kind": "groceries", "state": "gone", "seen_on": long_ago}
    shop = save_service(service=shop, by=w.leader, version=shop.version, **facts)
    assert list(shop.seen.values_list("on", "state")) == [
        (long_ago, "here"),
        (timezone.localdate(), "gone"),
    ]


def test_the_start_can_be_put_right(w: World) -> None:
    shop = tapped(w, service(w), "gone")
    facts = {"kind": "groceries", "state": "gone", "start_state": "never"}
    shop = save_service(service=shop, by=w.leader, version=shop.version, **facts)
    assert (shop.start_state, outcome_of(shop)) == ("never", None)
    assert again(shop).start_state == "never"
    # The tap of another day does not undo it.
    ServiceSeen.objects.update(on=timezone.localdate() - dt.timedelta(days=9))
    assert tapped(w, shop, "here").start_state == "never"


@pytest.mark.parametrize(
    ("problem", "facts"),
    [
        ("no_kind", {"kind": "circus"}),
        ("wrong_form", {"form": "parcel"}),
        ("unknown_choice", {"state": "perhaps"}),
        ("unknown_choice", {"start_state": "new"}),
        ("wrong_distance", {"distance_km": Decimal(-1)}),
        ("wrong_distance", {"distance_km": Decimal(4000)}),
        ("half_position", {"latitude": Decimal(56)}),
        ("position_off_earth", {"latitude": Decimal(91), "longitude": Decimal(14)}),
        ("position_off_earth", {"latitude": Decimal(56), "longitude": Decimal(181)}),
        ("too_long", {"owner": "x" * 151}),
        ("date_in_future", {"seen_on": dt.date(2999, 1, 1)}),  # any day
    ],
)
def test_what_cannot_be_is_refused(w: World, problem: str, facts: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        service(w, **{"kind": "groceries"} | facts)
    assert refused.value.code == problem
    assert not w.participation.services.exists()


def test_two_who_tap_see_both(w: World) -> None:
    shop = service(w)
    see(service=shop, by=w.member, version=1, state="at_risk", note="Closes in June")
    with pytest.raises(Conflict) as conflict:
        see(service=shop, by=w.leader, version=1, state="here")
    assert conflict.value.theirs["state"] == "at_risk"
    assert conflict.value.yours["state"] == "here"
    # The same again is no conflict.
    same = see(service=shop, by=w.leader, version=1, state="at_risk", note="Closes in June")
    assert same.version == 2


def test_who_only_reads_does_not_write(w: World) -> None:
    shop = service(w)
    for verb in (
        lambda: see(service=shop, by=w.contact, version=1, state="here"),
        lambda: remove_service(service=shop, by=w.observer),
        lambda: service_by(w, w.neighbour_leader),
    ):
        with pytest.raises(NotAllowed):
            verb()


def service_by(w: World, by: object) -> Service:
    return add_service(participation=w.participation, by=by, kind="fuel")  # type: ignore[arg-type]


# --- the line of the checklist


def line(w: World, event: str) -> StepItem:
    item = StepItem.objects.filter(participation=w.participation, step__order=1).first()
    ChecklistItem.objects.filter(pk=item.item_id).update(ticked_by=event)
    return item


def test_the_line_is_ticked_when_all_was_looked_at_and_follows_both_ways(w: World) -> None:
    item = line(w, SEEN)
    rows = [service(w, kind) for kind in COMMERCIAL]
    for row in rows[:-1]:
        tapped(w, row, "here")
    item.refresh_from_db()
    assert item.state == ItemState.OPEN
    tapped(w, rows[-1], "gone")
    item.refresh_from_db()
    assert item.state == ItemState.DONE
    assert item.source_url == reverse("mapping:services", args=[w.participation.pk])
    remove_service(service=again(rows[0]), by=w.leader)
    item.refresh_from_db()
    assert item.state == ItemState.OPEN


# --- the profile


def test_the_profile_explains_its_points() -> None:
    empty = profile({})
    assert (empty.base, empty.exposed, empty.known) == (0, 0, 0)
    assert all(str(one.weight.why) for one in empty.lines)
    found = profile(
        {
            "groceries": Seen("at_risk", Decimal(14)),  # half of 3 here, 3 exposed
            "fuel": Seen("gone", Decimal(4)),  # near: half of 2 exposed
            "school": Seen("here"),
            "cash": Seen("never"),
        }
    )
    assert (found.base, found.exposed, found.known) == (Decimal("4.5"), Decimal(4), 4)
    assert found.most == sum(one.weight.points for one in found.lines)


def test_a_second_shop_that_closed_takes_nothing_from_the_first(w: World) -> None:
    tapped(w, service(w, name="The old shop"), "gone")
    tapped(w, service(w, name="The shop"), "here")
    found = profile_at(w.participation)
    assert (found.base, found.exposed) == (3, 0)


# --- over all places; report; figures; map


def test_over_all_places_it_is_counted_once_everywhere(w: World, client) -> None:
    tapped(w, service(w, "groceries"), "here")
    tapped(w, service(w, "fuel", distance_km=Decimal("14.5")), "gone", "Closed in March")
    other = add_service(participation=w.neighbour, by=w.neighbour_leader, kind="groceries")
    see(service=other, by=w.neighbour_leader, version=1, state="at_risk")
    client.force_login(w.manager)
    page = client.get(reverse("mapping:kept", args=[w.programme.pk]))
    assert page.context["totals"] == [1, 1, 1, 0]
    today = timezone.localdate()
    extent = Extent(
        programmes={w.programme.pk: Of.of(w.programme)}, on=today, starts_on=today, ends_on=today,
        wholly=frozenset({w.programme.pk}),
    )  # fmt: skip
    figures = Readings(extent)
    assert figures.value("services_kept") == (1, 3)
    assert [figures.value(f"services_{one}") for one in ("at_risk", "lost", "new")] == [1, 1, 0]
    book = load_workbook(
        BytesIO(client.get(reverse("mapping:kept_xlsx", args=[w.programme.pk])).content)
    )
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]
    assert len(rows) == 3
    assert any(14.5 in row and "Closed in March" in row for row in rows)
    # No place is ranked: they stand in the order of their names.
    names = [name for name, _url, _all, _seen in page.context["places"]]
    assert names == sorted(names)


def test_a_report_tells_of_a_place_what_became_of_each(w: World) -> None:
    tapped(w, service(w, name="The shop"), "at_risk", "The owner stops")
    today = timezone.localdate()
    subject = Subject(w.programme, w.participation, today, today, today, places=[w.participation])
    head, rows = reported(subject)
    assert [one["value"] for one in head["figures"]] == [0, 1, 0, 0]
    assert rows["rows"] == [
        ["Groceries: The shop", "At risk", ["warn", "At risk"], "The owner stops", today]
    ]
    many = Subject(w.programme, None, today, today, today, places=[w.participation])
    head, kinds = reported(many)
    assert kinds["rows"] == [["Groceries", 0, 1, 0, 0]]


def test_a_service_with_a_position_is_a_point_of_the_map(w: World) -> None:
    tapped(w, service(w, latitude=Decimal("56.16700"), longitude=Decimal("14.48300")), "at_risk")
    service(w, "fuel")
    [layer] = [one for one in layers() if one.key == "services"]
    [point] = layer.points(w.leader, w.participation)
    assert (point.kind, point.state, point.label) == ("groceries", "at_risk", "Groceries")


# --- pages


def test_a_row_saves_itself_and_answers_with_the_sums(w: World, client) -> None:
    shop = service(w)
    client.force_login(w.member)
    url = reverse("mapping:service_row", args=[w.participation.pk, shop.pk])
    sent = {"state": "at_risk", "note": "June", "version": "1"}
    answer = client.post(url, sent, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["version"] == 2
    assert answer.json()["sums"] == "1 of 1 seen · 1 at risk"
    late = client.post(url, sent | {"state": "here"}, headers={"accept": "application/json"})
    assert late.status_code == 409
    assert (late.json()["code"], late.json()["theirs"]["state"]) == ("changed_meanwhile", "at_risk")
    plain = client.post(url, sent | {"state": "here", "version": "2"})
    assert plain.status_code == 302
    assert plain["Location"].endswith(f"#service-{shop.pk}")
    refused = client.post(url, sent | {"state": "gone", "version": "2"})
    assert refused.status_code == 409
    assert b"Stored by somebody else meanwhile" in refused.content


def test_a_point_of_the_map_fills_the_position_in_and_the_form_leads_back(
    w: World, client, monkeypatch
) -> None:
    monkeypatch.setattr("mapping.layers._map", ["mapping:assets"])
    client.force_login(w.leader)
    url = reverse("mapping:service_add", args=[w.participation.pk])
    address = f"{url}?latitude=56.167&longitude=14.483&kind=fuel"
    page = client.get(address)
    assert page.context["form"]["latitude"].value() == Decimal("56.167")
    sent = {"kind": "fuel", "latitude": "56,167", "longitude": "14.483"}
    answer = client.post(address, sent)
    assert answer["Location"] == reverse("mapping:assets", args=[w.participation.pk])
    made = w.participation.services.get()
    assert (made.latitude, made.longitude) == (Decimal("56.16700"), Decimal("14.48300"))
    for strange in ("?latitude=NaN&longitude=1", "?latitude=x&longitude=", "?latitude=5"):
        assert client.get(url + strange).context["form"]["latitude"].value() is None


def test_the_page_asks_as_much_for_many_services_as_for_few(
    w: World, client, django_assert_max_num_queries
) -> None:
    client.force_login(w.leader)
    url = reverse("mapping:services", args=[w.participation.pk])
    service(w)
    client.get(url)
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    begin(participation=w.participation, by=w.leader)
    for row in w.participation.services.all():
        tapped(w, row, "here")
    with django_assert_max_num_queries(len(few)):
        client.get(url)
