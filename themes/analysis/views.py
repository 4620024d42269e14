"""The analysis of a place: the page, its points, and that it was presented."""

from __future__ import annotations

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.queries import with_head
from themes.analysis import pages
from themes.analysis.forms import PointForm, PresentForm, SummaryForm
from themes.analysis.services import (
    add_point,
    analysis_of,
    move_point,
    present,
    remove_point,
    save_point,
    save_summary,
)
from themes.models import Analysis, AnalysisPoint, PointKind

write_page = partial(form_page, "themes.write_analysis", Participation, select=with_head)
FORM = "themes/analysis/form.html"


@page("themes.view_at_place", Participation, "themes/analysis/page.html", select=with_head)
def analysis(request: SignedInRequest, participation: Participation) -> Context:
    """Strengths, problems, possibilities, and the questions in their order."""
    return pages.analysis(participation, request.user)


@write_page(FORM)
def summary(request: SignedInRequest, participation: Participation) -> Posting[Analysis]:
    """Write the analysis in short."""
    found = analysis_of(participation)
    return Posting(
        form=SummaryForm(request.POST or None, analysis=found),
        verb=partial(save_summary, participation=participation, by=request.user),
        to=_url(participation),
        context={"title": _("The analysis in short")},
    )


@write_page(FORM)
def point_add(
    request: SignedInRequest, participation: Participation, kind: str
) -> Posting[AnalysisPoint]:
    """Add a point of a kind."""
    if kind not in PointKind.values:
        raise Http404
    form = PointForm(request.POST or None, participation=participation, user=request.user)
    return Posting(
        form=form,
        verb=partial(add_point, participation=participation, by=request.user, kind=kind),
        to=_url(participation, kind),
        context={"title": _("New point: %(kind)s") % {"kind": PointKind(kind).label}},
    )


@write_page(FORM)
def point(
    request: SignedInRequest, participation: Participation, point_id: int
) -> Posting[AnalysisPoint]:
    """Change a point."""
    found = _point(participation, point_id)
    form = PointForm(
        request.POST or None, participation=participation, user=request.user, point=found
    )
    return Posting(
        form=form,
        verb=partial(save_point, point=found, by=request.user),
        to=_url(participation, found.kind),
        context={"title": found.get_kind_display(), "point": found},
    )


@write_page()
def point_move(
    request: SignedInRequest, participation: Participation, point_id: int
) -> Posting[None]:
    """Put a point one place up or down."""
    found = _point(participation, point_id)
    up = request.POST.get("to") == "up"
    return Posting(
        verb=partial(move_point, point=found, by=request.user, up=up),
        to=_url(participation, found.kind),
    )


@write_page()
def point_remove(
    request: SignedInRequest, participation: Participation, point_id: int
) -> Posting[None]:
    """Take a point out."""
    found = _point(participation, point_id)
    return Posting(
        verb=partial(remove_point, point=found, by=request.user),
        done=_("Removed."),
        to=_url(participation, found.kind),
    )


@form_page("themes.present_analysis", Participation, FORM, select=with_head)
def presented(request: SignedInRequest, participation: Participation) -> Posting[Analysis]:
    """Say when and where it was presented."""
    form = PresentForm(
        request.POST or None,
        analysis=analysis_of(participation),
        participation=participation,
    )
    return Posting(
        form=form,
        verb=partial(present, participation=participation, by=request.user),
        done=_("The analysis is presented. It goes along when you hand in at the gate."),
        to=_url(participation),
        context={"title": _("Presented openly")},
    )


def _point(participation: Participation, point_id: int) -> AnalysisPoint:
    rows = AnalysisPoint.objects.select_related("analysis")
    found = get_object_or_404(rows, analysis__participation=participation, pk=point_id)
    found.analysis.participation = participation
    return found


def _url(participation: Participation, anchor: str = "") -> str:
    url = reverse("themes:analysis", args=[participation.pk])
    return f"{url}#{anchor}" if anchor else url
