"""Advice and resources of the library for the policy test's world."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from learning.models import Advice, Question, Resource, ResourceRule, RuleFact
from places.models import Participation


def advice_things(one: Participation) -> dict[str, Any]:
    """The objects by the names of the URL arguments."""
    resource = Resource.objects.create(
        region=one.programme.region,
        kind="film",
        title=f"A film {one.pk}",
        summary="How a village takes over its shop",
        language="sv",
        file=ContentFile(b"text", name="film.txt"),
        file_name="film.txt",
        content_type="text/plain",
        subtitles="WEBVTT",
        review_on=timezone.localdate(),
    )
    return {
        "learning.resource": resource.pk,
        "learning.resource_id": resource.pk,
        "learning.rule_id": ResourceRule.objects.create(
            resource=resource, fact=RuleFact.BELOW, number=500
        ).pk,
        "learning.question": Question.objects.create(
            participation=one, text="Who pays for lamps?"
        ).pk,
        "learning.advice_id": Advice.objects.create(
            participation=one,
            text="Ask the school",
            file=ContentFile(b"text", name="plan.txt"),
            file_name="plan.txt",
            content_type="text/plain",
            given_at=timezone.now(),
        ).pk,
    }
