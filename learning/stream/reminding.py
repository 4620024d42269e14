"""What is reminded of in the stream: an answer that somebody owes. No word of the message."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import short_date
from learning.models import Message, Room
from places.models import ParticipationStatus
from reminders.kinds import AT, At, Cause, Kind, Search, To, at_columns, register


def owed(search: Search) -> Iterator[Cause]:
    """Answers owed at places that are under way. One question."""
    rows = (
        Message.objects.filter(
            owed_by__isnull=False,
            answered_at__isnull=True,
            taken_back_at__isnull=True,
            # A place's own page tells its reminders: of the coaches' room it says nothing.
            room=Room.PLACE,
            owed_on__lte=search.last("answer_owed"),
            participation__in=search.places,
            participation__status=ParticipationStatus.ACTIVE,
        )
        .annotate(address=F("owed_by__email"), who=F("owed_by__name"))
        .order_by("owed_on", "pk")
        .values_list(*at_columns("participation"), "pk", "owed_on", "address", "who")
    )
    for row in rows:
        at = At._make(row[: len(AT)])
        pk, day, address, who = row[len(AT) :]
        yield Cause(
            kind="answer_owed",
            at=at,
            thing=str(pk),
            day=day,
            words=partial(lambda on, _day: _("An answer is expected by %(day)s") % {
                "day": short_date(on)
            }, day),
            path=reverse("learning:message", args=[at.participation, pk]),
            address=address,
            name=who,
        )  # fmt: skip


register(
    Kind(
        "answer_owed",
        gettext_lazy("A question waits for an answer"),
        after=-1,
        to=(To.NAMED,),
        ends=gettext_lazy("it is answered"),
        chased=8,
    ),
    find=owed,
)
