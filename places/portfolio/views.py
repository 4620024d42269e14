"""The portfolio, the start page by role, and the overview of those who run programmes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.policy import PUBLIC, SIGNED_IN
from core.requests import SignedInRequest
from core.web.shell import Context, page
from people.models import Role, User
from people.scope import LOCAL_ROLES, scope_of
from places import todos
from places.clock import months_used
from places.models import Participation
from places.news import news_of
from places.portfolio import pages, start
from places.portfolio import place as one_place
from places.queries import with_head


@page(SIGNED_IN, template="places/portfolio/page.html")
def portfolio(request: SignedInRequest) -> Context:
    """Which place needs somebody, and why; then every place as a row.

    Every filter stands in the address, so that it can be saved.
    """
    return pages.context(request.user, request.GET, timezone.localdate())


@page(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody begins: what is next, for the role he or she has."""
    if not request.user.is_authenticated:
        return render(request, "places/portfolio/start.html", {"contact": settings.CONTACT_ADDRESS})
    scope = scope_of(request.user)
    if scope.runs:
        return HttpResponseRedirect(reverse("places:overview"))
    if scope.follows:
        return HttpResponseRedirect(reverse("places:portfolio"))
    if scope.has_only_tasks:
        cards = todos.grouped(todos.of_start(request.user))
        return render(request, "places/portfolio/start_tasks.html", {"cards": cards})
    if scope.is_nobody:
        return render(request, "places/portfolio/start_nobody.html")
    return _local(request, request.user)


def _local(request: HttpRequest, user: User) -> HttpResponse:
    scope = scope_of(user)
    ids = scope.participations(*LOCAL_ROLES)
    works = scope.participations(Role.PROCESS_LEADER, Role.MEMBER)
    mine = Participation.objects.visible_to(user).filter(pk__in=ids)
    places = list(with_head(mine).order_by("place__name", "pk"))
    if len(places) == 1 and places[0].pk in works:
        return render(request, "places/portfolio/start_place.html", _place(places[0], user))
    today = timezone.localdate()
    contact_of = scope.participations(Role.MUNICIPALITY_CONTACT)
    promises = one_place.promises_of(contact_of) if contact_of else {}
    told = news_of(places, user)
    cards = [
        {
            "participation": one,
            "flags": start.waiting(one, today),
            "news": told[one.pk],
            "used": _used(one),
            "works": one.pk in works and not start.rests(one),
            "standing": start.standing(one, today),
            "promises": promises.get(one.pk, []),
            "asks_promise": one.pk in contact_of,
        }
        for one in places
    ]
    return render(
        request,
        "places/portfolio/start_places.html",
        {
            "cards": cards,
            "letters": todos.grouped(todos.of_own_letters(user)),
            "today": today,
        },
    )


def _place(participation: Participation, user: User) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "news": news_of([participation], user).get(participation.pk, []),
        "cards": todos.grouped([*todos.of_place(participation, user), *todos.of_own_letters(user)]),
        "participation": participation,
        "agenda": start.agenda(participation, today),
        "used": _used(participation),
        "is_over": participation.support_ends_on < today,
    }


def _used(participation: Participation) -> int:
    return months_used(
        total=participation.clock_months,
        ends_on=participation.support_ends_on,
        on=timezone.localdate(),
    )


@page(SIGNED_IN, template="places/portfolio/overview.html")
def overview(request: SignedInRequest) -> Context | HttpResponse:
    """Numbers and lists of all that one runs. Who runs nothing is sent to the portfolio."""
    if not scope_of(request.user).runs:
        return HttpResponseRedirect(reverse("places:portfolio"))
    return start.overview(request.user, timezone.localdate())


@page("places.view_participation", Participation, "places/portfolio/place.html", select=with_head)
def place(request: SignedInRequest, participation: Participation) -> Context:
    """The page of one place: what is next, the steps, the gate, people, coaching."""
    return one_place.context(participation, user=request.user)
