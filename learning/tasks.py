"""The clocks of learning: the library's links, questions that follow who coaches, the directory."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from learning.directory import services as directory
from learning.library.links import check_due
from learning.questions.handing import follow
from outbox.parking.services import clock_waits


@shared_task(name="learning.check_links")
def check_links() -> int:
    """Look at links that are a week old; how many were looked at. A setting switches it off."""
    if not settings.LIBRARY_LINK_CHECK or clock_waits():
        return 0
    return check_due()


@shared_task(name="learning.follow_coaches")
def follow_coaches() -> int:
    """Give open questions to who coaches the place now; how many moved."""
    return 0 if clock_waits() else follow()


@shared_task(name="learning.write_to_keepers")
def write_to_keepers() -> int:
    """Write once a year to each who keeps the directory right; how many letters."""
    return 0 if clock_waits() else directory.run()
