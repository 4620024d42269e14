"""The register of funding sources: list, one source, add, change, close, deadlines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.policy import allowed, policy
from core.requests import SignedInRequest
from people.models import Region
from plans import source_list
from plans.domain import sources as verbs
from plans.forms.sources import SOURCE_FIELDS, DeadlineForm, SourceForm
from plans.models import FundingSource
from plans.views.sending import Sent, send

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _with_region(sources: QuerySet[FundingSource]) -> QuerySet[FundingSource]:
    return sources.select_related("region")


@policy("plans.view_sources")
@require_safe
def sources(request: SignedInRequest) -> HttpResponse:
    """The register. `?kind=`, `?theme=`, `?applicant=` and `?open=1` filter it."""
    context = source_list.context(request.user, request.GET)
    return render(request, "plans/funding/sources.html", context)


@policy("plans.view_sources", FundingSource, select=_with_region)
@require_safe
def source(request: SignedInRequest, source: FundingSource) -> HttpResponse:
    """One source with all its rules."""
    return _page(request, source)


@policy("plans.manage_sources")
@form_page
def source_add(request: SignedInRequest) -> HttpResponse:
    """Add a source to a region's register."""
    regions = Region.objects.run_by(request.user).order_by("name")
    first = regions.first()
    usual = {"region": first, "currency": "DKK" if first and first.country == "DK" else "SEK"}
    form = SourceForm(request.POST or None, initial=usual, regions=regions)
    made: list[FundingSource] = []
    sent = send(
        request,
        form,
        lambda values: made.append(
            verbs.add_source(region=values["region"], by=request.user, **form.facts())
        ),
        SOURCE_FIELDS,
    )
    if sent.done:
        messages.success(request, _("The source is in the register."))
        return _to(made[0])
    return _form(request, form, sent, {})


@policy("plans.manage_sources", FundingSource, select=_with_region)
@form_page
def source_edit(request: SignedInRequest, source: FundingSource) -> HttpResponse:
    """Change a source."""
    stored = {name: getattr(source, name) for name in (*verbs.FIELDS, "version")}
    form = SourceForm(request.POST or None, initial=stored)
    sent = send(
        request,
        form,
        lambda values: verbs.save_source(
            source=source, by=request.user, version=values["version"] or 0, **form.facts()
        ),
        SOURCE_FIELDS,
    )
    if sent.done:
        messages.success(request, _("Saved."))
        return _to(source)
    return _form(request, form, sent, {"source": source})


@policy("plans.manage_sources", FundingSource)
@require_POST
def source_close(request: SignedInRequest, source: FundingSource) -> HttpResponse:
    """Say that the source takes no more applications."""
    verbs.close_source(source=source, by=request.user)
    messages.success(request, _("The source is closed. What was applied for stays."))
    return _to(source)


@policy("plans.manage_sources", FundingSource)
@require_POST
def source_reopen(request: SignedInRequest, source: FundingSource) -> HttpResponse:
    """Say that the source takes applications again."""
    verbs.reopen_source(source=source, by=request.user)
    messages.success(request, _("The source is open again."))
    return _to(source)


@policy("plans.manage_sources", FundingSource)
@require_POST
def source_remove(request: SignedInRequest, source: FundingSource) -> HttpResponse:
    """Take a source away that nobody has applied to."""
    verbs.remove_source(source=source, by=request.user)
    messages.success(request, _("The source is no longer in the register."))
    return HttpResponseRedirect(reverse("plans:sources"))


@policy("plans.manage_sources", FundingSource, select=_with_region)
@require_POST
def deadline_add(request: SignedInRequest, source: FundingSource) -> HttpResponse:
    """Add a last day to apply."""
    form = DeadlineForm(request.POST)
    sent = send(
        request,
        form,
        lambda values: verbs.add_deadline(source=source, by=request.user, **values),
        {"too_long": "text"},
    )
    if sent.done:
        messages.success(request, _("The day is written down."))
        return _to(source)
    return _page(request, source, form, sent.status)


@policy("plans.manage_sources", FundingSource)
@require_POST
def deadline_remove(
    request: SignedInRequest, source: FundingSource, deadline_id: int
) -> HttpResponse:
    """Take a last day to apply away."""
    deadline = get_object_or_404(source.deadlines, pk=deadline_id)
    verbs.remove_deadline(deadline=deadline, by=request.user)
    messages.success(request, _("The day is taken away."))
    return _to(source)


def _page(
    request: SignedInRequest,
    source: FundingSource,
    form: DeadlineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    deadlines = list(source.deadlines.all())
    ahead = [deadline.on for deadline in deadlines if deadline.on >= today]
    context: dict[str, Any] = {
        "source": source,
        "row": source_list.SourceRow(source, min(ahead, default=None), foreign=False),
        "deadlines": deadlines,
        "today": today,
        "applicants": source_list.applicants_in_words(source.applicants),
        "advance_applicants": source_list.applicants_in_words(source.advance_applicants),
        "themes": source_list.themes_in_words(source.themes),
        "stale": source_list.is_stale(source),
        "may_manage": allowed(request.user, "plans.manage_sources", source),
        "form": form or DeadlineForm(),
        "used": source.lines.exists(),
    }
    return render(request, "plans/funding/source.html", context, status=status)


def _form(
    request: SignedInRequest, form: SourceForm, sent: Sent, context: dict[str, Any]
) -> HttpResponse:
    shared = {"form": form, "theirs": sent.theirs}
    return render(request, "plans/funding/source_form.html", shared | context, status=sent.status)


def _to(source: FundingSource) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("plans:source", args=[source.pk]))
