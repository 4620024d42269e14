"""One letter more in an open sending says and keeps what `add_letters` would."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from outbox.domain import add_one as module
from outbox.domain.add_one import add_one
from outbox.domain.campaigns import Link, Recipient, Text, add_letters, open_campaign, stop
from outbox.models import Campaign, FirstLetter, Letter, LetterKind, LetterState, Suppression
from outbox.slots import slot
from tests.factories import world

pytestmark = pytest.mark.django_db
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


def told(letter):
    return {name: value for name, value in letter.items() if name not in OWN}


@pytest.mark.parametrize("is_first", [True, False])
def test_add_one_writes_the_same_letter_as_add_letters(
    w, sending, is_first, django_assert_num_queries
):
    if not is_first:
        FirstLetter.objects.create(region=w.region, address="anna@example.org")
    with django_assert_num_queries(3 if connection.vendor == "postgresql" else 4):
        assert add_one("k", one(1)) == sending
    add_letters(sending, [one(2)])
    first, second = Letter.objects.order_by("pk").values()
    assert told(first) == told(second)
    assert ("notice" in first["values"]) is is_first
    assert (first["subject"], first["state"]) == ("Hej Anna", LetterState.READY)
    assert Campaign.objects.get().letter_count == 2


def test_add_one_twice_is_one_letter(sending):
    assert add_one("k", one()) == add_one("k", one()) == sending
    assert (Letter.objects.count(), Campaign.objects.get().letter_count) == (1, 1)


def test_add_one_leaves_what_is_out_of_the_ordinary(w, sending):
    assert add_one("other", one()) is None
    assert add_one("k", one(language="da")) is None
    Suppression.objects.create(address="anna@example.org", region=None, reason="bounced")
    assert add_one("k", one()) is None
    Suppression.objects.all().delete()
    sending.not_before = timezone.now() + dt.timedelta(hours=1)
    sending.save()
    assert add_one("k", one()) is None
    sending.not_before, sending.needs_approval = timezone.now(), True
    sending.save()
    assert add_one("k", one()) is None
    sending.needs_approval = False
    sending.save()
    stop(sending, by=w.admin)
    assert add_one("k", one()) is None
    assert not Letter.objects.exists()


def test_letter_added_while_its_sending_is_undone_does_not_leave(sending, monkeypatch):
    real = module.insert_letters

    def undone_meanwhile(*rows):
        Campaign.objects.filter(pk=sending.pk).update(stopped_at=timezone.now())
        return real(*rows)

    monkeypatch.setattr(module, "insert_letters", undone_meanwhile)
    add_one("k", one())
    assert Letter.objects.get(campaign=sending, key=one().key).state == LetterState.DISCARDED
