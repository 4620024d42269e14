"""The plan's timeline."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.policy import policy
from core.requests import SignedInRequest
from places.models import Participation
from places.views.work import for_page
from plans import timeline_page


@policy("plans.view", Participation, select=for_page)
@require_safe
def timeline(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """All actions over time, as a picture, in words, and on paper."""
    context = timeline_page.context(participation, request.user, timezone.localdate())
    return render(request, "plans/timeline/page.html", context)
