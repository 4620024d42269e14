"""Who must be present at a meeting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.policy import allowed, policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from workshops.domain.composition import add_party, remove_party, save_party, state_of
from workshops.forms.series import PartyForm
from workshops.models import Party, Workshop
from workshops.templatetags.meetings import is_over
from workshops.views.select import for_page

_FIELD_OF_CODE = {"no_name": "name", "name_taken": "name", "wrong_number": "wanted"}


@policy("workshops.view_workshop", Workshop, select=for_page)
@require_safe
def composition(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Each group: how many are wanted, named, coming and present; the names for those allowed."""
    return _page(request, workshop, PartyForm(auto_id="party-%s"))


@policy("workshops.edit", Workshop, select=for_page)
@require_POST
def party_add(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Say that a group must be present."""
    form = PartyForm(request.POST, auto_id="party-%s")
    if form.is_valid():
        try:
            add_party(workshop=workshop, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(_FIELD_OF_CODE.get(refusal.code), str(refusal))
        else:
            return _back(workshop)
    return _page(request, workshop, form, 422)


@policy("workshops.edit", Workshop, select=for_page)
@require_http_methods(["GET", "HEAD", "POST"])
def party_edit(request: SignedInRequest, workshop: Workshop, party_id: int) -> HttpResponse:
    """Change a group."""
    party = get_object_or_404(
        Party.objects.select_related("workshop"), workshop=workshop, pk=party_id
    )
    initial = {name: getattr(party, name) for name in ("name", "wanted", "nominator")}
    form = PartyForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save_party(party=party, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(_FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                return _back(workshop)
    context = {"workshop": workshop, "party": party, "form": form}
    return render(request, "workshops/series/party.html", context, status=status)


@policy("workshops.edit", Workshop, select=for_page)
@require_POST
def party_remove(request: SignedInRequest, workshop: Workshop, party_id: int) -> HttpResponse:
    """Take a group away; its guests stay on the list."""
    party = get_object_or_404(
        Party.objects.select_related("workshop"), workshop=workshop, pk=party_id
    )
    remove_party(party=party, by=request.user)
    messages.success(request, _("The group is taken away. Its guests stay on the list."))
    return _back(workshop)


def _page(
    request: SignedInRequest, workshop: Workshop, form: PartyForm, status: int = 200
) -> HttpResponse:
    states = state_of(workshop)
    readable = _readable(request, workshop, states)
    context: dict[str, Any] = {
        "workshop": workshop,
        "rows": [(state, readable.get(state.party.pk, [])) for state in states],
        "form": form,
        "edits": allowed(request.user, "workshops.edit", workshop),
        "invites": allowed(request.user, "workshops.invite", workshop),
        "over": is_over(workshop),
    }
    return render(request, "workshops/series/composition.html", context, status=status)


def _readable(request: SignedInRequest, workshop: Workshop, states: Any) -> dict[int, list[Any]]:
    """The guests whose names the user may read, those who declined last."""
    if not allowed(request.user, "workshops.view_guests", workshop):
        return {}

    def named(guest: Any) -> bool:
        owner = guest.guest_list.owner_id if guest.guest_list else None
        return owner is None or owner == request.user.pk

    return {
        state.party.pk: [one for one in [*state.guests, *state.declined] if named(one)]
        for state in states
    }


def _back(workshop: Workshop) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("workshops:composition", args=[workshop.pk]))
