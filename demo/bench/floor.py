"""The floors: what bare Django needs for the same work.

`portfolio` stands behind the middleware of a new Django project; `lines` behind ours. Their
templates have one loop and nothing else, and an engine of their own without our context
processors. They are reached by `request.urlconf` in the bench only, never by an address of
the site.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import DjangoTemplates
from django.urls import path, set_urlconf

from places.models import Participation, StepItem
from plans.models import Action, ActionState
from workshops.models import Invitation

#: What `django-admin startproject` writes.
BARE_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_CELLS = (
    "pk",
    "place__name",
    "place__municipality__name",
    "progress",
    "gate_state",
    "clock_months",
    "support_ends_on",
    "last_contact_on",
    "next_text",
    "next_on",
    "attention_on",
)


@cache
def engine() -> DjangoTemplates:
    """Django's template engine with its own context processors and cached templates."""
    options = {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ]
    }
    folder = Path(__file__).parent / "templates"
    return DjangoTemplates(
        {"NAME": "floor", "DIRS": [folder], "APP_DIRS": False, "OPTIONS": options}
    )


def portfolio(request: HttpRequest, region: int) -> HttpResponse:
    """The first 50 places of a region in the portfolio's order, with one loop."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = (
        Participation.objects.filter(programme__region=region, status="active")
        .order_by("attention_on", "pk")
        .values(*_CELLS)[:50]
    )
    return _page(request, "bench/portfolio.html", {"rows": rows})


def lines(request: HttpRequest, participation: int, count: int) -> HttpResponse:
    """So many table rows of a participation's checklist, begun again until there are enough."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = list(
        StepItem.objects.filter(participation=participation)
        .order_by("step__order", "order")
        .values("item__text", "state", "responsible", "due_on")
    )
    return _page(request, "bench/lines.html", {"lines": list(islice(cycle(rows), count))})


def actions(request: HttpRequest, participation: int, count: int) -> HttpResponse:
    """So many table rows of a place's actions, begun again until there are enough."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = list(
        Action.objects.filter(participation=participation)
        .order_by("goal__order", "order")
        .values("title", "state", "responsible", "starts_on", "ends_on", "cost")
    )
    return _page(request, "bench/actions.html", {"actions": list(islice(cycle(rows), count))})


def fields(request: HttpRequest, participation: int) -> HttpResponse:
    """A place's actions in rows with fields to edit: a bare form each, nothing else."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = (
        Action.objects.filter(participation=participation)
        .order_by("goal__order", "order")
        .values("pk", "title", "state", "responsible", "starts_on", "ends_on", "cost", "version")
    )
    return _page(request, "bench/fields.html", {"actions": rows, "states": ActionState.choices})


def guests(request: HttpRequest, workshop: int, count: int) -> HttpResponse:
    """So many table rows of a meeting's guests, begun again until there are enough."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = list(
        Invitation.objects.filter(workshop=workshop)
        .order_by("name", "pk")
        .values("name", "email", "answer", "persons")[:count]
    )
    return _page(request, "bench/guests.html", {"guests": list(islice(cycle(rows), count))})


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return HttpResponse(engine().get_template(template).render(context, request))


urlpatterns = [
    path("portfolio/<int:region>/", portfolio),
    path("lines/<int:participation>/<int:count>/", lines),
    path("fields/<int:participation>/", fields),
    path("actions/<int:participation>/<int:count>/", actions),
    path("guests/<int:workshop>/<int:count>/", guests),
]

Handler = Callable[[HttpRequest], HttpResponse]


def to_floor(get_response: Handler) -> Handler:
    """Middleware that leads a request to the addresses of this file."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        try:
            return get_response(request)
        finally:
            set_urlconf(None)  # Django leaves a request's address file set until the next one

    return answer


def middleware(*, bare: bool) -> list[str]:
    """The middleware of a floor: a new project's, or the site's own."""
    return [*(BARE_MIDDLEWARE if bare else settings.MIDDLEWARE), f"{__name__}.to_floor"]
