"""What was begun and never sent does not stay."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from core import retention
from surveys.models import Sitting, SurveyState

#: Days after the survey closed, and days of a trial.
BEGUN_DAYS, TRIAL_DAYS = 30, 7


def forget_sittings(batch: int) -> int:
    """Delete trials after a week, and what was begun in surveys that have long been closed."""
    today = timezone.localdate()
    over = Q(trial=True, changed_on__lte=today - dt.timedelta(days=TRIAL_DAYS)) | Q(
        sent=False,
        survey__state=SurveyState.CLOSED,
        changed_on__lte=today - dt.timedelta(days=BEGUN_DAYS),
        survey__closes_on__lte=today - dt.timedelta(days=BEGUN_DAYS),
    )
    some = list(Sitting.objects.filter(over).values_list("pk", flat=True)[:batch])
    Sitting.objects.filter(pk__in=some).delete()
    return len(some)


retention.register("surveys.sittings", forget_sittings)
