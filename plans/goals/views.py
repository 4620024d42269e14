"""Goals with their indicators and values: the page of one, and all that is written there."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, page
from places.models import Participation
from places.queries import with_head
from plans.blockers import refuse_locked_plan
from plans.goals import pages
from plans.goals.forms import GoalForm, IndicatorForm, ObservationForm
from plans.goals.progress import quantity
from plans.goals.services import (
    add_goal,
    add_indicator,
    move_goal,
    observe,
    refuse_others,
    remove_goal,
    remove_indicator,
    remove_observation,
    save_goal,
    save_indicator,
    save_observation,
)
from plans.models import Goal, Indicator, Observation
from plans.target.views import page_url, plan_form, plan_remove
from plans.words import words_of


@page("plans.view", Participation, "plans/target/goal.html", select=with_head)
def goal(request: SignedInRequest, participation: Participation, goal_id: int) -> Context:
    """A goal with its indicators, their charts and all that was observed."""
    return pages.context(participation, goal_of(participation, goal_id), request.user)


@plan_form("plans/target/goal_form.html")
def goal_add(request: SignedInRequest, participation: Participation) -> Posting[Goal]:
    """Add a goal."""
    refuse_locked_plan(participation)
    title = _("Add %(goal)s") % _word(participation)
    return Posting(
        form=GoalForm(request.POST or None),
        verb=partial(add_goal, participation=participation, by=request.user),
        done=_("Added."),
        to=page_url(participation, "goals"),
        context={"title": title, "button": title, "back": page_url(participation, "goals")},
    )


@plan_form("plans/target/goal_form.html")
def goal_edit(
    request: SignedInRequest, participation: Participation, goal_id: int
) -> Posting[Goal]:
    """Change a goal."""
    refuse_locked_plan(participation)
    goal = goal_of(participation, goal_id)
    return Posting(
        form=GoalForm(request.POST or None, row=goal),
        verb=partial(save_goal, goal=goal, by=request.user),
        done=_("Saved."),
        to=goal_url(participation, goal),
        context={
            "title": _("Change %(goal)s") % _word(participation),
            "back": goal_url(participation, goal),
            "remove": ("plans:goal_remove", goal.pk),
        },
    )


@plan_form()
def goal_move(
    request: SignedInRequest, participation: Participation, goal_id: int
) -> Posting[bool]:
    """Move a goal one place up or down: `to` is "up" or "down"."""
    goal = goal_of(participation, goal_id)
    return Posting(
        verb=partial(move_goal, goal=goal, by=request.user, up=request.POST.get("to") == "up"),
        to=page_url(participation, f"goal-{goal.pk}"),
    )


@plan_remove()
def goal_remove(
    request: SignedInRequest, participation: Participation, goal_id: int
) -> Posting[None]:
    """Remove a goal, after a question; one that actions belong to stays, and says which."""
    refuse_locked_plan(participation)
    goal = goal_of(participation, goal_id)
    count = goal.indicators.count()
    consequence = ngettext(
        "%(count)d indicator goes with it, and all that was measured.",
        "%(count)d indicators go with it, and all that was measured.",
        count,
    )
    return Posting(
        verb=partial(remove_goal, goal=goal, by=request.user),
        done=_("Removed."),
        to=page_url(participation, "goals"),
        context={
            "title": _("Remove %(goal)s") % _word(participation),
            "what": goal.title,
            "back": goal_url(participation, goal),
            "with": consequence % {"count": count} if count else "",
        },
    )


def goal_of(participation: Participation, goal_id: int) -> Goal:
    """The goal of this place, or 404."""
    goal = get_object_or_404(participation.goals, pk=goal_id)
    goal.participation = participation
    return goal


def goal_url(participation: Participation, goal: Goal, anchor: str = "") -> str:
    """The address of a goal's page, or of a part of it."""
    url = reverse("plans:goal", args=[participation.pk, goal.pk])
    return f"{url}#{anchor}" if anchor else url


def _word(participation: Participation) -> dict[str, Any]:
    return {"goal": words_of(participation.programme).goal.lower()}


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
        done=_("Recorded."),
        to=_url(participation, indicator),
        context=_context(
            participation,
            indicator,
            _("Record a value"),
            button=_("Record the value"),
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
