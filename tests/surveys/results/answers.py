"""A survey of three groups in six municipalities, with answers as a test says them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from programmes.models import Municipality, Programme
from surveys.models import (
    AnswerValue,
    Choice,
    Question,
    QuestionKind,
    RespondentGroup,
    Response,
    Survey,
    SurveyState,
    Wording,
)

GROUPS = (("Local councils", "circle"), ("Councillors", "square"), ("Staff", "triangle"))
TOWNS = ("Faaborg", "Kerteminde", "Sønderborg")


@dataclass
class Asked:
    survey: Survey
    groups: list[RespondentGroup]
    towns: list[Municipality]
    questions: dict[str, Question] = field(default_factory=dict)
    choices: dict[str, list[Choice]] = field(default_factory=dict)
    #: Answers are drawn, and the same in each run.
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def ask(
        self,
        name: str,
        kind: str,
        *choices: str,
        rows: Iterable[str] = (),
        theme_key: str = "",
        scale: tuple[int, int] = (1, 5),
    ) -> Question:
        """Add a question; `name` is its text."""
        on_scale = kind in {QuestionKind.SCALE, QuestionKind.MATRIX}
        made = Question.objects.create(
            survey=self.survey,
            order=len(self.questions) + 1,
            kind=kind,
            lowest=scale[0] if on_scale else None,
            highest=scale[1] if on_scale else None,
            theme_key=theme_key,
        )
        Wording.objects.create(question=made, language=self.survey.language, text=name)
        said = [(text, False) for text in choices] + [(text, True) for text in rows]
        self.choices[name] = [
            Choice.objects.create(
                question=made, order=at, is_row=is_row, texts={self.survey.language: text}
            )
            for at, (text, is_row) in enumerate(said, start=1)
        ]
        self.questions[name] = made
        return made

    def answer(
        self, counts: Mapping[tuple[int, int | None], int], *, batch: int = 1, **given: Any
    ) -> None:
        """So many answer in each group (by place in the list) and municipality.

        `given` are values by the question's text (an underline stands for a blank); what is
        callable draws a value for each. Questions that are not named get one drawn.
        """
        responses = [
            Response(
                survey=self.survey,
                group=self.groups[group],
                municipality=None if town is None else self.towns[town],
                language="en",
                batch=batch,
            )
            for (group, town), many in counts.items()
            for _ in range(many)
        ]
        Response.objects.bulk_create(responses)
        said = {name.replace("_", " "): value for name, value in given.items()}
        AnswerValue.objects.bulk_create(
            value
            for response in responses
            for name, question in self.questions.items()
            for value in self._values(response, question, name, said.get(name, self._drawn))
        )
        Survey.objects.filter(pk=self.survey.pk).update(batches=batch)
        self.survey.batches = batch

    def _drawn(self, question: Question, choices: list[Choice]) -> Any:
        return draw(self.chance, question, choices)

    def _values(
        self, response: Response, question: Question, name: str, value: Any
    ) -> list[AnswerValue]:
        choices = self.choices[name]
        if isinstance(value, Callable):  # type: ignore[arg-type]
            value = value(question, choices)
        return rows_of(response, question, choices, value)

    def close(self) -> Survey:
        """Nobody answers any more."""
        self.survey.state = SurveyState.CLOSED
        self.survey.save()
        return self.survey


def draw(chance: random.Random, question: Question, choices: list[Choice]) -> Any:
    """An answer by chance."""
    options = [one for one in choices if not one.is_row]
    match question.kind:
        case QuestionKind.SCALE | QuestionKind.MATRIX:
            return chance.randint(question.lowest or 1, question.highest or 5)
        case QuestionKind.ONE:
            return [chance.choice(options)]
        case QuestionKind.SEVERAL:
            return chance.sample(options, chance.randint(1, len(options)))
        case QuestionKind.RANKING:
            return chance.sample(options, len(options))
        case QuestionKind.NUMBER:
            return chance.randint(1, 60)
        case _:
            return None


def rows_of(
    response: Response, question: Question, choices: list[Choice], value: Any
) -> list[AnswerValue]:
    """The rows of one answer; None is none."""
    if value is None:
        return []
    base = {"response": response, "question": question}
    kind = question.kind
    if kind == QuestionKind.MATRIX:
        return [AnswerValue(**base, row=row, number=value) for row in choices if row.is_row]
    if kind == QuestionKind.RANKING:
        return [AnswerValue(**base, choice=one, rank=at) for at, one in enumerate(value, start=1)]
    if kind in {QuestionKind.ONE, QuestionKind.SEVERAL}:
        return [AnswerValue(**base, choice=one) for one in value]
    if kind == QuestionKind.POINT:
        return [AnswerValue(**base, latitude=value[0], longitude=value[1])]
    column = {QuestionKind.TEXT: "text", QuestionKind.DATE: "date"}.get(kind, "number")
    return [AnswerValue(**base, **{column: value})]


def asked(programme: Programme, **fields: Any) -> Asked:
    """An open survey with three groups, three municipalities and no question yet."""
    survey = Survey.objects.create(
        programme=programme,
        language="en",
        state=SurveyState.OPEN,
        **{"name": "What do we need?", **fields},
    )
    groups = [
        RespondentGroup.objects.create(survey=survey, order=order, name=name, mark=mark)
        for order, (name, mark) in enumerate(GROUPS, start=1)
    ]
    towns = [
        Municipality.objects.get_or_create(
            code=f"9{at}9", defaults={"name": name, "country": "DK"}
        )[0]
        for at, name in enumerate(TOWNS)
    ]
    return Asked(survey, groups, towns)
