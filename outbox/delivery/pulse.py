"""Whether letters leave: when a worker last looked, and how long the oldest letter has waited."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.db.models import Count, Min, Q
from django.utils import timezone

from core import health
from outbox.delivery.smtp import keeps_letters
from outbox.models import DELIVERABLE, Letter, LetterState

#: A worker looks every 45 seconds by itself (`outbox.tasks.EVERY`).
SILENT_SECONDS = 150
#: How long a code or a single letter may wait; sendings have their own pace.
LATE_SECONDS = 60
SINGLE = 1
_KEY, _NOTED_EVERY = "outbox:looked", 10.0

_noted = -_NOTED_EVERY


def note_look() -> None:
    """A worker has looked at the outbox. Kept where web finds it; not at every look."""
    global _noted  # noqa: PLW0603 - one clock a process
    now = time.monotonic()
    if now - _noted >= _NOTED_EVERY:
        _noted = now
        cache.set(_KEY, timezone.now().timestamp(), timeout=None)


def seconds_since_look() -> float | None:
    """None when no worker has ever looked."""
    looked = cache.get(_KEY)
    return None if looked is None else max(0.0, timezone.now().timestamp() - looked)


def worker() -> health.State:
    """The worker: "silent" when it has not looked for a while."""
    since = seconds_since_look()
    if since is None:
        return health.State("never seen")
    figures = {"worker_look_seconds": since}
    return health.State("silent" if since > SILENT_SECONDS else health.OK, figures)


def letters() -> health.State:
    """The letters: "late" when a code or a single letter waits too long.

    Two statements, as each has an index of its own: a country has millions of letters that left.
    """
    now = timezone.now()
    found = Letter.objects.filter(state__in=DELIVERABLE, not_before__lte=now).aggregate(
        ready=Count("pk"),
        oldest=Min("not_before"),
        # Those that are tried again later wait for the mail server, and not for us.
        single=Min("not_before", filter=Q(priority__lte=SINGLE)),
    )
    unknown = Letter.objects.filter(state=LetterState.UNKNOWN).count()
    ages = {
        name: (now - found[name]).total_seconds() if found[name] else 0.0
        for name in ("oldest", "single")
    }
    figures = {
        "letters_ready": found["ready"],
        "letters_unknown": unknown,
        "oldest_letter_seconds": ages["oldest"],
        "oldest_single_letter_seconds": ages["single"],
    }
    return health.State("late" if ages["single"] > LATE_SECONDS else health.OK, figures)


def mail_is_late() -> bool:
    """Whether a letter that is promised now will not come at once."""
    if keeps_letters():
        return False
    since = seconds_since_look()
    silent = since is not None and since > SILENT_SECONDS
    return silent or health.state_of("letters").word != health.OK


health.register("worker", worker)
health.register("letters", letters)
health.promise("mail", mail_is_late)
