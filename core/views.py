"""Pages of the core: appearance, about, accessibility, the style guide, and failures."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from core.held_form import stale_token
from core.policy import OPERATOR, PUBLIC, SIGNED_IN, policy
from core.styleguide import examples
from core.theme import THEMES, remember_theme


@policy(PUBLIC)
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen appearance and go back to the page; an unknown choice means automatic."""
    chosen = request.POST.get("theme", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = reverse("home")
    response = HttpResponseRedirect(target)
    remember_theme(response, chosen if chosen in THEMES else "auto")
    return response


@policy(PUBLIC)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the platform is, for whom, and under which licence."""
    return render(request, "core/about.html")


@policy(PUBLIC)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the platform does for accessibility, and where each region's statement stands."""
    return render(request, "core/accessibility.html")


@policy(PUBLIC)
@require_safe
def statement_address(request: HttpRequest) -> HttpResponse:
    """`/was` leads to the statement."""
    return HttpResponseRedirect(reverse("core:accessibility"))


@policy(SIGNED_IN)
@require_safe
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody is still there: the session was used by asking (core.middleware)."""
    return HttpResponse(status=204)


@policy(SIGNED_IN if settings.DEBUG or settings.DEMO else OPERATOR)
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with examples: for operators, and for all in the demo and in DEBUG."""
    return render(request, "core/styleguide.html", examples())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was too old: the text is kept, and what to do is said."""
    return stale_token(request, reason)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that could not be understood, or one that was too large (413)."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. Rendered without context processors, so that it works without a database."""
    context = {"request_id": getattr(request, "request_id", ""), "theme": "auto"}
    return HttpResponse(render_to_string("500.html", context), status=500)
