"""Indicators of a goal and what was observed: add, change, correct, remove."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.policy import policy
from core.requests import SignedInRequest
from places.models import Participation
from places.queries import with_head
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
from plans.forms.goals import (
    INDICATOR_FIELDS,
    OBSERVATION_FIELDS,
    IndicatorForm,
    ObservationForm,
)
from plans.models import Indicator, Observation
from plans.progress import quantity
from plans.views.goals import goal_of, goal_url
from plans.views.sending import form_page, remove_page, send
from plans.views.target import page_with_form

_FACTS = (
    "title", "unit", "direction", "baseline", "baseline_on", "source", "target", "target_on",
)  # fmt: skip
_OBSERVED = ("on", "value", "source")


@policy("plans.edit", Participation, select=with_head)
@page_with_form
def indicator_add(
    request: SignedInRequest, participation: Participation, goal_id: int
) -> HttpResponse:
    """Add what is measured of a goal."""
    refuse_locked_plan(participation)
    goal = goal_of(participation, goal_id)
    form = IndicatorForm(request.POST or None)
    sent = send(
        request,
        form,
        lambda values: add_indicator(goal=goal, by=request.user, **_picked(values, _FACTS)),
        INDICATOR_FIELDS,
    )
    if sent.done:
        messages.success(request, _("Added."))
        return HttpResponseRedirect(goal_url(participation, goal))
    context = {
        "title": _("Add an indicator"),
        "button": _("Add the indicator"),
        "lead": goal.title,
        "back": goal_url(participation, goal),
    }
    return form_page(request, participation, form, sent, context, "plans/target/indicator.html")


@policy("plans.edit", Participation, select=with_head)
@page_with_form
def indicator_edit(
    request: SignedInRequest, participation: Participation, indicator_id: int
) -> HttpResponse:
    """Change what is measured."""
    indicator = _indicator(participation, indicator_id)
    stored = {name: getattr(indicator, name) for name in (*_FACTS, "version")}
    form = IndicatorForm(request.POST or None, initial=stored)
    sent = send(
        request,
        form,
        lambda values: save_indicator(
            indicator=indicator, by=request.user, version=values["version"] or 0,
            **_picked(values, _FACTS),
        ),
        INDICATOR_FIELDS,
    )  # fmt: skip
    if sent.done:
        messages.success(request, _("Saved."))
        return _to_indicator(participation, indicator)
    context = _context(participation, indicator, _("Change an indicator")) | {
        "remove": ("plans:indicator_remove", indicator.pk)
    }
    return form_page(request, participation, form, sent, context, "plans/target/indicator.html")


@policy("plans.edit", Participation, select=with_head)
@page_with_form
def indicator_remove(
    request: SignedInRequest, participation: Participation, indicator_id: int
) -> HttpResponse:
    """Remove an indicator, after a question."""
    indicator = _indicator(participation, indicator_id)
    if request.method == "POST":
        remove_indicator(indicator=indicator, by=request.user)
        messages.success(request, _("Removed."))
        return HttpResponseRedirect(goal_url(participation, indicator.goal))
    context = _context(participation, indicator, _("Remove an indicator"))
    context["what"] = indicator.title
    count = indicator.observations.count()
    if count:
        context["with"] = ngettext(
            "%(count)d value goes with it.", "%(count)d values go with it.", count
        ) % {"count": count}
    return remove_page(request, participation, context)


@policy("plans.edit", Participation, select=with_head)
@page_with_form
def observation_add(
    request: SignedInRequest, participation: Participation, indicator_id: int
) -> HttpResponse:
    """Write down what was observed."""
    indicator = _indicator(participation, indicator_id)
    form = ObservationForm(request.POST or None, unit=indicator.unit)
    sent = send(
        request,
        form,
        lambda values: observe(indicator=indicator, by=request.user, **_picked(values, _OBSERVED)),
        OBSERVATION_FIELDS,
    )
    if sent.done:
        messages.success(request, _("Written down."))
        return _to_indicator(participation, indicator)
    context = _context(participation, indicator, _("Write down a value"))
    context["button"] = _("Write down the value")
    return form_page(request, participation, form, sent, context)


@policy("plans.edit", Participation, select=with_head)
@page_with_form
def observation_edit(
    request: SignedInRequest, participation: Participation, observation_id: int
) -> HttpResponse:
    """Correct a value of one's own, or any for those who run the programme."""
    observation = _observation(request, participation, observation_id)
    indicator = observation.indicator
    stored = {name: getattr(observation, name) for name in _OBSERVED}
    form = ObservationForm(request.POST or None, initial=stored, unit=indicator.unit)
    sent = send(
        request,
        form,
        lambda values: save_observation(
            observation=observation, by=request.user, **_picked(values, _OBSERVED)
        ),
        OBSERVATION_FIELDS,
    )
    if sent.done:
        messages.success(request, _("The value is corrected."))
        return _to_indicator(participation, indicator)
    context = _context(participation, indicator, _("Correct a value")) | {
        "remove": ("plans:observation_remove", observation.pk)
    }
    return form_page(request, participation, form, sent, context)


@policy("plans.edit", Participation, select=with_head)
@page_with_form
def observation_remove(
    request: SignedInRequest, participation: Participation, observation_id: int
) -> HttpResponse:
    """Remove a value of one's own, or any for those who run the programme, after a question."""
    observation = _observation(request, participation, observation_id)
    indicator = observation.indicator
    if request.method == "POST":
        remove_observation(observation=observation, by=request.user)
        messages.success(request, _("Removed."))
        return _to_indicator(participation, indicator)
    context = _context(participation, indicator, _("Remove a value"))
    context["what"] = _("%(value)s on %(day)s, %(source)s") % {
        "value": quantity(observation.value, indicator.unit),
        "day": short_date(observation.on),
        "source": observation.source,
    }
    return remove_page(request, participation, context)


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
    """The value, when the user may correct it. Refusals: plan_locked, not_yours."""
    refuse_locked_plan(participation)
    observation = get_object_or_404(
        Observation.objects.select_related("indicator__goal"),
        pk=observation_id,
        indicator__goal__participation=participation,
    )
    observation.indicator.goal.participation = participation
    refuse_others(observation, request.user, participation)
    return observation


def _picked(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _context(participation: Participation, indicator: Indicator, title: str) -> dict[str, Any]:
    back = goal_url(participation, indicator.goal, f"indicator-{indicator.pk}")
    return {"title": title, "lead": indicator.title, "back": back}


def _to_indicator(participation: Participation, indicator: Indicator) -> HttpResponseRedirect:
    return HttpResponseRedirect(
        goal_url(participation, indicator.goal, f"indicator-{indicator.pk}")
    )
