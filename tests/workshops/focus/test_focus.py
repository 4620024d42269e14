"""Focus groups: the shared guide, consent with its edition, notes by several hands, the summary."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.refusals import Conflict, NotAllowed, Refusal
from outbox.models import Letter
from tests.factories import World, world
from tests.workshops.samples import guest, meeting
from workshops.answers.by_link import LANGUAGE_PARAMETER
from workshops.answers.services import answer
from workshops.focus.services import (
    _names,
    add_note,
    add_question,
    guide_of,
    has_consented,
    keep_consent,
    move_question,
    remove_note,
    remove_question,
    save_note,
    save_question,
    save_setup,
    save_summary,
    send_summary,
    setup_of,
)
from workshops.links import answer_token
from workshops.models import (
    Consent,
    FocusGroup,
    RequiredGroup,
    Series,
    SeriesKind,
    Workshop,
    WorkshopKind,
)
from workshops.planning.services import follow_up
from workshops.series.services import remove_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def session(w: World, series: Series | None = None, **fields: object) -> Workshop:
    return meeting(
        w, kind=WorkshopKind.FOCUS_GROUP, series=series, title="Samtal", language="en", **fields
    )


def series_of(w: World) -> Series:
    return Series.objects.create(programme=w.programme, name="Fokusgrupper", kind=SeriesKind.GROUPS)


def test_sessions_of_a_series_share_one_guide(w: World) -> None:
    series = series_of(w)
    first, second = session(w, series), session(w, series)
    asked = add_question(workshop=first, by=w.manager, text="Whom do you call?", minutes=10)
    add_question(workshop=second, by=w.manager, text="What helped?")
    assert list(guide_of(first)) == list(guide_of(second))
    assert add_question(workshop=second, by=w.manager, text="Whom do you call?") == asked
    move_question(workshop=second, question=asked, by=w.manager, up=False)
    assert [one.text for one in guide_of(first)] == ["What helped?", "Whom do you call?"]
    alone = session(w)
    assert not guide_of(alone).exists()


def test_a_guide_belongs_to_focus_groups_alone(w: World) -> None:
    with pytest.raises(Refusal) as refused:
        add_question(workshop=meeting(w), by=w.manager, text="Why?")
    assert refused.value.code == "not_a_focus_group"
    with pytest.raises(NotAllowed):
        add_question(workshop=session(w), by=w.observer, text="Why?")


def test_a_question_with_notes_stays_and_so_does_its_series(w: World) -> None:
    series = series_of(w)
    one = session(w, series)
    asked = add_question(workshop=one, by=w.manager, text="Why?")
    note = add_note(workshop=one, question=asked, by=w.manager, text="Because")
    with pytest.raises(Refusal, match="stays in the guide"):
        remove_question(workshop=one, question=asked, by=w.manager)
    Workshop.objects.filter(pk=one.pk).update(series=None)
    moved = Workshop.objects.get(pk=one.pk)
    assert list(guide_of(moved)) == [asked]  # the notes keep their question
    with pytest.raises(Refusal) as refused:
        remove_series(series=series, by=w.manager)
    assert refused.value.code == "has_notes"
    remove_note(note=note, by=w.manager)
    remove_series(series=series, by=w.manager)


def test_two_who_change_a_question_see_both_texts(w: World) -> None:
    one = session(w)
    asked = add_question(workshop=one, by=w.manager, text="Why?")
    save_question(workshop=one, question=asked, by=w.coach, version=1, text="Why so?")
    with pytest.raises(Conflict) as conflict:
        save_question(workshop=one, question=asked, by=w.manager, version=1, text="Why now?")
    assert conflict.value.theirs["text"] == "Why so?"
    assert conflict.value.yours["text"] == "Why now?"


# --- consent


def test_consent_is_kept_with_its_text_edition_and_day(w: World) -> None:
    one = session(w)
    anna = guest(one, name="Anna Berg")
    assert not has_consented(anna)
    keep_consent(invitation=anna, given=True)
    stored = Consent.objects.get(invitation=anna)
    assert (stored.edition, stored.given_on) == (1, timezone.localdate())
    assert stored.text == setup_of(one).consent_text
    assert has_consented(anna)


def test_another_text_asks_everybody_again(w: World) -> None:
    one = session(w)
    anna = guest(one, name="Anna Berg")
    save_setup(workshop=one, by=w.manager, version=0, consent_text="Notes.", recording="none")
    keep_consent(invitation=anna, given=True)
    save_setup(
        workshop=one, by=w.manager, version=1, consent_text="Notes.", recording="sound",
        delete_after=30,
    )  # fmt: skip
    assert not has_consented(anna)
    keep_consent(invitation=anna, given=True)
    assert Consent.objects.get(invitation=anna).edition == 2
    with pytest.raises(Refusal) as refused:
        save_setup(workshop=one, by=w.manager, version=2, consent_text="N", recording="video")
    assert refused.value.code == "no_days"


def test_consent_is_ticked_on_the_answer_page(w: World, client) -> None:
    one = session(w)
    anna = guest(one, name="Anna Berg")
    url = reverse("workshops:answer", args=[answer_token(anna)])
    page = client.get(url, {LANGUAGE_PARAMETER: "en"}).content.decode()
    assert "I agree to this" in page
    assert "Nothing is recorded" in page
    client.post(url, {"answer": "yes", "persons": "1", "consent": "on"})
    assert has_consented(anna)
    client.post(url, {"answer": "yes", "persons": "1"})
    assert not has_consented(anna)
    # Another meeting asks nothing of the kind.
    other = reverse("workshops:answer", args=[answer_token(guest(meeting(w), 2))])
    page = client.get(other, {LANGUAGE_PARAMETER: "en"}).content.decode()
    assert "I agree to this" not in page


def test_a_no_says_nothing_about_consent(w: World) -> None:
    one = session(w)
    anna = guest(one, name="Anna Berg")
    keep_consent(invitation=anna, given=True)
    answer(invitation=anna, answer="no")
    assert Consent.objects.get(invitation=anna).withdrawn_on is None


def test_without_consent_no_note_names_the_person(w: World) -> None:
    one = session(w)
    party = RequiredGroup.objects.create(workshop=one, name="Village council", wanted=2)
    anna = guest(one, name="Anna Berg", party=party)
    asked = add_question(workshop=one, by=w.manager, text="Why?")
    with pytest.raises(Refusal) as refused:
        add_note(workshop=one, question=asked, by=w.manager, text="We call", speaker=anna)
    assert (refused.value.code, refused.value.field) == ("no_consent", "speaker")
    with pytest.raises(Refusal) as refused:
        add_note(workshop=one, question=asked, by=w.manager, text="As anna  BERG says: no")
    assert (refused.value.code, refused.value.field) == ("names_somebody", "text")
    keep_consent(invitation=anna, given=True)
    note = add_note(workshop=one, question=asked, by=w.manager, text="We call", speaker=anna)
    assert (note.speaker, note.party) == (anna, party)
    keep_consent(invitation=anna, given=False)
    note.refresh_from_db()
    assert (note.speaker, note.party) == (None, party)


@given(st.text(min_size=3).filter(lambda name: len(_spaced(name)) >= 3), st.text(), st.text())
def test_a_name_is_found_in_texts_of_any_script(name: str, before: str, after: str) -> None:
    assert _names(f"{before} – {name} – {after}", name.upper() if name.isascii() else name)
    assert not _names("", name)


def _spaced(text: str) -> str:
    return " ".join("".join(one if one.isalnum() else " " for one in text.casefold()).split())


# --- notes by several hands


def test_two_who_write_one_note_see_both_texts(w: World) -> None:
    one = session(w)
    asked = add_question(workshop=one, by=w.manager, text="Why?")
    note = add_note(workshop=one, question=asked, by=w.manager, text="First")
    save_note(note=note, by=w.coach, version=1, text="Second")
    with pytest.raises(Conflict) as conflict:
        save_note(note=note, by=w.manager, version=1, text="Third")
    assert (conflict.value.theirs["text"], conflict.value.yours["text"]) == ("Second", "Third")
    saved = save_note(note=note, by=w.manager, version=2, text="Third")
    assert (saved.text, saved.version) == ("Third", 3)


def test_a_note_saves_by_itself_and_tells_a_conflict(w: World, client) -> None:
    one = session(w)
    asked = add_question(workshop=one, by=w.manager, text="Why?")
    note = add_note(workshop=one, question=asked, by=w.manager, text="First")
    client.force_login(w.manager)
    url = reverse("workshops:focus_note", args=[one.pk, note.pk])
    as_script = {"headers": {"accept": "application/json"}}
    saved = client.post(url, {"text": "Second", "who": "", "version": "1"}, **as_script)
    assert saved.json()["version"] == 2
    late = client.post(url, {"text": "Third", "who": "", "version": "1"}, **as_script)
    assert late.status_code == 409
    assert late.json()["theirs"]["text"] == "Second"
    again = client.post(url, {"text": "Third", "who": "", "version": "1"})
    assert again.status_code == 409
    assert "Second" in again.content.decode()
    assert "Third" in again.content.decode()


def test_the_page_asks_the_same_number_of_questions_for_many_notes(
    w: World, client, django_assert_max_num_queries
) -> None:
    one = session(w)
    client.force_login(w.manager)
    url = reverse("workshops:focus", args=[one.pk])

    def fill(number: int) -> None:
        asked = add_question(workshop=one, by=w.manager, text=f"Question {number}?")
        party = RequiredGroup.objects.create(workshop=one, name=f"Group {number}")
        add_note(workshop=one, question=asked, by=w.manager, text=f"Said {number}", party=party)

    fill(1)
    client.get(url)
    with django_assert_max_num_queries(16) as asked:
        client.get(url)
    few = len(asked.captured_queries)
    fill(2)
    fill(3)
    with django_assert_max_num_queries(few):
        page = client.get(url)
    assert page.content.decode().count("data-note-row") == 3


# --- back to those who came


def test_the_summary_goes_to_those_who_came(w: World) -> None:
    one = session(w)
    came = guest(one, 1, attended_at=timezone.now(), attended_persons=1)
    guest(one, 2)
    with pytest.raises(Refusal, match="not begun"):
        send_summary(workshop=one, by=w.manager)
    Workshop.objects.filter(pk=one.pk).update(
        starts_at=timezone.now() - timezone.timedelta(hours=3), ends_at=None
    )
    one.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        save_summary(workshop=one, by=w.manager, version=0, summary=f"{came.name} was right.")
    assert refused.value.code == "names_somebody"
    save_summary(workshop=one, by=w.manager, version=0, summary="One name to call, please.")
    assert send_summary(workshop=one, by=w.manager) == 1
    assert send_summary(workshop=one, by=w.manager) == 1
    letters = Letter.objects.filter(campaign__about_id=one.pk)
    assert [one.to_address for one in letters] == [came.email]
    text = letters[0].campaign.texts.get().text
    assert "One name to call, please." in text


def test_a_session_that_follows_keeps_what_participants_agree_to(w: World) -> None:
    one = session(w)
    save_setup(workshop=one, by=w.manager, version=0, consent_text="Notes.", recording="none")
    made = follow_up(
        workshop=one, by=w.manager, starts_at=one.starts_at + timezone.timedelta(days=7)
    )
    assert FocusGroup.objects.get(workshop=made).consent_text == "Notes."
