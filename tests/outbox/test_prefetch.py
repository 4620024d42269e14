"""A letter that was looked up before a lock says and keeps what any other one would."""

import datetime as dt

import pytest
from django.utils import timezone

from outbox.adding.services import Link, NewLetter, Text, add, open_campaign, prefetch
from outbox.campaigns.services import stop
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
    return NewLetter(**{
        "to": "Anna@example.org ",
        "language": "sv",
        "key": f"k:{number}",
        "values": {"name": "Anna", "source": "Listan"},
        "links": {"link": Link("p", "https://example.org/{token}", 3, 1)},
    } | fields)  # fmt: skip


@pytest.fixture
def found(w):
    def ask(letter, key="k"):
        ready = prefetch([key, "other"], region=w.region, language=letter.language, to=letter.to)
        return ready.get(key)

    return ask


def told(letter):
    return {name: value for name, value in letter.items() if name not in OWN}


@pytest.mark.parametrize("is_first", [True, False])
def test_prefetched_letter_is_the_same_as_any_other(
    w, sending, found, is_first, django_assert_num_queries
):
    if not is_first:
        FirstLetter.objects.create(region=w.region, address="anna@example.org")
    with django_assert_num_queries(1):
        ready = found(one(1))
    with django_assert_num_queries(2):
        add([one(1)], by=None, campaign=ready)
    add([one(2)], by=None, campaign=sending)
    first, second = Letter.objects.order_by("pk").values()
    assert told(first) == told(second)
    assert ("notice" in first["values"]) is is_first
    assert (first["subject"], first["state"]) == ("Hej Anna", LetterState.READY)
    assert Campaign.objects.get().letter_count == 2


def test_prefetched_letter_twice_is_one_letter(sending, found):
    ready = found(one())
    assert (add([one()], by=None, campaign=ready), add([one()], by=None, campaign=ready)) == (1, 0)
    assert (Letter.objects.count(), Campaign.objects.get().letter_count) == (1, 1)


def test_prefetch_leaves_what_is_out_of_the_ordinary(w, sending, found):
    assert found(one(), "other") is None
    assert found(one(language="da")) is None
    Suppression.objects.create(address="anna@example.org", region=None, reason="bounced")
    assert found(one()) is None
    Suppression.objects.all().delete()
    assert found(one()) is not None
    sending.not_before = timezone.now() + dt.timedelta(hours=1)
    sending.save()
    assert found(one()) is None
    sending.not_before, sending.needs_approval = timezone.now(), True
    sending.save()
    assert found(one()) is None
    sending.needs_approval = False
    sending.save()
    stop(sending, by=w.admin)
    assert found(one()) is None


def test_campaign_prefetched_before_a_lock_and_undone_since_sends_nothing(w, sending, found):
    ready = found(one())
    stop(sending, by=w.admin)
    add([one()], by=None, campaign=ready)
    assert Letter.objects.get().state == LetterState.DISCARDED
