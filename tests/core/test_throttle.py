"""Counters of acts."""

from unittest.mock import Mock

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisConnectionError

from core import throttle
from core.throttle import client_address, exceeded, forget, within


def test_within_counts_acts_and_people_apart():
    assert [within("try", "a", limit=2, seconds=60) for _n in range(4)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert within("try", "b", limit=2, seconds=60)
    assert within("other", "a", limit=2, seconds=60)


@pytest.fixture
def redis_away(settings, monkeypatch):
    """A Redis that refuses the connection."""
    monkeypatch.setattr(throttle, "_asked_again_at", 0.0)
    monkeypatch.setattr(caches["counts"], "add", Mock(side_effect=RedisConnectionError("away")))
    monkeypatch.setattr(caches["counts"], "get", Mock(side_effect=RedisConnectionError("away")))
    yield caches["counts"]
    throttle._asked_again_at = 0.0


def test_within_counts_elsewhere_when_redis_is_away(redis_away):
    counted = [within("try", "a", limit=2, seconds=60) for _n in range(4)]

    assert counted == [True, True, False, False]
    assert exceeded("try", "a", limit=2)
    assert not exceeded("try", "b", limit=2)
    assert redis_away.add.call_count == 1, "a Redis that is away is not asked at each act"


def test_exceeded_counts_nothing_and_forget_begins_anew():
    assert not exceeded("try", "a", limit=1)
    within("try", "a", limit=1, seconds=60)
    assert exceeded("try", "a", limit=1)

    forget("try", "a")

    assert not exceeded("try", "a", limit=1)


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (True, "", "127.0.0.1"),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)
def test_client_address_believes_the_proxy_alone(settings, behind_proxy, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = int(behind_proxy)
    request = RequestFactory(headers={"x-forwarded-for": forwarded}).get("/")
    assert client_address(request) == address
