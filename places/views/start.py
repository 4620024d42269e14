"""The start page by role, and the overview of those who run programmes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.policy import PUBLIC, SIGNED_IN, policy
from people.models import Role, User
from people.scope import LOCAL_ROLES, scope_of
from places import calls
from places import overview as running
from places import portfolio as collect
from places.agenda import agenda
from places.domain.clock import months_used
from places.models import Participation


@policy(PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody begins: what is next, for the role he or she has."""
    if not request.user.is_authenticated:
        return render(request, "places/start.html")
    scope = scope_of(request.user)
    if scope.runs:
        return HttpResponseRedirect(reverse("places:overview"))
    if scope.follows:
        return HttpResponseRedirect(reverse("places:portfolio"))
    if scope.is_nobody:
        return render(request, "places/start_nobody.html")
    return _local(request, request.user)


def _local(request: HttpRequest, user: User) -> HttpResponse:
    scope = scope_of(user)
    ids = scope.participations(*LOCAL_ROLES)
    works = scope.participations(Role.PROCESS_LEADER, Role.MEMBER)
    places = list(
        Participation.objects.visible_to(user)
        .filter(pk__in=ids)
        .select_related("place__municipality", "programme")
        .order_by("place__name", "pk")
    )
    if len(places) == 1 and places[0].pk in works:
        return render(request, "places/start_place.html", _place(places[0], user))
    today = timezone.localdate()
    cards = [{"participation": one, "used": _used(one), "works": one.pk in works} for one in places]
    return render(request, "places/start_places.html", {"cards": cards, "today": today})


def _place(participation: Participation, user: User) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "calls": calls.of_place(participation, user),
        "participation": participation,
        "agenda": agenda(participation, today),
        "used": _used(participation),
        "days_left": (participation.support_ends_on - today).days,
    }


def _used(participation: Participation) -> int:
    return months_used(
        total=participation.clock_months,
        ends_on=participation.support_ends_on,
        on=timezone.localdate(),
    )


@policy(SIGNED_IN)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Numbers and lists of all that one runs. Who runs nothing is sent to the portfolio."""
    user: Any = request.user
    if not scope_of(user).runs:
        return HttpResponseRedirect(reverse("places:portfolio"))
    today = timezone.localdate()
    programmes = collect.visible_programmes(user)
    places = collect.places_of(user)
    numbers = collect.counts(places, today)
    context = {
        "needs": running.needs(places, {p.pk: p.quiet_after_days for p in programmes}, today),
        "charts": running.step_charts(places, programmes),
        "programmes": programmes,
        "numbers": numbers,
        "lead": collect.lead(programmes, numbers),
        "calls": calls.of_start(user),
    }
    return render(request, "places/overview.html", context)
