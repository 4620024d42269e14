"""One click to become a persona, in demo mode only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.policy import PUBLIC, policy
from core.web.shell import page
from demo.story import personas
from people.models import User


@page(PUBLIC)
def personas_page(request: HttpRequest) -> HttpResponse:
    """Everybody to be, also for those who are somebody already. 404 outside demo mode."""
    if not settings.DEMO:
        raise Http404
    return render(request, "demo/page.html")


@policy(PUBLIC)
@require_POST
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as the persona, in the persona's language. 404 outside demo mode."""
    persona = next((one for one in personas() if one.key == key), None)
    if not settings.DEMO or persona is None:
        raise Http404
    user = get_object_or_404(User, email=persona.email)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("home")
