"""Whether the platform works: for a container's check, for monitoring, and for pages that promise.

Parts that can be well or not are registered by those who know them:

    health.register("letters", probe)      # in the app's `ready()`

A probe answers with a word and figures. Strangers get the words (`/health/`); the figures are for
whoever knows `METRICS_TOKEN` (`/metrics`, as Prometheus reads them) and for the log.
"""

from __future__ import annotations

import hmac
import logging
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from core.policy import PUBLIC, policy

logger = logging.getLogger("placedev.health")
REDIS_SECONDS = 2
#: Of the disk with uploaded files: below either, uploads will soon fail.
FREE_SHARE, FREE_BYTES = 0.05, 500 * 1024 * 1024
OK, AWAY = "ok", "away"


@dataclass(frozen=True, slots=True)
class State:
    """How a part is: "ok" or another word, and figures with their meaning in their name."""

    word: str = OK
    figures: Mapping[str, float] = field(default_factory=dict)


Probe = Callable[[], State]
_PROBES: dict[str, Probe] = {}
_LATE: dict[str, Callable[[], bool]] = {}


def register(name: str, probe: Probe) -> None:
    """Ask this too when the platform's health is asked for."""
    _PROBES[name] = probe


def promise(name: str, is_late: Callable[[], bool]) -> None:
    """Say whether what a page promises comes later than usual (`{% late "mail" %}`)."""
    _LATE[name] = is_late


def is_late(name: str) -> bool:
    """Whether it does now. Not known is not late: the page has its own work to do."""
    try:
        return _LATE[name]()
    except DatabaseError:
        logger.exception("health: %s cannot be asked", name)
        return False


def state_of(name: str) -> State:
    """How one part is now."""
    return _asked(name, _PROBES[name])


def states() -> dict[str, State]:
    """How every part is now; of those that stand on the database only itself when it is away."""
    found = {"database": _database()}
    if settings.CONF["REDIS_URL"]:
        found["redis"] = _redis(settings.CONF["REDIS_URL"])
    found["disk"] = _asked("disk", _disk)
    if found["database"].word == OK:
        found |= {name: _asked(name, probe) for name, probe in _PROBES.items()}
    return found


@policy(PUBLIC)
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Tell whether this process can serve: 200, or 503 when the database does not answer.

    Other trouble is reported and is no reason to take the site out of service: letters are rows
    first, and wait. `/health/?all` answers 503 for any trouble: that is for monitoring. Figures and
    details go to the log and to `/metrics`, never to a stranger.
    """
    words = {name: state.word for name, state in states().items()}
    judged = words.values() if "all" in request.GET else [words["database"]]
    well = all(word == OK for word in judged)
    return JsonResponse(words, status=200 if well else 503)


@policy(PUBLIC)
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures as Prometheus reads them, for who sends METRICS_TOKEN as bearer token."""
    from prometheus_client import (  # noqa: PLC0415 - read only here
        CONTENT_TYPE_LATEST,
        CollectorRegistry,
        Gauge,
        generate_latest,
    )

    given = request.headers.get("Authorization", "").encode()
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given, expected):
        raise Http404
    registry = CollectorRegistry()
    up = Gauge("placedev_up", "1 when the part works.", ["part"], registry=registry)
    for part, state in states().items():
        up.labels(part).set(state.word == OK)
        for name, value in state.figures.items():
            Gauge(f"placedev_{name}", name.replace("_", " "), registry=registry).set(value)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _asked(name: str, probe: Probe) -> State:
    try:
        state = probe()
    except (DatabaseError, OSError):
        logger.exception("health: %s cannot be asked", name)
        return State("unknown")
    if state.word != OK:
        logger.warning("health: %s is %s, %s", name, state.word, dict(state.figures))
    return state


def _database() -> State:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return State(AWAY)
    return State()


def _redis(url: str) -> State:
    try:
        with redis.Redis.from_url(
            url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
        ) as client:
            client.ping()
    except redis.RedisError:
        logger.exception("Redis does not answer")
        return State(AWAY)
    return State()


def _disk() -> State:
    folder = settings.MEDIA_ROOT if settings.MEDIA_ROOT.exists() else settings.BASE_DIR
    disk = shutil.disk_usage(folder)
    low = disk.free < FREE_BYTES or disk.free < FREE_SHARE * disk.total
    figures = {"disk_free_bytes": disk.free, "disk_size_bytes": disk.total}
    return State("low" if low else OK, figures)
