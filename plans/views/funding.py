"""The money of a place: its gap, and finding money for an action."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.views.work import for_page
from plans import funding_page
from plans.domain.lines import add_line
from plans.domain.match import fits
from plans.models import FundingLine, FundingSource
from plans.views.actions import action_of


@page("plans.view", Participation, "plans/funding/page.html", select=for_page)
def funding(request: SignedInRequest, participation: Participation) -> Context:
    """The gap of the plan, per goal and action, with the lines; the next days to apply."""
    return funding_page.money_context(participation, request.user)


@page("plans.fund", Participation, "plans/funding/match.html", select=for_page)
def match(request: SignedInRequest, participation: Participation, action_id: int) -> Context:
    """Find money: which sources fit the action, and why."""
    return funding_page.match_context(action_of(participation, action_id), request.user)


@form_page("plans.fund", Participation, select=for_page)
def plan_to_apply(
    request: SignedInRequest, participation: Participation, action_id: int, source_id: int
) -> Posting[FundingLine] | HttpResponse:
    """Plan to apply to a source for what it could give; one click.

    What a click cannot decide (there is no sum, or the source does not fit) leads to the form.
    """
    action = action_of(participation, action_id)
    source = get_object_or_404(FundingSource.objects.visible_to(request.user), pk=source_id)
    (match,) = fits(action, [source])
    if not match.ready:
        return HttpResponseRedirect(
            reverse("plans:line_add", args=[participation.pk, action.pk, source.pk])
        )
    sums = {"hours": match.hours} if match.hours else {"asked": match.sum}
    return Posting(
        verb=partial(
            add_line, action=action, source=source, by=request.user,
            deadline=match.deadline, **sums,
        ),
        done=_("%(source)s is among the action's money now.") % {"source": source.name},
        to=lambda line: reverse("plans:line", args=[participation.pk, line.pk]),
        back=reverse("plans:match", args=[participation.pk, action.pk]),
    )  # fmt: skip
