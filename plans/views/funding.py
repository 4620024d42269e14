"""The money of a place: its gap, and finding money for an action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.policy import allowed, policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from places.models import Participation
from places.queries import with_head
from plans import funding_page
from plans.domain.funding import add_line
from plans.domain.lock import lock_reason
from plans.domain.match import Match, fits, sources_for
from plans.gap import gap_of_action
from plans.models import ActionState, FundingSource
from plans.money_bar import bar
from plans.money_words import gap_flag, hours_sentence
from plans.views.actions import action_of
from plans.words import words_of


@policy("plans.view", Participation, select=with_head)
@require_safe
def funding(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The gap of the plan, per goal and action, with the lines; the next days to apply."""
    return render(
        request, "plans/funding/page.html", funding_page.context(participation, request.user)
    )


@policy("plans.fund", Participation, select=with_head)
@require_safe
def match(request: SignedInRequest, participation: Participation, action_id: int) -> HttpResponse:
    """Find money: which sources fit the action, and why."""
    action = action_of(participation, action_id)
    gap = gap_of_action(action)
    found = fits(action, sources_for(request.user), gap=gap)
    reason = lock_reason(participation)
    if action.state == ActionState.DROPPED:
        reason = _("The action is dropped. It needs no money.")
    context = {
        "participation": participation,
        "words": words_of(participation.programme),
        "action": action,
        "gap": gap,
        "bar": bar(gap),
        "flag": gap_flag(gap, participation.programme.currency),
        "hours": hours_sentence(gap),
        "currency": participation.programme.currency,
        "fitting": [one for one in found if one.fits],
        "others": [one for one in found if not one.fits],
        "lock_reason": reason,
        "may_keep_sources": allowed(request.user, "plans.manage_sources"),
    }
    return render(request, "plans/funding/match.html", context)


@policy("plans.fund", Participation, select=with_head)
@require_POST
def plan_to_apply(
    request: SignedInRequest, participation: Participation, action_id: int, source_id: int
) -> HttpResponse:
    """Plan to apply to a source for what it could give; one click.

    What a click cannot decide (there is no sum, or the source does not fit) leads to the form.
    """
    action = action_of(participation, action_id)
    source = get_object_or_404(FundingSource.objects.visible_to(request.user), pk=source_id)
    (found,) = fits(action, [source])
    if not found.ready:
        return HttpResponseRedirect(
            reverse("plans:line_add", args=[participation.pk, action.pk, source.pk])
        )
    try:
        line = add_line(action=action, source=source, by=request.user, **_facts(found))
    except Refusal as refusal:
        if refusal.status != Refusal.status:
            raise
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("plans:match", args=[participation.pk, action.pk]))
    messages.success(
        request, _("%(source)s is among the action's money now.") % {"source": source.name}
    )
    return HttpResponseRedirect(reverse("plans:line", args=[participation.pk, line.pk]))


def _facts(found: Match) -> dict[str, object]:
    if found.hours:
        return {"hours": found.hours}
    return {"asked": found.sum, "deadline": found.deadline}
