"""Surveys to begin with: data in `surveys/templates_data/`, one a file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from core.yaml_files import read_yaml
from surveys.models import (
    WITH_SCALE,
    Choice,
    Question,
    RespondentGroup,
    Section,
    Survey,
    SurveyText,
    Wording,
)

_ROOM = Path(__file__).parents[1]
_WORDS = {"text": "text", "help": "help", "low": "low_label", "high": "high_label"}
_FLAGS = ("required", "dont_know", "comment", "lowest", "highest", "theme_key")

type Texts = Mapping[str, str]


@cache
def all_templates() -> dict[str, dict[str, Any]]:
    """The templates by key, in their order."""
    found = [read_yaml(path) for path in (_ROOM / "templates_data").glob("*.yaml")]
    return {one["key"]: one for one in sorted(found, key=lambda one: one["order"])}


def choices() -> list[tuple[str, str]]:
    """Key and title of each, in the active language."""
    language = get_language() or "en"
    return [(key, _in(one["title"], language)) for key, one in all_templates().items()]


def fill(survey: Survey, key: str) -> None:
    """Put the template's texts, groups, sections and questions into a survey without any."""
    template = all_templates()[key]
    survey.purpose = template["purpose"]
    for name in ("intro", "thanks"):
        setattr(survey, name, _in(template[name], survey.language))
    survey.save()
    for language in survey.languages:
        SurveyText.objects.create(
            survey=survey,
            language=language,
            **{name: _in(template[name], language) for name in ("name", "intro", "thanks")},
        )
    groups = [
        RespondentGroup.objects.create(
            survey=survey, order=order, name=_in(one["name"], survey.language), mark=one["mark"]
        )
        for order, one in enumerate(template.get("groups", ()), start=1)
    ]
    asked: list[Question] = []
    for order, part in enumerate(template.get("sections", ()), start=1):
        titles = {one: _in(part["title"], one) for one in survey.all_languages}
        section = Section.objects.create(
            survey=survey, order=order, title=titles.pop(survey.language), titles=titles
        )
        for one in part["questions"]:
            asked.append(_question(survey, section, one, groups, asked))
    if "themes" in template:
        for one in _of_themes(template["themes"]):
            asked.append(_question(survey, None, one, groups, asked))


def _of_themes(name: str) -> list[dict[str, Any]]:
    themes = read_yaml(_ROOM / "assessment" / "sets" / f"{name}.yaml")
    return [
        {
            "kind": "scale",
            "theme_key": theme["key"],
            "lowest": themes["low"],
            "highest": themes["high"],
            "dont_know": True,
            "comment": True,
            "text": theme["question"],
            "help": theme["name"],
            "low": themes["low_label"],
            "high": themes["high_label"],
        }
        for theme in themes["themes"]
    ]


def _question(
    survey: Survey,
    section: Section | None,
    said: Mapping[str, Any],
    groups: list[RespondentGroup],
    asked: list[Question],
) -> Question:
    question = Question(survey=survey, section=section, order=len(asked) + 1, kind=said["kind"])
    for name in _FLAGS:
        if name in said:
            setattr(question, name, said[name])
    if question.kind in WITH_SCALE and question.lowest is None:
        question.lowest, question.highest = 1, 5
    if condition := said.get("only_if"):
        question.only_if = asked[-condition["back"]]
        options = list(question.only_if.choices.all())
        question.only_if_values = [str(options[at - 1].pk) for at in condition["choices"]]
    question.save()
    question.groups.set([groups[at - 1] for at in said.get("for", ())])
    own = said.get("own", {})
    for group, texts in [(None, said), *((groups[at - 1], {"text": own[at]}) for at in own)]:
        for language in survey.all_languages:
            words = {column: _in(texts.get(name, {}), language) for name, column in _WORDS.items()}
            Wording.objects.create(question=question, group=group, language=language, **words)
    for name, is_row in (("choices", False), ("rows", True)):
        for order, texts in enumerate(said.get(name, ()), start=1):
            words = {one: _in(texts, one) for one in survey.all_languages}
            Choice.objects.create(question=question, order=order, is_row=is_row, texts=words)
    return question


def _in(texts: Texts, language: str) -> str:
    return str(texts.get(language) or texts.get("en", ""))
