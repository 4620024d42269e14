"""Answering: begin, keep a page, send. Nothing here knows who answers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from surveys.answering.seats import Seat, is_spent, sitting_of
from surveys.answering.values import answered, missing, read
from surveys.models import Sitting, Survey, SurveyState
from surveys.paper import Ask, Paper, asked_of, paper_of, visible


def refuse_closed(survey: Survey, *, trial: bool = False) -> None:
    """Refusals: not_open_yet, survey_closed."""
    today = timezone.localdate()
    if trial:
        return
    if survey.state == SurveyState.DRAFT or (survey.opens_on and today < survey.opens_on):
        raise Refusal("not_open_yet", _("The survey is not open yet. Your link will still hold."))
    if survey.state == SurveyState.CLOSED or (survey.closes_on and today > survey.closes_on):
        raise Refusal("survey_closed", _("The survey is closed. No more answers are taken."))


@transaction.atomic
def begin(*, seat: Seat, language: str, group: int | None, municipality: int | None) -> Sitting:
    """Take the seat; once more, and on another device, it is the same sitting.

    Refusals: not_open_yet, survey_closed, already_sent, no_group.
    """
    refuse_closed(seat.survey, trial=seat.trial)
    if is_spent(seat):
        raise _sent()
    paper = paper_of(seat.survey)
    if seat.asks_group:
        known = {one.pk for one in paper.groups}
        group = next(iter(known)) if len(known) == 1 else group
        if known and group not in known:
            raise Refusal("no_group", _("Choose as what you answer."), field="group")
    else:
        group, municipality = seat.group, seat.municipality
    there = sitting_of(seat)
    if there is not None:
        return there
    sitting, _is_new = Sitting.objects.get_or_create(
        survey=seat.survey,
        key=seat.keys[0],
        defaults={
            "group_id": group,
            "municipality_id": municipality,
            "language": language,
            "step": 1,
            "trial": seat.trial,
            "changed_on": timezone.localdate(),
        },
    )
    return sitting


@transaction.atomic
def keep(*, seat: Seat, question: int, data: QueryDict, step: int, go_on: bool = False) -> Sitting:
    """Keep the answer to one question; what others of the sitting say stays as it is.

    With `go_on` a question that must be answered is. Refusals: not_open_yet, survey_closed,
    not_begun, already_sent, unreadable, must_be_answered.
    """
    refuse_closed(seat.survey, trial=seat.trial)
    sitting = _locked(seat)
    ask = paper_of(seat.survey).by_pk.get(question)
    if ask is None:
        # The survey was corrected meanwhile: there is nothing to keep, and nothing is lost.
        return sitting
    found = read(ask, data)
    if found.faults:
        raise Refusal("unreadable", found.faults[0], field=f"q{ask.key}")
    if go_on and (what := missing(ask, found.value)):
        raise Refusal("must_be_answered", what, field=f"q{ask.key}")
    if answered(found.value):
        sitting.values[ask.key] = found.value
    else:
        sitting.values.pop(ask.key, None)
    sitting.step = step
    sitting.changed_on = timezone.localdate()
    sitting.save(update_fields=["values", "step", "changed_on"])
    return sitting


@transaction.atomic
def send(*, seat: Seat, language: str) -> Sitting:
    """Send the answers. They wait for their batch; a trial counts nowhere and is deleted.

    Refusals: not_open_yet, survey_closed, not_begun, already_sent, must_be_answered (its field is
    the first question that is missing).
    """
    refuse_closed(seat.survey, trial=seat.trial)
    sitting = _locked(seat)
    asks = visible(paper_of(seat.survey), sitting.group_id, sitting.values)
    gap = first_gap(asks, sitting.values)
    if gap is not None:
        raise Refusal(
            "must_be_answered",
            _("One question must still be answered before you can send."),
            field=f"q{gap.key}",
        )
    if sitting.trial:
        sitting.delete()
        return sitting
    _seal(sitting, asks)
    sitting.language = language
    sitting.save()
    return sitting


def first_gap(asks: list[Ask], values: Mapping[str, Any]) -> Ask | None:
    """The first question that must be answered and is not."""
    return next((ask for ask in asks if missing(ask, values.get(ask.key, {}))), None)


@transaction.atomic
def enter_paper(
    *,
    survey: Survey,
    by: User,
    data: QueryDict,
    group: int | None,
    municipality: int | None,
    language: str,
) -> Sitting:
    """Answers that came on paper, by somebody who may enter them. Their key is drawn by lot.

    Refusals: not_open_yet, survey_closed, no_group, unreadable, nothing_answered.
    """
    require(by, "surveys.enter_paper", survey)
    refuse_closed(survey)
    paper = paper_of(survey)
    if paper.groups and group not in {one.pk for one in paper.groups}:
        raise Refusal("no_group", _("Choose the group of whoever wrote it."))
    values = read_all(paper, group, data)
    if not values:
        raise Refusal("nothing_answered", _("No question is answered. Nothing was stored."))
    sitting = Sitting(
        survey=survey,
        key=secrets.token_hex(32),
        group_id=group,
        municipality_id=municipality,
        language=language,
        values=values,
        on_paper=True,
        changed_on=timezone.localdate(),
    )
    _seal(sitting, visible(paper, group, values))
    sitting.save()
    audit.record("survey.paper_entered", survey, by=by)
    return sitting


def read_all(paper: Paper, group: int | None, data: QueryDict) -> dict[str, Any]:
    """The answers to all questions of a group that stand on one form. Refusal: unreadable."""
    values = {}
    for ask in asked_of(paper, group):
        found = read(ask, data)
        if found.faults:
            raise Refusal("unreadable", found.faults[0], field=f"q{ask.key}")
        if answered(found.value):
            values[ask.key] = found.value
    return values


def _seal(sitting: Sitting, asks: list[Ask]) -> None:
    """Mark as sent; answers to questions that a condition has hidden since are dropped."""
    keys = {ask.key for ask in asks}
    sitting.values = {key: value for key, value in sitting.values.items() if key in keys}
    sitting.sent = True
    sitting.changed_on = timezone.localdate()


def _locked(seat: Seat) -> Sitting:
    rows = Sitting.objects.select_for_update(of=("self",))
    sitting: Sitting | None = rows.filter(survey=seat.survey, key__in=seat.keys).first()
    if sitting is None:
        if is_spent(seat):
            raise _sent()
        raise Refusal("not_begun", _("Begin the survey first."))
    if sitting.sent:
        raise _sent()
    return sitting


def _sent() -> Refusal:
    return Refusal("already_sent", _("These answers have been sent. Thank you."))
