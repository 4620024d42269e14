"""A region from nothing: set up, run by accounts that are invited, reminded and ended."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import Region, RegionRole, User
from people.scope import scope_of
from programmes.regions.letters import MOST_REMINDERS
from programmes.regions.municipalities import load_municipalities, offered_in
from programmes.regions.services import (
    appoint_administrator,
    appoint_manager,
    end_administrator,
    open_region,
    remind_of_invitation,
)
from tests.factories import RegionFactory, UserFactory, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return User.objects.create_superuser("operator@example.org", name="Operator")


def opened(operator, **facts):
    values = {
        "name": "Region Kalmar län", "country": "SE", "language": "sv", "area": "Region Kalmar län",
        "email": "Admin@Example.org ", "administrator": "Ada Admin",
    }  # fmt: skip
    return open_region(by=operator, **values | facts)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_region_comes_with_municipalities_and_an_invited_administrator(operator):
    region = opened(operator)
    assert (region.slug, region.area) == ("region-kalmar-lan", "Region Kalmar län")
    admin = User.objects.get(email="admin@example.org")
    assert scope_of(admin).regions == {region.pk}
    letter = Letter.objects.get()
    assert letter.to_address == "admin@example.org"
    assert "administratör" in letter.subject
    assert "admin@example.org" in letter.text
    assert reverse("home") in letter.text
    first = offered_in([region])[:12]
    assert {one.region_name for one in first} == {"Region Kalmar län"}
    assert [one.name for one in first][:2] == ["Borgholm", "Emmaboda"]
    assert offered_in([region]).count() == 290


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": "  "}, "required"),
        ({"name": "region kalmar LÄN"}, "name_taken"),
        ({"email": "nobody"}, "bad_address"),
        ({"contact_address": "nobody"}, "bad_address"),
    ],
)
def test_region_that_cannot_be_set_up_leaves_nothing(operator, facts, code):
    RegionFactory(name="Region Kalmar Län", country="SE")
    with pytest.raises(Refusal) as refused:
        opened(operator, **{"name": "Region Gotland"} | facts)
    assert refused.value.code == code
    assert Region.objects.count() == 1
    assert not Letter.objects.exists()


def test_only_operators_set_up_regions():
    with pytest.raises(NotAllowed):
        opened(world().admin)


def test_two_regions_of_like_names_have_addresses_of_their_own(operator):
    slugs = [opened(operator, name=name).slug for name in ("Öst", "Ost", "ost!")]
    assert slugs == ["ost", "ost-2", "ost-3"]


def test_administrator_invites_another_and_the_last_one_stays(operator):
    region = opened(operator)
    first = User.objects.get(email="admin@example.org")
    role = RegionRole.objects.get()
    with pytest.raises(Refusal) as refused:
        end_administrator(role, by=first)
    assert refused.value.code == "last_administrator"
    appoint_administrator(region, by=first, email="second@example.org", name="Second")
    with pytest.raises(Refusal) as refused:
        appoint_administrator(region, by=first, email="SECOND@example.org")
    assert (refused.value.code, refused.value.field) == ("already", "email")
    with pytest.raises(Refusal) as refused:
        end_administrator(role, by=first, ends_on=role.starts_on - dt.timedelta(days=1))
    assert refused.value.code == "before_start"
    end_administrator(role, by=fresh(first), ends_on=timezone.localdate())
    assert RegionRole.objects.filter(ends_on__isnull=True).count() == 1


def test_manager_without_an_account_is_invited():
    w = world()
    appoint_manager(w.programme, by=w.admin, email="new@example.org", name="New Manager")
    user = User.objects.get(email="new@example.org")
    assert w.programme.pk in scope_of(user).managed
    assert Letter.objects.get(recipient=user).subject == f"{w.programme}: du är programansvarig"
    with pytest.raises(NotAllowed):
        appoint_manager(w.programme, by=w.manager, email="x@example.org")


def test_whoever_has_not_come_is_reminded_three_times_and_not_too_often(operator):
    region = opened(operator)
    admin = User.objects.get(email="admin@example.org")
    appoint_administrator(region, by=admin, email="second@example.org")
    second = User.objects.get(email="second@example.org")

    def refused() -> str:
        with pytest.raises(Refusal) as refusal:
            remind_of_invitation(region, second, by=admin)
        return refusal.value.code

    start = timezone.now()
    for number in (1, 2, 3):
        with time_machine.travel(start + dt.timedelta(days=4 * number), tick=False):
            assert remind_of_invitation(region, second, by=admin) == number
            assert refused() == ("too_many" if number == MOST_REMINDERS else "too_soon")
    User.objects.filter(pk=second.pk).update(last_login=start)
    assert refused() == "signed_in"


def test_accounts_are_listed_with_roles_and_state(client, django_assert_max_num_queries):
    w = world()
    User.objects.filter(pk=w.coach.pk).update(last_login=None)
    gone = UserFactory(name="Gone")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    RegionRole.objects.create(region=w.region, user=gone, starts_on=yesterday, ends_on=yesterday)
    client.force_login(w.admin)
    address = reverse("programmes:accounts", args=[w.region.pk])
    with django_assert_max_num_queries(15):
        page = client.get(address)
    states = {one.user.pk: one.state for one in page.context["accounts"]}
    assert states[w.leader.pk] == "active"
    assert states[w.coach.pk] == "invited"
    assert states[gone.pk] == "ended"
    assert w.other_admin.pk not in states
    roles = {one.user.pk: one.roles for one in page.context["accounts"]}
    assert roles[w.leader.pk] == [f"Process leader, {w.place.name}"]
    for state, inside, outside in (
        ("active", w.leader, w.coach), ("invited", w.coach, w.leader), ("ended", gone, w.coach),
    ):  # fmt: skip
        shown = client.get(address, {"state": state}).context["accounts"]
        found = {one.user.pk for one in shown}
        assert inside.pk in found, state
        assert outside.pk not in found, state


def test_setup_command_prepares_an_empty_installation():
    out = StringIO()
    facts = {
        "operator": "op@example.org", "region": "Region Fyn", "country": "DK",
        "administrator": "ada@example.org", "name": "Ada",
    }  # fmt: skip
    call_command("setup", stdout=out, **facts)
    assert "388 new" in out.getvalue()
    assert User.objects.get(email="op@example.org").is_staff
    assert Region.objects.get().language == "da"
    assert Letter.objects.get().to_address == "ada@example.org"
    with pytest.raises(CommandError, match="already"):
        call_command("setup", stdout=out, **facts)
    out = StringIO()
    call_command("setup", stdout=out)
    assert out.getvalue() == "Municipalities: 0 new, 0 changed.\n"


def test_region_needs_an_administrator():
    with pytest.raises(CommandError, match="--administrator"):
        call_command("setup", region="Region Fyn", stdout=StringIO())


def test_all_municipalities_have_an_area_and_a_point():
    load_municipalities()
    region = RegionFactory(country="DK", area="Region Sjælland")
    rows = offered_in([region])
    assert rows.count() == 98
    assert all(one.region_name and one.latitude and one.longitude for one in rows)


def test_operator_finds_a_region_among_many_by_name(
    client, operator, django_assert_max_num_queries
):
    for number in range(60):
        RegionFactory(name=f"Region {number:02}")
    client.force_login(operator)

    with django_assert_max_num_queries(10):
        page = client.get(reverse("programmes:regions"))
    assert [region.name for region in page.context["regions"]] == [
        f"Region {number:02}" for number in range(50)
    ]
    assert [
        region.name
        for region in client.get(reverse("programmes:regions"), {"page": 2}).context["regions"]
    ][-1] == "Region 59"
    found = client.get(reverse("programmes:regions"), {"q": "region 57"})
    assert [region.name for region in found.context["regions"]] == ["Region 57"]
    assert "No region fits" in client.get(reverse("programmes:regions"), {"q": "Xyz"}).text


def test_accounts_are_under_organisations_in_the_menu(client):
    made = world()
    client.force_login(made.admin)
    page = client.get(reverse("programmes:accounts", args=[made.region.pk]))
    assert [item["key"] for item in page.context["nav_items"] if item["current"]] == ["people"]
