"""Many letters with one text: written in bulk, once each, with what each address must be told."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.refusals import Refusal
from outbox.adding.services import (
    Link,
    NewLetter,
    Text,
    add,
    open_campaign,
)
from outbox.campaigns.services import free, stop
from outbox.models import FirstLetter, Letter, LetterState, Suppression
from outbox.personal import reading
from outbox.slots import slot
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db


def text(language):
    name, link, stop_link = slot("name"), slot("answer"), slot("unsubscribe")
    hello = {"sv": "Hej", "da": "Hej", "en": "Hello"}[language]
    return Text(
        subject=f"Stormöte, {name}",
        text=f"{hello} {name}!\n\nSvara: {link}\n\n{slot('notice')}\n{stop_link}",
        html=f'<p>{hello} {name}! <a href="{link}">Svara</a></p><p>{slot("notice")}</p>',
    )


@pytest.fixture
def sending(db):
    """Return a function that opens the test's sending."""
    region = RegionFactory(name="Region Skåne", privacy_notice="Mer på region.example.")

    def opened(**values):
        usual = {
            "region": region,
            "kind": "invitation",
            "title": "Stormöte i Näsum",
            "key": "workshop:1:invite",
            "by": None,
            "about": region,
            "texts": text,
            "languages": ["sv"],
        }
        return open_campaign(**usual | values)

    return opened


def guests(*numbers, **values):
    usual = {"language": "sv", "values": {"name": "Åsa", "source": "byalagets lista"}}
    return [
        NewLetter(
            to=f"guest{number}@example.org",
            key=f"invite:{number}",
            links={"answer": Link("workshops.answer", "/a/{token}/", number)},
            **usual | values,
        )
        for number in numbers
    ]


def test_sending_asked_for_twice_is_one_and_keeps_its_texts(sending):
    asked = []

    def texts(language):
        asked.append(language)
        return text(language)

    first = sending(texts=texts)
    second = sending(texts=texts, languages=["sv", "en"], title="Something else")

    assert (second.pk, second.title) == (first.pk, "Stormöte i Näsum")
    assert asked == ["sv", "en"]


def test_letters_are_written_once_each_and_read_with_their_values(sending):
    campaign = sending()

    assert add(guests(1, 2), by=None, campaign=campaign) == 2
    assert add(guests(2, 3, 3), by=None, campaign=campaign) == 1

    campaign.refresh_from_db()
    assert (campaign.letter_count, Letter.objects.count()) == (3, 3)
    letter = Letter.objects.get(key="invite:1")
    assert (letter.state, letter.text, letter.priority) == ("ready", "", 2)
    assert letter.subject == "Stormöte, Åsa"
    assert (letter.about_type, letter.about_id) == ("people.region", campaign.region_id)
    assert letter.from_address == "Region Skåne <no-reply@localhost>"
    masked, open_ = reading(letter, links=False), reading(letter, links=True)
    assert masked.text.startswith("Hej Åsa!\n\nSvara: http://localhost:8000/a/…/\n")
    assert "/letters/stop/…/" in masked.text
    assert '<a href="http://localhost:8000/a/1-1-' in open_.html


def test_first_letter_of_a_region_carries_the_notice_until_it_was_told(sending):
    campaign = sending()
    FirstLetter.objects.create(region=campaign.region, address="guest2@example.org")

    add(guests(1, 2), by=None, campaign=campaign)

    first, second = Letter.objects.order_by("key")
    assert "byalagets lista" in reading(first, links=True).text
    assert "Mer på region.example." in reading(first, links=True).html
    assert "notice" not in second.values


def test_notice_of_a_first_letter_says_what_its_own_sending_is_about(sending):
    campaign = sending()
    campaign.about_type = "surveys.survey"
    campaign.save()

    add(guests(1), by=None, campaign=campaign)

    assert "enkät" in Letter.objects.get().values["notice"]


