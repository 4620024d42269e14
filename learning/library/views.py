"""The library: list, one resource, its keeping; what it proposes for a place."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.downloads import played, stored
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.library import pages, services
from learning.library.forms import ResourceForm
from learning.models import Dismissal, Resource, ResourceRule
from people.models import Region
from places.models import Participation
from places.queries import with_head

ONE, FORM = "learning/library/one.html", "learning/library/form.html"


def _with_region(rows: QuerySet[Resource]) -> QuerySet[Resource]:
    return rows.select_related("region", "added_by")


keep_page = partial(form_page, "learning.keep_library", Resource, select=_with_region)
advise_page = partial(form_page, "learning.give_advice", Participation, select=with_head)


@page("learning.view_library", template="learning/library/page.html")
def library(request: SignedInRequest) -> Context:
    """The library of one's regions, and what others share."""
    return pages.library(request.user, request.GET)


@page("learning.view_library", Resource, ONE, select=_with_region)
def resource(request: SignedInRequest, resource: Resource) -> Context:
    """One resource."""
    return pages.one(resource, request.user)


@page("learning.view_library", Resource)
def resource_file(request: SignedInRequest, resource: Resource) -> HttpResponseBase:
    """The file, as an attachment that no browser opens in our name; `?play` is for our player."""
    if not resource.file:
        raise Http404
    try:
        if resource.is_played and "play" in request.GET:
            return played(resource.file, resource.content_type, request.headers.get("Range", ""))
        return stored(resource.file, resource.file_name, resource.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@page("learning.view_library", Resource)
def resource_subtitles(request: SignedInRequest, resource: Resource) -> HttpResponse:
    """The subtitles of a film, as a file."""
    if not resource.subtitles:
        raise Http404
    answer = HttpResponse(resource.subtitles, content_type="text/vtt; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{resource.pk}-{resource.language}.vtt"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@form_page("learning.keep_library", template=FORM)
def resource_add(request: SignedInRequest) -> Posting[Resource]:
    """Put something into a region's library."""
    regions = Region.objects.run_by(request.user).order_by("name")
    steps: dict[str, str] = {}
    for region in regions:
        steps = {**pages.steps_of(region), **steps}
    form = ResourceForm(
        request.POST or None, request.FILES or None, regions=regions, steps=steps,
        initial={"region": regions.first(), "language": request.user.language},
    )  # fmt: skip
    return Posting(
        form=form,
        verb=partial(services.add_resource, by=request.user),
        done=_("It is in the library."),
        to=_url,
        context={"title": _("Add to the library"), "back": reverse("learning:library")},
    )


@keep_page(FORM)
def resource_edit(request: SignedInRequest, resource: Resource) -> Posting[Resource]:
    """Change a resource."""
    form = ResourceForm(
        request.POST or None, request.FILES or None, row=resource,
        steps=pages.steps_of(resource.region_id),
    )  # fmt: skip
    return Posting(
        form=form,
        verb=partial(services.save_resource, resource=resource, by=request.user),
        done=_("Saved."),
        to=_url(resource),
        context={"title": resource.title, "back": _url(resource)},
    )


@keep_page()
def resource_review(request: SignedInRequest, resource: Resource) -> Posting[Resource]:
    """Say that it still holds."""
    version = request.POST.get("version", "")
    return Posting(
        verb=partial(
            services.review, resource=resource, by=request.user,
            version=int(version) if version.isdecimal() else resource.version,
        ),
        done=_("Noted. It is looked through again in a year."),
        to=_url(resource),
    )  # fmt: skip


@keep_page()
def resource_archive(request: SignedInRequest, resource: Resource) -> Posting[Resource]:
    """Take it out of use."""
    return Posting(
        verb=partial(services.archive, resource=resource, by=request.user),
        done=_("It is archived. Advice that names it stays."),
        to=_url(resource),
    )


@keep_page()
def resource_restore(request: SignedInRequest, resource: Resource) -> Posting[Resource]:
    """Take it into use again."""
    return Posting(
        verb=partial(services.archive, resource=resource, by=request.user, archived=False),
        done=_("It is in the library again."),
        to=_url(resource),
    )


@form_page("learning.view_library", Resource, select=_with_region)
def resource_favourite(request: SignedInRequest, resource: Resource) -> Posting[None]:
    """Keep it at hand, or no longer."""
    kept = request.POST.get("kept") == "1"
    return Posting(
        verb=partial(services.keep_at_hand, resource=resource, by=request.user, kept=kept),
        to=_url(resource),
    )


@keep_page(ONE)
def rule_add(request: SignedInRequest, resource: Resource) -> Posting[ResourceRule]:
    """Say when it is proposed."""
    form = pages.rule_form(resource, request.POST or None)
    return Posting(
        form=form,
        name="rule_form",
        verb=partial(services.add_rule, resource=resource, by=request.user),
        to=f"{_url(resource)}#rules",
        back=f"{_url(resource)}#rules",
        context=lambda: pages.one(resource, request.user) | {"rule_form": form},
    )


@keep_page()
def rule_remove(request: SignedInRequest, resource: Resource, rule_id: int) -> Posting[None]:
    """Take a rule away."""
    return Posting(
        verb=partial(services.remove_rule, resource=resource, by=request.user, rule_id=rule_id),
        to=f"{_url(resource)}#rules",
    )


@page("learning.give_advice", Participation, "learning/library/proposals.html", select=with_head)
def proposals(request: SignedInRequest, participation: Participation) -> Context:
    """What the library proposes for the place, and why."""
    return pages.proposed(participation)


@advise_page()
def set_aside(
    request: SignedInRequest, participation: Participation, resource_id: int
) -> Posting[Dismissal]:
    """Say that a proposal does not fit the place."""
    found = _fitting(participation, resource_id)
    return Posting(
        verb=partial(
            services.set_aside, participation=participation, by=request.user, resource=found
        ),
        done=_("Set aside. It is not proposed here again."),
        to=_proposals(participation),
    )


@advise_page()
def propose_again(
    request: SignedInRequest, participation: Participation, resource_id: int
) -> Posting[None]:
    """Let a proposal come back."""
    found = _fitting(participation, resource_id)
    return Posting(
        verb=partial(
            services.propose_again, participation=participation, by=request.user, resource=found
        ),
        to=_proposals(participation),
    )


def _fitting(participation: Participation, resource_id: int) -> Resource:
    rows: Any = Resource.objects.within(participation.programme.region_id)
    found: Resource = get_object_or_404(rows, pk=resource_id)
    return found


def _url(resource: Resource) -> str:
    return reverse("learning:resource", args=[resource.pk])


def _proposals(participation: Participation) -> str:
    return reverse("learning:proposals", args=[participation.pk])
