"""The health endpoint, for a container's health check and for monitoring."""

from __future__ import annotations

import logging

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from core.policy import PUBLIC, policy

logger = logging.getLogger(__name__)
REDIS_SECONDS = 2


@policy(PUBLIC)
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Tell whether this process can serve: 200, or 503 when the database does not answer.

    A Redis that is away is reported but is not a reason to take the site out of service:
    letters are rows first, and wait. Details go to the log only, never to a stranger.
    """
    parts = {"database": _database()}
    if settings.CONF["REDIS_URL"]:
        parts["redis"] = _redis(settings.CONF["REDIS_URL"])
    answer = {name: "ok" if works else "away" for name, works in parts.items()}
    return JsonResponse(answer, status=200 if parts["database"] else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return False
    return True


def _redis(url: str) -> bool:
    try:
        with redis.Redis.from_url(
            url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
        ) as client:
            client.ping()
    except redis.RedisError:
        logger.exception("Redis does not answer")
        return False
    return True
