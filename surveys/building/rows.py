"""A question as the building page writes it: names of fields, reading them, storing them.

text-0-da    the question for all groups in Danish; text-7-da for group 7
help-0-da, low-0-da, high-0-da
choices-da   a choice a line; rows-da the rows of a matrix
group-7      asked of group 7; if-12 shown when 12 was the answer
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.plain_text import BREAKS, one_line
from core.refusals import Refusal
from surveys.models import (
    WITH_CHOICES,
    WITH_SCALE,
    Choice,
    Question,
    QuestionKind,
    Survey,
    Wording,
)

WORDS = {"text": ("text", 300), "help": ("help", 500), "low": ("low_label", 60),
         "high": ("high_label", 60)}  # fmt: skip
CHOICE_LENGTH = 200
MOST_CHOICES = 60
#: Points of a scale that still fit on a phone.
WIDEST_SCALE = 11
FLAGS = ("required", "dont_know", "comment")
ENDS = ("lowest", "highest")

type Values = dict[str, str]


def values_of(question: Question) -> Values:
    """All fields of the question's form with what is stored, as text."""
    survey = question.survey
    values: Values = {
        "kind": question.kind,
        "section": str(question.section_id or ""),
        "only_if": str(question.only_if_id or ""),
        "theme_key": question.theme_key,
    }
    values |= {name: "on" if getattr(question, name) else "" for name in FLAGS}
    for name in ENDS:
        number = getattr(question, name)
        values[name] = "" if number is None else str(number)
    values |= {f"group-{one.pk}": "on" for one in question.groups.all()}
    values |= {f"if-{one}": "on" for one in question.only_if_values}
    stored = {(one.group_id or 0, one.language): one for one in question.wordings.all()}
    for group, language in _cells(survey):
        one = stored.get((group, language))
        for name, (column, _most) in WORDS.items():
            if group == 0 or name == "text":
                values[f"{name}-{group}-{language}"] = getattr(one, column) if one else ""
    choices = list(question.choices.all())
    for language in survey.all_languages:
        for name, is_row in (("choices", False), ("rows", True)):
            values[f"{name}-{language}"] = "\n".join(
                one.texts.get(language, "") for one in choices if one.is_row == is_row
            ).rstrip("\n")
    return values


def _cells(survey: Survey) -> Iterator[tuple[int, str]]:
    groups = [0, *(one.pk for one in survey.groups.all())]
    return ((group, language) for group in groups for language in survey.all_languages)


def sent_values(question: Question, data: Mapping[str, Any], *, partly: bool = False) -> Values:
    """The form's values as they were sent, cleaned; only fields that the question has.

    What is not sent is empty, or `partly` as it is stored: fields that may not be changed are
    not sent.
    """
    stored = values_of(question)
    values = dict(stored) if partly else dict.fromkeys(stored, "")
    values |= {
        name: str(data[name])
        for name in data
        if name in stored or name.partition("-")[0] in {"group", "if"}
    }
    for name, value in values.items():
        kind = name.partition("-")[0]
        if kind in WORDS:
            values[name] = one_line(value, WORDS[kind][1])
        elif kind in {"choices", "rows"}:
            lines = [one_line(line, CHOICE_LENGTH) for line in BREAKS.split(value)]
            values[name] = "\n".join(lines).rstrip("\n")
    asked = [name for name, value in values.items() if name.startswith("group-") and value]
    if len(asked) == question.survey.groups.count():  # all of them: that is no choice
        values |= dict.fromkeys(asked, "")
    return values


# --- storing


#: What may be corrected while people answer: words, never what can be answered.
_OF_WORDS = ("text", "help", "low", "high", "choices", "rows")


def structure(values: Values) -> dict[str, Any]:
    """What of the values is the question's structure, with the number of its choices."""
    kept = {
        name: value
        for name, value in values.items()
        if name.partition("-")[0] not in _OF_WORDS and value
    }
    counts = {
        name: len(value.split("\n"))
        for name, value in values.items()
        if name.partition("-")[0] in {"choices", "rows"} and value
    }
    return kept | {"choices": max((counts[n] for n in counts if n[0] == "c"), default=0),
                   "rows": max((counts[n] for n in counts if n[0] == "r"), default=0)}  # fmt: skip


