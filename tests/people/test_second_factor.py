"""Who must have a second factor, and which acts ask for it again."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from core.checks import routes
from people import second_factor
from people.models import Assignment, Role
from people.scope import forget_scope
from tests.factories import UserFactory, world

pytestmark = pytest.mark.django_db

HOME = "people:profile"
PASSWORD = "en-lång-mening-om-byar"


@pytest.fixture
def here(settings):
    settings.SECOND_FACTOR = True
    return world()


def leads_to(client, name=HOME):
    return client.get(reverse(name)).get("Location")


def give_app(user):
    seed = generate_totp_secret()
    TOTP.activate(user, seed)
    return seed


def code_of(seed):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(seed, counter))


@pytest.mark.parametrize(
    ("who", "led"),
    [
        ("admin", True),
        ("manager", True),
        ("coach", True),
        ("operator", True),
        ("leader", False),
        ("member", False),
        ("observer", False),
        ("contact", False),
        ("outsider", False),
    ],
)
def test_who_sees_others_data_across_places_is_led_to_setting_one_up(client, here, who, led):
    user = getattr(here, who)
    client.force_login(user)

    assert leads_to(client) == ("/accounts/2fa/" if led else None)

    if led:
        page = client.get(reverse("mfa_index")).content.decode()
        assert "Your role wants two-step sign-in" in page
        assert client.get(reverse("core:health")).status_code == 200
        give_app(user)
        assert leads_to(client) is None


def test_nothing_is_demanded_where_it_is_only_tried_out(client, here, settings):
    assert not django_settings.PRODUCTION
    settings.SECOND_FACTOR = django_settings.PRODUCTION
    client.force_login(here.admin)

    assert leads_to(client) is None


def test_a_region_decides_for_its_people_and_not_for_others(client, here):
    here.region.second_factor = False
    here.region.save()

    client.force_login(here.admin)
    assert leads_to(client) is None
    client.force_login(here.other_admin)
    assert leads_to(client) == "/accounts/2fa/"
    client.force_login(here.operator)
    assert leads_to(client) == "/accounts/2fa/"


def test_a_new_role_demands_it_from_its_first_day(client, here):
    client.force_login(here.leader)
    assert leads_to(client) is None

    Assignment.objects.create(
        participation=here.participation, user=here.leader, role=Role.COACH,
        starts_on=timezone.localdate(),
    )  # fmt: skip
    forget_scope(here.leader)

    assert leads_to(client) == "/accounts/2fa/"


def test_recovery_codes_alone_are_no_second_factor(client, here):
    RecoveryCodes.activate(here.admin)
    client.force_login(here.admin)

    assert leads_to(client) == "/accounts/2fa/"


def test_pages_ask_once_whether_there_is_one(client, here):
    give_app(here.admin)
    client.force_login(here.admin)
    client.get(reverse(HOME))
    assert client.session[second_factor._HAS]

    Authenticator.objects.all().delete()

    assert leads_to(client) is None, "what the session knows is not asked again"


def test_the_last_one_is_not_taken_away(client, here):
    user = with_password(here.admin)
    seed = give_app(user)
    signed_in(client, user)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1), tick=False):
        client.post(reverse("mfa_reauthenticate"), {"code": code_of(seed)})

    refused = client.post(reverse("mfa_deactivate_totp"))
    assert "cannot deactivate" in refused.content.decode()
    assert Authenticator.objects.filter(type="totp").count() == 1

    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key"})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(type="totp").exists()


# --- Acts that ask again


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
    return user


def signed_in(client, user):
    """Sign in by password and the app, as the pages have it."""
    seed = TOTP(Authenticator.objects.get(user=user, type="totp")).instance.data["secret"]
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_of(decrypted(seed))})
    assert "_auth_user_id" in client.session


def decrypted(stored):
    from allauth.mfa.utils import decrypt  # noqa: PLC0415 - for this helper alone

    return decrypt(stored)


def give_role(client, here):
    return client.post(
        reverse("places:role_add", args=[here.participation.pk]),
        {
            "invite-name": "Nils", "invite-email": "nils@example.org", "invite-role": "observer",
            "invite-starts_on": timezone.localdate().isoformat(), "invite-language": "sv",
        },
    )  # fmt: skip


def has_role():
    return Assignment.objects.filter(user__email="nils@example.org").exists()


def test_an_act_soon_after_signing_in_is_not_asked_about(client, here):
    give_app(with_password(here.admin))
    signed_in(client, here.admin)

    give_role(client, here)

    assert has_role()


def test_an_act_later_is_asked_about_and_carried_out_after_the_answer(client, here):
    seed = give_app(with_password(here.admin))
    signed_in(client, here.admin)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11), tick=False):
        asked = give_role(client, here)
        assert asked["Location"].startswith(reverse("mfa_reauthenticate") + "?next=")
        assert not has_role()

        wrong = client.post(asked["Location"], {"code": "000000"})
        assert (wrong.status_code, has_role()) == (200, False)

        done = client.post(asked["Location"], {"code": code_of(seed)})
        assert (done.status_code, has_role()) == (302, True)


def test_a_password_is_no_answer_where_there_is_a_second_factor(client, here):
    give_app(with_password(here.admin))
    signed_in(client, here.admin)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11), tick=False):
        give_role(client, here)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert not has_role()


@pytest.mark.parametrize("who", ["admin", "operator"])
def test_the_register_of_areas_asks_before_a_file_is_chosen(client, here, who):
    """All regions share the register, and a file would be lost over the question."""
    user = here.admin if who == "admin" else UserFactory(is_staff=True)
    seed = give_app(with_password(user))
    signed_in(client, user)
    address = reverse("areas:imports")
    assert client.get(address).status_code == 200

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11), tick=False):
        asked = client.get(address)
        assert asked["Location"].startswith(reverse("mfa_reauthenticate") + "?next=")
        done = client.post(asked["Location"], {"code": code_of(seed)})
        assert (done.status_code, done["Location"]) == (302, address)
        assert client.get(address).status_code == 200


def test_looking_is_never_asked_about(client, here):
    give_app(with_password(here.admin))
    signed_in(client, here.admin)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11), tick=False):
        page = client.get(reverse("places:people", args=[here.participation.pk]))

    assert page.status_code == 200


def test_who_has_no_second_factor_and_needs_none_is_not_asked(client, here):
    here.region.second_factor = False
    here.region.save()
    client.force_login(here.admin)

    give_role(client, here)

    assert has_role()


def test_every_act_that_asks_again_is_there():
    known = {name for name, _pattern, _view in routes()}

    assert django_settings.SECOND_FACTOR_ROUTES - known == set()


@pytest.mark.parametrize("route", sorted(django_settings.SECOND_FACTOR_ROUTES))
def test_each_of_them_asks(rf, here, monkeypatch, route):
    give_app(here.admin)
    request = rf.post("/")
    request.user, request.session = here.admin, {}

    assert second_factor.is_asked_again(request, route)
    assert not second_factor.is_asked_again(request, "places:portfolio")
