"""Writing and publishing the page of a place and of a programme; both can be looked at before."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.downloads import shown
from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Posting, form_page, page
from places.models import Participation
from places.queries import with_head
from programmes.models import Programme
from published.editing import services
from published.editing.forms import PlacePageForm, ProgrammePageForm
from published.models import PlacePage, ProgrammePage
from published.open import addresses
from published.open import place as of_place
from published.open import programme as of_programme
from published.open.views import drawn

PLACE, PROGRAMME = "published.write_place", "published.run_programme"


def with_region(queryset: QuerySet[Participation]) -> QuerySet[Participation]:
    """Places with what their public page shows."""
    return with_head(queryset).select_related("programme__region", "programme__owner", "face")


@form_page(PLACE, Participation, "published/editing/place.html", select=with_region)
def place_edit(request: SignedInRequest, participation: Participation) -> Posting[PlacePage]:
    """What the place's page says, whether it is published, and by whom it can be."""
    stored = services.page_of_place(participation)
    return Posting(
        form=PlacePageForm(
            request.POST or None, instance=stored, region_id=participation.programme.region_id
        ),
        verb=partial(services.save_place_page, participation=participation, by=request.user),
        done=_saved,
        to=reverse("published:place_edit", args=[participation.pk]),
        context=lambda: {
            "open_page": stored,
            "address": addresses.whole(addresses.of_place(stored)) if stored.pk else "",
            "lacks": services.missing(stored),
            "may_publish": allowed(request.user, "published.publish_place", participation),
        },
    )


@form_page("published.publish_place", Participation, select=with_region)
def place_publish(request: SignedInRequest, participation: Participation) -> Posting[PlacePage]:
    """Let everybody read it."""
    return Posting(
        verb=partial(services.publish_place, participation=participation, by=request.user),
        done=_("The page is published. Everybody can read it now."),
        to=reverse("published:place_edit", args=[participation.pk]),
    )


@form_page("published.publish_place", Participation, select=with_region)
def place_unpublish(request: SignedInRequest, participation: Participation) -> Posting[PlacePage]:
    """Take it back."""
    return Posting(
        verb=partial(services.unpublish_place, participation=participation, by=request.user),
        done=_("The page is taken back. Its address leads nowhere now."),
        to=reverse("published:place_edit", args=[participation.pk]),
    )


@page(PLACE, Participation, select=with_region)
def place_preview(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The page as it would be, for those who write it."""
    stored = services.page_of_place(participation)
    stored.participation = participation
    back = reverse("published:place_edit", args=[participation.pk])
    return drawn(request, "place", of_place.collect(stored, draft=True), draft=back)


@form_page(PROGRAMME, Programme, "published/editing/programme.html")
def programme_edit(request: SignedInRequest, programme: Programme) -> Posting[ProgrammePage]:
    """What the programme's page says, and whether it is published."""
    stored = services.page_of_programme(programme)
    return Posting(
        form=ProgrammePageForm(
            request.POST or None, request.FILES or None, instance=stored,
            region_id=programme.region_id,
        ),
        fields={"file": "logo"},
        verb=partial(services.save_programme_page, programme=programme, by=request.user),
        done=_saved,
        to=reverse("published:programme_edit", args=[programme.pk]),
        context=lambda: {
            "open_page": stored,
            "address": addresses.whole(addresses.of_programme(stored)) if stored.pk else "",
            "lacks": services.missing(stored),
        },
    )  # fmt: skip


@form_page(PROGRAMME, Programme)
def programme_publish(request: SignedInRequest, programme: Programme) -> Posting[ProgrammePage]:
    """Let everybody read it."""
    return Posting(
        verb=partial(services.publish_programme, programme=programme, by=request.user),
        done=_("The page is published. Everybody can read it now."),
        to=reverse("published:programme_edit", args=[programme.pk]),
    )


@form_page(PROGRAMME, Programme)
def programme_unpublish(request: SignedInRequest, programme: Programme) -> Posting[ProgrammePage]:
    """Take it back."""
    return Posting(
        verb=partial(services.unpublish_programme, programme=programme, by=request.user),
        done=_("The page is taken back. Its address leads nowhere now."),
        to=reverse("published:programme_edit", args=[programme.pk]),
    )


@page(PROGRAMME, Programme)
def programme_preview(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The page as it would be, for those who write it."""
    stored = services.page_of_programme(programme)
    stored.programme = programme
    back = reverse("published:programme_edit", args=[programme.pk])
    return drawn(request, "programme", of_programme.collect(stored, draft=True), draft=back)


@page(PROGRAMME, Programme)
def programme_logo(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The funder's logo, for those who write the page."""
    stored = get_object_or_404(ProgrammePage.objects.exclude(logo=""), programme=programme)
    return shown(stored.logo, cached="private, no-cache")


def _saved(stored: Any) -> str:
    if stored.is_published:
        return _("Saved. Everybody can read it now.")
    return _("Saved. Nobody outside sees it before it is published.")
