"""The frame and the failures: appearance, language, error pages."""

from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.utils import translation

from core.policy import PUBLIC, policy
from core.refusals import NotAllowed, Refusal
from core.views import bad_request, server_error
from placedev import urls as site
from tests.factories import UserFactory

handler400 = site.handler400
handler500 = site.handler500


@policy(PUBLIC)
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("for the test")


@policy(PUBLIC)
def refused(request: HttpRequest) -> HttpResponse:
    raise Refusal("parts_missing", "Two parts are missing.", details=["Hold an open meeting."])


@policy(PUBLIC)
def forbidden(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("not_allowed", "Only a programme manager decides.")


urlpatterns = [
    *site.urlpatterns,
    path("t/broken/", broken),
    path("t/refused/", refused),
    path("t/forbidden/", forbidden),
]

here = pytest.mark.urls(__name__)


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.django_db
class TestAppearance:
    def test_theme_chosen_is_kept_and_set_on_the_page(self, english):
        answer = english.post("/theme/", {"theme": "dark", "next": "/about/"})
        assert (answer.status_code, answer["Location"]) == (302, "/about/")
        assert '<html lang="en" data-bs-theme="dark">' in english.get("/about/").text

    def test_theme_unknown_becomes_automatic(self, english):
        english.post("/theme/", {"theme": '"><script>', "next": "/about/"})
        assert 'data-bs-theme="auto"' in english.get("/about/").text

    def test_theme_cookie_with_nonsense_is_ignored(self, english):
        english.cookies["theme"] = "neon"
        assert 'data-bs-theme="auto"' in english.get("/about/").text

    def test_theme_never_leads_to_another_site(self, english):
        answer = english.post("/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})
        assert answer["Location"] == "/"

    def test_theme_by_get_is_refused(self, english):
        assert english.get("/theme/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "da", "en"])
@pytest.mark.parametrize("address", ["/about/", "/accessibility/", "/accounts/login/"])
def test_page_frame_has_one_heading_skip_link_and_language(client, address, language):
    client.cookies["django_language"] = language
    text = client.get(address).text
    assert text.count("<h1") == 1
    assert f'<html lang="{language}"' in text
    assert text.count('class="skip-link" href="#main"') == text.count('id="main"') == 1


@pytest.mark.django_db
def test_page_frame_has_no_inline_script_style_or_handler(client):
    """What the content security policy would block is not written in the first place."""
    import re  # noqa: PLC0415 - only here

    client.force_login(UserFactory(is_staff=True))
    for address in ("/about/", "/styleguide/", "/accounts/2fa/", "/accounts/email/"):
        text = client.get(address).text
        scripts = re.findall(r"<script(?![^>]*\b(?:src=|application/json))[^>]*>", text)
        found = scripts + re.findall(r"<style|\sstyle=|\son[a-z]+=", text)
        assert (address, found) == (address, [])


@pytest.mark.django_db
class TestFailures:
    def test_missing_page_says_what_to_do_and_the_request_number(self, english):
        answer = english.get("/no/such/page/")
        assert answer.status_code == 404
        assert "There is nothing here that you can see" in answer.text
        assert answer["X-Request-ID"] in answer.text

    @here
    def test_refusal_shows_its_reasons_with_409(self, english):
        answer = english.get("/t/refused/")
        assert answer.status_code == 409
        assert "Two parts are missing." in answer.text
        assert "<li>Hold an open meeting.</li>" in answer.text

    @here
    def test_missing_right_shows_its_reason_with_403(self, english):
        answer = english.get("/t/forbidden/")
        assert answer.status_code == 403
        assert "Only a programme manager decides." in answer.text

    @here
    def test_fault_of_ours_shows_a_page_with_the_request_number(self, english):
        english.raise_request_exception = False
        answer = english.get("/t/broken/")
        assert answer.status_code == 500
        assert "Something went wrong on our side" in answer.text
        assert answer["X-Request-ID"] in answer.text
        assert "for the test" not in answer.text

    def test_form_with_old_token_is_told_how_to_go_on(self, english):
        english.handler.enforce_csrf_checks = True
        answer = english.post("/theme/", {"theme": "dark"})
        assert answer.status_code == 403
        assert "Please send that again" in answer.text

    def test_request_that_is_too_large_answers_413(self, english):
        answer = bad_request(english.get("/about/").wsgi_request, RequestDataTooBig("large"))
        assert answer.status_code == 413
        assert b"What was sent is too large" in answer.content


@pytest.mark.parametrize(
    ("language", "lang"), [("sv", 'lang="sv"'), ("da", 'lang="da"'), ("en", 'lang="en"')]
)
def test_fault_page_needs_no_database(language, lang):
    """Without the django_db mark any query would raise."""
    request = RequestFactory().get("/")
    request.request_id = "abc123"
    with translation.override(language):
        answer = server_error(request)
    assert answer.status_code == 500
    assert lang in answer.content.decode()
    assert "abc123" in answer.content.decode()


@pytest.mark.django_db
class TestStyleguide:
    def test_styleguide_shows_operators_everything(self, client):
        client.force_login(UserFactory(is_staff=True))
        assert client.get("/styleguide/").status_code == 200

    def test_styleguide_is_not_for_everybody(self, client):
        client.force_login(UserFactory())
        assert client.get("/styleguide/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("start", ["/accounts/login/code/", "/accounts/password/reset/"])
@pytest.mark.parametrize("known", [True, False])
def test_code_page_looks_the_same_for_known_and_unknown_addresses(english, start, known):
    address = "somebody@example.org"
    if known:
        UserFactory(email=address)
    answer = english.post(start, {"email": address}, follow=True)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert f"{address}</a> has an account here, a code is on its way" in answer.text
    assert 'form="resend"' in answer.text or "Cancel" in answer.text
