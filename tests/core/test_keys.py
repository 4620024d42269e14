"""Keys that change: what was made with the old one works while that one is known."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.adapter import get_adapter as get_provider_adapter
from allauth.socialaccount.models import SocialApp
from cryptography.fernet import InvalidToken
from django.core import signing
from django.core.management import call_command
from django.test import RequestFactory

from core import secrets, tokens
from outbox.blocks import reports
from tests.factories import UserFactory

OLD, NEW = "old-" + "k" * 50, "new-" + "k" * 50


@pytest.fixture
def keys(settings):
    """Turn the installation's keys over."""

    def turn(present, *earlier):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = present, list(earlier)

    turn(OLD)
    return turn


def test_links_open_while_their_key_is_known(keys):
    link, signed = tokens.token("answer", 7, 2), signing.dumps([7], salt="x")

    keys(NEW, OLD)
    assert tokens.opened("answer", link) == (7, 2)
    assert signing.loads(signed, salt="x") == [7]
    assert tokens.token("answer", 7, 2) != link

    keys(NEW)
    with pytest.raises(tokens.BadTokenError):
        tokens.opened("answer", link)


def test_bounce_addresses_are_known_while_their_key_is(keys, settings):
    settings.MAIL_RETURN = "bounces@example.org"
    address = reports.return_address(7)

    keys(NEW, OLD)
    assert reports.letter_id_of(address) == 7

    keys(NEW)
    assert reports.letter_id_of(address) is None


def test_secrets_are_read_while_their_key_is_known_and_can_be_written_anew(keys):
    stored = secrets.encrypt("JBSWY3DP")
    assert "JBSWY3DP" not in stored

    keys(NEW, OLD)
    assert secrets.decrypt(stored) == "JBSWY3DP"

    keys(NEW)
    with pytest.raises(InvalidToken):
        secrets.decrypt(stored)


def test_text_from_before_there_was_encryption_is_read(keys):
    assert secrets.decrypt("JBSWY3DP") == "JBSWY3DP"


@pytest.fixture
def stored(db, keys):
    """A code app and a provider, stored with the old key."""
    seed = generate_totp_secret()
    user = UserFactory()
    TOTP.activate(user, seed)
    SocialApp.objects.create(
        provider="openid_connect", provider_id="skane", name="Skåne", client_id="placedev",
        secret="open sesame", settings={"server_url": "https://login.example.org"},
    )  # fmt: skip
    return user, seed


def read():
    """Seed and secret as the library sees them."""
    seed = get_adapter().decrypt(Authenticator.objects.get().data["secret"])
    [app] = get_provider_adapter().list_apps(RequestFactory().get("/"), provider="skane")
    return seed, app.secret


def test_seeds_and_provider_secrets_do_not_lie_in_the_database(stored):
    _user, seed = stored
    row = SocialApp.objects.values().get()

    assert read() == (seed, "open sesame")
    assert seed not in str(Authenticator.objects.values().get())
    assert "open sesame" not in str(row)
    assert row["secret"] == ""


def test_command_writes_all_secrets_with_the_present_key(stored, keys, capsys):
    Authenticator.objects.create(
        user=stored[0], type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": "clear", "used_mask": 0},
    )  # fmt: skip
    keys(NEW, OLD)

    call_command("encrypt_secrets")

    keys(NEW)
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    assert secrets.decrypt(codes.data["seed"]) == "clear" != codes.data["seed"]
    codes.delete()
    assert read() == (stored[1], "open sesame")
    assert capsys.readouterr().out.startswith("3 secrets")


def test_a_seed_of_a_forgotten_key_is_a_wrong_code_and_no_failure(stored, keys):
    keys(NEW)

    assert not Authenticator.objects.get().wrap().validate_code("123456")


def test_a_provider_that_is_saved_again_keeps_its_secret(stored):
    app = SocialApp.objects.get()
    app.name = "Region Skåne"
    app.save()

    assert read()[1] == "open sesame"
