"""The register of funding sources: list, one source, add, change, close, deadlines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from people.models import Region
from plans.models import FundingSource, SourceDeadline
from plans.sources import pages
from plans.sources import services as verbs
from plans.sources.forms import DeadlineForm, SourceForm

PAGE, FORM = "plans/funding/source.html", "plans/funding/source_form.html"


def _with_region(sources: QuerySet[FundingSource]) -> QuerySet[FundingSource]:
    return sources.select_related("region")


source_form = partial(form_page, "plans.manage_sources", FundingSource, select=_with_region)


@page("plans.view_sources", template="plans/funding/sources.html")
def sources(request: SignedInRequest) -> Context:
    """The register. `?kind=`, `?theme=`, `?applicant=` and `?open=1` filter it."""
    return pages.context(request.user, request.GET)


@page("plans.view_sources", FundingSource, PAGE, select=_with_region)
def source(request: SignedInRequest, source: FundingSource) -> Context:
    """One source with all its rules."""
    return pages.source_context(source, request.user, DeadlineForm())


@form_page("plans.manage_sources", template=FORM)
def source_add(request: SignedInRequest) -> Posting[FundingSource]:
    """Add a source to a region's register."""
    regions = Region.objects.run_by(request.user).order_by("name")
    first = regions.first()
    proposed = {"region": first, "currency": "DKK" if first and first.country == "DK" else "SEK"}
    return Posting(
        form=SourceForm(request.POST or None, initial=proposed, regions=regions),
        verb=partial(verbs.add_source, by=request.user),
        done=_("The source is in the register."),
        to=_url,
    )


@source_form(FORM)
def source_edit(request: SignedInRequest, source: FundingSource) -> Posting[FundingSource]:
    """Change a source."""
    return Posting(
        form=SourceForm(request.POST or None, row=source),
        verb=partial(verbs.save_source, source=source, by=request.user),
        done=_("Saved."),
        to=_url(source),
        context={"source": source},
    )


@source_form()
def source_close(request: SignedInRequest, source: FundingSource) -> Posting[FundingSource]:
    """Say that the source takes no more applications."""
    done = _("The source is closed. What was applied for stays.")
    return _button(request, source, verbs.close_source, done)


@source_form()
def source_reopen(request: SignedInRequest, source: FundingSource) -> Posting[FundingSource]:
    """Say that the source takes applications again."""
    return _button(request, source, verbs.reopen_source, _("The source is open again."))


@source_form()
def source_remove(request: SignedInRequest, source: FundingSource) -> Posting[None]:
    """Take a source away that nobody has applied to."""
    return Posting(
        verb=partial(verbs.remove_source, source=source, by=request.user),
        done=_("The source is no longer in the register."),
        to=reverse("plans:sources"),
        back=_url(source),
    )


@source_form(PAGE)
def deadline_add(request: SignedInRequest, source: FundingSource) -> Posting[SourceDeadline]:
    """Add a last day to apply."""
    form = DeadlineForm(request.POST)
    return Posting(
        form=form,
        verb=partial(verbs.add_deadline, source=source, by=request.user),
        done=_("The day is added."),
        to=_url(source),
        back=_url(source),
        context=lambda: pages.source_context(source, request.user, form),
    )


@source_form()
def deadline_remove(
    request: SignedInRequest, source: FundingSource, deadline_id: int
) -> Posting[None]:
    """Take a last day to apply away."""
    deadline = get_object_or_404(source.deadlines, pk=deadline_id)
    return Posting(
        verb=partial(verbs.remove_deadline, deadline=deadline, by=request.user),
        done=_("The day is removed."),
        to=_url(source),
    )


def _button(
    request: SignedInRequest,
    source: FundingSource,
    verb: Callable[..., FundingSource],
    done: str,
) -> Posting[Any]:
    return Posting(verb=partial(verb, source=source, by=request.user), done=done, to=_url(source))


def _url(source: FundingSource) -> str:
    return reverse("plans:source", args=[source.pk])
