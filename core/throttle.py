"""How often somebody may do something: counters by address, by account or by thing.

    if not within("wrong-link", client_address(request), limit=30, seconds=600): …

A counter starts with the first act and is forgotten after its time. It stands in Redis. While
Redis is away it is counted in the database: slower, but a limit neither closes the house nor
opens it. The sign-in library counts in the database always (`CACHES["default"]`).
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.core.cache import BaseCache, caches
from django.http import HttpRequest
from redis.exceptions import RedisError

logger = logging.getLogger("placedev.throttle")

#: How long a Redis that did not answer is not asked again.
AWAY_SECONDS = 10.0
#: One household or office has at least this much of an IPv6 address to itself.
IPV6_NETWORK = 64

_asked_again_at = 0.0


def within(act: str, who: str, *, limit: int, seconds: int, times: int = 1) -> bool:
    """Count an act of somebody, and say whether it is one of the first `limit` in the time.

    It counts as so many as `times` says.
    """
    key = _key(act, who)

    def count(store: BaseCache) -> int:
        if store.add(key, times, timeout=seconds):
            return times
        try:
            return store.incr(key, times)
        except ValueError:  # the time ended between the two calls
            return times

    return _ask(count) <= limit


def exceeded(act: str, who: str, *, limit: int) -> bool:
    """Whether somebody has done as much as he or she may. Counts nothing."""
    return _ask(lambda store: int(store.get(_key(act, who), 0))) >= limit


def forget(act: str, who: str) -> None:
    """Begin to count anew."""
    _ask(lambda store: int(store.delete(_key(act, who))))


def client_address(request: HttpRequest) -> str:
    """The address of the other end, as the sign-in library finds it; of IPv6 the network.

    Behind our proxy it is the last one that the proxy named: those further left in
    X-Forwarded-For come from the client and may be made up (ALLAUTH_TRUSTED_PROXY_COUNT).
    """
    found = get_adapter(request).get_client_ip(request)
    if ":" not in found:
        return found
    return str(ipaddress.ip_network(f"{found}/{IPV6_NETWORK}", strict=False).network_address)


def _key(act: str, who: str) -> str:
    return f"throttle:{act}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def _ask(question: Callable[[BaseCache], int]) -> int:
    global _asked_again_at  # noqa: PLW0603 - one Redis a process
    if time.monotonic() >= _asked_again_at:
        try:
            return question(caches["counts"])
        except RedisError as error:
            _asked_again_at = time.monotonic() + AWAY_SECONDS
            logger.warning("Redis is away, acts are counted in the database: %s", error)
    return question(caches["default"])
