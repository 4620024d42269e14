"""Signing in safely: who learns what, how often one may try, what language comes after."""

import re

import pytest
from allauth.account import app_settings as allauth_settings
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialApp
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from outbox.models import Letter
from people.models import User
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "en-lång-mening-om-byar"
VARIANTS = [
    "anna@example.org",
    "Anna@example.org",
    "ANNA@EXAMPLE.ORG",
    "anna@Example.org",
    "aNNa@example.org",
    "annA@example.org",
    " anna@example.org ",
]


@pytest.fixture
def user():
    made = UserFactory(email="anna@example.org", language="da")
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=True)
    return made


@pytest.fixture
def limits(settings):
    """The limits that hold outside tests, behind a proxy as in production."""
    settings.ACCOUNT_RATE_LIMITS = settings.SIGN_IN_LIMITS
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert allauth_settings.RATE_LIMITS["login_failed"] == "10/m/ip,100/h/key"


GUESSER, OWNER = "203.0.113.200", "198.51.100.7"


def from_address(address):
    """A browser as the proxy shows it; what it says of itself stands further left."""
    return Client(headers={"x-forwarded-for": f"192.0.2.1, {address}"})


def sign_in(client, address="anna@example.org", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": address, "password": password})


def visible(answer):
    """What a stranger sees of an answer: its status, where it leads, its page without tokens."""
    page = re.sub(r'value="[A-Za-z0-9]{64}"|X-CSRFToken": "[^"]+"', "", answer.content.decode())
    return answer.status_code, answer.get("Location"), page


def follow(client, answer):
    page = client.get(answer["Location"])
    return visible(answer), visible(page)


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_known_and_unknown_address_get_the_same_answer(client, user, name):
    known = follow(client, client.post(reverse(name), {"email": "anna@example.org"}))
    client.cookies.clear()
    unknown = follow(client, client.post(reverse(name), {"email": "nils@example.org"}))

    assert [str(part).replace("nils", "anna") for part in unknown] == [str(part) for part in known]
    assert sorted(Letter.objects.values_list("to_address", flat=True)) == [
        "anna@example.org",
        "nils@example.org",
    ]


def test_sign_in_with_unknown_address_and_with_wrong_password_say_the_same(client, user):
    wrong = visible(sign_in(client, password="fel"))
    unknown = visible(sign_in(client, address="nils@example.org", password="fel"))

    assert (unknown[0], unknown[2].replace("nils", "anna")) == (wrong[0], wrong[2])


def test_sign_in_by_code_from_the_letter_and_pages_come_in_the_accounts_language(client, user):
    client.post(reverse("account_request_login_code"), {"email": "Anna@Example.org"})
    letter = Letter.objects.get()
    code = re.search(r"^([A-Z0-9-]{6,})$", letter.text, re.MULTILINE)[1]

    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert (letter.language, letter.kind, letter.recipient) == ("da", "account", user)
    assert code in letter.html
    assert answer.status_code == 302
    assert int(client.session["_auth_user_id"]) == user.pk
    assert answer.cookies[django_settings.LANGUAGE_COOKIE_NAME].value == "da"


def test_new_request_takes_the_place_of_a_code_to_a_mistyped_address(client, user):
    request, confirm = reverse("account_request_login_code"), reverse("account_confirm_login_code")
    client.post(request, {"email": "ana@example.org"})
    waiting = client.get(confirm).content.decode()

    pages = [client.get(url).status_code for url in (request, reverse("account_login"))]
    client.post(request, {"email": "anna@example.org"})

    assert pages == [200, 200]
    assert f'href="{request}"' in waiting
    letter = Letter.objects.get(to_address="anna@example.org")
    code = re.search(r"^([A-Z0-9-]{6,})$", letter.text, re.MULTILINE)[1]
    client.post(confirm, {"code": code})
    assert int(client.session["_auth_user_id"]) == user.pk


def test_code_is_sent_again_when_it_is_asked_for(client, user):
    client.post(reverse("account_request_login_code"), {"email": "anna@example.org"})
    confirm = reverse("account_confirm_login_code")

    assert 'form="resend"' in client.get(confirm).content.decode()
    client.post(confirm, {"action": "resend"})

    assert Letter.objects.filter(to_address="anna@example.org").count() == 2


def test_first_code_of_a_new_account_is_the_only_one(client):
    User.objects.create_user("ny@example.org", name="Ny", language="sv")
    client.post(reverse("account_request_login_code"), {"email": "ny@example.org"})
    code = re.search(r"^([A-Z0-9-]{6,})$", Letter.objects.get().text, re.MULTILINE)[1]

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert "_auth_user_id" in client.session
    assert Letter.objects.count() == 1


def test_sign_in_with_password_works_whatever_the_case_of_the_address(client, user):
    assert sign_in(client, address=" ANNA@example.ORG ").status_code == 302


def test_wrong_passwords_are_limited_whatever_the_case_of_the_address(client, user, limits):
    for address in VARIANTS[:5]:
        sign_in(client, address=address, password="fel")

    answer = sign_in(client)

    assert "_auth_user_id" not in client.session
    assert answer.status_code in {200, 429}


def test_right_password_from_another_address_works_while_somebody_guesses(user, limits):
    guesser, owner = from_address(GUESSER), from_address(OWNER)
    for number in range(15):
        sign_in(guesser, password="fel")
        sign_in(guesser, address=f"nobody{number}@example.org", password="fel")

    sign_in(guesser)
    sign_in(owner)

    assert "_auth_user_id" not in guesser.session
    assert int(owner.session["_auth_user_id"]) == user.pk


def test_wrong_passwords_from_everywhere_are_limited_by_account(user, limits):
    for number in range(100):
        sign_in(from_address(f"203.0.113.{number}"), password="fel")

    owner = from_address(OWNER)
    sign_in(owner)

    assert "_auth_user_id" not in owner.session
    owner.post(reverse("account_request_login_code"), {"email": user.email})
    assert Letter.objects.count() == 1, "the code is still a way in"


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_codes_are_sent_to_the_owner_while_somebody_else_asks_for_them(user, limits, name):
    guesser, owner = from_address(GUESSER), from_address(OWNER)
    for number in range(25):
        guesser.post(reverse(name), {"email": user.email})
        guesser.post(reverse(name), {"email": f"nobody{number}@example.org"})
    asked = Letter.objects.filter(to_address=user.email).count()

    answer = owner.post(reverse(name), {"email": user.email})

    assert (answer.status_code, asked <= 5) == (302, True)
    assert Letter.objects.filter(to_address=user.email).count() == asked + 1


def test_new_password_is_taken_where_wrong_ones_were_tried(client, user, limits):
    for _attempt in range(5):
        sign_in(client, password="fel")
    client.post(reverse("account_reset_password"), {"email": user.email})
    code = re.search(r"^([A-Z0-9-]{6,})$", Letter.objects.get().text, re.MULTILINE)[1]
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    new = "en-annan-lång-mening"
    client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})

    sign_in(client, password=new)

    assert "_auth_user_id" in client.session


