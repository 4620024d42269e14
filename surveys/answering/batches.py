"""Batches: sittings that were sent become answers that name nobody.

A batch is taken when twice as many wait as the survey shows at least, and leaves as many behind,
drawn by lot: so that the last one, which is taken when the survey is closed, is never smaller
than that either, and no two views of the results differ by a few answers. Keys and answers are
written in two different orders that chance makes, in one transaction.
"""

from __future__ import annotations

import random
from itertools import batched

from django.db import transaction
from django.db.models import Count

from surveys.answering.values import as_rows
from surveys.models import (
    AnswerValue,
    Response,
    Sitting,
    SpentLink,
    Survey,
    SurveyState,
)
from surveys.paper import Paper, paper_of, visible

#: Rows written by one statement.
AT_ONCE = 2000
_chance = random.SystemRandom()


def turn_all() -> int:
    """Take the batches that are due; return how many answers came in. For the clock."""
    waiting = (
        Sitting.objects.filter(sent=True, trial=False)
        .order_by()
        .values_list("survey")
        .annotate(count=Count("pk"))
    )
    surveys = Survey.objects.in_bulk([pk for pk, _count in waiting])
    return sum(turn(surveys[pk]) for pk, _count in waiting)


@transaction.atomic
def turn(survey: Survey) -> int:
    """Take a batch of the survey if one is due; return how many answers came in.

    Of a closed survey all that wait.
    """
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    rows = Sitting.objects.select_for_update().filter(survey=survey, sent=True, trial=False)
    waiting = list(rows)
    if survey.state != SurveyState.CLOSED:
        if len(waiting) < 2 * survey.limit:
            return 0
        waiting = _chance.sample(waiting, len(waiting) - survey.limit)
    if not waiting:
        return 0
    survey.batches += 1
    survey.save(update_fields=["batches", "updated_at"])
    _write(survey, waiting)
    return len(waiting)


def _write(survey: Survey, sittings: list[Sitting]) -> None:
    paper = paper_of(survey)
    keys = [one.key for one in sittings]
    _chance.shuffle(keys)
    _chance.shuffle(sittings)
    values: list[AnswerValue] = []
    responses = []
    for sitting in sittings:
        response = Response(
            survey=survey,
            group_id=sitting.group_id,
            municipality_id=sitting.municipality_id,
            language=sitting.language,
            on_paper=sitting.on_paper,
            batch=survey.batches,
        )
        responses.append(response)
        values += _values(paper, response, sitting)
    responses.sort(key=lambda one: one.pk)
    Response.objects.bulk_create(responses, batch_size=AT_ONCE)
    AnswerValue.objects.bulk_create(values, batch_size=AT_ONCE)
    SpentLink.objects.bulk_create(
        [SpentLink(survey=survey, key=key) for key in keys], batch_size=AT_ONCE
    )
    for some in batched(sittings, AT_ONCE, strict=False):
        Sitting.objects.filter(pk__in=[one.pk for one in some]).delete()


def _values(paper: Paper, response: Response, sitting: Sitting) -> list[AnswerValue]:
    """The rows of one response. What a condition has hidden since is left out."""
    return [
        AnswerValue(response=response, question_id=ask.pk, **columns)
        for ask in visible(paper, sitting.group_id, sitting.values)
        for columns in as_rows(ask, sitting.values.get(ask.key, {}))
    ]
