"""A form whose session ended keeps its text, and only for the site's own pages."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Organisation
from tests.factories import OrganisationFactory, world

pytestmark = pytest.mark.django_db

TEXT = "Vi träffade <b>byalaget</b> & kom överens."


@pytest.fixture
def region_world():
    return world()


@pytest.fixture
def address(region_world):
    organisation = OrganisationFactory(region=region_world.region, name="Byalaget")
    return reverse("people:organisation_edit", args=[organisation.pk])


@pytest.fixture
def strict():
    """A client that checks tokens as a browser's requests are checked."""
    return Client(enforce_csrf_checks=True, headers={"host": "testserver"})


def form_with_token(strict):
    strict.get(reverse("account_login"))
    return {"note": TEXT, "csrfmiddlewaretoken": strict.cookies["csrftoken"].value}


def test_form_sent_without_a_session_keeps_its_text(client, address):
    answer = client.post(address, {"note": TEXT, "sector": "business", "tags": ["a", "b"]})

    page = answer.content.decode()
    assert answer.status_code == 401
    note = "Vi träffade &lt;b&gt;byalaget&lt;/b&gt; &amp; kom överens."
    assert f'<input type="hidden" name="note" value="{note}">' in page
    assert page.count('name="tags"') == 2
    assert f'action="{address}"' in page
    assert "<b>byalaget</b>" not in page


def test_form_sent_without_a_session_changes_nothing(client, address):
    client.post(address, {"name": "Something else", "sector": "business"})

    assert list(Organisation.objects.filter(name="Something else")) == []


@pytest.mark.parametrize(
    "name",
    ["password", "oldpassword", "new_password1", "client_secret", "api_token", "otp", "code"],
)
def test_secrets_are_never_sent_back(client, address, name):
    answer = client.post(address, {name: "hemligheten", "note": "kvar"})

    assert b"hemligheten" not in answer.content
    assert b"kvar" in answer.content


def test_files_are_named_and_not_kept(client, address, tmp_path):
    file = tmp_path / "protokoll.pdf"
    file.write_bytes(b"%PDF-1.7 secret bytes")

    with file.open("rb") as upload:
        answer = client.post(address, {"note": TEXT, "file": upload})

    assert b"protokoll.pdf" in answer.content
    assert b"secret bytes" not in answer.content


def test_held_form_sent_after_sign_in_is_carried_out(client, address, region_world):
    fields = {
        "name": "Byalaget",
        "sector": "association",
        "note": TEXT,
        "region": region_world.region.pk,
    }
    assert client.post(address, fields).status_code == 401

    client.force_login(region_world.admin)
    answer = client.post(address, fields)

    assert answer.status_code == 302
    assert Organisation.objects.get(name="Byalaget").note == TEXT


def test_page_asked_for_without_a_session_leads_to_the_sign_in(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{reverse('account_login')}?next={address}",
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_script_without_a_session_is_told_so(client, address, method):
    answer = getattr(client, method)(address, headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


@pytest.mark.parametrize(
    "headers", [{"origin": "http://testserver"}, {"referer": "http://testserver/people/"}]
)
def test_stale_token_from_our_own_page_keeps_the_text_with_a_fresh_token(
    strict, address, region_world, headers
):
    data = form_with_token(strict)
    strict.force_login(region_world.admin)
    strict.cookies["csrftoken"] = "x" * 32

    answer = strict.post(address, data, headers=headers)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Vi träffade &lt;b&gt;byalaget" in page
    assert data["csrfmiddlewaretoken"] not in page


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"referer": "https://evil.example/"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "https://testserver"},
        {},
    ],
)
def test_form_from_elsewhere_gets_no_echo(strict, address, region_world, headers):
    strict.force_login(region_world.admin)

    answer = strict.post(address, {"note": TEXT}, headers=headers)

    assert answer.status_code == 403
    assert b"byalaget" not in answer.content
    assert b'name="note"' not in answer.content


def test_form_from_elsewhere_without_a_session_gets_no_echo(strict, address):
    """The token is asked for before the session: another site never reaches the held form."""
    answer = strict.post(address, {"note": TEXT}, headers={"origin": "https://evil.example"})

    assert (answer.status_code, b"byalaget" in answer.content) == (403, False)


def test_sign_in_form_with_a_stale_token_echoes_nothing(strict):
    answer = strict.post(
        reverse("account_login"),
        {"login": "anna@example.org", "password": "hemligheten"},
        headers={"origin": "http://testserver"},
    )

    assert answer.status_code == 403
    assert b"anna@example.org" not in answer.content
    assert b"hemligheten" not in answer.content


def test_script_with_a_stale_token_is_told_that_it_is_signed_out(strict, address):
    answer = strict.post(address, {"note": TEXT}, headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
