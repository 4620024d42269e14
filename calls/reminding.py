"""What is reminded of in calls: closing soon, a confirmation that is missing, a view to form.

People without an account get the address of the call's own page, where a link is sent again: a
link of theirs is made when a letter leaves and stored nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calls.assessing.pages import round_of
from calls.models import ApplicationState, Call, ConfirmationState, RuleKey
from core.dates import day_and_hour, short_date
from reminders.kinds import At, Cause, Kind, Search, To, register

#: Days before the close on which those who have begun are told, and who runs the programme.
SOON = 7
#: Days that somebody who was asked to confirm has before the applicant is told.
PATIENCE = 5
#: Days after the close from which an assessor is reminded where no day is said.
VIEW_AFTER = 7
#: A view that was due longer ago is no news in a letter.
NEWS_DAYS = 60


def calls(search: Search) -> Iterator[Cause]:
    """All causes of calls. Four questions, and some for each call that is being assessed."""
    now = timezone.now()
    rows = Call.objects.filter(
        programme__in=search.programmes, published_at__isnull=False, opens_at__lte=now,
        closes_at__gte=now - dt.timedelta(days=NEWS_DAYS),
    ).select_related("programme__region")  # fmt: skip
    call: Any  # published: it has a window
    for call in rows:
        if call.closes_at > now:
            yield from _closing(call)
        else:
            yield from _views(call)


def _at(call: Call) -> At:
    programme = call.programme
    return At(programme.pk, programme.region_id, programme.language, programme.name)


def _address(name: str, *arguments: object) -> tuple[str, str]:
    path = reverse(name, args=arguments)
    return path, settings.SITE_URL.rstrip("/") + path


def _closing(call: Any) -> Iterator[Cause]:
    last = call.closes.date()
    yield Cause(
        kind="call_closes",
        at=_at(call),
        thing=f"{call.pk}:{last}",
        day=last,
        until=last,
        words=partial(_closes, call),
        path=call.get_absolute_url(),
    )
    path, link = _address("calls:link", call.slug)
    begun = call.applications.filter(state=ApplicationState.DRAFT, erased_at__isnull=True)
    demands = call.rules.filter(key=RuleKey.SECTORS).exists()
    for one in begun.exclude(contact_email="").prefetch_related("confirmations"):
        common: dict[str, Any] = {
            "at": _at(call),
            "path": path,
            "link": link,
            "address": one.contact_email,
            "name": one.contact_name,
            "until": last,
        }
        yield Cause(
            kind="call_not_handed_in", thing=f"{one.pk}:{last}", day=last,
            words=partial(_not_handed_in, call, str(one)), **common,
        )  # fmt: skip
        for asked in one.confirmations.all() if demands else ():
            if asked.state == ConfirmationState.ASKED:
                yield Cause(
                    kind="call_confirmation", thing=f"{asked.pk}:{asked.edition}",
                    day=timezone.localdate(asked.asked_at),
                    words=partial(_unconfirmed, str(one), asked.person), **common,
                )  # fmt: skip


def _views(call: Any) -> Iterator[Cause]:
    round_ = round_of(call, None)
    waiting = [one for one in round_.applications if getattr(one, "decision", None) is None]
    due = call.assess_by or call.closes.date() + dt.timedelta(days=VIEW_AFTER)
    path, link = _address("calls:applications", call.pk)
    open_ = {one.pk for one in waiting}
    for assessor in round_.assessors if waiting else ():
        count = sum(one.pk in open_ for one in round_.todo(assessor))
        if count:
            yield Cause(
                kind="call_view",
                at=_at(call),
                thing=f"{assessor.pk}",
                day=due,
                until=due + dt.timedelta(days=NEWS_DAYS),
                words=partial(_view, call, count, due),
                path=path,
                link=link,
                address=assessor.user.email,
                name=assessor.user.get_full_name(),
            )


def _closes(call: Any, _day: dt.date) -> str:
    return _("“%(call)s” closes %(when)s") % {"call": call.title, "when": day_and_hour(call.closes)}


def _not_handed_in(call: Any, place: str, _day: dt.date) -> str:
    return _("Your application for %(place)s is not handed in; the call closes %(when)s") % {
        "place": place, "when": day_and_hour(call.closes),
    }  # fmt: skip


def _unconfirmed(place: str, person: str, _day: dt.date) -> str:
    return _("%(person)s has not answered whether to stand behind %(place)s") % {
        "person": person, "place": place,
    }  # fmt: skip


def _view(call: Call, count: int, due: dt.date, _day: dt.date) -> str:
    return ngettext(
        "%(count)s application for “%(call)s” waits for your view, by %(day)s",
        "%(count)s applications for “%(call)s” wait for your view, by %(day)s",
        count,
    ) % {"count": count, "call": call.title, "day": short_date(due)}


register(
    Kind(
        "call_closes",
        gettext_lazy("A call closes in a week"),
        after=-SOON,
        to=(To.DECIDERS,),
        ends=gettext_lazy("the call has closed"),
    ),
    Kind(
        "call_not_handed_in",
        gettext_lazy("An application is not handed in, and the call closes in a week"),
        after=-SOON,
        to=(To.NAMED,),
        ends=gettext_lazy("it is handed in, or the call has closed"),
    ),
    Kind(
        "call_confirmation",
        gettext_lazy("Somebody who was asked to confirm has not answered"),
        after=PATIENCE,
        to=(To.NAMED,),
        ends=gettext_lazy("the person has answered, or the call has closed"),
    ),
    Kind(
        "call_view",
        gettext_lazy("Applications wait for an assessor's view"),
        after=-2,
        to=(To.NAMED,),
        ends=gettext_lazy("the views are done"),
    ),
    find=calls,
)
