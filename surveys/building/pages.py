"""What the pages of building show, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.policy import allowed
from people.models import User
from programmes.models import Programme
from surveys.building.rows import Values, values_of
from surveys.building.services import locked_reason
from surveys.models import (
    WITH_CHOICES,
    WITH_SCALE,
    Question,
    QuestionKind,
    Survey,
    SurveyState,
)
from surveys.pages import head
from surveys.paper import Ask, Paper, paper_of
from surveys.templatetags.survey_marks import group_mark

LANGUAGES = dict(settings.LANGUAGES)
#: Questions that people answer in a minute, rather fewer than more.
A_MINUTE = 2.5
LEVELS = {SurveyState.DRAFT: "off", SurveyState.OPEN: "ok", SurveyState.CLOSED: "info"}


@dataclass(frozen=True, slots=True)
class Row:
    """One question in the list."""

    pk: int
    number: int
    text: str
    kind: str
    #: The shapes of all groups, hollow where they are not asked.
    marks: SafeString
    who: str
    variants: int
    has_condition: bool


def programme_surveys(programme: Programme, user: User) -> dict[str, Any]:
    """The surveys of a programme that the user sees. One query."""
    rows = Survey.objects.visible_to(user).filter(programme=programme)
    return {
        "programme": programme,
        "rows": [
            (survey, LEVELS[SurveyState(survey.state)])
            for survey in rows.select_related("participation__place")
        ],
        "may_add": allowed(user, "surveys.add", programme),
    }


def questions(survey: Survey, user: User, query: QueryDict) -> dict[str, Any]:
    """The list of questions, the one that is open, and the telephone beside it.

    Drawn from the kept paper; only the open question is read from the database.
    """
    paper = paper_of(survey)
    numbers = {ask.pk: at for at, ask in enumerate(paper.asks, start=1)}
    rows = {ask.pk: _row(paper, ask, numbers[ask.pk]) for ask in paper.asks}
    asked = query.get("open", "")
    opened = next((ask.pk for ask in paper.asks if str(ask.pk) == asked), None)
    parts: list[dict[str, Any]] = [
        {"section": None, "rows": [rows[one.pk] for one in paper.asks if one.part is None]}
    ]
    parts += [
        {"section": one, "rows": [rows[ask.pk] for ask in paper.asks if ask.part == one.pk]}
        for one in paper.parts
    ]
    may_build = allowed(user, "surveys.build", survey)
    return {
        "survey": survey,
        "level": LEVELS[SurveyState(survey.state)],
        "parts": [one for one in parts if one["section"] or one["rows"]],
        "count": len(paper.asks),
        "minutes": ceil(len(paper.asks) / A_MINUTE),
        "open": opened_form(survey, opened) if opened and may_build else None,
        "reason": locked_reason(survey),
        "kinds": QuestionKind.choices,
        "phone": phone(survey, paper, opened, query),
        **head(user, survey, "questions"),
    }


def _row(paper: Paper, ask: Ask, number: int) -> Row:
    own = {group for group, _language in ask.wordings if group is not None}
    groups = tuple((one, not ask.groups or one.pk in ask.groups) for one in paper.groups)
    asked = [one.name for one, is_asked in groups if is_asked]
    scale = f" {ask.scale[0]}–{ask.scale[-1]}" if ask.scale else ""
    return Row(
        pk=ask.pk,
        number=number,
        text=_text_of(paper, ask),
        kind=f"{QuestionKind(ask.kind).label}{scale}",
        marks=mark_safe("".join(group_mark(one.mark, on) for one, on in groups))
        if len(groups) > 1
        else SafeString(),
        who=_("All") if len(asked) == len(groups) else ", ".join(asked),
        variants=len(own),
        has_condition=ask.only_if is not None,
    )


def opened_form(
    survey: Survey,
    question_id: int,
    *,
    values: Values | None = None,
    errors: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The fields of one question, with what is stored or what was sent."""
    paper = paper_of(survey)
    prefetch_related_objects([survey], "groups")
    rows = Question.objects.prefetch_related("wordings", "choices", "groups")
    question = rows.get(pk=question_id, survey=survey)
    question.survey = survey
    shown = values_of(question) | (values or {})
    groups = list(survey.groups.all())
    languages = [(code, str(LANGUAGES[code])) for code in survey.all_languages]

    def cells(name: str, group: int | str = 0) -> list[dict[str, str]]:
        return [
            {
                "name": f"{name}-{group}-{code}" if group != "" else f"{name}-{code}",
                "value": shown.get(
                    f"{name}-{group}-{code}" if group != "" else f"{name}-{code}", ""
                ),
                "language": code,
                "label": label,
            }
            for code, label in languages
        ]

    own = [(one, cells("text", one.pk)) for one in groups] if len(groups) > 1 else []
    kind = shown["kind"]
    return {
        "question": question,
        "values": shown,
        "errors": errors or {},
        "languages": languages,
        "text": cells("text"),
        "help": cells("help"),
        "own": own,
        "has_own": any(cell["value"] for _one, row in own for cell in row),
        "low": cells("low") if kind in WITH_SCALE else [],
        "high": cells("high") if kind in WITH_SCALE else [],
        "choices": cells("rows" if kind == QuestionKind.MATRIX else "choices", "")
        if kind in WITH_CHOICES
        else [],
        "is_matrix": kind == QuestionKind.MATRIX,
        "has_ends": kind in WITH_SCALE or kind == QuestionKind.NUMBER,
        "takes_comment": kind not in {QuestionKind.TEXT, QuestionKind.POINT},
        "same_scale": kind in WITH_SCALE and len(groups) > 1,
        "kinds": QuestionKind.choices,
        "sections": paper.parts,
        "groups": [(one, not question.groups.all() or bool(shown.get(f"group-{one.pk}")))
                   for one in groups] if len(groups) > 1 else [],
        **_condition(paper, question_id, shown),
    }  # fmt: skip


