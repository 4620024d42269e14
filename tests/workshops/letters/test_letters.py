"""Letters about meetings: words, facts, links; what people write stays what it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.refusals import Conflict, NotAllowed, Refusal
from outbox.models import Letter
from outbox.words import escape
from tests.factories import world
from tests.workshops.inviting import read, send
from tests.workshops.samples import guest, meeting
from workshops.letters.house import HOUSE
from workshops.letters.texts import (
    checked_words,
    fill,
    house_text,
    placeholders_of,
    reset_text,
    save_text,
    text_of,
)
from workshops.letters.writing import write_to_guests
from workshops.models import LetterRole, LetterText, WorkshopKind

pytestmark = pytest.mark.django_db

NASTY = [
    "Anna\r\nBcc: all@example.org",
    "Anna\rBcc: all@example.org",
    "Anna\u2028Bcc: all@example.org",
    "=?utf-8?q?Anna=0ABcc:_all@example.org?=",
    "\u202egro.elpmaxe@annA\u202c",
    '<a href="https://evil.example/">here</a>',
    "[here](https://evil.example/)",
    "www.evil.example https://evil.example/",
    "END:VEVENT\r\nBEGIN:VALARM\r\nX:1",
    "\ue000link\ue001",
    "{link} {{ settings.SECRET_KEY }} {% load x %}",
]


@pytest.mark.parametrize("role", list(LetterRole))
@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_house_text_in_each_language_uses_known_placeholders(role, language):
    for kind in ("", *WorkshopKind):
        words = house_text(role, language, kind)
        assert checked_words(role, words.subject, words.body) == words


def test_only_a_village_reads_of_its_village_and_only_a_hall_of_its_chairs():
    for kind in WorkshopKind:
        said = [house_text(role, "en", kind).body for role in LetterRole]
        village = kind == WorkshopKind.OPEN_MEETING
        assert any("lived here all your life" in body for body in said) == village
        assert any("chairs" in body for body in said) == village
    w = world()
    companies = meeting(w, kind=WorkshopKind.COMPANIES, language="en")
    assert "what your company needs" in text_of(companies, LetterRole.INVITATION, "en").body


def test_every_role_has_words_of_the_house():
    assert set(HOUSE) == set(LetterRole)


def test_letter_says_when_where_access_agenda_and_how_to_answer(settings):
    w = world()
    workshop = meeting(w, access_info="Ramp at the back", contact_name="Karin Ek", language="en")
    workshop.agenda.create(order=1, title="Groups", minutes=40)
    workshop.materials.create(title="Map", link="https://example.org/map")
    workshop.materials.create(title="Own notes", link="https://example.org/own", for_guests=False)
    one = guest(workshop, language="en", invited_at=None, source="the list of the school")
    send(workshop, w.leader)
    letter = read(Letter.objects.get(about_id=one.pk))
    for part in (letter.text, letter.html):
        assert "Folkets hus, Byavägen 1" in part
        assert "Ramp at the back" in part
        assert "Groups (40 min)" in part
        assert "https://example.org/map" in part
        assert "Own notes" not in part
        assert "Gäst 1" in part
        assert "Karin Ek" in part
        assert "the list of the school" in part
        assert f"{settings.SITE_URL}/a/" in part
        assert "\ue000" not in part
        assert "{" not in part.split("</style>")[-1]
    assert letter.calendar_method == "REQUEST"


@pytest.mark.parametrize("text", NASTY)
def test_text_of_people_brings_no_header_no_link_and_no_slot(text):
    w = world()
    workshop = meeting(w, title=text[:150], hall=text[:150], access_info=text, contact_name=text)
    clean = meeting(w)
    nasty = guest(workshop, invited_at=None, name=text, source=text)
    plain = guest(clean, invited_at=None)
    send(workshop, w.leader)
    send(clean, w.leader)
    got = read(Letter.objects.get(about_id=nasty.pk))
    usual = read(Letter.objects.get(about_id=plain.pk))
    assert got.html.count("<a ") == usual.html.count("<a ")
    assert len(re.findall("<[^>]*href=", got.html)) == len(re.findall("<[^>]*href=", usual.html))
    assert "https://evil.example" not in got.html + got.text + got.subject
    assert "www.evil" not in got.html + got.text
    assert not re.search("[\r\n\u2028\u202e]|=\\?", got.subject)
    assert "\u202e" not in got.html + got.text
    assert "SECRET" not in got.text.replace("settings.SECRET_KEY", "")
    begins = re.compile("^BEGIN:.*$", re.MULTILINE)
    assert begins.findall(got.calendar) == begins.findall(usual.calendar)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=80))
def test_harmless_gives_one_line_without_marks(text):
    line = escape(text)
    assert len(line.splitlines()) <= 1
    assert not set(line) & {"\ue000", "\ue001", "\u202e", "\x00"}
    assert "://" not in line
    assert "](" not in line


def test_fill_never_reads_a_value_as_placeholder():
    assert fill("{name} {other}", {"name": "{other}"}) == "{other} {other}"
    assert fill("{a}{b}", {"a": "{b}", "b": "x"}) == "{b}x"


def test_own_words_with_unknown_placeholder_are_refused():
    with pytest.raises(Refusal) as refused:
        checked_words(LetterRole.INVITATION, "Hi {nmae}", "Text")
    assert refused.value.code == "unknown_placeholder"
    assert "{nmae}" in str(refused.value)


@pytest.mark.parametrize(
    ("subject", "body", "code"),
    [
        ("", "Text", "no_subject"),
        ("S", " \n", "no_body"),
        ("S" * 161, "Text", "too_long"),
        ("S", "{offered_until}", "unknown_placeholder"),
    ],
)
def test_words_that_cannot_be_sent_are_refused(subject, body, code):
    with pytest.raises(Refusal) as refused:
        checked_words(LetterRole.INVITATION, subject, body)
    assert refused.value.code == code


def test_offer_without_its_time_is_refused():
    with pytest.raises(Refusal) as refused:
        checked_words(LetterRole.OFFER, "A seat", "Come!")
    assert refused.value.code == "missing_placeholder"
    assert "offered_until" in placeholders_of(LetterRole.OFFER)


def test_programmes_words_go_before_the_houses():
    w = world()
    workshop = meeting(w)
    kept = save_text(
        programme=w.programme, by=w.manager, role=LetterRole.INVITATION, language="sv",
        subject="Kom!", body="Hej {name}", version=0,
    )  # fmt: skip
    assert text_of(workshop, LetterRole.INVITATION, "sv").subject == "Kom!"
    assert text_of(workshop, LetterRole.INVITATION, "da") == house_text(
        "invitation", "da", workshop.kind
    )
    with pytest.raises(Conflict) as conflict:
        save_text(
            programme=w.programme, by=w.manager, role=LetterRole.INVITATION, language="sv",
            subject="Nej", body="Hej", version=0,
        )  # fmt: skip
    assert conflict.value.theirs == {"subject": "Kom!", "body": "Hej {name}"}
    assert conflict.value.version == kept.version == 1
    assert reset_text(
        programme=w.programme, by=w.manager, role=LetterRole.INVITATION, language="sv"
    )
    assert not LetterText.objects.exists()


def test_leader_cannot_change_the_programmes_words():
    w = world()
    with pytest.raises(NotAllowed):
        save_text(
            programme=w.programme, by=w.leader, role=LetterRole.INVITATION, language="sv",
            subject="Kom!", body="Hej", version=0,
        )  # fmt: skip


def test_letters_of_a_role_share_one_text_until_the_meeting_changes():
    w = world()
    workshop = meeting(w)
    first, second, third = (guest(workshop, n, answer="yes", seat="taken") for n in (1, 2, 3))

    def confirm(one):
        return write_to_guests(
            workshop=workshop, role=LetterRole.CONFIRMATION, invitations=[one],
            key=f"workshop:{workshop.pk}:confirmation", by=None,
        )  # fmt: skip

    shared = confirm(first)
    assert confirm(second) == confirm(first) == shared
    assert Letter.objects.count() == 2
    workshop.version += 1
    workshop.hall = "Skolan"
    workshop.save()
    assert confirm(third) != shared
    assert "Skolan" in read(Letter.objects.get(about_id=third.pk)).text


def test_letter_of_an_answer_says_it_in_the_readers_language():
    w = world()
    workshop = meeting(w)
    one = guest(workshop, answer="no", language="sv")
    write_to_guests(
        workshop=workshop, role=LetterRole.CONFIRMATION, invitations=[one], key="c", by=None
    )
    assert "{answer}" not in read(Letter.objects.get()).text
    assert "\ue000" not in read(Letter.objects.get()).subject


def test_guests_without_address_or_off_the_list_get_nothing():
    w = world()
    workshop, other = meeting(w), meeting(w)
    rows = [
        guest(workshop, 1, email=""),
        guest(workshop, 2, left_at=workshop.starts_at),
        guest(workshop, 3, removed_at=workshop.starts_at),
        guest(other, 4),
        guest(workshop, 5),
    ]
    write_to_guests(workshop=workshop, role=LetterRole.REMINDER, invitations=rows, key="r", by=None)
    assert [letter.to_address for letter in Letter.objects.all()] == ["gast5@example.org"]
