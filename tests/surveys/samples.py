"""Surveys for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from surveys.models import (
    Choice,
    Question,
    QuestionKind,
    Recipient,
    RecipientList,
    RespondentGroup,
    Section,
    Survey,
    SurveyState,
    Wording,
)


def survey(w: Any, *, groups: int = 2, **fields: Any) -> Survey:
    """An open survey of the world's programme that closes in a month, without questions."""
    today = timezone.localdate()
    made = Survey.objects.create(
        **{
            "programme": w.programme,
            "name": "Hvad har vi brug for?",
            "intro": "Vi spørger jer.",
            "language": "sv",
            "state": SurveyState.OPEN,
            "opens_on": today,
            "closes_on": today + dt.timedelta(days=30),
        }
        | fields
    )
    for order, (name, mark) in enumerate(
        [("Lokalråd", "circle"), ("Politiker", "square"), ("Anställda", "triangle")][:groups],
        start=1,
    ):
        RespondentGroup.objects.create(survey=made, order=order, name=name, mark=mark)
    return made


def question(
    made: Survey,
    kind: str = QuestionKind.ONE,
    text: str = "Hur är det?",
    choices: tuple[str, ...] = ("Bra", "Dåligt"),
    **fields: Any,
) -> Question:
    """A question with words in the survey's language."""
    order = made.questions.count() + 1
    one = Question.objects.create(survey=made, order=order, kind=kind, **fields)
    Wording.objects.create(question=one, language=made.language, text=text)
    if kind in {QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.RANKING, QuestionKind.MATRIX}:
        for at, words in enumerate(choices, start=1):
            Choice.objects.create(
                question=one,
                order=at,
                is_row=kind == QuestionKind.MATRIX,
                texts={made.language: words},
            )
    Survey.objects.filter(pk=made.pk).update(version=made.version + 1)
    made.version += 1
    return one


def one_of_each(made: Survey) -> dict[str, Question]:
    """A question of every kind, under one heading."""
    section = Section.objects.create(survey=made, title="Samarbete")
    return {
        kind: question(made, kind, f"Fråga {kind}", section=section, dont_know=True, comment=True)
        for kind in QuestionKind.values
    }


def recipient(made: Survey, number: int = 1, *, invited: bool = True, **fields: Any) -> Recipient:
    """Somebody on a list of the survey's."""
    group = fields.pop("group", None) or made.groups.first()
    rows = fields.pop("recipient_list", None)
    if rows is None:
        rows, _new = RecipientList.objects.get_or_create(survey=made, name="Lista")
    return Recipient.objects.create(
        **{
            "survey": made,
            "group": group,
            "recipient_list": rows,
            "municipality": rows.municipality,
            "name": f"Person {number}",
            "email": f"svar{number}@example.org",
            "language": "sv",
            "invited_at": timezone.now() if invited else None,
        }
        | fields
    )
