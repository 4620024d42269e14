"""One letter more in an open sending says and keeps what `add_letters` would."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from outbox import dispatch
from outbox.domain import add_one as module
from outbox.domain.add_one import add_one, open_sendings
from outbox.domain.campaigns import Link, Recipient, Text, add_letters, open_campaign, stop
from outbox.models import Campaign, FirstLetter, Letter, LetterKind, LetterState, Suppression
from outbox.slots import slot
from tests.factories import world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
#: What differs between two letters by nature.
OWN = {"id", "key", "message_id", "created_at", "not_before"}


@pytest.fixture
def w():
    return world()


@pytest.fixture
def sending(w):
    return open_campaign(
        region=w.region, kind=LetterKind.ANSWER, title="Svar", key="k", by=None, about=None,
        texts=lambda language: Text(subject=f"Hej {slot('name')}", text="Text"),
        languages=["sv"],
    )  # fmt: skip


def one(number=1, **fields):
    return Recipient(**{
        "to": "Anna@example.org ",
        "language": "sv",
        "key": f"k:{number}",
        "values": {"name": "Anna", "source": "Listan"},
        "links": {"link": Link("p", "https://example.org/{token}", 3, 1)},
        "about": ("workshops.invitation", 3),
    } | fields)  # fmt: skip


def added(key, recipient):
    found = open_sendings([key], language=recipient.language, to=recipient.to)
    return add_one(found.get(key), recipient)


def told(letter):
    return {name: value for name, value in letter.items() if name not in OWN}


@pytest.mark.parametrize("is_first", [True, False])
def test_add_one_writes_the_same_letter_as_add_letters(
    w, sending, is_first, django_assert_num_queries
):
    if not is_first:
        FirstLetter.objects.create(region=w.region, address="anna@example.org")
    with django_assert_num_queries(3):
        assert added("k", one(1)) == sending
    add_letters(sending, [one(2)])
    first, second = Letter.objects.order_by("pk").values()
    assert told(first) == told(second)
    assert ("notice" in first["values"]) is is_first
    assert (first["subject"], first["state"]) == ("Hej Anna", LetterState.READY)
    assert Campaign.objects.get().letter_count == 2


def test_add_one_twice_is_one_letter(sending):
    assert added("k", one()) == added("k", one()) == sending
    assert (Letter.objects.count(), Campaign.objects.get().letter_count) == (1, 1)


def test_add_one_leaves_what_is_out_of_the_ordinary(w, sending):
    assert added("other", one()) is None
    assert added("k", one(language="da")) is None
    Suppression.objects.create(address="anna@example.org", region=None, reason="bounced")
    assert added("k", one()) is None
    Suppression.objects.all().delete()
    sending.not_before = timezone.now() + dt.timedelta(hours=1)
    sending.save()
    assert added("k", one()) is None
    sending.not_before, sending.needs_approval = timezone.now(), True
    sending.save()
    assert added("k", one()) is None
    sending.needs_approval = False
    sending.save()
    stop(sending, by=w.admin)
    assert added("k", one()) is None
    assert not Letter.objects.exists()


def test_letter_added_while_its_sending_is_undone_does_not_leave(sending, monkeypatch):
    real = module.insert_letters

    def undone_meanwhile(*rows):
        Campaign.objects.filter(pk=sending.pk).update(stopped_at=timezone.now())
        return real(*rows)

    monkeypatch.setattr(module, "insert_letters", undone_meanwhile)
    added("k", one())
    assert Letter.objects.get(campaign=sending, key=one().key).state == LetterState.DISCARDED


def test_sending_looked_up_before_a_lock_and_undone_since_sends_nothing(w, sending):
    found = open_sendings(["k", "other"], language="sv", to="anna@example.org")
    assert set(found) == {"k"}
    stop(sending, by=w.admin)
    add_one(found["k"], one())
    assert Letter.objects.get().state == LetterState.DISCARDED


def test_burst_wakes_a_worker_at_once_and_at_the_end_of_a_second(sending, monkeypatch):
    woken = []
    clock = SimpleNamespace(monotonic=lambda: clock.now, now=1000.0)
    monkeypatch.setattr(dispatch, "time", clock)
    monkeypatch.setattr(dispatch, "_woken_until", 0.0)
    monkeypatch.setattr(dispatch, "_woken", lambda _task, wait=0: woken.append(wait) or True)
    for clock.now in (1000.0, 1000.2, 1000.4, 1000.9, 1001.1, 1001.5, 1009.0):
        assert dispatch.deliver_burst_soon()
    assert woken == pytest.approx([0, 0.8, 0.9, 0])


def test_burst_tries_again_at_once_when_the_broker_was_away(monkeypatch):
    woken = []
    monkeypatch.setattr(dispatch, "_woken_until", 0.0)
    monkeypatch.setattr(dispatch, "_woken", lambda _task, wait=0: woken.append(wait) or False)
    assert not dispatch.deliver_burst_soon()
    assert not dispatch.deliver_burst_soon()
    assert woken == [0, 0]
