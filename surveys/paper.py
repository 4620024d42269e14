"""A survey as it is asked: plain values, read once and kept while nothing of it changes.

    paper = paper_of(survey)
    for ask in visible(paper, group_id, values): …

Answering reads it with every page. Each verb that changes a survey raises its version, hence what
is kept here by number and version never goes stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from surveys.models import WITH_SCALE, Choice, Question, QuestionKind, Survey

#: What somebody has answered so far, by the id of the question as text.
Values = Mapping[str, Mapping[str, Any]]
DONT_KNOW = "dont_know"
USUAL_SCALE = (1, 5)
#: Papers that a process keeps.
MOST_KEPT = 64
_kept: dict[tuple[int, int], Paper] = {}


@dataclass(frozen=True, slots=True)
class Words:
    """A question's words for one reader."""

    text: str
    help: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, or a row of a matrix."""

    pk: int
    texts: Mapping[str, str]

    def text(self, language: str, other: str) -> str:
        """Its words in the language, else in the survey's own."""
        return self.texts.get(language) or self.texts.get(other) or next(iter(self.texts.values()))


@dataclass(frozen=True, slots=True)
class Ask:
    """One question."""

    pk: int
    kind: str
    part: int | None
    required: bool
    dont_know: bool
    comment: bool
    lowest: int | None
    highest: int | None
    only_if: int | None
    only_if_values: frozenset[str]
    groups: frozenset[int]
    wordings: Mapping[tuple[int | None, str], Words]
    options: tuple[Option, ...]
    rows: tuple[Option, ...]

    @property
    def key(self) -> str:
        """Under which its answer is kept."""
        return str(self.pk)

    @property
    def scale(self) -> range:
        """The points of its scale, from the lowest to the highest; empty for other kinds."""
        if self.kind not in WITH_SCALE:
            return range(0)
        low = USUAL_SCALE[0] if self.lowest is None else self.lowest
        high = USUAL_SCALE[1] if self.highest is None else self.highest
        return range(low, high + 1)

    def words(self, group: int | None, language: str, other: str) -> Words:
        """The words for a group in a language; each missing one falls back on the next nearest."""
        near = [
            self.wordings[key]
            for key in ((group, language), (None, language), (group, other), (None, other))
            if key in self.wordings
        ]
        return Words(*(
            next((value for one in near if (value := getattr(one, name))), "")
            for name in ("text", "help", "low", "high")
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """A section."""

    pk: int
    title: str
    titles: Mapping[str, str]

    def text(self, language: str) -> str:
        """Its words in the language, else in the survey's own."""
        return self.titles.get(language) or self.title


@dataclass(frozen=True, slots=True)
class GroupMark:
    """A group with its shape."""

    pk: int
    name: str
    mark: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole survey."""

    pk: int
    language: str
    languages: tuple[str, ...]
    #: name, introduction and thanks by language.
    texts: Mapping[str, tuple[str, str, str]]
    groups: tuple[GroupMark, ...]
    parts: tuple[Heading, ...]
    asks: tuple[Ask, ...]
    by_pk: Mapping[int, Ask] = field(repr=False, default_factory=dict)

    def said(self, language: str) -> tuple[str, str, str]:
        """Name, introduction and thanks in the language, each else in the survey's own."""
        own, usual = self.texts.get(language, ("", "", "")), self.texts[self.language]
        return (own[0] or usual[0], own[1] or usual[1], own[2] or usual[2])

    def heading(self, ask: Ask, language: str) -> str:
        """The heading over a question."""
        return next((one.text(language) for one in self.parts if one.pk == ask.part), "")


def paper_of(survey: Survey) -> Paper:
    """The survey as it stands. Seven questions to the database the first time, then none."""
    key = (survey.pk, survey.version)
    paper = _kept.get(key)
    if paper is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        paper = _kept[key] = read(survey)
    return paper


#: What belongs to a paper, for `prefetch_related_objects`.
_ALL = ("texts", "groups", "sections", "questions__wordings", "questions__choices",
        "questions__groups")  # fmt: skip


def read(survey: Survey) -> Paper:
    """Read it anew; its rows are then at hand on the survey. Seven questions."""
    prefetch_related_objects([survey], *_ALL)
    texts = {one.language: (one.name, one.intro, one.thanks) for one in survey.texts.all()}
    headings = tuple(Heading(one.pk, one.title, one.titles) for one in survey.sections.all())
    asks = tuple(_ask(one) for one in in_order(survey))
    return Paper(
        pk=survey.pk,
        language=survey.language,
        languages=tuple(survey.all_languages),
        texts=texts | {survey.language: (survey.name, survey.intro, survey.thanks)},
        groups=tuple(GroupMark(one.pk, one.name, one.mark) for one in survey.groups.all()),
        parts=headings,
        asks=asks,
        by_pk={one.pk: one for one in asks},
    )


def in_order(survey: Survey) -> list[Question]:
    """Its questions as they are asked: those before the first heading, then heading by heading."""
    place = {one.pk: at for at, one in enumerate(survey.sections.all())}
    return sorted(
        survey.questions.all(),
        key=lambda one: (place.get(one.section_id or 0, -1), one.order, one.pk),
    )


def _ask(question: Question) -> Ask:
    choices: list[Choice] = list(question.choices.all())
    return Ask(
        pk=question.pk,
        kind=question.kind,
        part=question.section_id,
        required=question.required,
        dont_know=question.dont_know,
        comment=question.comment and question.kind not in {QuestionKind.TEXT, QuestionKind.POINT},
        lowest=question.lowest,
        highest=question.highest,
        only_if=question.only_if_id,
        only_if_values=frozenset(str(one) for one in question.only_if_values),
        groups=frozenset(one.pk for one in question.groups.all()),
        wordings={
            (one.group_id, one.language): Words(one.text, one.help, one.low_label, one.high_label)
            for one in question.wordings.all()
        },
        options=tuple(Option(one.pk, one.texts) for one in choices if not one.is_row),
        rows=tuple(Option(one.pk, one.texts) for one in choices if one.is_row),
    )


# --- who sees which question


def asked_of(paper: Paper, group: int | None) -> list[Ask]:
    """The questions to a group, whatever is answered; without a group those to all."""
    return [one for one in paper.asks if not one.groups or group in one.groups]


def visible(paper: Paper, group: int | None, values: Values) -> list[Ask]:
    """The questions that are asked of somebody who has answered so.

    A condition looks back only: at a question that was itself asked.
    """
    shown: list[Ask] = []
    seen: set[int] = set()
    for one in asked_of(paper, group):
        if one.only_if is not None and not (
            one.only_if in seen and one.only_if_values & given(values.get(str(one.only_if), {}))
        ):
            continue
        shown.append(one)
        seen.add(one.pk)
    return shown


def given(value: Mapping[str, Any]) -> frozenset[str]:
    """What an answer chose, as conditions name it: ids of choices or a number on the scale."""
    chosen = {str(one) for one in value.get("choices", ())}
    if "number" in value:
        chosen.add(str(value["number"]))
    return frozenset(chosen)
