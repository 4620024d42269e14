"""What signing in, giving roles and taking files out leave in the audit trail."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialApp
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.dates import short_date
from core.models import AuditEvent
from outbox.models import Letter
from people.models import RegionRole
from tests.factories import RegionFactory, UserFactory, world

pytestmark = pytest.mark.django_db

PASSWORD = "en-lång-mening-om-byar"
NEW = "en-annan-lång-mening"


@pytest.fixture
def user():
    made = UserFactory(email="anna@example.org")
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=True)
    return made


def sign_in(client, password=PASSWORD, address="anna@example.org"):
    client.post(reverse("account_login"), {"login": address, "password": password})


def lines(thing):
    return [str(event) for event in audit.history(thing).order_by("pk")]


def test_signing_in_by_password_leaves_a_line_with_the_way(client, user):
    sign_in(client)

    [event] = audit.history(user)
    assert (str(event), event.actor) == ("Signed in: password", user)


def test_wrong_passwords_and_codes_leave_a_line_on_the_account(client, user):
    sign_in(client, "fel")
    client.post(reverse("account_request_login_code"), {"email": user.email})
    client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"})

    assert lines(user) == ["Sign-in failed: password", "Sign-in failed: code"]
    assert set(audit.history(user).values_list("actor", flat=True)) == {None}


def test_a_try_at_an_address_without_account_leaves_a_line_in_the_log_alone(client, user, caplog):
    sign_in(client, "fel", "nils@example.org")

    assert AuditEvent.objects.count() == 0
    assert "sign-in failed: password, account None from 127.0.0.1" in caplog.text
    assert "nils" not in caplog.text


def test_signing_in_by_code_and_second_factor_tells_both(client, user):
    TOTP.activate(user, generate_totp_secret())
    client.post(reverse("account_request_login_code"), {"email": user.email})
    code = re.search(r"^([A-Z0-9-]{6,})$", Letter.objects.get().text, re.MULTILINE)[1]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert lines(user) == ["Sign-in failed: mfa"], "the code alone is no sign-in"


def test_changes_of_the_ways_in_leave_lines(client, user):
    sign_in(client)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    seed = generate_totp_secret()
    TOTP.activate(user, seed)
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(seed, counter))
    client.post(reverse("mfa_reauthenticate"), {"code": code})
    client.post(reverse("mfa_deactivate_totp"))

    assert lines(user)[1:] == ["Password changed", "Second factor removed: totp"]


@pytest.fixture
def operator(client):
    made = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(made)
    return made


def test_roles_that_operators_give_and_take_leave_lines(client, operator, user):
    region, day = RegionFactory(name="Skåne"), timezone.localdate().isoformat()
    client.post(
        reverse("admin:people_regionrole_add"),
        {"user": user.pk, "region": region.pk, "starts_on": day, "ends_on": ""},
    )
    role = RegionRole.objects.get()
    client.post(reverse("admin:people_regionrole_delete", args=[role.pk]), {"post": "yes"})

    given, taken = audit.history(user).order_by("pk")
    assert str(given).startswith("Role set by an operator: ")
    assert "Skåne" in str(given)
    assert short_date(timezone.localdate()) in str(given)
    assert str(taken).startswith("Role removed by an operator: ")
    assert (given.actor, taken.actor) == (operator, operator)


def test_a_second_factor_that_an_operator_takes_away_leaves_a_line_and_ends_sessions(
    client, operator, user
):
    owner = Client()
    sign_in(owner)
    TOTP.activate(user, generate_totp_secret())
    [factor] = Authenticator.objects.filter(user=user)

    client.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})

    [*_before, taken] = audit.history(user).order_by("pk")
    assert (str(taken), taken.actor) == ("Second factor removed: totp", operator)
    assert owner.get(reverse("people:profile")).status_code == 302


def test_a_new_operator_leaves_a_line(client, operator, user):
    client.post(
        reverse("admin:people_user_change", args=[user.pk]),
        {"email": user.email, "name": "", "language": "sv", "is_active": "on", "is_staff": "on"},
    )

    assert lines(user) == ["Rights of the account set by an operator: is_staff = True"]


def test_a_provider_that_is_set_up_leaves_a_line_and_no_secret(client, operator):
    client.post(
        reverse("admin:socialaccount_socialapp_add"),
        {
            "provider": "openid_connect", "provider_id": "skane", "name": "Skåne",
            "client_id": "placedev", "secret": "open sesame", "key": "",
            "settings": '{"server_url": "https://login.example.org"}',
        },
    )  # fmt: skip

    [event] = audit.history(SocialApp.objects.get())
    assert str(event) == "Sign-in provider set up: https://login.example.org"
    assert (event.actor, "sesame" in str(event.facts)) == (operator, False)


def test_taking_a_list_out_leaves_a_line_and_looking_does_not(client):
    here = world()
    client.force_login(here.admin)
    client.get(reverse("people:contacts"))
    assert lines(here.admin) == []

    path = reverse("reports:programme_csv", args=[here.programme.pk])
    assert client.get(path)["Content-Disposition"].startswith("attachment")

    assert lines(here.admin) == [f"File taken out: {path}"]
