"""The bench's line for the results of a survey with twenty thousand answers."""

from __future__ import annotations

from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo.bench.measure import Line, Site, in_turn, queries
from demo.bench.scale import Scale
from programmes.models import Municipality
from surveys.models import (
    Choice,
    Question,
    QuestionKind,
    RespondentGroup,
    Survey,
    SurveyState,
    Wording,
)

PAIRS = 10
ANSWERS, SCALES, TOWNS = 20_000, 10, 6
MOST_QUERIES = 10
MOST_RATIO = 3.0

_RESPONSES = """
    INSERT INTO surveys_response (id, survey_id, group_id, municipality_id, language, on_paper,
                                  batch)
    SELECT gen_random_uuid(), %s, (%s)[1 + n %% %s], (%s)[1 + (n / 7) %% %s], 'en', false, 1
      FROM generate_series(1, %s) AS n
"""
_ON_SCALES = """
    INSERT INTO surveys_answervalue (response_id, question_id, number, text, dont_know, release)
    SELECT r.id, q.id, 1 + floor(random() * 5), '', false, 'waiting'
      FROM surveys_response r CROSS JOIN surveys_question q
     WHERE r.survey_id = %s AND q.survey_id = %s AND q.kind = 'scale'
"""
_CHOICES = """
    INSERT INTO surveys_answervalue (response_id, question_id, choice_id, text, dont_know, release)
    SELECT r.id, c.question_id, c.id, '', false, 'waiting'
      FROM surveys_response r CROSS JOIN surveys_choice c
      JOIN surveys_question q ON q.id = c.question_id
     WHERE r.survey_id = %s AND q.survey_id = %s AND random() < 0.4
"""


def results(scale: Scale) -> Line:
    """The page of results, against its own aggregate queries and nothing else."""
    survey = _survey(scale)
    site, address = Site(scale.admin), f"/surveys/{survey.pk}/results/"
    ours = partial(site.get, address)
    ours()  # the questions are kept from now on
    with CaptureQueriesContext(connection) as sent:
        ours()
    counts = [one["sql"] for one in sent.captured_queries if "GROUP BY" in one["sql"]]
    ours_time, floor_time = in_turn([ours, partial(_counted, counts)], PAIRS)
    asked, repeated = queries(ours)
    line = Line(
        f"survey_results_{ANSWERS}",
        f"ratio ≤ {MOST_RATIO} of its aggregate queries, ≤ {MOST_QUERIES} queries",
        ours_time, floor_time, ours_time / floor_time, asked, ANSWERS,
        facts={"aggregate_queries": len(counts), "questions": SCALES + 1},
    )  # fmt: skip
    line.require(line.ratio <= MOST_RATIO, f"ratio {line.ratio:.2f}")
    line.require(asked <= MOST_QUERIES, f"{asked} queries")
    line.require(not repeated, f"sent twice: {'; '.join(repeated)[:200]}")
    return line


def _counted(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)
            cursor.fetchall()


def _survey(scale: Scale) -> Survey:
    """Three groups in six municipalities, ten scales and one question with several choices."""
    survey = Survey.objects.create(
        programme=scale.participations[0].programme,
        name="What do we need?",
        language="en",
        state=SurveyState.CLOSED,
        batches=1,
    )
    groups = [
        RespondentGroup.objects.create(survey=survey, order=at, name=name, mark=mark)
        for at, (name, mark) in enumerate(
            [("Councils", "circle"), ("Councillors", "square"), ("Staff", "triangle")], start=1
        )
    ]
    towns = list(Municipality.objects.order_by("pk")[:TOWNS])
    questions = [
        Question.objects.create(survey=survey, order=at, kind="scale", lowest=1, highest=5)
        for at in range(1, SCALES + 1)
    ]
    several = Question.objects.create(survey=survey, order=SCALES + 1, kind=QuestionKind.SEVERAL)
    Choice.objects.bulk_create(
        Choice(question=several, order=at, texts={"en": f"Choice {at}"}) for at in range(1, 6)
    )
    for one in [*questions, several]:
        Wording.objects.create(question=one, language="en", text=f"Question {one.order}")
    _fill(survey, [one.pk for one in groups], [one.pk for one in towns])
    return survey


def _fill(survey: Survey, groups: list[int], towns: list[int]) -> None:
    """Answers drawn by the database: a quarter of a million rows in seconds."""
    with connection.cursor() as cursor:
        cursor.execute(_RESPONSES, [survey.pk, groups, len(groups), towns, len(towns), ANSWERS])
        cursor.execute(_ON_SCALES, [survey.pk, survey.pk])
        cursor.execute(_CHOICES, [survey.pk, survey.pk])
        cursor.execute("ANALYZE surveys_response, surveys_answervalue")
