"""The surveys' doormen."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from outbox.parking.services import clock_waits
from surveys.answering.batches import turn_all
from surveys.building.services import close_survey
from surveys.models import Survey, SurveyState


@shared_task(name="surveys.look")
def look() -> int:
    """Close surveys whose last day is over, and take the batches that are due; how many came in."""
    if clock_waits():
        return 0
    over = Survey.objects.filter(state=SurveyState.OPEN, closes_on__lt=timezone.localdate())
    for survey in over:
        close_survey(survey=survey, by=None)
    return turn_all()
