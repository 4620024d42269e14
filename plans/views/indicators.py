"""Indicators of a goal and what was observed: add, change, correct, remove."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.requests import SignedInRequest
from core.web.shell import Context, Posting
from places.models import Participation
from plans.domain.indicators import (
    add_indicator,
    observe,
    refuse_others,
    remove_indicator,
    remove_observation,
    save_indicator,
    save_observation,
)
from plans.domain.lock import refuse_locked_plan
from plans.forms.goals import IndicatorForm, ObservationForm
from plans.models import Indicator, Observation
from plans.progress import quantity
from plans.views.goals import goal_of, goal_url
from plans.views.target import plan_form, plan_remove


@plan_form("plans/target/indicator.html")
def indicator_add(
    request: SignedInRequest, participation: Participation, goal_id: int
) -> Posting[Indicator]:
    """Add what is measured of a goal."""
    refuse_locked_plan(participation)
    goal = goal_of(participation, goal_id)
    return Posting(
        form=IndicatorForm(request.POST or None),
        verb=partial(add_indicator, goal=goal, by=request.user),
        done=_("Added."),
        to=goal_url(participation, goal),
        context={
            "title": _("Add an indicator"),
            "button": _("Add the indicator"),
            "lead": goal.title,
            "back": goal_url(participation, goal),
        },
    )


@plan_form("plans/target/indicator.html")
def indicator_edit(
    request: SignedInRequest, participation: Participation, indicator_id: int
) -> Posting[Indicator]:
    """Change what is measured."""
    indicator = _indicator(participation, indicator_id)
    return Posting(
        form=IndicatorForm(request.POST or None, row=indicator),
        verb=partial(save_indicator, indicator=indicator, by=request.user),
        done=_("Saved."),
        to=_url(participation, indicator),
        context=_context(
            participation,
            indicator,
            _("Change an indicator"),
            remove=("plans:indicator_remove", indicator.pk),
        ),
    )


@plan_remove()
def indicator_remove(
    request: SignedInRequest, participation: Participation, indicator_id: int
) -> Posting[None]:
    """Remove an indicator, after a question."""
    indicator = _indicator(participation, indicator_id)
    count = indicator.observations.count()
    consequence = ngettext("%(count)d value goes with it.", "%(count)d values go with it.", count)
    context = _context(participation, indicator, _("Remove an indicator"), what=indicator.title)
    return Posting(
        verb=partial(remove_indicator, indicator=indicator, by=request.user),
        done=_("Removed."),
        to=goal_url(participation, indicator.goal),
        context={**context, "with": consequence % {"count": count} if count else ""},
    )


@plan_form("plans/target/form.html")
def observation_add(
    request: SignedInRequest, participation: Participation, indicator_id: int
) -> Posting[Observation]:
    """Write down what was observed."""
    indicator = _indicator(participation, indicator_id)
    return Posting(
        form=ObservationForm(request.POST or None, unit=indicator.unit),
        verb=partial(observe, indicator=indicator, by=request.user),
        done=_("Written down."),
        to=_url(participation, indicator),
        context=_context(
            participation,
            indicator,
            _("Write down a value"),
            button=_("Write down the value"),
        ),
    )


@plan_form("plans/target/form.html")
def observation_edit(
    request: SignedInRequest, participation: Participation, observation_id: int
) -> Posting[Observation]:
    """Correct a value of one's own, or any for those who run the programme."""
    observation = _observation(request, participation, observation_id)
    indicator = observation.indicator
    return Posting(
        form=ObservationForm(request.POST or None, row=observation, unit=indicator.unit),
        verb=partial(save_observation, observation=observation, by=request.user),
        done=_("The value is corrected."),
        to=_url(participation, indicator),
        context=_context(
            participation,
            indicator,
            _("Correct a value"),
            remove=("plans:observation_remove", observation.pk),
        ),
    )


@plan_remove()
def observation_remove(
    request: SignedInRequest, participation: Participation, observation_id: int
) -> Posting[None]:
    """Remove a value of one's own, or any for those who run the programme, after a question."""
    observation = _observation(request, participation, observation_id)
    indicator = observation.indicator
    what = _("%(value)s on %(day)s, %(source)s") % {
        "value": quantity(observation.value, indicator.unit),
        "day": short_date(observation.on),
        "source": observation.source,
    }
    return Posting(
        verb=partial(remove_observation, observation=observation, by=request.user),
        done=_("Removed."),
        to=_url(participation, indicator),
        context=_context(participation, indicator, _("Remove a value"), what=what),
    )


def _indicator(participation: Participation, indicator_id: int) -> Indicator:
    """The indicator, when the plan may be written. Refusal: plan_locked."""
    refuse_locked_plan(participation)
    indicator = get_object_or_404(
        Indicator.objects.select_related("goal"),
        pk=indicator_id,
        goal__participation=participation,
    )
    indicator.goal.participation = participation
    return indicator


def _observation(
    request: SignedInRequest, participation: Participation, observation_id: int
) -> Observation:
    """The value, when the user may correct it. Refusal: plan_locked. NotAllowed: not_yours."""
    refuse_locked_plan(participation)
    observation = get_object_or_404(
        Observation.objects.select_related("indicator__goal"),
        pk=observation_id,
        indicator__goal__participation=participation,
    )
    observation.indicator.goal.participation = participation
    refuse_others(observation, request.user, participation)
    return observation


def _url(participation: Participation, indicator: Indicator) -> str:
    return goal_url(participation, indicator.goal, f"indicator-{indicator.pk}")


def _context(
    participation: Participation, indicator: Indicator, title: str, **more: Any
) -> Context:
    back = _url(participation, indicator)
    return {"title": title, "lead": indicator.title, "back": back, **more}
