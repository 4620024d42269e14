"""The service inventory: the rows of a place, one service, and all places of a programme."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import time_of_day
from core.downloads import download
from core.exports import CSV_TYPE, XLSX_TYPE, csv_bytes, file_name, xlsx
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from mapping.fields import given_position
from mapping.layers import map_url
from mapping.models import Service, ServiceKind
from mapping.services import pages, services
from mapping.services.forms import SeenForm, ServiceEditForm
from people.models import User
from places.models import Participation, Photo
from places.photos.forms import PhotoForm
from places.queries import with_head
from programmes.home.pages import head
from programmes.models import Programme

LIST, ONE = "mapping/services/page.html", "mapping/services/one.html"
FORM = "mapping/form.html"
edit_page = partial(form_page, "mapping.edit", Participation, select=with_head)


@page("mapping.view", Participation, LIST, select=with_head)
def inventory(request: SignedInRequest, participation: Participation) -> Context:
    """Every service with its taps."""
    return pages.inventory(participation, request.user)


@edit_page()
def begin(request: SignedInRequest, participation: Participation) -> Posting[int]:
    """Put the usual kinds on the list."""
    return Posting(
        verb=partial(services.begin, participation=participation, by=request.user),
        done=lambda count: (
            ngettext(
                "%(count)d kind of service is on the list. Tap how it stands.",
                "%(count)d kinds of service are on the list. Tap how each stands.",
                count,
            )
            % {"count": count}
        ),
        to=_url(participation),
    )


@edit_page(LIST)
def row(
    request: SignedInRequest, participation: Participation, service_id: int
) -> Posting[Service]:
    """Save a tap, and the sentence under it."""
    service = _service(participation, service_id)
    back = f"{_url(participation)}#service-{service.pk}"
    return Posting(
        form=SeenForm(request.POST),
        verb=partial(services.see, service=service, by=request.user),
        done=lambda _saved: _("Saved %(time)s") % {"time": time_of_day()},
        answer=pages.saved_answer,
        to=_next_on_map(request, service) or back,
        back=back,
        name="row_form",
        context=lambda: pages.inventory(participation, request.user),
    )


@page("mapping.view", Participation, ONE, select=with_head)
def service(request: SignedInRequest, participation: Participation, service_id: int) -> Context:
    """Everything about one service, then and now."""
    return pages.one(_service(participation, service_id), request.user)


@edit_page(FORM)
def service_add(request: SignedInRequest, participation: Participation) -> Posting[Service]:
    """Add a service; the address may name its position and kind."""
    kind = request.GET.get("kind", "")
    initial = {"kind": kind} if kind in ServiceKind.values else {}
    return Posting(
        form=_form(request, participation, initial=initial | given_position(request.GET)),
        verb=partial(services.add_service, participation=participation, by=request.user),
        done=lambda made: _("“%(name)s” is on the list.") % {"name": made},
        to=lambda made: _after(request, made),
        context={"title": _("Add a service"), "back": _url(participation)},
    )


@edit_page(FORM)
def service_edit(
    request: SignedInRequest, participation: Participation, service_id: int
) -> Posting[Service]:
    """Change all of a service; the address may name a new position."""
    found = _service(participation, service_id)
    return Posting(
        form=_form(request, participation, row=found),
        verb=partial(services.save_service, service=found, by=request.user),
        done=_("Saved."),
        to=lambda saved: _after(request, saved),
        context={"title": str(found), "changes": True, "back": _one(found)},
    )


@edit_page()
def service_remove(
    request: SignedInRequest, participation: Participation, service_id: int
) -> Posting[None]:
    """Take a service off the list."""
    found = _service(participation, service_id)
    return Posting(
        verb=partial(services.remove_service, service=found, by=request.user),
        done=_("“%(name)s” is removed.") % {"name": found},
        to=_url(participation),
    )


@form_page("places.add_photos", Participation, "mapping/services/photo.html", select=with_head)
def service_photo(
    request: SignedInRequest, participation: Participation, service_id: int
) -> Posting[Photo]:
    """Photograph a service: the photo goes to the place's photos."""
    found = _service(participation, service_id)
    form = PhotoForm(request.POST or None, request.FILES or None)
    form.initial = {**form.initial, "alt": str(found), "credit": _credit(request.user)}
    return Posting(
        form=form,
        fields={"file": "upload"},
        verb=partial(services.photograph, service=found, by=request.user),
        done=_("The photo is added."),
        to=f"{_url(participation)}#service-{found.pk}",
        context={"service": found, "back": _one(found)},
    )


def _credit(user: User) -> str:
    return _("Photo: %(who)s") % {"who": user.get_full_name()}


def _form(request: SignedInRequest, participation: Participation, **more: Any) -> ServiceEditForm:
    form = ServiceEditForm(request.POST or None, participation=participation, **more)
    form.initial = {**form.initial, **given_position(request.GET)}
    return form


def _after(request: SignedInRequest, saved: Service) -> str:
    """Back to the map for whoever came from a point on it."""
    url = map_url(saved.participation) if given_position(request.GET) else ""
    return url or _one(saved)


def _next_on_map(request: SignedInRequest, service: Service) -> Callable[[Service], str] | str:
    """For who tapped on the map's card: where the button leads, else the map at this service.

    `then` is the point that was chosen while a sentence on the card was not kept yet.
    """
    url = map_url(service.participation)
    if not url or request.POST.get("from") != "map":
        return ""
    place, act = service.participation_id, request.POST.get("act", "")
    if act == "photo":
        return reverse("mapping:service_photo", args=[place, service.pk])
    if act == "open":
        return _one(service)
    if "then" in request.POST:
        return f"{url}?{urlencode({'place': request.POST['then'][:80]})}"

    def to(saved: Service) -> str:
        following = bool(act) and pages.next_unseen(saved.participation, saved.pk)
        return f"{url}?place={following or f'service-{saved.pk}'}"

    return to


def _service(participation: Participation, service_id: int) -> Service:
    found = get_object_or_404(participation.services.select_related("photo"), pk=service_id)
    found.participation = participation
    return found


def _url(participation: Participation) -> str:
    return reverse("mapping:services", args=[participation.pk])


def _one(service: Service) -> str:
    return reverse("mapping:service", args=[service.participation_id, service.pk])


# --- over all places of a programme


@page("mapping.view_programme", Programme, "mapping/services/programme.html")
def kept(request: SignedInRequest, programme: Programme) -> Context:
    """Was the service kept? Over all places, by kind."""
    return head(programme, request.user) | pages.over_all(programme, request.user)


@page("mapping.view_programme", Programme)
def kept_xlsx(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The same as a workbook."""
    content = xlsx([pages.sheet(programme, request.user)])
    return download(content, _file(programme, "xlsx"), XLSX_TYPE)


@page("mapping.view_programme", Programme)
def kept_csv(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The same as CSV."""
    found = pages.sheet(programme, request.user)
    return download(csv_bytes(found.columns, found.rows), _file(programme, "csv"), CSV_TYPE)


def _file(programme: Programme, ending: str) -> str:
    return file_name(_("Services"), programme.name, ending=ending, on=timezone.localdate())
