"""Building a survey: the verbs of its questions, sections, groups, and of its state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import one_line
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from programmes.models import Programme
from surveys.answering.batches import turn
from surveys.building import templates
from surveys.building.checks import gaps_of
from surveys.building.copying import copy_contents
from surveys.building.copying import copy_question as copy_row
from surveys.building.rows import Values, sent_values, structure, values_of, write, write_words
from surveys.models import (
    Mark,
    Question,
    QuestionKind,
    RespondentGroup,
    Section,
    Survey,
    SurveyState,
    SurveyText,
)

MOST_GROUPS = len(Mark)
MOST_QUESTIONS = 200
#: What the settings form saves.
FIELDS = (
    "name", "intro", "thanks", "language", "languages", "purpose", "series", "workshop",
    "opens_on", "closes_on", "sensitive", "open_link",
)  # fmt: skip
#: Of these, what is settled when the survey opens.
SETTLED = ("language", "languages", "sensitive")


@transaction.atomic
def add_survey(
    *,
    programme: Programme,
    by: User,
    name: str,
    language: str,
    languages: list[str],
    template: str = "",
    earlier: Survey | None = None,
    **fields: Any,
) -> Survey:
    """A new survey: blank, from a template, or with the questions of an earlier one."""
    require(by, "surveys.add", programme)
    survey = Survey.objects.create(
        programme=programme,
        name=name,
        language=language,
        languages=[one for one in languages if one != language],
        intro=earlier.intro if earlier else "",
        thanks=earlier.thanks if earlier else "",
        **fields,
    )
    if template:
        templates.fill(survey, template)
    elif earlier is not None:
        copy_contents(earlier, survey)
    audit.record("survey.added", survey, by=by)
    return survey


@transaction.atomic
def save_settings(
    *,
    survey: Survey,
    by: User,
    version: int,
    texts: Mapping[str, Mapping[str, str]],
    **fields: Any,
) -> Survey:
    """Name, introduction, languages, days. While it is open, what is settled stays as it is.

    Refusals: settled. Conflict: changed meanwhile.
    """
    survey = _locked(survey, by)
    if version != survey.version:
        raise Conflict(
            _("The survey was changed in another window. Choose which values hold."),
            theirs={name: getattr(survey, name) for name in FIELDS},
            yours=fields,
            version=survey.version,
        )
    if survey.state != SurveyState.DRAFT:
        for name in SETTLED:
            if fields.get(name, getattr(survey, name)) != getattr(survey, name):
                raise Refusal(
                    "settled",
                    _("People are answering. This was settled when the survey opened."),
                    field=name,
                )
    for name, value in fields.items():
        setattr(survey, name, value)
    for language, words in texts.items():
        SurveyText.objects.update_or_create(survey=survey, language=language, defaults=words)
    survey.save()
    _raised(survey)
    audit.record("survey.changed", survey, by=by)
    return survey


# --- groups and sections


@transaction.atomic
def add_group(*, survey: Survey, by: User, name: str, mark: str) -> RespondentGroup:
    """A group of respondents. Refusals: locked, many_groups, group_there, no_name."""
    survey = _draft(survey, by)
    if survey.groups.count() >= MOST_GROUPS:
        raise Refusal(
            "many_groups",
            _("A survey has room for %(most)s groups.") % {"most": MOST_GROUPS},
            field="name",
        )
    order = (survey.groups.aggregate(last=Max("order"))["last"] or 0) + 1
    return _save_group(RespondentGroup(survey=survey, order=order), name, mark, by)


@transaction.atomic
def save_group(*, group: RespondentGroup, by: User, name: str, mark: str) -> RespondentGroup:
    """Rename a group, or give it another mark. Refusals: group_there, no_name."""
    _locked(group.survey, by)
    return _save_group(group, name, mark, by)


def _save_group(group: RespondentGroup, name: str, mark: str, by: User) -> RespondentGroup:
    group.name, group.mark = _named(name, 80), mark
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise Refusal(
            "group_there", _("The survey already has a group of this name."), field="name"
        ) from None
    _changed(group.survey, by, what=group.name)
    return group


@transaction.atomic
def remove_group(*, group: RespondentGroup, by: User) -> None:
    """Take a group away. Refusals: locked, has_recipients."""
    survey = _draft(group.survey, by)
    if group.recipients.exists():
        raise Refusal("has_recipients", _("There are recipients in this group. Remove them first."))
    name = group.name
    group.delete()
    _changed(survey, by, what=name)


@transaction.atomic
def add_section(*, survey: Survey, by: User, title: str) -> Section:
    """A heading, after the others. Refusals: locked, no_name."""
    survey = _draft(survey, by)
    order = (survey.sections.aggregate(last=Max("order"))["last"] or 0) + 1
    section: Section = survey.sections.create(order=order, title=_named(title, 160))
    _changed(survey, by, what=section.title)
    return section


@transaction.atomic
def save_section(*, section: Section, by: User, titles: Mapping[str, str]) -> Section:
    """The heading's words by language. Refusal: no_name."""
    survey = _locked(section.survey, by)
    before = section.title
    section.title = _named(titles.get(survey.language, ""), 160)
    section.titles = {
        language: one_line(text, 160)
        for language, text in titles.items()
        if language in survey.languages and text.strip()
    }
    section.save()
    _corrected(survey, by, before, section.title)
    return section


