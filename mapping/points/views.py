"""A place's map: the page, a point and its review, and where halls and actions lie."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.policy import allowed, require
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from mapping.models import MapPoint, MapPointState, Pin
from mapping.points import pages, services
from mapping.points.forms import MapPointForm, SpotForm
from places.models import Participation
from places.photos.pages import within
from places.queries import with_head
from plans.models import Action

VIEW, ADD, REVIEW = "places.view_participation", "mapping.add_point", "mapping.review_points"
FORM = "mapping/points/form.html"


def with_area(queryset: QuerySet[Participation]) -> QuerySet[Participation]:
    """What the head of the page shows, and where the place lies."""
    return with_head(queryset).select_related("place__area")


@page(VIEW, Participation, "mapping/points/page.html", select=with_area)
def place_map(request: SignedInRequest, participation: Participation) -> Context:
    """All points of the place by layers. Filter and choice stand in the address."""
    return pages.context(participation, request.user, request.GET)


@form_page(ADD, Participation, FORM, select=with_area)
def point_add(request: SignedInRequest, participation: Participation) -> Posting[MapPoint]:
    """Say something of a spot."""
    initial = {name: request.GET.get(name, "")[:40] for name in ("latitude", "longitude")}
    form = MapPointForm(
        request.POST or None, request.FILES or None, participation=participation, initial=initial
    )
    waits = not allowed(request.user, REVIEW, participation)
    return Posting(
        form=form,
        verb=partial(services.add_point, participation=participation, by=request.user),
        done=_("The point is entered. It is shown when somebody has looked at it.")
        if waits
        else _("The point is on the map."),
        warnings=lambda _point: form.told,
        to=lambda point: f"{map_url(participation)}?place=point-{point.pk}",
        context={
            "title": _("A new point"),
            "action": _("Put it on the map"),
            "map": pages.view_of([], participation, pick=True),
        },
    )


@page(VIEW, Participation, "mapping/points/point.html", select=with_area)
def point(request: SignedInRequest, participation: Participation, point_id: int) -> Context:
    """What is said of a spot, with its photo; who may, decides whether it is shown."""
    found = _point(participation, point_id)
    may_review = allowed(request.user, REVIEW, participation)
    own = found.entered_by_id == request.user.pk
    if found.state != MapPointState.SHOWN and not (may_review or own):
        raise Http404
    row = next((r for r in pages.rows_of(participation, request.user)
                if r.point.key == f"point-{found.pk}"), None)  # fmt: skip
    return {
        "point": found,
        "picture": within(found.photo) if found.photo else None,
        "may_review": may_review,
        "may_change": may_review or (own and allowed(request.user, ADD, participation)),
        "map": pages.view_of([row] if row else [], participation),
    }


@form_page(ADD, Participation, FORM, select=with_area)
def point_edit(
    request: SignedInRequest, participation: Participation, point_id: int
) -> Posting[MapPoint]:
    """Change what a point says, or where it is."""
    found = _point(participation, point_id)
    if found.entered_by_id != request.user.pk:
        require(request.user, REVIEW, participation)
    names = ("kind", "text", "said_on", "latitude", "longitude", "version")
    initial: dict[str, Any] = {name: getattr(found, name) for name in names}
    initial["workshop"] = found.workshop_id
    form = MapPointForm(
        request.POST or None, participation=participation, point=found, initial=initial
    )
    return Posting(
        form=form,
        verb=partial(services.change_point, point=found, by=request.user),
        done=_("Saved."),
        warnings=lambda _point: form.told,
        to=_point_url(participation, found),
        context={
            "title": _("Change the point"),
            "action": _("Save the changes"),
            "map": pages.view_of([], participation, pick=True),
        },
    )


@form_page(REVIEW, Participation, select=with_head)
def point_review(
    request: SignedInRequest, participation: Participation, point_id: int
) -> Posting[MapPoint]:
    """Show a point, or hide it."""
    found = _point(participation, point_id)
    show = request.POST.get("decision") == "show"
    return Posting(
        verb=partial(services.review_point, point=found, by=request.user, show=show),
        done=_("The point is shown.") if show else _("The point is hidden."),
        to=map_url(participation),
        back=_point_url(participation, found),
    )


@form_page(REVIEW, Participation, "mapping/points/remove.html", select=with_head)
def point_remove(
    request: SignedInRequest, participation: Participation, point_id: int
) -> Posting[None]:
    """Take a point away, after a question."""
    found = _point(participation, point_id)
    return Posting(
        verb=partial(services.remove_point, point=found, by=request.user),
        done=_("The point is taken away."),
        to=map_url(participation),
        context={"point": found},
    )


@form_page(ADD, Participation, "mapping/points/pin.html", select=with_area)
def pin(
    request: SignedInRequest, participation: Participation
) -> Posting[Pin] | HttpResponseRedirect:
    """Say where a hall or an action lies: `?hall=…` or `?action=…`, chosen on the same page."""
    halls, actions = pages.unpinned(participation)
    asked = request.POST if request.method == "POST" else request.GET
    hall = asked.get("hall", "")
    number = asked.get("action", "")
    action: Action | None = None
    if number.isascii() and number.isdecimal() and len(number) < len("9" * 18):
        action = participation.actions.filter(pk=int(number)).first()
    known = participation.workshops.filter(hall=hall).exists() if hall else False
    if request.method == "POST" and not known and action is None:
        return HttpResponseRedirect(reverse("mapping:map_pin", args=[participation.pk]))
    form = SpotForm(request.POST or None, participation=participation)
    return Posting(
        form=form,
        verb=partial(
            services.set_pin,
            participation=participation,
            by=request.user,
            hall=hall if known else "",
            action=None if known else action,
        ),
        done=_("It is on the map."),
        warnings=lambda _pin: form.told,
        to=map_url(participation),
        context={
            "halls": halls,
            "actions": actions,
            "hall": hall if known else "",
            "of_action": None if known else action,
            "map": pages.view_of([], participation, pick=True),
        },
    )


def map_url(participation: Participation) -> str:
    """The address of a place's map."""
    return reverse("mapping:map", args=[participation.pk])


def _point(participation: Participation, point_id: int) -> MapPoint:
    rows = participation.map_points.select_related("photo", "workshop", "entered_by")
    found = get_object_or_404(rows, pk=point_id)
    found.participation = participation
    return found


def _point_url(participation: Participation, found: MapPoint) -> str:
    return reverse("mapping:map_point", args=[participation.pk, found.pk])
