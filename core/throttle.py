"""How often somebody may do something: counters in the cache, by address or by thing.

    if not within("wrong-link", client_address(request), limit=30, seconds=600): …

A counter starts with the first act and is forgotten after its time. A cache that is away lets
everybody through: a limit must not close the house.
"""

from __future__ import annotations

import hashlib
import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

logger = logging.getLogger("placedev.throttle")


def within(act: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count one act of somebody, and say whether it is one of the first `limit` in the time."""
    key = f"throttle:{act}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    try:
        if cache.add(key, 1, timeout=seconds):
            return limit >= 1
        return cache.incr(key) <= limit
    except ValueError:  # the time ended between the two calls
        return limit >= 1
    except RedisError as error:
        logger.warning("cache away, nothing is counted: %s", error)
        return True


def client_address(request: HttpRequest) -> str:
    """The address of the other end. Behind our proxy it is the last one that the proxy named.

    Addresses further left in X-Forwarded-For come from the client and may be made up.
    """
    if settings.BEHIND_PROXY:
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if named:
            return named
    return str(request.META.get("REMOTE_ADDR", ""))
