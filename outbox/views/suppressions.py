"""Blocked addresses: the list, blocking one by hand, letting one get letters again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.web.lists import ShortPaginator
from outbox.domain import suppress
from outbox.forms import BlockForm, LiftForm, SuppressionFilter
from outbox.models import Suppression
from outbox.views.letters import PER_PAGE
from people.models import Region

FIELD_OF_CODE = {"bad_address": "address", "already_blocked": "address", "needs_reason": "why"}


@policy("outbox.view_suppressions")
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The addresses that get no letters from the user's regions, by address."""
    chosen = SuppressionFilter(request.GET)
    found = chosen.apply(Suppression.objects.visible_to(request.user))
    page = ShortPaginator(found.select_related("region", "created_by"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "outbox/blocked/list.html", {"page": page, "filter": chosen})


@policy("outbox.view_suppressions")
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: SignedInRequest) -> HttpResponse:
    """Block an address by hand."""
    regions = Region.objects.visible_to(request.user)
    if request.method != "POST":
        return render(request, "outbox/blocked/add.html", {"form": BlockForm(regions=regions)})
    form = BlockForm(request.POST, regions=regions)
    status = 422
    if form.is_valid():
        try:
            suppress.block(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The address is blocked."))
            return redirect("outbox:suppressions")
    return render(request, "outbox/blocked/add.html", {"form": form}, status=status)


@policy("outbox.unblock_address", Suppression)
@require_http_methods(["GET", "HEAD", "POST"])
def unblock(request: SignedInRequest, suppression: Suppression) -> HttpResponse:
    """Let an address get letters again."""
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        suppress.unblock(suppression, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("The address gets letters again."))
        return redirect("outbox:suppressions")
    context = {"form": form, "suppression": suppression}
    status = 422 if request.method == "POST" else 200
    return render(request, "outbox/blocked/lift.html", context, status=status)
