"""How the platform works for each role: for those who have it, and for who wants to know."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.policy import PUBLIC, SIGNED_IN, policy
from guide.roles import ROLES, own_role, place_of


@policy(PUBLIC)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All roles, one's own first."""
    own = own_role(request.user)
    names = sorted(ROLES, key=lambda name: name != own)
    roles = [{"name": name, "label": ROLES[name], "is_own": name == own} for name in names]
    return render(request, "guide/index.html", {"roles": roles})


@policy(SIGNED_IN)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The page of one's own role; the list for somebody without one."""
    own = own_role(request.user)
    return redirect("guide:role", own) if own else redirect("guide:index")


@policy(PUBLIC)
@require_safe
def role(request: HttpRequest, role: str) -> HttpResponse:
    """One role: what one does, first things, the week, where to find what."""
    if role not in ROLES:
        raise Http404
    own = own_role(request.user)
    context = {
        "name": role,
        "label": ROLES[role],
        "roles": [{"name": name, "label": ROLES[name]} for name in ROLES],
        "is_own": role == own,
        # The links lead where the reader may go: another role's page only tells.
        "place": place_of(request.user) if role == own else None,
    }
    return render(request, f"guide/{role}.html", context)
