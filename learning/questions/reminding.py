"""What is reminded of in questions: those that wait for an answer longer than a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import short_date
from learning.models import Question
from places.models import ParticipationStatus
from reminders.kinds import AT, At, Cause, Kind, Search, To, at_columns, register

#: Days within which a question is answered.
ANSWER_DAYS = 7
#: Characters of a question in a sentence.
WORDS = 60


def waiting(search: Search) -> Iterator[Cause]:
    """Questions without an answer at places that are under way. One question."""
    zone = timezone.get_current_timezone()
    last = dt.datetime.combine(search.last("question_unanswered"), dt.time.max, zone)
    rows = (
        Question.objects.open()
        .filter(
            waiting_since__lte=last,
            participation__in=search.places,
            participation__status=ParticipationStatus.ACTIVE,
        )
        .order_by("waiting_since", "pk")
        .values_list(*at_columns("participation"), "pk", "text", "waiting_since")
    )
    for row in rows:
        pk, text, since = row[len(AT) :]
        day = timezone.localdate(since)
        yield Cause(
            kind="question_unanswered",
            at=At._make(row[: len(AT)]),
            thing=str(pk),
            day=day,
            words=partial(_said, text, day),
            path=reverse("learning:question", args=[pk]),
        )


def _said(text: str, since: dt.date, _day: dt.date) -> str:
    return _("A question of %(day)s has no answer: “%(question)s”") % {
        "question": Truncator(" ".join(text.split())).chars(WORDS),
        "day": short_date(since),
    }


register(
    Kind(
        "question_unanswered",
        gettext_lazy("A question waits for an answer"),
        after=ANSWER_DAYS,
        to=(To.COACHES,),
        ends=gettext_lazy("it is answered or closed"),
        chased=0,
    ),
    find=waiting,
)
