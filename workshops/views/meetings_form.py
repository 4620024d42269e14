"""The form of a meeting: a new one at a place or in a programme, a change, the next meeting."""

from __future__ import annotations

import zoneinfo
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from people.models import User
from places.models import Participation
from places.views.work import for_page as place_for_page
from programmes.models import Programme
from workshops import meeting_differences, usual
from workshops.domain import plan
from workshops.domain.hall_clock import ZONES
from workshops.forms.meetings import FIELD_OF_CODE, FollowUpForm, MeetingForm, filled
from workshops.models import Series, Workshop, WorkshopKind
from workshops.views.select import for_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


def place_with_region(queryset: QuerySet[Participation]) -> QuerySet[Participation]:
    """A place with what its page's head and a meeting's form show."""
    return place_for_page(queryset).select_related("programme__region")


def with_region(queryset: QuerySet[Programme]) -> QuerySet[Programme]:
    """A programme with the region whose clock its halls go by."""
    return queryset.select_related("region")


@policy("workshops.plan_at_place", Participation, select=place_with_region)
@form_page
def new_at_place(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Plan a meeting at this place. `?kind=` chooses the kind."""
    return _new(request, participation.programme, participation)


@policy("workshops.plan_in_programme", Programme, select=with_region)
@form_page
def new(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Plan a meeting of the programme, at some of its places or at none. `?kind=` as above."""
    return _new(request, programme, None)


def _new(
    request: SignedInRequest, programme: Programme, participation: Participation | None
) -> HttpResponse:
    place = participation.place.name if participation else ""
    words = {"place": place, "language": programme.language}
    common: dict[str, Any] = {
        "zone": zoneinfo.ZoneInfo(ZONES[programme.region.country]),
        "choices": _choices(request.user, programme, at=participation),
    }
    page: dict[str, Any] = {"programme": programme, "participation": participation}
    page["usual"] = usual.for_script(**words)
    if request.method != "POST":
        asked = request.GET.get("kind", "")
        kind = asked if asked in WorkshopKind.values else WorkshopKind.OPEN_MEETING.value
        initial = usual.initial(kind, **words) | {
            "language": programme.language,
            "places": [participation.pk] if participation else [],
            "contact_name": request.user.get_full_name(),
            "contact_email": request.user.email,
        }
        return _page(request, MeetingForm(initial=initial, **common), page)
    if "usual" in request.POST:
        return _page(request, _other_kind(request.POST, words, common), page)
    form = MeetingForm(request.POST, **common)
    if not form.is_valid():
        return _page(request, form, page, 422)
    values = form.values()
    try:
        made = plan.plan_workshop(
            programme=programme, by=request.user, participations=form.cleaned_data["places"],
            **values,
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
        return _page(request, form, page, refusal.status)
    messages.success(request, _("The meeting is planned. Nobody has been told yet."))
    return HttpResponseRedirect(made.get_absolute_url())


def _other_kind(sent: QueryDict, words: dict[str, str], common: dict[str, Any]) -> MeetingForm:
    """The form with the usual values of the kind that was chosen; what was typed stays."""
    form = MeetingForm(sent, **common)
    carry(form, **usual.changed_kind(sent, **words))
    kept = cast("QueryDict", form.data)
    # Not checked yet: nobody has asked to save. Unticked boxes are not sent, so they are named.
    initial = {name: kept.get(name, "") for name in form.fields if name != "places"}
    return MeetingForm(initial=initial | {"places": kept.getlist("places")}, **common)


@policy("workshops.edit", Workshop, select=for_page)
@form_page
def edit(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Change a planned meeting. When somebody was faster, both values are shown."""
    common: dict[str, Any] = {
        "zone": workshop.zone,
        "choices": _choices(request.user, workshop.programme, stored=workshop),
        "stored": workshop,
    }
    page: dict[str, Any] = {"programme": workshop.programme, "workshop": workshop}
    if request.method != "POST":
        return _page(request, MeetingForm(initial=filled(workshop), **common), page)
    form = MeetingForm(request.POST, **common)
    if not form.is_valid():
        return _page(request, form, page, 422)
    try:
        saved = plan.save_workshop(
            workshop=workshop, by=request.user, version=form.cleaned_data["version"] or 0,
            participations=form.cleaned_data["places"], **form.values(),
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
        if isinstance(refusal, Conflict):
            # Sent again, the form carries the stored version: then what stands in it holds.
            carry(form, version=str(refusal.version))
            page["differences"] = meeting_differences.of(refusal, workshop.zone)
        return _page(request, form, page, refusal.status)
    messages.success(request, _("Saved."))
    name = "workshops:tell_change" if saved.untold != workshop.untold else "workshops:workshop"
    return HttpResponseRedirect(reverse(name, args=[workshop.pk]))


@policy("workshops.edit", Workshop, select=for_page)
@form_page
def follow_up(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Plan the next meeting after this one, with the same guests."""
    initial = {"title": workshop.title, "starts_time": workshop.local_start.time()}
    form = FollowUpForm(request.POST or None, initial=initial, zone=workshop.zone)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            names = ("title", "starts_at", "ends_at", "with_agenda")
            try:
                made = plan.follow_up(
                    workshop=workshop, by=request.user,
                    **{name: form.cleaned_data[name] for name in names},
                )  # fmt: skip
            except Refusal as refusal:
                code = FIELD_OF_CODE.get(refusal.code)
                form.add_error(code if code in form.fields else None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The next meeting is planned, with the same guests."))
                return HttpResponseRedirect(made.get_absolute_url())
    context = {"workshop": workshop, "form": form}
    return render(request, "workshops/meetings/follow_up.html", context, status=status)


def _choices(
    user: User,
    programme: Programme,
    *,
    at: Participation | None = None,
    stored: Workshop | None = None,
) -> dict[str, Any]:
    """Which places, partners and series the form offers, in keys as a search needs them."""
    return {
        "user": user,
        "places": {
            "programme": programme.pk,
            "at": at.pk if at else None,
            "stored": stored.pk if stored else None,
        },
        "host": {"programme": programme.pk, "host": stored.host_id if stored else None},
        "series": Series.objects.filter(programme=programme),
    }


def _page(
    request: SignedInRequest, form: MeetingForm, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, "workshops/meetings/form.html", page | {"form": form}, status=status)
