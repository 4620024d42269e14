"""The photos of a place: what is there, a new one, the face, taking away, and their files."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation, Photo
from places.photos import pages, services
from places.photos.forms import PhotoForm
from places.queries import with_head

VIEW, RULE = "places.view_participation", "places.add_photos"


@page(VIEW, Participation, "places/photos/page.html", select=with_head)
def photos(request: SignedInRequest, participation: Participation) -> Context:
    """All photos of the place; the face first."""
    found = sorted(participation.photos.all(), key=lambda one: one.pk != participation.face_id)
    return {
        "photos": [(one, pages.within(one)) for one in found],
        "may_add": allowed(request.user, RULE, participation),
    }


@form_page(RULE, Participation, "places/photos/form.html", select=with_head)
def photo_add(request: SignedInRequest, participation: Participation) -> Posting[Photo]:
    """Add a photo."""
    return Posting(
        form=PhotoForm(request.POST or None, request.FILES or None),
        fields={"file": "upload"},
        verb=partial(services.add_photo, participation=participation, by=request.user),
        done=lambda photo: (
            _("The photo is added. It stands for the place now.")
            if participation.face_id == photo.pk
            else _("The photo is added.")
        ),
        to=_url(participation),
    )


@form_page(RULE, Participation, "places/photos/form.html", select=with_head)
def photo_edit(
    request: SignedInRequest, participation: Participation, photo_id: int
) -> Posting[Photo]:
    """Change what is said of a photo."""
    photo = _photo(participation, photo_id)
    return Posting(
        form=PhotoForm(request.POST or None, photo=photo),
        verb=partial(services.save_photo, photo=photo, by=request.user),
        done=_("Saved."),
        to=_url(participation),
        context={"photo": photo, "picture": pages.within(photo)},
    )


@form_page(RULE, Participation, select=with_head)
def photo_face(
    request: SignedInRequest, participation: Participation, photo_id: int
) -> Posting[Participation]:
    """Let a photo stand for the place."""
    photo = _photo(participation, photo_id)
    return Posting(
        verb=partial(services.choose_face, photo=photo, by=request.user),
        done=_("This photo stands for the place now."),
        to=_url(participation),
    )


@form_page(RULE, Participation, "places/photos/remove.html", select=with_head)
def photo_remove(
    request: SignedInRequest, participation: Participation, photo_id: int
) -> Posting[None]:
    """Take a photo away, after a question."""
    photo = _photo(participation, photo_id)
    return Posting(
        verb=partial(services.remove_photo, photo=photo, by=request.user),
        done=_("The photo is taken away."),
        to=_url(participation),
        context={"photo": photo, "picture": pages.within(photo)},
    )


@page(VIEW, Participation)
def photo_file(
    request: HttpRequest, participation: Participation, photo_id: int, name: str
) -> HttpResponse:
    """One of a photo's files."""
    return pages.file_answer(_photo(participation, photo_id), name)


def _photo(participation: Participation, photo_id: int) -> Photo:
    photo = get_object_or_404(participation.photos, pk=photo_id)
    photo.participation = participation
    return photo


def _url(participation: Participation) -> str:
    return reverse("places:photos", args=[participation.pk])
