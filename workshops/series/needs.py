"""A needs study: what organisations need, told in talks and at meetings, counted against a goal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Contact, Organisation, User
from programmes.models import Programme
from workshops.models import Need, NeedLevel, NeedsStudy, Workshop

MOST_WANTED = 10_000
_NAMES = (
    "organisation", "theme", "text", "level", "recorded_on", "contact", "workshop", "quote",
    "may_quote",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StudyFigures:
    """How far a study is. `heard` counts organisations, not needs."""

    heard: int
    wanted: int
    needs: int
    themes: list[tuple[str, int]]
    levels: dict[int, int]

    @property
    def reached(self) -> bool:
        """Whether enough organisations are heard."""
        return self.heard >= self.wanted


def save_study(
    *, programme: Programme, by: User, question: str, wanted: int, conclusion: str = ""
) -> NeedsStudy:
    """Begin a programme's study, or change it. Refusals: no_question, wrong_number."""
    require(by, "workshops.manage_needs", programme)
    words = " ".join(question.split())
    if not words:
        raise Refusal("no_question", _("Write what you ask the organisations."), field="question")
    if not 1 <= wanted <= MOST_WANTED:
        raise Refusal(
            "wrong_number",
            _("Give a number from 1 to %(most)s.") % {"most": MOST_WANTED},
            field="wanted",
        )
    with transaction.atomic():
        study, is_new = NeedsStudy.objects.update_or_create(
            programme=programme,
            defaults={"question": words, "wanted": wanted, "conclusion": conclusion.strip()},
        )
        audit.record("needs.begun" if is_new else "needs.changed", programme, by=by, wanted=wanted)
    return study


def record_need(  # noqa: PLR0913 - a need has these parts, each by name
    *,
    study: NeedsStudy,
    by: User,
    organisation: Organisation,
    theme: str,
    text: str,
    level: int,
    recorded_on: dt.date | None = None,
    contact: Contact | None = None,
    workshop: Workshop | None = None,
    quote: str = "",
    may_quote: bool = False,
) -> Need:
    """Write a need down. The same need of the same organisation again is one.

    Refusals: no_text, unknown_level, wrong_region, date_in_future, wrong_meeting.
    """
    require(by, "workshops.manage_needs", study.programme)
    return keep_told(
        study=study, by=by, organisation=organisation, theme=theme, text=text, level=level,
        recorded_on=recorded_on or timezone.localdate(), contact=contact, workshop=workshop,
        quote=quote.strip(), may_quote=may_quote,
    )  # fmt: skip


@transaction.atomic
def keep_told(*, study: NeedsStudy, by: User | None, text: str, **facts: Any) -> Need:
    """Keep a need as `record_need` does.

    Whoever calls this has checked the right; `by` is None where an organisation tells it itself.
    Refusals as `record_need`.
    """
    values = _checked(study.programme, text=text, **({"contact": None, "workshop": None} | facts))
    NeedsStudy.objects.select_for_update(of=("self",)).get(pk=study.pk)
    same = study.needs.filter(organisation=values["organisation"], text=values["text"]).first()
    if same is not None:
        return same
    need = Need.objects.create(study=study, **values)
    audit.record("needs.recorded", study.programme, by=by, theme=need.theme)
    return need


def save_need(*, need: Need, by: User, **fields: Any) -> Need:
    """Correct a need. Refusals as `record_need`."""
    require(by, "workshops.manage_needs", need.study.programme)
    return correct_told(need=need, by=by, **fields)


@transaction.atomic
def correct_told(*, need: Need, by: User | None, **fields: Any) -> Need:
    """Correct a need; what is stored already changes nothing. Rights as for `keep_told`."""
    programme = need.study.programme
    before = {name: getattr(need, name) for name in _NAMES}
    values = _checked(programme, **before | fields)
    if values == before:
        return need
    for name, value in values.items():
        setattr(need, name, value)
    need.save()
    audit.record("needs.corrected", programme, by=by, theme=need.theme)
    return need


def remove_need(*, need: Need, by: User) -> None:
    """Take a need out of the study."""
    programme = need.study.programme
    require(by, "workshops.manage_needs", programme)
    with transaction.atomic():
        audit.record("needs.removed", programme, by=by, theme=need.theme)
        need.delete()


def figures_of(study: NeedsStudy) -> StudyFigures:
    """How far the study is. One query."""
    rows = list(study.needs.values_list("organisation_id", "theme", "level"))
    themes = Counter(theme for _organisation, theme, _level in rows)
    levels = Counter(level for _organisation, _theme, level in rows)
    return StudyFigures(
        heard=len({organisation for organisation, _theme, _level in rows}),
        wanted=study.wanted,
        needs=len(rows),
        themes=sorted(themes.items(), key=lambda one: (-one[1], one[0])),
        levels={level: levels[level] for level in NeedLevel.values},
    )


def _checked(programme: Programme, **values: Any) -> dict[str, Any]:
    values["text"] = values["text"].strip()
    values["theme"] = " ".join(values["theme"].split())
    if not values["text"] or not values["theme"]:
        raise Refusal(
            "no_text", _("Write the need, and what it is about in a word or two."), field="text"
        )
    if values["level"] not in NeedLevel.values:
        raise Refusal("unknown_level", _("Say how urgent the need is."), field="level")
    if values["organisation"].region_id != programme.region_id:
        raise Refusal(
            "wrong_region", _("The organisation belongs to another region."), field="organisation"
        )
    if values["recorded_on"] > timezone.localdate():
        raise Refusal("date_in_future", _("The date is in the future."), field="recorded_on")
    if values["workshop"] is not None and values["workshop"].programme_id != programme.pk:
        raise Refusal(
            "wrong_meeting", _("The meeting belongs to another programme."), field="workshop"
        )
    return values