def test_limit_on_wrong_passwords_is_what_stops_the_right_one(client, user):
    """The same tries without limits do sign in: the test above can fail."""
    for _attempt in range(5):
        sign_in(client, password="fel")

    sign_in(client)

    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("name", "a_minute"), [("account_request_login_code", 3), ("account_reset_password", 5)]
)
def test_requests_for_codes_are_limited_whatever_the_case_of_the_address(
    user, limits, name, a_minute
):
    for address in VARIANTS:
        Client().post(reverse(name), {"email": address})

    assert Letter.objects.filter(to_address="anna@example.org").count() == a_minute


def test_nobody_signs_up(client):
    page = client.get(reverse("account_signup"))
    client.post(
        reverse("account_signup"),
        {"email": "ny@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert page.status_code == 200
    assert b"<form" not in page.content.split(b"<main")[1].split(b"</main>")[0]
    assert not type(UserFactory.build()).objects.filter(email="ny@example.org").exists()


def test_operators_room_sends_strangers_to_the_sign_in_and_others_away(client, user):
    stranger = client.get(reverse("admin:index"), follow=True)
    client.force_login(user)
    known = client.get(reverse("admin:index"), follow=True)

    assert stranger.redirect_chain[-1][0].startswith("/accounts/login/?next=/operators/")
    assert stranger.resolver_match.view_name == "account_login"
    assert known.status_code == 404


def test_sign_in_page_offers_the_regions_own_sign_in(client):
    RegionFactory(name="Region Skåne", oidc_provider="skane")
    RegionFactory(name="Region Halland", oidc_provider="halland")
    SocialApp.objects.create(
        provider="openid_connect", provider_id="skane", name="Skåne", client_id="placedev",
        settings={"server_url": "https://login.skane.example/realm/.well-known/openid-configuration"},
    )  # fmt: skip

    answer = client.get(reverse("account_login") + "?next=/places/")

    page = answer.content.decode()
    assert 'action="/accounts/oidc/skane/login/?next=%2Fplaces%2F"' in page
    assert "Region Halland" not in page
    assert (
        "form-action 'self' https://login.skane.example;" in answer["Content-Security-Policy"] + ";"
    )


def test_sign_in_page_without_providers_keeps_the_strict_policy(client):
    answer = client.get(reverse("account_login"))

    assert "form-action 'self';" in answer["Content-Security-Policy"] + ";"


def test_notice_of_a_changed_password_is_a_letter_in_the_accounts_language(client, user):
    sign_in(client)

    client.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "en-annan-lång-mening",
            "password2": "en-annan-lång-mening",
        },
    )

    letter = Letter.objects.get()
    assert (letter.to_address, letter.language, letter.kind) == (
        "anna@example.org",
        "da",
        "account",
    )
    assert "127.0.0.1" in letter.text


def test_sessions_of_a_closed_account_do_not_come_back(client, user):
    sign_in(client)
    assert client.get(reverse("people:profile")).status_code == 200

    user.is_active = False
    user.save()
    assert client.get(reverse("people:profile")).status_code == 302
    user.is_active = True
    user.save()

    assert client.get(reverse("people:profile")).status_code == 302
