"""Letters as mail programs show them: axe finds nothing, light and dark, on a phone and a desktop.

A letter's frame in the outbox runs no scripts, so its page is laid open here by itself.
`make test` looks at one language in one way, taking turns; `make axe` at all.
"""

from __future__ import annotations

import pytest
from django.conf import settings

from outbox.adding.services import NewLetter, add
from outbox.html import rerender
from outbox.letterhead.pages import sample
from outbox.models import Letter
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import world
from tests.house.changes import commits_made
from tests.workshops.samples import meeting
from workshops.letters.preview import preview_words
from workshops.letters.texts import text_of
from workshops.models import LetterRole

WAYS = {"light phone": ("sv", "light", PHONE), "dark desktop": ("da", "dark", DESKTOP)}


def of_meetings(w, language):
    """One letter of each role, with everything that a meeting can tell."""
    workshop = meeting(
        w, language=language, online_url="https://meet.example.org/a", capacity=80,
        access_info="Ramp at the back.\nHearing loop.", contact_name="Anna Ek",
        contact_email="anna@example.org", contact_phone="070-123 45 67", description="What next?",
    )  # fmt: skip
    workshop.agenda.create(title="Welcome", minutes=10, order=1)
    workshop.materials.create(title="The plan", link="https://example.org/plan", for_guests=True)
    for role in LetterRole.values:
        words = text_of(workshop, role, language)
        read = preview_words(
            workshop=workshop, role=role, language=language, words=words, reader=w.leader
        )
        yield role, read.html


def others(w, language):
    """What an administrator sees as a sample, and a letter whose text somebody has changed."""
    yield "sample", sample(w.region)
    yield (
        "edited",
        rerender(
            subject="Welcome", text="Hello,\n\nread https://example.org/a.\n-- \nThe region",
            language=language, region=w.region, links=[],
        ),
    )  # fmt: skip
    add(
        [
            NewLetter(
                to="anna@example.org",
                subject="Plain",
                text="Hello",
                language=language,
                html=rerender(
                    subject="Plain", text="Hello", language=language, region=None, links=[]
                ),
                key=f"plain:{language}",
            )
        ],
        by=None,
        kind="notice",
    )
    yield "of the platform itself", Letter.objects.get(key=f"plain:{language}").html


@pytest.fixture
def look(new_context, watch, check_axe, check_width):
    """Return a function that looks at each letter in a language and a way; lists the faults."""

    def look_at_letters(language, theme, viewport):
        page, found = watch(new_context(color_scheme=theme, viewport=viewport))
        w = world()
        for name, html in [*of_meetings(w, language), *others(w, language)]:
            page.set_content(html)
            try:
                check_axe(page)
                check_width(page)
            except AssertionError as error:
                found.append(f"{language} {name}: {error}")
        return found

    return look_at_letters


def test_axe_finds_nothing_in_letters_of_a_language(look):
    assert look(*list(WAYS.values())[commits_made() % len(WAYS)]) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing_in_any_letter(way, language, look):
    _usual, theme, viewport = WAYS[way]
    assert look(language, theme, viewport) == []


def test_letter_with_a_fault_is_found(page, check_axe):
    page.set_content('<html lang="sv"><title>A</title><main><h1>A</h1><img src="/a.png"></main>')
    with pytest.raises(AssertionError, match="image-alt"):
        check_axe(page)
