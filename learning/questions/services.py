"""The verbs of questions: ask, log a call, assign, answer, add a word, close, open again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, throttle
from core.plain_text import checked_name, plain_lines
from core.policy import allowed, require
from core.refusals import Refusal, needed
from learning.models import AnswerKind, Question, QuestionLine, QuestionState
from learning.questions.notices import tell_answered, tell_asked, tell_assigned, tell_followed
from learning.questions.similar import similar
from learning.questions.team import answerers
from people.models import Sector, User
from places.models import Participation
from plans.changes import length_of, refuse_longer

#: Questions of one person in a time: beyond, somebody is better called.
MOST_ASKED, ASKED_SECONDS = 20, 3600
#: Words that follow one question.
MOST_LINES = 100
#: Minutes that one answer may have taken: two weeks of work.
MOST_MINUTES = 4800


@transaction.atomic
def ask(
    *, participation: Participation, by: User, text: str, sector: str = "", anyway: bool = False
) -> Question:
    """Ask the region. A notice tells who holds the sector, else the coaches.

    Where something like it was asked before it is kept only `anyway`: once more is enough.
    Refusals: text_missing, too_long, no_sector, asked_before, too_often.
    """
    require(by, "learning.ask", participation)
    return _kept(participation, by, text, sector, caller="", anyway=anyway)


@transaction.atomic
def log_call(
    *,
    participation: Participation,
    by: User,
    caller: str,
    text: str,
    sector: str = "",
    anyway: bool = False,
) -> Question:
    """Write down what somebody of the place asked by telephone.

    Refusals: caller_missing, those of `checked_name` and of `ask`.
    """
    require(by, "learning.log_call", participation)
    caller = needed(caller.strip(), "caller_missing", _("Write who asked."), field="caller")
    caller = checked_name(caller, field="caller")
    return _kept(participation, by, text, sector, caller=caller, anyway=anyway)


def _kept(
    participation: Participation, by: User, text: str, sector: str, *, caller: str, anyway: bool
) -> Question:
    text = _text(text, "text", _("Write what you want to know."))
    if sector and sector not in Sector.values:
        raise Refusal("no_sector", _("Choose one of these."), field="sector")
    if not anyway and similar(text, participation, by):
        raise Refusal(
            "asked_before",
            _("Something like it has been asked before. Read it below, or ask anyway."),
        )
    if not throttle.within("question", str(by.pk), limit=MOST_ASKED, seconds=ASKED_SECONDS):
        raise Refusal(
            "too_often", _("You have asked many questions within an hour. Call your coach.")
        )
    question = Question.objects.create(
        participation=participation, text=text, sector=sector, asked_by=by, caller=caller
    )
    audit.record("question.logged" if caller else "question.asked", participation, by=by)
    tell_asked(question, by)
    return question


@transaction.atomic
def assign(*, question: Question, by: User, to: User) -> Question:
    """Give it to somebody of the programme's team or to a coach of the place.

    Given again to the same person, nothing happens. Refusals: not_open, not_of_the_programme.
    """
    question = _locked(question, by, "learning.answer_question")
    _refuse_settled(question)
    known = {one.user.pk for one in answerers(question.participation)}
    if to.pk not in known:
        raise Refusal(
            "not_of_the_programme",
            _("Choose somebody of the programme's team, or a coach of the place."),
            field="to",
        )
    if question.assigned_to_id == to.pk and question.state == QuestionState.ASSIGNED:
        return question
    question.assigned_to, question.state = to, QuestionState.ASSIGNED
    question.save()
    audit.record(
        "question.assigned", question.participation, by=by, person=to.get_full_name(), user=to.pk
    )
    tell_assigned(question, by)
    return question


@transaction.atomic
def answer(
    *, question: Question, by: User, text: str, kind: str, minutes: int | None = None
) -> Question:
    """Answer it: by advice, or by doing it. The place is told.

    Refusals: not_open (an answer is changed by opening the question again), text_missing,
    too_long, unknown_kind, wrong_minutes.
    """
    question = _locked(question, by, "learning.answer_question")
    _refuse_settled(question)
    text = needed(
        plain_lines(text or "").strip(), "text_missing", _("Write the answer."), field="text"
    )
    refuse_longer(text, length_of(Question, "answer"), field="text")
    if kind not in AnswerKind.values:
        raise Refusal("unknown_kind", _("Choose one of these."), field="kind")
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise Refusal(
            "wrong_minutes",
            _("Write minutes from 0 to %(most)d.") % {"most": MOST_MINUTES},
            field="minutes",
        )
    question.answer, question.answer_kind, question.minutes = text, kind, minutes
    question.answered_by, question.answered_at = by, timezone.now()
    question.state = QuestionState.ANSWERED
    question.save()
    audit.record("question.answered", question.participation, by=by, kind=kind)
    tell_answered(question, by)
    return question


@transaction.atomic
def add_line(*, question: Question, by: User, text: str) -> QuestionLine:
    """Add a word; the other side is told. Refusals: text_missing, too_long, too_many, closed."""
    question = _locked(question, by, "learning.follow_question")
    if question.state == QuestionState.CLOSED:
        raise Refusal("closed", _("It is closed. Open it again to go on."))
    text = _text(text, "text", _("Write something."), model=QuestionLine)
    if question.lines.count() >= MOST_LINES:
        raise Refusal("too_many", _("So much has been said here. Ask a new question."))
    line = QuestionLine.objects.create(question=question, text=text, by=by)
    audit.record("question.followed", question.participation, by=by)
    from_place = not allowed(by, "learning.answer_question", question)
    tell_followed(question, by, from_place=from_place)
    return line


@transaction.atomic
def close(*, question: Question, by: User) -> Question:
    """Close it: it is answered, or no longer matters. Closed already, nothing happens."""
    question = _locked(question, by, "learning.follow_question")
    if question.state != QuestionState.CLOSED:
        question.state = QuestionState.CLOSED
        question.save()
        audit.record("question.closed", question.participation, by=by)
    return question


@transaction.atomic
def reopen(*, question: Question, by: User) -> Question:
    """Open it again: the answer does not help. What was answered stays. Refusal: is_open."""
    question = _locked(question, by, "learning.follow_question")
    if question.is_open:
        raise Refusal("is_open", _("It is open already."))
    given = question.assigned_to_id is not None
    question.state = QuestionState.ASSIGNED if given else QuestionState.ASKED
    question.waiting_since = timezone.now()
    question.save()
    audit.record("question.reopened", question.participation, by=by)
    if given:
        tell_assigned(question, by)
    else:
        tell_asked(question, by)
    return question


def _refuse_settled(question: Question) -> None:
    if not question.is_open:
        raise Refusal("not_open", _("It is answered or closed. Open it again first."))


def _text(text: str, field: str, missing: str, model: type = Question) -> str:
    found = needed(plain_lines(text or "").strip(), "text_missing", missing, field=field)
    refuse_longer(found, length_of(model, "text"), field=field)
    return found


def _locked(question: Question, by: User, right: str) -> Question:
    require(by, right, question)
    rows = Question.objects.select_for_update(of=("self",)).select_related(
        "participation__programme", "participation__place"
    )
    found: Question = rows.get(pk=question.pk)
    return found