def test_blocked_and_broken_addresses_become_rows_that_say_so(sending):
    campaign = sending()
    Suppression.objects.create(
        region=campaign.region, address="guest1@example.org", reason="unsubscribed"
    )
    broken = NewLetter(to="nobody at all\x00", language="sv", key="broken")

    assert add([*guests(1, 2), broken], by=None, campaign=campaign) == 3

    rows = dict(Letter.objects.values_list("key", "state"))
    assert rows == {"invite:1": "suppressed", "invite:2": "ready", "broken": "failed"}
    assert all(Letter.objects.exclude(state="ready").values_list("reason", flat=True))
    assert campaign.letters.filter(state="ready").count() == 1


def test_many_letters_take_no_more_statements_than_few(sending):
    campaign = sending()
    counts = []
    for numbers in (range(3), range(10, 510)):
        with CaptureQueriesContext(connection) as sent:
            add(guests(*numbers), by=None, campaign=campaign)
        counts.append(len(sent))

    assert counts[0] == counts[1]
    assert counts[0] <= 10


@pytest.mark.parametrize(
    "evil",
    ["a\x00b", "\ud800", "Anna\r\nBcc: x@example.org", "\ue000notice\ue001", "\u202eanna"],
)
def test_values_that_no_text_needs_are_kept_out(sending, evil):
    campaign = sending()

    add(guests(1, values={"name": evil}), by=None, campaign=campaign)

    letter = Letter.objects.get()
    read = reading(letter, links=True)
    assert len(read.subject.splitlines()) == 1
    assert not set(read.text + read.html) & set("\x00\r\ud800\ue000\ue001\u202e")


def test_tags_and_addresses_in_a_value_make_no_link(sending):
    campaign = sending()
    evil = '<a href="http://evil.example">x</a> www.evil.example [x](https://evil.example)'

    add(guests(1, values={"name": evil}), by=None, campaign=campaign)

    read = reading(Letter.objects.get(), links=True)
    assert read.html.count("<a ") == 1
    for linked in ("http://evil", "https://evil", "www.evil"):
        assert linked not in read.html + read.text


def test_sending_that_needs_approval_waits_for_a_second_person(sending):
    writer, second = UserFactory(), UserFactory()
    campaign = sending(by=writer, needs_approval=True)
    add(guests(1), by=None, campaign=campaign)
    assert Letter.objects.get().state == LetterState.HELD

    with pytest.raises(Refusal) as refused:
        free(campaign, by=writer)
    assert refused.value.code == "same_person"
    free(campaign, by=second)
    add(guests(2), by=None, campaign=campaign)

    assert set(Letter.objects.values_list("state", flat=True)) == {"ready"}


def test_sending_undone_before_it_left_discards_all_and_takes_no_more(sending):
    by = UserFactory()
    campaign = sending(not_before=timezone.now() + dt.timedelta(minutes=5))
    add(guests(1, 2), by=None, campaign=campaign)
    Letter.objects.filter(key="invite:2").update(state=LetterState.LEASED, lease="x")

    stop(campaign, by=by)
    stop(campaign, by=by)

    assert set(Letter.objects.values_list("state", "lease")) == {("discarded", "")}
    for refused in (
        lambda: add(guests(3), by=None, campaign=campaign),
        lambda: free(campaign, by=by),
    ):
        with pytest.raises(Refusal) as error:
            refused()
        assert error.value.code == "campaign_stopped"
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("state", ["sent", "handing_over", "unknown", "kept"])
def test_sending_of_which_a_letter_left_is_not_undone(sending, state):
    campaign = sending()
    add(guests(1, 2), by=None, campaign=campaign)
    Letter.objects.filter(key="invite:1").update(state=state)

    with pytest.raises(Refusal) as refused:
        stop(campaign, by=UserFactory())

    assert refused.value.code == "letters_left"
    assert dict(Letter.objects.values_list("key", "state")) == {
        "invite:1": state,
        "invite:2": "ready",
    }


def test_language_without_a_text_is_an_error_and_writes_nothing(sending):
    with pytest.raises(KeyError, match="no text in 'da'"):
        add(guests(1, language="da"), by=None, campaign=sending())

    assert Letter.objects.count() == 0
