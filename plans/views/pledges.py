"""Who stands behind the target picture: write down a pledge, change it, settle it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting
from places.models import Participation
from plans.domain.lock import refuse_locked_plan
from plans.domain.pledges import add_pledge, remove_pledge, save_pledge, settle_pledge
from plans.forms.target import PledgeForm, SettleForm
from plans.models import Pledge
from plans.views.target import page_url, plan_form, plan_remove


@plan_form("plans/target/form.html")
def pledge_add(request: SignedInRequest, participation: Participation) -> Posting[Pledge]:
    """Write down what somebody commits to."""
    refuse_locked_plan(participation)
    return Posting(
        form=PledgeForm(request.POST or None, region=participation.programme.region),
        verb=partial(add_pledge, participation=participation, by=request.user),
        done=_("The pledge is written down."),
        to=page_url(participation, "pledges"),
        context=_context(
            participation, _("Write down a pledge"), button=_("Write down the pledge")
        ),
    )


@plan_form("plans/target/form.html")
def pledge_edit(
    request: SignedInRequest, participation: Participation, pledge_id: int
) -> Posting[Pledge]:
    """Correct a pledge."""
    pledge = _pledge(participation, pledge_id)
    return Posting(
        form=PledgeForm(request.POST or None, row=pledge, region=participation.programme.region),
        verb=partial(save_pledge, pledge=pledge, by=request.user),
        done=_("Saved."),
        to=page_url(participation, "pledges"),
        context=_context(
            participation, _("Change a pledge"), remove=("plans:pledge_remove", pledge.pk)
        ),
    )


@plan_form("plans/target/settle.html")
def pledge_settle(
    request: SignedInRequest, participation: Participation, pledge_id: int
) -> Posting[Pledge]:
    """Say whether a pledge was kept, and what came of it."""
    pledge = _pledge(participation, pledge_id)
    return Posting(
        form=SettleForm(request.POST or None, row=pledge),
        verb=partial(settle_pledge, pledge=pledge, by=request.user),
        done=_("Saved."),
        to=page_url(participation, "pledges"),
        context=_context(participation, _("What became of the pledge"), pledge=pledge),
    )


@plan_remove()
def pledge_remove(
    request: SignedInRequest, participation: Participation, pledge_id: int
) -> Posting[None]:
    """Remove a pledge, after a question."""
    pledge = _pledge(participation, pledge_id)
    return Posting(
        verb=partial(remove_pledge, pledge=pledge, by=request.user),
        done=_("The pledge is removed."),
        to=page_url(participation, "pledges"),
        context=_context(
            participation, _("Remove a pledge"), what=f"{pledge.person}: {pledge.text}"
        ),
    )


def _pledge(participation: Participation, pledge_id: int) -> Pledge:
    """The pledge, when the plan may be written. Refusal: plan_locked."""
    refuse_locked_plan(participation)
    pledge = get_object_or_404(participation.pledges.select_related("organisation"), pk=pledge_id)
    pledge.participation = participation
    return pledge


def _context(participation: Participation, title: str, **more: Any) -> Context:
    return {"title": title, "back": page_url(participation, "pledges"), **more}
