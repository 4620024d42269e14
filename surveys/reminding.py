"""The clock tells who sent a survey that some have not answered; those get letters from there.

The clock itself never writes to recipients: addresses of a list of one's own stay with its owner,
and a link of theirs is made when a letter leaves and stored nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from core.dates import short_date
from reminders.kinds import At, Cause, Kind, Search, To, register
from surveys.answering.seats import done
from surveys.models import Mailing, Survey, SurveyState

#: Days after the last letter to a list.
PATIENCE = 10
#: Days before the last one on which nobody is asked to remind any more.
TOO_LATE = 2


def unanswered(search: Search) -> Iterator[Cause]:
    """Lists of open surveys on which somebody has not answered. Four questions a survey."""
    surveys = Survey.objects.filter(
        programme__in=search.programmes,
        state=SurveyState.OPEN,
        closes_on__gt=search.today + dt.timedelta(days=TOO_LATE),
    )
    for survey in surveys.select_related("programme"):
        yield from _of_survey(survey)


def _of_survey(survey: Survey) -> Iterator[Cause]:
    last: dict[int, Mailing] = {}
    rows = survey.mailings.filter(outbox__stopped_at__isnull=True)
    for mailing in rows.select_related("recipient_list__owner", "sent_by", "outbox"):
        last.setdefault(mailing.recipient_list_id, mailing)  # the latest comes first
    invited: dict[int, set[int]] = {pk: set() for pk in last}
    people = survey.recipients.on_list().filter(recipient_list__in=last, invited_at__isnull=False)
    for pk, list_id in people.values_list("pk", "recipient_list_id"):
        invited[list_id].add(pk)
    have = done(survey, [pk for some in invited.values() for pk in some])
    programme = survey.programme
    for list_id, mailing in last.items():
        missing = len(invited[list_id] - have)
        sender = mailing.recipient_list.owner or mailing.sent_by
        if not missing or sender is None:
            continue
        yield Cause(
            kind="survey_unanswered",
            at=At(programme.pk, programme.region_id, programme.language, programme.name),
            thing=f"{list_id}:{mailing.pk}",
            day=timezone.localdate(mailing.outbox.not_before),
            until=survey.closes_on,
            words=partial(_words, survey.name, missing, survey.closes_on),
            path=reverse("surveys:invitation", args=[survey.pk]) + "?role=reminder",
            address=sender.email,
            name=sender.get_full_name(),
        )


def _words(name: str, missing: int, closes_on: dt.date | None, _day: dt.date) -> str:
    return ngettext(
        "%(count)s person has not answered “%(name)s” yet, which is open until %(day)s",
        "%(count)s people have not answered “%(name)s” yet, which is open until %(day)s",
        missing,
    ) % {"count": missing, "name": name, "day": short_date(closes_on)}


register(
    Kind(
        "survey_unanswered",
        gettext_lazy("People have not answered a survey that you sent"),
        after=PATIENCE,
        to=(To.NAMED,),
        ends=gettext_lazy("you have reminded them, all have answered, or the survey is closed"),
    ),
    find=unanswered,
)
