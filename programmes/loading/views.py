"""Bring a method into a region: from a file, or from another region."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Posting, form_page
from people.models import Region
from programmes.loading.forms import ForkForm, ImportForm, RegionForm
from programmes.loading.services import bundled_offers, fork, load_file, take_over
from programmes.models import MethodVersion


@form_page("programmes.add_method", template="programmes/loading/import.html")
def method_import(request: SignedInRequest) -> Posting[Any]:
    """Upload a method's file. A faulty one is refused whole, its faults told by line."""
    regions = Region.objects.run_by(request.user)
    return Posting(
        form=ImportForm(request.POST or None, request.FILES or None, regions=regions),
        verb=partial(load_file, by=request.user),
        done=_("The file is in. It is a draft until you publish it."),
        to=lambda draft: reverse("programmes:method", args=[draft.pk]),
    )


def _with_region(versions: QuerySet[MethodVersion]) -> QuerySet[MethodVersion]:
    return versions.select_related("method__region")


@form_page(
    "programmes.fork_method", MethodVersion, "programmes/loading/fork.html", select=_with_region
)
def method_fork(request: SignedInRequest, version: MethodVersion) -> Posting[Any]:
    """Take a published version over to a region that the user runs."""
    regions = Region.objects.run_by(request.user)
    return Posting(
        form=ForkForm(request.POST or None, initial={"key": version.method.key}, regions=regions),
        verb=partial(fork, version, by=request.user),
        done=_("The method is yours as a draft. Make it your own, then publish it."),
        to=lambda draft: reverse("programmes:method_edit", args=[draft.pk]),
        context={"version": version},
    )


@form_page("programmes.add_method", template="programmes/loading/take_over.html")
def method_take_over(request: SignedInRequest, key: str) -> Posting[Any]:
    """Give a region a method that comes with the platform."""
    offer = next((one for one in bundled_offers() if one.key == key), None)
    if offer is None:
        raise Http404
    regions = Region.objects.run_by(request.user)
    return Posting(
        form=RegionForm(request.POST or None, regions=regions),
        verb=partial(take_over, offer, by=request.user),
        done=_("The method is your region's and ready to use. Begin a draft to change it."),
        to=lambda version: reverse("programmes:method", args=[version.pk]),
        context={"offer": offer},
    )
