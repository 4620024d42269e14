"""What of questions stands in the bell: asked, assigned, answered, followed by a word."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.advice.notices import leaders_of
from learning.models import Question
from learning.questions.team import coaches, holders
from notices import kinds
from notices.services import tell
from people.models import User


def url_of(question: Question) -> str:
    """The page of a question."""
    return reverse("learning:question", args=[question.pk])


def _tell(kind: str, people: list[Any], question: Question, by: User) -> None:
    tell(kind, people, question, address=url_of(question), by=by)


def tell_asked(question: Question, by: User) -> None:
    """To who holds the sector today; where nobody does, to the place's coaches."""
    place = question.participation
    _tell("question_asked", holders(place, question.sector) or coaches(place), question, by)


def tell_assigned(question: Question, by: User) -> None:
    """To whom it is given."""
    _tell("question_assigned", [question.assigned_to_id], question, by)


def tell_answered(question: Question, by: User) -> None:
    """To who asked and to those who lead the process."""
    _tell("question_answered", of_place(question), question, by)


def tell_followed(question: Question, by: User, *, from_place: bool) -> None:
    """To the other side: who answers, or the place."""
    region = [question.assigned_to_id or question.answered_by_id]
    if region == [None]:
        region = list(coaches(question.participation))
    _tell("question_followed", region if from_place else of_place(question), question, by)


def of_place(question: Question) -> list[Any]:
    """Who hears of an answer at the place. A coach who wrote a call down is among them."""
    return [question.asked_by_id, *leaders_of(question.participation)]


def _words(one: Question) -> dict[str, Any]:
    return {"place": one.participation.place, "question": one}


def _asked(one: Question, _facts: dict[str, Any]) -> str:
    return _("%(place)s asks: “%(question)s”") % _words(one)


def _assigned(one: Question, _facts: dict[str, Any]) -> str:
    return _("A question from %(place)s is yours to answer: “%(question)s”") % _words(one)


def _answered(one: Question, _facts: dict[str, Any]) -> str:
    return _("The region has answered %(place)s: “%(question)s”") % _words(one)


def _followed(one: Question, _facts: dict[str, Any]) -> str:
    return _("New words on the question from %(place)s: “%(question)s”") % _words(one)


def _with_place(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("participation__place")


kinds.register("question_asked", Question, _asked, select=_with_place)
kinds.register("question_assigned", Question, _assigned, select=_with_place)
kinds.register("question_answered", Question, _answered, level="ok", select=_with_place)
kinds.register("question_followed", Question, _followed, select=_with_place)