def _condition(paper: Paper, question_id: int, shown: Values) -> dict[str, Any]:
    """The earlier questions that a condition may hang on, and the answers of the chosen one."""
    at = next((n for n, ask in enumerate(paper.asks) if ask.pk == question_id), 0)
    earlier = [
        (ask.pk, f"{number}. {_text_of(paper, ask)}")
        for number, ask in enumerate(paper.asks[:at], start=1)
        if ask.kind in {QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.SCALE}
    ]
    chosen = next((ask for ask in paper.asks if str(ask.pk) == shown.get("only_if")), None)
    answers: list[tuple[str, str, bool]] = []
    if chosen is not None:
        language = paper.language
        options = [(str(one.pk), one.text(language, language)) for one in chosen.options]
        if chosen.kind == QuestionKind.SCALE:
            options = [(str(one), str(one)) for one in chosen.scale]
        answers = [(f"if-{value}", text, bool(shown.get(f"if-{value}"))) for value, text in options]
    return {"earlier": earlier, "answers": answers}


def _text_of(paper: Paper, ask: Ask) -> str:
    first = next(iter(sorted(ask.groups)), None)
    own = ask.words(first, paper.language, paper.language).text
    return own or next((one.text for one in ask.wordings.values() if one.text), "")


def phone(survey: Survey, paper: Paper, opened: int | None, query: QueryDict) -> dict[str, Any]:
    """The preview: for which group, which question, in which language."""
    groups = {str(one.pk): one for one in paper.groups}
    group = groups.get(query.get("group", ""), next(iter(groups.values()), None))
    asked = [
        one
        for one in paper.asks
        if not one.groups or (group is not None and group.pk in one.groups)
    ]
    pk = opened or next((one.pk for one in asked), 0)
    address = reverse("surveys:preview", args=[survey.pk])
    chosen = f"&group={group.pk}" if group else ""
    open_part = f"open={opened}&" if opened else ""
    anchor = f"#q-{opened}" if opened else ""
    return {
        "url": f"{address}?question={pk}{chosen}" if asked else "",
        "groups": [
            {
                "label": one.name,
                "url": f"?{open_part}group={one.pk}{anchor}",
                "current": group is not None and one.pk == group.pk,
            }
            for one in paper.groups
        ]
        if len(groups) > 1
        else [],
        "seen": len(asked),
        "all": len(paper.asks),
    }
