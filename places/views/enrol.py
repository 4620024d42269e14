"""Taking a place into a programme."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.policy import policy
from core.refusals import Refusal
from people.models.organisation import THREE_SECTORS
from places import register_page
from places.domain import eligibility
from places.domain.enrol import enrol
from places.forms.register import EnrolForm
from places.models import Place
from places.register_page import Chance
from places.views.acting import acting
from places.views.register import with_names

_FIELD_OF_CODE = {
    "before_programme": "started_on",
    "after_programme": "started_on",
    "too_far": "started_on",
    "not_eligible": "override_reason",
}


@policy("places.edit_place", Place, select=with_names)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_place(request: HttpRequest, place: Place) -> HttpResponse:
    """Choose a programme, see what its conditions say, start. `?programme=` names it."""
    user = acting(request)
    taking = list(place.participations.all())
    offered = [
        chance
        for chance in register_page.chances(place, user, taking)
        if chance.may_enrol and not chance.taking_part
    ]
    chosen = _chosen(offered, request.GET.get("programme", ""))
    context = {"place": place, "offered": offered, "chosen": chosen}
    if chosen is None:
        return render(request, "places/register/enrol.html", context)
    form = _form(request, chosen)
    if request.method == "POST" and form.is_valid():
        try:
            made = enrol(
                place=place,
                programme=chosen.programme,
                started_on=form.cleaned_data["started_on"],
                by=user,
                override_reason=form.cleaned_data.get("override_reason", ""),
                commitments=form.promises(),
            )
        except Refusal as refusal:
            field = _FIELD_OF_CODE.get(refusal.code)
            form.add_error(
                field if field in form.fields else None, [str(refusal), *refusal.details]
            )
        else:
            messages.success(
                request,
                _("%(place)s takes part. Say next who leads the process and who coaches.")
                % {"place": place.name},
            )
            return HttpResponseRedirect(reverse("places:people", args=[made.pk]))
    status = 422 if form.is_bound else 200
    return render(request, "places/register/enrol.html", context | {"form": form}, status=status)


def _chosen(offered: list[Chance], wanted: str) -> Chance | None:
    if not wanted and len(offered) == 1:
        return offered[0]
    return next((chance for chance in offered if str(chance.programme.pk) == wanted), None)


def _form(request: HttpRequest, chosen: Chance) -> EnrolForm:
    unmet = {rule.key for rule in chosen.rules if not rule.passed}
    missing = THREE_SECTORS if eligibility.SECTORS in unmet else ()
    first = max(timezone.localdate(), chosen.programme.starts_on)
    form = EnrolForm(
        request.POST or None,
        programme=chosen.programme,
        missing=[str(s) for s in missing],
        initial={"started_on": first},
    )
    if not unmet:
        del form.fields["override_reason"]
    return form
