"""The plan for what comes after: its page, its sections, settling it, ending the support."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from continuity.models import ContinuityPlan
from continuity.plan import pages as plan_page
from continuity.plan.forms import FORMS, EndForm
from continuity.plan.services import (
    TITLES,
    plan_of,
    refuse_closed,
    save_section,
    settle,
    values_of,
    version_of,
)
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.team.support import end_support

PAGE = "continuity/plan/page.html"


def for_after(queryset: QuerySet[Participation]) -> QuerySet[Participation]:
    """What the head reads, and the region: its country says which forms there are."""
    return queryset.select_related("place__municipality", "programme__region", "method_version")


@page("continuity.view", Participation, PAGE, select=for_after)
def plan(request: SignedInRequest, participation: Participation) -> Context:
    """Who carries on when the support ends, and what is missing."""
    return plan_page.context(participation, user=request.user)


@form_page("continuity.edit", Participation, "continuity/plan/section.html", select=for_after)
def section(
    request: SignedInRequest, participation: Participation, section: str
) -> Posting[ContinuityPlan]:
    """Edit one section."""
    if section not in FORMS:
        raise Http404
    refuse_closed(participation)
    stored = plan_of(participation)
    initial = values_of(stored, section) | {"version": version_of(stored, section)}
    return Posting(
        form=FORMS[section](
            request.POST or None,
            initial=initial,
            participation=participation,
            user=request.user,
        ),
        verb=partial(save_section, participation=participation, by=request.user, section=section),
        done=_("Saved."),
        to=f"{_url(participation)}#{section}",
        context={"section": section, "title": TITLES[section]},
    )


@form_page("continuity.settle", Participation, select=for_after)
def settle_plan(request: SignedInRequest, participation: Participation) -> Posting[ContinuityPlan]:
    """Say that it is settled who carries on."""
    return Posting(
        verb=partial(settle, participation=participation, by=request.user),
        done=_("Settled. The reminders stop."),
        to=_url(participation),
    )


@form_page("places.manage_clock", Participation, PAGE, select=for_after)
def end(request: SignedInRequest, participation: Participation) -> Posting[Participation]:
    """End the support."""
    form = EndForm(request.POST or None)
    return Posting(
        form=form,
        verb=partial(end_support, participation=participation, by=request.user),
        done=_("The support has ended. The follow-ups are on their way."),
        to=_url(participation),
        back=_url(participation),
        context=lambda: plan_page.context(participation, user=request.user, end_form=form),
    )


def _url(participation: Participation) -> str:
    return reverse("continuity:plan", args=[participation.pk])
