"""What is reminded of in advice: unread for three weeks, read and not answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import short_date
from learning.models import Advice, AdviceState
from places.models import ParticipationStatus
from reminders.kinds import AT, At, Cause, Kind, Search, To, at_columns, register

#: Days after which advice that nobody has opened is a matter for the coach.
UNREAD_DAYS = 21
#: Days after reading within which an answer is expected.
ANSWER_DAYS = 21
#: Characters of an advice in a sentence.
WORDS = 60
#: The place is reminded of unread advice a week before its coach hears of it.
FIRST_DAYS = 14


def waiting(search: Search) -> Iterator[Cause]:
    """Advice without an answer at places that are under way. One question."""
    zone = timezone.get_current_timezone()

    def before(kind: str) -> dt.datetime:
        return dt.datetime.combine(search.last(kind), dt.time.max, zone)

    rows = (
        Advice.objects.filter(
            Q(read_at__isnull=True, given_at__lte=before("advice_unread"))
            | Q(read_at__lte=before("advice_unanswered")),
            given_at__isnull=False,
            state=AdviceState.PROPOSED,
            participation__in=search.places,
            participation__status=ParticipationStatus.ACTIVE,
        )
        .order_by("given_at", "pk")
        .values_list(*at_columns("participation"), "pk", "text", "given_at", "read_at")
    )
    for row in rows:
        at = At._make(row[: len(AT)])
        pk, text, given, read = row[len(AT) :]
        kind, since = ("advice_unread", given) if read is None else ("advice_unanswered", read)
        day = timezone.localdate(since)
        yield Cause(
            kind=kind,
            at=at,
            thing=str(pk),
            day=day,
            words=partial(_said, kind, text, day),
            path=reverse("learning:advice", args=[at.participation, pk]),
        )


def _said(kind: str, text: str, since: dt.date, _day: dt.date) -> str:
    facts = {
        "advice": Truncator(" ".join(text.split())).chars(WORDS),
        "day": short_date(since),
    }
    if kind == "advice_unread":
        return _("Advice of %(day)s has not been opened: “%(advice)s”") % facts
    return _("Advice was read on %(day)s and not answered: “%(advice)s”") % facts


register(
    Kind(
        "advice_unread",
        gettext_lazy("Advice lies unread"),
        after=FIRST_DAYS,
        to=(To.LEADERS,),
        ends=gettext_lazy("somebody of the place opens it"),
        chased=UNREAD_DAYS - FIRST_DAYS,
    ),
    Kind(
        "advice_unanswered",
        gettext_lazy("Advice is read and not answered"),
        after=FIRST_DAYS,
        to=(To.LEADERS,),
        ends=gettext_lazy("the place says what it makes of it"),
        chased=ANSWER_DAYS - FIRST_DAYS,
    ),
    find=waiting,
)
