"""Surveys with results, and assessments, for the table of who may what."""

from __future__ import annotations

from django.utils import timezone

from places.models import Participation
from surveys.models import Assessment, Survey


def result_things(one: Participation) -> dict[str, int]:
    """A place's own survey that is closed and not shared, and an assessment of the place."""
    survey = Survey.objects.create(
        programme=one.programme,
        participation=one,
        name="Results",
        language="en",
        state="closed",
        closes_on=timezone.localdate(),
    )
    assessment = Assessment.objects.create(
        programme=one.programme,
        participation=one,
        theme_set="place",
        on=timezone.localdate(),
    )
    return {"result_survey": survey.pk, "assessment": assessment.pk}
