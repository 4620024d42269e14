"""What is still missing before a survey can open, each with the way to where it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys.models import WITH_CHOICES, QuestionKind, Survey
from surveys.paper import Ask, Paper, asked_of, read

LANGUAGES = dict(settings.LANGUAGES)
LEAST_CHOICES = 2


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: a sentence, and where it is mended."""

    text: str
    url: str


def gaps_of(survey: Survey) -> list[Gap]:
    """All that is missing, in the order of the questions. Seven questions to the database."""
    paper = read(survey)
    settings_url = reverse("surveys:settings", args=[survey.pk])
    found = [Gap(text, settings_url) for text in _of_survey(survey, paper)]
    page = reverse("surveys:questions", args=[survey.pk])
    for number, ask in enumerate(paper.asks, start=1):
        found += [
            Gap(
                _("Question %(number)s: %(what)s") % {"number": number, "what": text},
                f"{page}?open={ask.pk}#q-{ask.pk}",
            )
            for text in _of_question(paper, ask)
        ]
    return found


def _of_survey(survey: Survey, paper: Paper) -> Iterator[str]:
    if not paper.asks:
        yield _("There is no question yet.")
    if survey.closes_on is None:
        yield _("The last day to answer is missing.")
    for language in paper.languages[1:]:
        if not paper.texts.get(language, ("", "", ""))[0]:
            yield _("The name is missing in %(language)s.") % {"language": _named(language)}
    for group in paper.groups:
        if paper.asks and not asked_of(paper, group.pk):
            yield _("“%(group)s” is asked nothing.") % {"group": group.name}


def _of_question(paper: Paper, ask: Ask) -> Iterator[str]:
    for language in paper.languages:
        named = {"language": _named(language)}
        if not _has_text(paper, ask, language):
            yield _("its text is missing in %(language)s.") % named
        missing = [one for one in (*ask.options, *ask.rows) if not one.texts.get(language)]
        if missing:
            yield _("words of a choice are missing in %(language)s.") % named
    if ask.kind in WITH_CHOICES:
        if ask.kind == QuestionKind.MATRIX and not ask.rows:
            yield _("it has no lines to answer.")
        elif ask.kind != QuestionKind.MATRIX and len(ask.options) < LEAST_CHOICES:
            yield _("it needs at least two choices.")
    yield from _of_condition(paper, ask)


def _of_condition(paper: Paper, ask: Ask) -> Iterator[str]:
    if ask.only_if is None:
        return
    places = {one.pk: at for at, one in enumerate(paper.asks)}
    other = paper.by_pk[ask.only_if]
    if places[other.pk] >= places[ask.pk]:
        yield _("its condition hangs on a later question.")
    if other.kind not in {QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.SCALE}:
        yield _("its condition hangs on a question without choices.")
    possible = {str(one.pk) for one in other.options} | {str(one) for one in other.scale}
    if not ask.only_if_values & possible:
        yield _("its condition names no answer.")
    groups = {one.pk for one in paper.groups}
    if other.groups and not (ask.groups or groups) <= other.groups:
        yield _("its condition hangs on a question that not all its groups are asked.")


def _has_text(paper: Paper, ask: Ask, language: str) -> bool:
    def text(group: int | None) -> str:
        words = ask.wordings.get((group, language))
        return words.text if words else ""

    groups = ask.groups or {one.pk for one in paper.groups}
    return bool(text(None)) or (bool(groups) and all(text(group) for group in groups))


def _named(language: str) -> str:
    return str(LANGUAGES[language])