@transaction.atomic
def remove_section(*, section: Section, by: User) -> None:
    """Take a heading away; its questions stay, before the first heading. Refusal: locked."""
    survey = _draft(section.survey, by)
    title = section.title
    section.delete()
    _changed(survey, by, what=title)


# --- questions


@transaction.atomic
def add_question(
    *, survey: Survey, by: User, kind: str = QuestionKind.ONE, section: Section | None = None
) -> Question:
    """A question without words, last in its section. Refusals: locked, many_questions."""
    survey = _draft(survey, by)
    if survey.questions.count() >= MOST_QUESTIONS:
        raise Refusal("many_questions", _("That is more than anybody answers. Take some away."))
    order = (survey.questions.aggregate(last=Max("order"))["last"] or 0) + 1
    question: Question = survey.questions.create(
        kind=kind if kind in QuestionKind else QuestionKind.ONE,
        section=section if section is not None and section.survey_id == survey.pk else None,
        order=order,
    )
    _changed(survey, by, what=str(order))
    return question


@transaction.atomic
def save_question(*, question: Question, by: User, version: int, data: Mapping[str, Any]) -> Values:
    """Save a question's form; return its values as they are stored.

    While the survey is open only words may be corrected. Refusals: structure_locked, those of
    `rows.write`. Conflict: changed meanwhile, with both values.
    """
    survey = _locked(question.survey, by)
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    question.survey = survey
    is_draft = survey.state == SurveyState.DRAFT
    before, after = values_of(question), sent_values(question, data, partly=not is_draft)
    if {name: value for name, value in after.items() if value} == {
        name: value for name, value in before.items() if value
    }:
        return before
    if version != question.version:
        raise Conflict(
            _("The question was changed in another window. Choose which values hold."),
            theirs={**before},
            yours={**after},
            version=question.version,
        )
    if is_draft:
        write(question, after)
        _raised(survey)
        return values_of(Question.objects.select_related("survey").get(pk=question.pk))
    if structure(before) != structure(after):
        raise Refusal("structure_locked", locked_reason(survey))
    write_words(question, after)
    question.version += 1
    question.save(update_fields=["version"])
    changed = next(name for name in after if after[name] != before.get(name, ""))
    _corrected(survey, by, before.get(changed, ""), after[changed])
    return values_of(Question.objects.select_related("survey").get(pk=question.pk))


@transaction.atomic
def move_question(*, question: Question, by: User, up: bool) -> Question:
    """One place up or down; past the edge of its section into the next. Refusal: locked."""
    survey = _draft(question.survey, by)
    sections: list[int | None] = [None, *survey.sections.values_list("pk", flat=True)]
    rows = list(survey.questions.all())
    rows.sort(key=lambda one: (sections.index(one.section_id), one.order, one.pk))
    at = next(number for number, one in enumerate(rows) if one.pk == question.pk)
    here = rows[at]
    other = at - 1 if up else at + 1
    neighbour = rows[other] if 0 <= other < len(rows) else None
    if neighbour is not None and neighbour.section_id == here.section_id:
        rows[at], rows[other] = neighbour, here
    else:
        place = sections.index(here.section_id) + (-1 if up else 1)
        if not 0 <= place < len(sections):
            return here
        here.section_id = sections[place]
        rows.remove(here)
        # Up it comes last in the section before, down first in the one after.
        inside = [n for n, one in enumerate(rows) if one.section_id == here.section_id]
        rows.insert((inside[-1] + 1 if up else inside[0]) if inside else min(at, len(rows)), here)
    for order, one in enumerate(rows, start=1):
        if one.order != order or one is here:
            one.order = order
            one.save(update_fields=["order", "section"])
    _changed(survey, by, what=str(here.order))
    return here


@transaction.atomic
def copy_question(*, question: Question, by: User) -> Question:
    """The question once more, right after it. Refusals: locked."""
    survey = _draft(question.survey, by)
    question.survey = survey
    copied = copy_row(question)
    _changed(survey, by, what=str(copied.order))
    return copied


