"""The surveys on a programme's home: their windows, how many have answered, the grid.

Four questions however many surveys. A cell says how many have answered only where five were
asked, as the page of answers does (`surveys.sending.rates`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.activities import Activity, Asked, Cell, Column, Found, Shape, Waiting, register
from surveys.answering.seats import done_in
from surveys.models import Recipient, Survey, SurveyState
from surveys.sending.rates import LEAST

#: So long before a survey opens it must be settled.
SETTLED_BEFORE = dt.timedelta(days=7)

#: Numbers of those asked and of those who have answered, by survey and municipality.
type Counts = Mapping[int, Mapping[int | None, tuple[int, int]]]


@register
def of_surveys(asked: Asked) -> Found:
    """What the programme's surveys tell to somebody who may know of all it does."""
    if not asked.sees_all:
        return Found()
    surveys = list(
        Survey.objects.filter(programme=asked.programme, participation__isnull=True).order_by("pk")
    )
    counts = _counts(surveys)
    return Found(
        activities=[_activity(one, counts) for one in surveys],
        columns=[_column(one, counts[one.pk], asked) for one in surveys if counts.get(one.pk)],
        waiting=[
            Waiting(
                title=one.name,
                text=_("The survey is to open, and its questions are not settled."),
                who=_("Whoever runs the programme"),
                due_on=one.opens_on,
                url=one.get_absolute_url() if asked.runs else "",
            )
            for one in surveys
            if one.state == SurveyState.DRAFT
            and one.opens_on
            and one.opens_on - SETTLED_BEFORE <= asked.today
        ],
        ahead=sorted(
            (one.opens_on, one.name) for one in surveys
            if one.opens_on and one.opens_on > asked.today and one.state == SurveyState.OPEN
        )[:1],
    )  # fmt: skip


def _counts(surveys: list[Survey]) -> Counts:
    """Three questions, none without surveys that were sent."""
    sent = [one.pk for one in surveys if one.state != SurveyState.DRAFT]
    if not sent:
        return {}
    rows = list(
        Recipient.objects.on_list()
        .filter(survey__in=sent, invited_at__isnull=False)
        .values_list("pk", "survey_id", "municipality_id")
    )
    have = done_in(sent, [pk for pk, _survey, _municipality in rows])
    found: dict[int, dict[int | None, tuple[int, int]]] = defaultdict(dict)
    for pk, survey, municipality in rows:
        asked, answered = found[survey].get(municipality, (0, 0))
        found[survey][municipality] = (asked + 1, answered + (pk in have))
    return found


def _activity(survey: Survey, counts: Counts) -> Activity:
    here = counts.get(survey.pk, {}).values()
    return Activity(
        key=f"survey-{survey.pk}",
        kind=_("Survey"),
        name=survey.name,
        starts_on=survey.opens_on,
        ends_on=survey.closes_on,
        says=_in_words(sum(one for one, _have in here), sum(have for _one, have in here)),
        url=survey.get_absolute_url(),
    )


def _in_words(asked: int, answered: int) -> str:
    if not asked:
        return ""
    if asked < LEAST:
        return ngettext("%(count)s asked", "%(count)s asked", asked) % {"count": asked}
    return _("%(answered)s of %(asked)s have answered") % {"answered": answered, "asked": asked}


def _column(survey: Survey, counts: Mapping[int | None, tuple[int, int]], asked: Asked) -> Column:
    """A cell each municipality; those of a few asked say no more, nor does a sum tell of them."""
    few = any(number < LEAST for number, _have in counts.values())
    cells = {}
    for pk in asked.municipalities:
        number, have = counts.get(pk, (0, 0))
        if not number:
            continue
        if few:
            text = ngettext("%(count)s asked", "%(count)s asked", number) % {"count": number}
            cells[pk] = Cell(shape="planned", text=text)
        else:
            shape: Shape = "done" if have == number else "planned"
            cells[pk] = Cell(shape=shape, text=_in_words(number, have))
    return Column(key=f"survey-{survey.pk}", group=_("Survey"), title=survey.name, cells=cells)
