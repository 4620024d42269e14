"""Concept cards for everybody: who reads them, what they never show, and until when."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.exports import PDF_TYPE
from jobs.models import Job
from learning.concepts.pages import sheet
from learning.concepts.services import withdraw
from learning.models import Concept, ConceptUse
from places.models import Participation, Photo
from tests.learning.laboratory import Lab
from tests.learning.test_concepts import here, published
from tests.pdf_rules import broken_rules

__all__ = ["here"]
pytestmark = pytest.mark.django_db


def read(client, name: str, card: Concept, *more: str):
    return client.get(reverse(f"published:{name}", args=[card.pk, *more]))


def lists(client) -> list[str]:
    """The pages that lead to cards."""
    return [
        client.get(reverse(name)).text
        for name in ("published:cards", "published:places", "published:sitemap")
    ]


def test_a_card_for_everybody_is_read_without_an_account(here: Lab, client) -> None:
    card = published(here, "public", photo=True)
    page = read(client, "card", card).text
    for said in ("Two weeks", "Ask the owner", "A supper with sign-up", "Photo: Eva Alm"):
        assert said in page
    assert "2. Ask the owner" not in page  # it is numbered once
    assert 'alt="A table on the quay"' in page
    assert "noindex" not in page
    assert 'rel="canonical" href="http' in page
    photo = read(client, "card_photo", card, "320.webp")
    assert b"".join(photo.streaming_content)[8:12] == b"WEBP"
    assert all(f"/open/cards/{card.pk}/" in text for text in lists(client))


def test_a_card_of_the_laboratory_is_nobody_elses(here: Lab, client) -> None:
    card = published(here, "lab", photo=True)
    for name, more in (("card", ()), ("card_photo", ("320.webp",)), ("card_sheet", ())):
        assert read(client, name, card, *more).status_code == 404
    assert all(card.title not in text for text in lists(client)[:2])
    assert "/open/cards/" not in lists(client)[2]


def test_what_is_taken_back_is_gone_at_once(here: Lab, client) -> None:
    card = published(here, "public", photo=True)
    withdraw(concept=card, by=card.by)
    assert read(client, "card", card).status_code == 404
    assert read(client, "card_photo", card, "320.webp").status_code == 404
    assert not any(f"/open/cards/{card.pk}/" in text for text in lists(client))


def test_neither_a_place_that_does_not_count_nor_a_photo_that_is_not_for_all(
    here: Lab, client
) -> None:
    card = published(here, "public", photo=True)
    Photo.objects.update(consent="internal")
    assert "Photo: Eva Alm" not in read(client, "card", card).text
    assert read(client, "card_photo", card, "320.webp").status_code == 404
    Participation.objects.filter(pk=card.participation_id).update(is_test=True)
    assert read(client, "card", card).status_code == 404


def test_the_page_names_no_experiment_address_and_nobody_who_uses_it(here: Lab, client) -> None:
    card = published(here, "public")
    ConceptUse.objects.create(
        concept=card, participation=here.teams[1].participation, seen="Eva Alm came",
        seen_on=timezone.localdate(),
    )  # fmt: skip
    address = reverse("published:card", args=[card.pk])
    page = client.get(address, headers={"accept-language": "en"}).text
    assert card.sources.get().title in page
    assert "/experiments/" not in page
    assert "Eva Alm came" not in page
    assert "Used by 1 place" in page


def test_whoever_is_signed_in_is_led_to_the_open_page_of_an_open_card(here: Lab, client) -> None:
    card = published(here, "public")
    client.force_login(card.by)
    page, open_page = (
        reverse("learning:concept", args=[card.pk]),
        reverse("published:card", args=[card.pk]),
    )
    assert open_page in client.get(page).text
    Concept.objects.update(audience="lab")
    assert open_page not in client.get(page).text


def test_the_sheet_is_kept_until_its_card_is_another(here: Lab, client) -> None:
    card = published(here, "public", photo=True)
    for _ in range(2):
        paper = read(client, "card_sheet", card)
        assert (paper["Content-Type"], paper["Cache-Control"]) == (PDF_TYPE, "private, no-cache")
    drawn = Job.objects.filter(kind="published.card_sheet")
    assert drawn.count() == 1
    Photo.objects.update(credit="Photo: Bo")
    read(client, "card_sheet", card)
    assert drawn.count() == 2


@pytest.mark.paper
def test_a_card_fits_on_a_sheet_of_a5(here: Lab, client) -> None:
    card = published(here, "public", photo=True)
    content = read(client, "card_sheet", card).content
    assert broken_rules(content, sheet(card, "https://example.org/open/cards/1/")) == []
    [page] = PdfReader(BytesIO(content)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (420, 595)
    text = page.extract_text()
    assert ("Ask the owner" in text, "A supper with sign-up" in text) == (True, True)


@pytest.mark.parametrize("name", ["cards", "card", "places"])
def test_open_pages_ask_few_questions(
    name: str, here: Lab, client, django_assert_max_num_queries
) -> None:
    cards = [published(here, "public", photo=True) for _ in range(3)]
    address = reverse(f"published:{name}", args=[cards[0].pk] if name == "card" else [])
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
