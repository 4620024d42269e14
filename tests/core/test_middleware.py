import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def language_of(answer):
    return answer["Content-Language"]


def test_each_answer_has_a_number_of_its_own(client):
    first, second = client.get(reverse("core:about")), client.get(reverse("core:about"))

    assert len(first["X-Request-ID"]) == 10
    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.parametrize(
    ("cookie", "asked", "language"),
    [
        ("da", "en", "da"),
        ("", "da,en;q=0.5", "da"),
        ("", "fr", "sv"),
        ("xx", "en", "en"),
        ("", "", "sv"),
    ],
)
def test_language_is_the_cookies_then_the_browsers_then_swedish(
    client, settings, cookie, asked, language
):
    settings.LANGUAGE_CODE = "sv"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    answer = client.get(reverse("core:about"), headers={"accept-language": asked})

    assert language_of(answer) == language
