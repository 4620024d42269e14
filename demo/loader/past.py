"""Things that happened before today.

The verbs stamp what they write with the present. The demo's past is made by calling the same
verbs and then moving what they stamped back, so that no rule is gone around.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import F, Max
from django.utils import timezone

from core.models import AuditEvent
from outbox.models import Letter
from places.models import Evidence, GateReview, Participation, StepItem


def day(days_ago: int) -> dt.date:
    """The date so many days before today; negative is ahead."""
    return timezone.localdate() - dt.timedelta(days=days_ago)


@contextmanager
def past(participation: Participation, days: int) -> Iterator[dt.datetime]:
    """What the block writes about the participation happened so many days ago, at noon-ish."""
    before = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    letters = Letter.objects.aggregate(last=Max("pk"))["last"] or 0
    started = timezone.now()
    back = dt.timedelta(days=days)
    yield started - back
    AuditEvent.objects.filter(pk__gt=before).update(at=F("at") - back)
    Letter.objects.filter(pk__gt=letters).update(
        created_at=F("created_at") - back, not_before=F("not_before") - back
    )
    own = {"participation": participation}
    StepItem.objects.filter(**own, settled_on__gte=started.date(), updated_at__gte=started).update(
        settled_on=day(days), updated_at=F("updated_at") - back
    )
    Evidence.objects.filter(item__participation=participation, uploaded_at__gte=started).update(
        uploaded_at=F("uploaded_at") - back
    )
    reviews = GateReview.objects.filter(**own)
    reviews.filter(submitted_at__gte=started).update(submitted_at=F("submitted_at") - back)
    reviews.filter(decided_at__gte=started).update(decided_at=F("decided_at") - back)
