"""Counters of acts."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisConnectionError

from core.throttle import client_address, within


def test_within_counts_acts_and_people_apart():
    assert [within("try", "a", limit=2, seconds=60) for _n in range(4)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert within("try", "b", limit=2, seconds=60)
    assert within("other", "a", limit=2, seconds=60)


def test_within_lets_everybody_through_when_the_cache_is_away(monkeypatch):
    def away(*args, **kwargs):
        raise RedisConnectionError("away")

    monkeypatch.setattr(cache, "add", away)
    assert [within("try", "a", limit=1, seconds=60) for _n in range(3)] == [True] * 3


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (True, "", "127.0.0.1"),
    ],
)
def test_client_address_believes_the_proxy_alone(settings, behind_proxy, forwarded, address):
    settings.BEHIND_PROXY = behind_proxy
    request = RequestFactory(headers={"x-forwarded-for": forwarded}).get("/")
    assert client_address(request) == address