def write(question: Question, values: Values) -> None:
    """Store the values. Refusals: wrong_kind, no_number, wide_scale, many_choices, not_before."""
    survey = question.survey
    if values["kind"] not in QuestionKind:
        raise Refusal("wrong_kind", _("Choose a kind of answer."), field="kind")
    question.kind = values["kind"]
    for name in FLAGS:
        setattr(question, name, bool(values.get(name)))
    _write_ends(question, values)
    question.section_id = _one_of(
        values.get("section", ""), survey.sections.values_list("pk", flat=True)
    )
    earlier = survey.questions.exclude(pk=question.pk).values_list("pk", flat=True)
    question.only_if_id = _one_of(values.get("only_if", ""), earlier)
    chosen = sorted(name[3:] for name, value in values.items() if name.startswith("if-") and value)
    question.only_if_values = chosen if question.only_if_id else []
    question.theme_key = values.get("theme_key", "")[:40]
    question.version += 1
    question.save()
    groups = {f"group-{one.pk}": one for one in survey.groups.all()}
    asked = [one for name, one in groups.items() if values.get(name)]
    question.groups.set([] if len(asked) == len(groups) else asked)
    write_words(question, values)


def write_words(question: Question, values: Values) -> None:
    """Store the words of the question and of what can be chosen. Refusal: many_choices."""
    survey = question.survey
    for group, language in _cells(survey):
        words = {
            column: values.get(f"{name}-{group}-{language}", "")
            for name, (column, _most) in WORDS.items()
        }
        which: dict[str, Any] = {
            "question": question,
            "group_id": group or None,
            "language": language,
        }
        if any(words.values()):
            Wording.objects.update_or_create(**which, defaults=words)
        else:
            Wording.objects.filter(**which).delete()
    if question.kind in WITH_CHOICES:
        is_row = question.kind == QuestionKind.MATRIX
        name = "rows" if is_row else "choices"
        lines = {
            language: values.get(f"{name}-{language}", "").split("\n")
            for language in survey.all_languages
        }
        _write_choices(question, lines, is_row=is_row)


def _write_choices(question: Question, lines: Mapping[str, Sequence[str]], *, is_row: bool) -> None:
    """A row a line. A choice whose words stay keeps its row, wherever its line has gone."""
    own = question.survey.language
    count = max(len(texts) for texts in lines.values())
    wanted = [
        {language: texts[at] for language, texts in lines.items() if at < len(texts) and texts[at]}
        for at in range(count)
    ]
    wanted = [texts for texts in wanted if texts]
    if len(wanted) > MOST_CHOICES:
        raise Refusal(
            "many_choices",
            _("A question has room for %(most)s choices.") % {"most": MOST_CHOICES},
            field=f"choices-{own}",
        )
    there = list(question.choices.filter(is_row=is_row))
    by_text: dict[str, Choice] = {}
    for one in there:
        by_text.setdefault(one.texts.get(own, ""), one)
    kept = [by_text.pop(texts.get(own, ""), None) for texts in wanted]
    free = [one for one in there if one not in kept]
    for order, (texts, found) in enumerate(zip(wanted, kept, strict=True), start=1):
        one = found or (free.pop(0) if free else Choice(question=question, is_row=is_row))
        if (one.texts, one.order) != (texts, order) or one.pk is None:
            one.texts, one.order = texts, order
            one.save()
    question.choices.filter(pk__in=[one.pk for one in free]).delete()


def _write_ends(question: Question, values: Values) -> None:
    for name in ENDS:
        text = values.get(name, "").strip()
        if text and not (text.lstrip("-").isdecimal() and len(text) <= len("-99999999")):
            raise Refusal("no_number", _("Write a whole number."), field=name)
        setattr(question, name, int(text) if text else None)
    if question.kind in WITH_SCALE:
        low = 1 if question.lowest is None else question.lowest
        high = 5 if question.highest is None else question.highest
        if not 1 <= high - low < WIDEST_SCALE:
            raise Refusal(
                "wide_scale",
                _("A scale has from 2 to %(most)s points.") % {"most": WIDEST_SCALE},
                field="highest",
            )
        question.lowest, question.highest = low, high


def _one_of(text: str, known: Any) -> int | None:
    return int(text) if text.isdecimal() and int(text) in set(known) else None
