import pytest
from django.conf import settings
from django.urls import reverse

from core.refusals import NotAllowed
from people.account.services import change_profile
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_profile_saved_changes_name_language_and_the_pages_language(client):
    user = UserFactory(language="sv")
    client.force_login(user)

    answer = client.post(reverse("people:profile"), {"name": "Coach i Skåne", "language": "da"})

    user.refresh_from_db()
    assert (user.name, user.language) == ("Coach i Skåne", "da")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "da"
    assert client.get(reverse("people:profile"))["Content-Language"] == "da"


@pytest.mark.parametrize("language", ["", "fr", "sv\r\nSet-Cookie: a=b"])
def test_profile_with_an_unknown_language_is_refused(client, language):
    user = UserFactory(language="sv")
    client.force_login(user)

    answer = client.post(reverse("people:profile"), {"name": "x", "language": language})

    user.refresh_from_db()
    assert (answer.status_code, user.language) == (422, "sv")
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_profile_cannot_raise_ones_rights_or_change_the_address(client):
    user = UserFactory(email="anna@example.org")
    client.force_login(user)

    client.post(
        reverse("people:profile"),
        {
            "name": "x",
            "language": "sv",
            "is_staff": "on",
            "is_superuser": "on",
            "email": "b@example.org",
        },
    )

    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.email) == (False, False, "anna@example.org")


def test_nobody_changes_anothers_profile():
    with pytest.raises(NotAllowed):
        change_profile(
            UserFactory(), name="x", language="sv", by=UserFactory(is_staff=True, is_superuser=True)
        )


def test_profile_without_a_session_leads_to_the_sign_in(client):
    assert client.get(reverse("people:profile")).status_code == 302