@transaction.atomic
def remove_question(*, question: Question, by: User) -> None:
    """Take a question away. Refusals: locked, others_hang_on_it."""
    survey = _draft(question.survey, by)
    if question.opens.exists():
        raise Refusal(
            "others_hang_on_it",
            _("The condition of another question hangs on this one. Change that first."),
        )
    order = question.order
    question.delete()
    _changed(survey, by, what=str(order))


# --- the survey's state


@transaction.atomic
def open_survey(*, survey: Survey, by: User) -> Survey:
    """Settle the questions and take answers from its first day on. Refusals: not_ready, locked."""
    survey = _draft(survey, by)
    if gaps := gaps_of(survey):
        raise Refusal(
            "not_ready",
            _("Something is missing before it can open."),
            details=[one.text for one in gaps],
        )
    survey.sittings.filter(trial=True).delete()
    survey.state = SurveyState.OPEN
    survey.opens_on = survey.opens_on or timezone.localdate()
    survey.save()
    _raised(survey)
    audit.record("survey.opened", survey, by=by, closes=str(survey.closes_on))
    return survey


@transaction.atomic
def back_to_draft(*, survey: Survey, by: User) -> Survey:
    """Change the questions once more, while nobody has begun. Refusals: not_open, begun."""
    survey = _locked(survey, by)
    if survey.state != SurveyState.OPEN:
        raise Refusal("not_open", _("The survey is not open."))
    if survey.sittings.exists() or survey.responses.exists():
        raise Refusal(
            "begun", _("Somebody has begun to answer. Make a new version of the survey instead.")
        )
    survey.state = SurveyState.DRAFT
    survey.save()
    audit.record("survey.back_to_draft", survey, by=by)
    return survey


@transaction.atomic
def close_survey(*, survey: Survey, by: User | None) -> Survey:
    """Take no more answers; those that wait come in as the last batch. Closed: nothing happens.

    By nobody when its last day is over.
    """
    if by is not None:
        require(by, "surveys.build", survey)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if survey.state != SurveyState.OPEN:
        return survey
    survey.state = SurveyState.CLOSED
    survey.closes_on = min(survey.closes_on or timezone.localdate(), timezone.localdate())
    if survey.opens_on and survey.opens_on > survey.closes_on:
        survey.opens_on = survey.closes_on
    survey.save()
    audit.record("survey.closed", survey, by=by)
    turn(survey)
    return survey


@transaction.atomic
def new_version(*, survey: Survey, by: User) -> Survey:
    """A draft with the same questions, to be compared with this one. Refusal: not_allowed."""
    require(by, "surveys.copy", survey)
    new = Survey.objects.create(
        programme=survey.programme,
        participation=survey.participation,
        after=survey,
        **{
            name: getattr(survey, name)
            for name in FIELDS
            if name not in {"opens_on", "closes_on", "series", "workshop"}
        },
    )
    copy_contents(survey, new)
    audit.record("survey.added", new, by=by)
    return new


def locked_reason(survey: Survey) -> str:
    """Why the questions cannot be changed now; "" while they can."""
    if survey.state == SurveyState.DRAFT:
        return ""
    return _(
        "The survey is open, so what can be answered stays as it is; only words may be corrected. "
        "For other questions make a new version."
    )


# --- inside


def _locked(survey: Survey, by: User) -> Survey:
    require(by, "surveys.build", survey)
    rows = Survey.objects.select_for_update(of=("self",)).select_related("programme__region")
    found: Survey = rows.get(pk=survey.pk)
    return found


def _draft(survey: Survey, by: User) -> Survey:
    """The survey, locked for this transaction. Refusal: locked."""
    found = _locked(survey, by)
    if found.state != SurveyState.DRAFT:
        raise Refusal("locked", locked_reason(found))
    return found


def _raised(survey: Survey) -> None:
    """Raise the version: what was read before is read anew (`surveys.paper`)."""
    survey.version += 1
    survey.save(update_fields=["version", "updated_at"])


def _changed(survey: Survey, by: User, *, what: str) -> None:
    _raised(survey)
    audit.record("survey.structure_changed", survey, by=by, what=what)


def _corrected(survey: Survey, by: User, before: str, after: str) -> None:
    _raised(survey)
    if survey.state != SurveyState.DRAFT:
        audit.record("survey.text_corrected", survey, by=by, before=before, after=after)


def _named(name: str, most: int) -> str:
    cleaned = one_line(name, most)
    if not cleaned:
        raise Refusal("no_name", _("Write a name."), field="name")
    return cleaned
