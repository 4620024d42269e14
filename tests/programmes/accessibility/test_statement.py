"""The statement: what the law asks for, a form without sign-in, and who may change it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from programmes.accessibility import views
from programmes.accessibility.services import report, save_statement
from programmes.models import AccessibilityStatement
from tests.factories import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


@pytest.fixture
def strict(monkeypatch):
    """Few reports are many."""
    monkeypatch.setattr(views, "MOST_REPORTS", 2)


def values(**changed):
    return {
        "actor": "Region Exempel",
        "contact_email": "tillganglighet@example.org",
        "contact_phone": "010-123 45 67",
        "degree": "partial",
        "failings": "- Kartan kan inte läsas upp.\nFilmer saknar text.",
        "exceptions": "Äldre protokoll, ur lagen",
        "assessor": "external",
        "assessed_on": timezone.localdate() - dt.timedelta(days=3),
        "published_url": "",
    } | changed


def address(w, name="statement"):
    return reverse(f"programmes:{name}", args=[w.region.slug])


AUTHORITIES = [
    ("SE", "Myndigheten för digital förvaltning", "https://www.digg.se/tdosanmalan", "2018:1937"),
    ("DK", "Digitaliseringsstyrelsen", "digst.dk", "lov nr. 692"),
]


@pytest.mark.parametrize(("country", "name", "complain", "law"), AUTHORITIES)
def test_statement_names_the_authority_of_its_country(w, client, country, name, complain, law):
    w.region.country = country
    w.region.save()
    html = client.get(address(w)).content.decode()
    assert name in html
    assert complain in html
    assert law in html


def test_statement_holds_all_that_the_law_asks_for_before_anybody_wrote_it(w, client):
    w.region.contact_address = "region@example.org"
    w.region.save()
    html = client.get(address(w)).content.decode()
    assert w.region.name in html
    assert "Partially compliant" in html
    assert "What does not work yet" in html
    assert "Self-assessment" in html
    assert "Assessed on" in html
    assert "Statement updated on" in html
    assert "mailto:region@example.org" in html
    assert address(w, "statement_report") in html


def test_region_writes_its_own_words_and_everybody_reads_them(w, client):
    save_statement(region=w.region, by=w.admin, values=values())
    html = client.get(address(w)).content.decode()
    assert "Region Exempel" in html
    assert f'<li lang="{w.region.language}">Kartan kan inte läsas upp.</li>' in html
    assert "Filmer saknar text." in html
    assert "Äldre protokoll" in html
    assert "Assessment by somebody outside" in html
    assert "mailto:tillganglighet@example.org" in html
    assert "010-123 45 67" in html
    save_statement(region=w.region, by=w.admin, values=values(degree="full"))
    assert AccessibilityStatement.objects.get(region=w.region).degree == "full"


def test_only_the_regions_administrators_write_it(w):
    with pytest.raises(NotAllowed):
        save_statement(region=w.region, by=w.manager, values=values())


@pytest.mark.parametrize(("days", "code"), [(1, "assessed_in_future"), (-367, "assessed_long_ago")])
def test_assessment_is_at_most_a_year_old_and_has_been_made(w, days, code):
    day = timezone.localdate() + dt.timedelta(days=days)
    with pytest.raises(Refusal) as refused:
        save_statement(region=w.region, by=w.admin, values=values(assessed_on=day))
    assert (refused.value.code, refused.value.field) == (code, "assessed_on")


def test_short_address_and_the_general_page_lead_to_it(w, client):
    answer = client.get("/was")
    assert (answer.status_code, answer.url) == (302, "/accessibility/")
    assert address(w) in client.get(answer.url).content.decode()


def test_report_without_sign_in_goes_to_the_regions_address_as_a_letter(w, client):
    save_statement(region=w.region, by=w.admin, values=values())
    sent = {"what": "Knappen «Skicka» syns inte.", "where": "Startsidan", "email": "bo@example.org"}
    answer = client.post(address(w, "statement_report"), sent)
    assert (answer.status_code, answer.url) == (302, address(w, "statement_reported"))
    assert client.get(answer.url).status_code == 200
    letter = Letter.objects.get()
    assert letter.to_address == "tillganglighet@example.org"
    assert letter.region == w.region
    assert "Knappen «Skicka» syns inte." in letter.text
    assert "bo@example.org" in letter.text


def test_report_of_a_region_without_an_address_goes_to_its_administrators(w):
    report(region=w.region, what="Kontrasten är svag.")
    assert [one.to_address for one in Letter.objects.all()] == [w.admin.email]


def test_empty_report_says_what_is_missing_and_a_program_is_told_yes(w, client):
    answer = client.post(address(w, "statement_report"), {"what": ""})
    assert answer.status_code == 422
    assert 'href="#id_what"' in answer.content.decode()
    answer = client.post(address(w, "statement_report"), {"what": "Köp!", "website": "x"})
    assert answer.status_code == 302
    assert not Letter.objects.exists()


def test_many_reports_from_one_address_are_held_back(w, client, strict):
    for _time in range(2):
        assert client.post(address(w, "statement_report"), {"what": "Fel."}).status_code == 302
    answer = client.post(address(w, "statement_report"), {"what": "Fel en gång till."})
    assert answer.status_code == 429
    assert "Fel en gång till." in answer.content.decode()
    assert Letter.objects.count() == 2
