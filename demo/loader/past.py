"""Things that happened before today.

The verbs stamp what they write with the present. The demo's past is made by calling the same
verbs and then moving what they stamped back, so that no rule is gone around.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from continuity.models import ContinuityPlan, FollowUp
from core.models import AuditEvent
from grants.models import Claim, Instalment
from outbox.models import Letter
from places.models import Evidence, GateReview, Participation, StepItem
from plans.models import Action, PlanVersion


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
    stamped: list[tuple[QuerySet[Any], str]] = [
        (GateReview.objects.filter(**own), "submitted_at"),
        (GateReview.objects.filter(**own), "decided_at"),
        (PlanVersion.objects.filter(**own), "recorded_at"),
        (FollowUp.objects.filter(**own), "sent_at"),
        (FollowUp.objects.filter(**own), "answered_at"),
        (Claim.objects.filter(instalment__grant__participation=participation), "claimed_at"),
        (Claim.objects.filter(instalment__grant__participation=participation), "decided_at"),
    ]
    for rows, field in stamped:
        rows.filter(**{f"{field}__gte": started}).update(**{field: F(field) - back})
    # The day on which a thing was done, settled or released is the day of the block.
    Action.objects.filter(**own, done_on__gte=started.date()).update(done_on=day(days))
    ContinuityPlan.objects.filter(**own, settled_on__gte=started.date()).update(
        settled_on=day(days)
    )
    Instalment.objects.filter(
        grant__participation=participation, released_on__gte=started.date()
    ).update(released_on=day(days))
