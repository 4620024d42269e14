"""Lists of meetings: all that somebody sees, and those of one place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.policy import SIGNED_IN, policy
from core.requests import SignedInRequest
from places.models import Participation
from places.queries import with_head
from workshops import meeting_list


@policy(SIGNED_IN)
@require_safe
def all_meetings(request: SignedInRequest) -> HttpResponse:
    """All meetings that the user sees. `?programme=` and `?kind=` filter."""
    context = meeting_list.all_context(request.user, request.GET)
    return render(request, "workshops/lists/all.html", context)


@policy("workshops.view_place_meetings", Participation, select=with_head)
@require_safe
def place(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """A place's meetings, ahead and held."""
    context = meeting_list.place_context(participation, request.user, request.GET)
    return render(request, "workshops/lists/place.html", context)
