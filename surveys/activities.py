"""Surveys on a programme's home: rows of the timeline, columns of the grid, what waits for whom.

A fixed number of questions: the surveys, those who were asked, who of them has sent answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.policy import allowed
from people.scope import scope_of
from programmes.activities import Activity, Asked, Cell, Column, Found, Shape, Waiting, register
from surveys.models import Survey, SurveyState
from surveys.sending.rates import Rate, rates_in_sum

#: So many surveys stand on the page, and so many of them have a column: the latest.
MOST, COLUMNS = 20, 3
#: An invitation is expected so long after the first day; it is asked for from so long before it.
SENT_WITHIN, TOLD_BEFORE = dt.timedelta(days=7), dt.timedelta(days=14)
#: So long before it opens its questions must be settled.
SETTLED_BEFORE = dt.timedelta(days=7)


@register
def of_surveys(asked: Asked) -> Found:
    """What the programme's own surveys tell; a meeting's feedback stands with the meeting."""
    if not asked.sees_all:
        return Found()
    rows = Survey.objects.filter(programme=asked.programme, participation=None, workshop=None)
    if not asked.runs:
        rows = rows.exclude(state=SurveyState.DRAFT)
    surveys = list(rows.order_by("-pk")[:MOST])[::-1]
    for one in surveys:
        one.programme = asked.programme  # what the rules ask of it is known
    sums = rates_in_sum(surveys)
    own = scope_of(asked.user).coordinated.get(asked.programme.pk, frozenset())
    shown = [one for one in surveys if one.state != SurveyState.DRAFT][-COLUMNS:]
    waiting = [
        found
        for one in surveys
        if asked.runs or own
        for found in _waiting(one, sums.get(one.pk, {}), asked, own)
    ]
    return Found(
        activities=[_activity(one, sums.get(one.pk, {}), asked, own) for one in surveys],
        columns=[_column(one, sums.get(one.pk, {}), asked, own) for one in shown],
        waiting=waiting,
        ahead=[
            (one.closes_on, _("last day to answer “%(survey)s”") % {"survey": one.name})
            for one in surveys
            if one.state == SurveyState.OPEN and one.closes_on and one.closes_on >= asked.today
        ],
    )


type Sums = Mapping[int | None, Rate]


def _sees_all(survey: Survey, asked: Asked) -> bool:
    return asked.runs or allowed(asked.user, "surveys.build", survey)


def _activity(survey: Survey, sums: Sums, asked: Asked, own: frozenset[int]) -> Activity:
    # Somebody who coordinates sees how it stands at home, as the survey's own page does.
    here = None if not own or _sees_all(survey, asked) else min(own)
    return Activity(
        key=f"survey-{survey.pk}",
        kind=_("Survey"),
        name=survey.name,
        starts_on=survey.opens_on,
        ends_on=survey.closes_on,
        says=_says(sums[here]) if here in sums else str(survey.get_state_display()),
        url=survey.get_absolute_url(),
    )


def _says(rate: Rate) -> str:
    if rate.answered is None:
        return _("%(asked)s asked") % {"asked": rate.asked}
    return _("%(answered)s of %(asked)s have answered") % {
        "answered": rate.answered,
        "asked": rate.asked,
    }


def _column(survey: Survey, sums: Sums, asked: Asked, own: frozenset[int]) -> Column:
    """How many have answered in each municipality; a coordinator sees the own one."""
    all_of_it, is_over = _sees_all(survey, asked), survey.state == SurveyState.CLOSED
    url = reverse("surveys:answers", args=[survey.pk])
    cells = {}
    for pk in asked.municipalities:
        if not (all_of_it or pk in own):
            continue
        rate = sums.get(pk)
        if rate is None:
            none = _("Nobody was asked") if is_over else _("Nobody asked yet")
            cells[pk] = Cell(shape="none", text=none, url=url)
            continue
        shape: Shape = "done" if is_over else "planned"
        more = f"{rate.percent} %" if rate.percent is not None else ""
        cells[pk] = Cell(shape=shape, text=_of(rate), more=more, url=url)
    return Column(key=f"survey-{survey.pk}", group=_("Survey"), title=survey.name, cells=cells)


def _of(rate: Rate) -> str:
    if rate.answered is None:
        return _("%(asked)s asked") % {"asked": rate.asked}
    return _("%(answered)s of %(asked)s") % {"answered": rate.answered, "asked": rate.asked}


def _waiting(survey: Survey, sums: Sums, asked: Asked, own: frozenset[int]) -> Iterable[Waiting]:
    """A municipality with nobody asked, for its coordinator and for who runs the programme."""
    first = survey.opens_on or asked.today
    if survey.state == SurveyState.DRAFT and survey.opens_on and asked.runs:
        if asked.today >= first - SETTLED_BEFORE:
            yield Waiting(
                title=survey.name,
                text=_("The survey is to open, and its questions are not settled."),
                who=_("Whoever runs the programme"),
                due_on=first,
                url=survey.get_absolute_url(),
            )
        return
    if survey.state != SurveyState.OPEN or asked.today < first - TOLD_BEFORE:
        return
    if survey.closes_on and survey.closes_on < asked.today:
        return
    for pk, name in asked.municipalities.items():
        if pk in sums or not (asked.runs or pk in own):
            continue
        who = _("The coordinator in %(municipality)s") % {"municipality": name}
        yield Waiting(
            title=_("“%(survey)s” is not sent in %(municipality)s")
            % {"survey": survey.name, "municipality": name},
            text=_("Put people on a list, then send the invitation."),
            who=pgettext("who must act", "You") if pk in own else who,
            due_on=first + SENT_WITHIN,
            url=reverse("surveys:recipients", args=[survey.pk]),
        )
