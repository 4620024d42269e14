"""A survey made of another one: its next version, or a new one that begins as it is."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from surveys.models import Question, Survey

TEXTS = ("name", "intro", "thanks")


def copy_contents(source: Survey, target: Survey) -> None:
    """Groups, sections, questions with their words, choices and conditions."""
    groups = {one.pk: _again(one, survey=target) for one in source.groups.all()}
    sections = {one.pk: _again(one, survey=target) for one in source.sections.all()}
    for text in source.texts.all():
        if text.language in target.all_languages:
            _again(text, survey=target)
    copied: dict[int, Question] = {}
    chosen: dict[str, str] = {}
    for question in source.questions.prefetch_related("wordings", "choices", "groups"):
        copied[question.pk] = _copy(question, target, groups, sections, chosen)
    for one in copied.values():
        if one.only_if_id is not None:
            one.only_if = copied.get(one.only_if_id)
            one.only_if_values = [chosen.get(str(value), value) for value in one.only_if_values]
            one.save(update_fields=["only_if", "only_if_values"])


def copy_question(question: Question) -> Question:
    """The question once more, right after it."""
    later = question.survey.questions.filter(order__gt=question.order)
    for one in later:
        one.order += 1
        one.save(update_fields=["order"])
    groups = {one.pk: one for one in question.survey.groups.all()}
    sections = {one.pk: one for one in question.survey.sections.all()}
    return _copy(question, question.survey, groups, sections, {}, order=question.order + 1)


def _copy(
    question: Question,
    target: Survey,
    groups: dict[int, Any],
    sections: dict[int, Any],
    chosen: dict[str, str],
    **more: Any,
) -> Question:
    # The condition still names the question that it was copied from.
    one: Question = _again(
        question, survey=target, section=sections.get(question.section_id or 0), version=1, **more
    )
    one.groups.set([groups[group.pk] for group in question.groups.all()])
    for wording in question.wordings.all():
        if wording.language in target.all_languages:
            _again(wording, question=one, group=groups.get(wording.group_id or 0))
    for choice in question.choices.all():
        chosen[str(choice.pk)] = str(_again(choice, question=one).pk)
    return one


def _again[Row: Model](row: Row, **changed: Any) -> Row:
    """A new row with the values of an old one, but for what is given."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in changed
    }
    new = type(row)(**kept, **changed)
    new.save()
    return new
