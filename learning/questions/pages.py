"""What the pages of questions show: a place's, the region's, one of them; the team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.policy import allowed
from core.web.lists import Sort, listing
from learning.models import Question, QuestionState
from learning.models.question import OPEN
from learning.questions.forms import AnswerForm, AssignForm, LineForm, QuestionFilters
from learning.questions.team import seats, stand_ins
from people.models import User
from people.scope import scope_of
from places.models import Participation
from programmes.models import Programme

#: On the list of a place.
SHOWN = 100
#: How a state is marked.
LEVELS: dict[str, str] = {
    QuestionState.ASKED: "warn", QuestionState.ASSIGNED: "info", QuestionState.ANSWERED: "ok",
    QuestionState.CLOSED: "off",
}  # fmt: skip
ORDER = {
    "since": Sort(
        pgettext_lazy("a question", "Asked"), ("waiting_since", "pk"), ("-waiting_since", "-pk")
    ),
    "place": Sort(
        _("Place"),
        ("participation__place__name", "waiting_since", "pk"),
        ("-participation__place__name", "waiting_since", "pk"),
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A question as a list shows it."""

    question: Question
    level: str


def listed(participation: Participation, user: User) -> dict[str, Any]:
    """The questions of a place, those that wait first. One statement."""
    rows = participation.questions.select_related("asked_by", "assigned_to").order_by(
        Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()),
        "-waiting_since", "-pk",
    )[:SHOWN]  # fmt: skip
    found = [Row(one, LEVELS[one.state]) for one in rows]
    return {
        "open": [row for row in found if row.question.is_open],
        "settled": [row for row in found if not row.question.is_open],
        "may_ask": allowed(user, "learning.ask", participation),
        "may_log": allowed(user, "learning.log_call", participation),
    }


def region(user: User, query: QueryDict, request: Any) -> dict[str, Any]:
    """Questions of all places that the user sees, the oldest first."""
    rows = Question.objects.visible_to(user).select_related(
        "participation__place", "assigned_to", "asked_by"
    )
    shown = listing(query, rows, QuestionFilters, order=ORDER, request=request)
    return {"listing": shown, "rows": [Row(one, LEVELS[one.state]) for one in shown.rows]}


def one(question: Question, user: User, **bound: Any) -> dict[str, Any]:
    """One question with its conversation; `bound` are forms that came back."""
    answers = allowed(user, "learning.answer_question", question)
    follows = allowed(user, "learning.follow_question", question)
    forms: dict[str, Any] = {}
    if answers and question.is_open:
        forms |= {"assign_form": AssignForm(question=question), "answer_form": AnswerForm()}
    if follows and question.state != QuestionState.CLOSED:
        forms["line_form"] = LineForm(auto_id="line_%s")
    return {
        "question": question,
        "participation": question.participation,
        "level": LEVELS[question.state],
        "lines": list(question.lines.select_related("by")),
        "functions": question.functions.visible_to(user) if question.answer else [],
        "follows": follows,
        "sees_place": scope_of(user).reaches(
            participation=question.participation_id,
            programme=question.participation.programme_id,
            region=question.participation.programme.region_id,
        ),
        **forms,
        **bound,
    }


def team(programme: Programme, user: User) -> dict[str, Any]:
    """Who holds which sector today, what nobody holds, who covers. Two statements."""
    found = seats(programme)
    return {
        "seats": [seat for seat in found if seat.now or seat.later],
        "gaps": [seat.sector.label for seat in found if not seat.now],
        "stand_ins": stand_ins(programme),
        "may_give": allowed(user, "programmes.give_posts", programme),
    }
