"""A region's own sign-in (OpenID Connect), against a provider of the test's own."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse

from people.models import User
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "en-lång-mening-om-byar"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Claims of the next sign-in; `claims` replaces some of them."""

    def __init__(self, address):
        self.address = address
        self.claims = {}
        self.raw = b""  # instead of every answer
        self.subject = {
            "sub": "person-1",
            "email": "anna@example.org",
            "email_verified": True,
            "name": "Anna",
        }

    def id_token(self):
        now = int(time.time())
        usual = {"iss": self.address, "aud": "placedev", "iat": now, "exp": now + 60} | self.subject
        return jwt.encode(usual | self.claims, KEY, algorithm="RS256", headers={"kid": "1"})

    def answer(self, path):
        if path == "/.well-known/openid-configuration":
            paths = {
                "authorization_endpoint": "authorize",
                "token_endpoint": "token",
                "userinfo_endpoint": "userinfo",
            }
            return {"issuer": self.address, "jwks_uri": f"{self.address}/jwks"} | {
                name: f"{self.address}/{end}" for name, end in paths.items()
            }
        if path == "/token":
            return {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()}
        return self.subject


@pytest.fixture
def provider():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = served.raw or json.dumps(served.answer(urlsplit(self.path).path)).encode()
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    served = Provider(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    RegionFactory(oidc_provider="skane")
    SocialApp.objects.create(
        provider="openid_connect",
        provider_id="skane",
        name="Skåne",
        client_id="placedev",
        secret="s",
        settings={"server_url": f"{served.address}/.well-known/openid-configuration"},
    )
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def user():
    made = UserFactory(email="anna@example.org")
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=True)
    return made


def start(client, **query):
    """Press the region's button; return what the provider is asked for."""
    leads = client.post(reverse("openid_connect_login", args=["skane"], query=query))
    return {name: values[0] for name, values in parse_qs(urlsplit(leads["Location"]).query).items()}


def come_back(client, state):
    return client.get(
        reverse("openid_connect_callback", args=["skane"]), {"code": "c", "state": state}
    )


def connect(client, user):
    """The account's owner connects the provider and gives the password once more."""
    client.force_login(user)
    come_back(client, start(client, process="connect")["state"])
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert SocialAccount.objects.get().user == user


def test_connecting_asks_for_the_password_once_more(client, provider, user):
    client.force_login(user)

    answer = come_back(client, start(client, process="connect")["state"])

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not SocialAccount.objects.exists()


def test_button_leads_to_the_provider_with_state_and_pkce(client, provider):
    asked = start(client)

    assert asked["client_id"] == "placedev"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 16


def test_person_with_the_same_address_is_not_signed_in_by_it(client, provider, user):
    come_back(client, start(client)["state"])

    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_unknown_person_gets_no_account(client, provider):
    come_back(client, start(client)["state"])

    assert list(User.objects.all()) == []


def test_connected_person_is_signed_in_whatever_the_address_is_now(client, provider, user):
    connect(client, user)
    client.logout()
    provider.subject["email"] = "another@example.org"

    come_back(client, start(client)["state"])

    assert int(client.session["_auth_user_id"]) == user.pk


@pytest.mark.parametrize(
    "claims",
    [{"iss": "https://evil.example"}, {"aud": "another-client"}, {"exp": 1_000_000_000}],
    ids=["issuer", "audience", "expired"],
)
def test_token_for_somebody_else_signs_nobody_in(client, provider, user, claims):
    connect(client, user)
    client.logout()
    provider.claims = claims

    come_back(client, start(client)["state"])

    assert "_auth_user_id" not in client.session


def test_answer_without_our_state_signs_nobody_in(client, provider, user):
    connect(client, user)
    client.logout()
    start(client)

    come_back(client, "forged")

    assert "_auth_user_id" not in client.session


def test_another_subject_of_the_provider_is_another_person(client, provider, user):
    connect(client, user)
    client.logout()
    provider.subject["sub"] = "person-2"

    come_back(client, start(client)["state"])

    assert "_auth_user_id" not in client.session


NONSENSE = [b"<html>Sorry</html>", b"[]", b"{}", b"null", b'{"authorization_endpoint": 7}', b"\xff"]


@pytest.mark.parametrize("body", NONSENSE)
def test_a_provider_that_answers_nonsense_is_a_sentence(client, provider, body):
    provider.raw = body

    answer = client.post(reverse("openid_connect_login", args=["skane"]))

    assert answer.status_code in {302, 502}
    if answer.status_code == 502:
        assert b"did not answer as it should" in answer.content


@pytest.mark.parametrize("body", NONSENSE)
def test_a_provider_that_answers_nonsense_on_the_way_back_is_a_sentence(
    client, provider, user, body
):
    state = start(client)["state"]
    provider.raw = body

    answer = come_back(client, state)

    assert answer.status_code < 500 or answer.status_code == 502
    assert b"did not" in answer.content
    assert "_auth_user_id" not in client.session


def test_a_provider_that_is_away_is_a_sentence(client, provider):
    app = SocialApp.objects.get()
    app.settings["server_url"] = "http://127.0.0.1:1/.well-known/openid-configuration"
    app.save()

    answer = client.post(reverse("openid_connect_login", args=["skane"]))

    assert answer.status_code == 502
    assert b"did not answer as it should" in answer.content
