"""The plan's timeline."""

from __future__ import annotations

from django.utils import timezone

from core.requests import SignedInRequest
from core.web.shell import Context, page
from places.models import Participation
from places.queries import with_head
from plans.timeline import pages


@page("plans.view", Participation, "plans/timeline/page.html", select=with_head)
def timeline(request: SignedInRequest, participation: Participation) -> Context:
    """All actions over time, as a picture, in words, and on paper."""
    return pages.context(participation, request.user, timezone.localdate())
