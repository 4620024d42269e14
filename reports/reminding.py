"""What is reminded of in reports: due soon, late, handed in and waiting."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import short_date, span
from places.models import ParticipationStatus
from reminders.kinds import AT, At, Cause, Kind, Search, To, register
from reports.models import WRITTEN_IN, Report, ReportRules, ReportState
from reports.periodic import cycle

#: A report as a sentence names it, in the active language.
type _Name = Callable[[], str]

#: A report that was due longer ago is no news in a letter; a coach may still chase it.
NEWS_DAYS = 60
_LIVING = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED)


def reports(search: Search) -> Iterator[Cause]:
    """Reports that are asked for, written, or wait. Four questions."""
    began: defaultdict[At, list[Report]] = defaultdict(list)
    rows = (
        Report.objects.newest()
        .filter(
            Q(participation__in=search.places, participation__status__in=_LIVING)
            | Q(participation__isnull=True, programme__in=search.programmes)
        )
        .select_related("programme", "participation__place")
        .defer("content")
    )
    for report in rows:
        began[_at(report)].append(report)
    for at, listed in began.items():
        yield from _of_reports(at, listed)
    for at, due in _asked_for(search):
        for one in cycle.not_begun(due, began.get(at, [])):
            if one.starts_on <= search.today:
                yield from _to_write(at, one.ends_on, one.due_on, _begin(at, one), partial(
                    _period, one.starts_on, one.ends_on
                ))  # fmt: skip


def _at(report: Report) -> At:
    programme, place = report.programme, report.participation
    name = place.place.name if place else programme.name
    return At(
        programme.pk, programme.region_id, programme.language, name, place.pk if place else None
    )


def _asked_for(search: Search) -> Iterator[tuple[At, list[cycle.Due]]]:
    """The reports that the rules ask of places and of programmes."""
    on = search.until
    rules = {
        one.programme_id: one
        for one in ReportRules.objects.filter(
            Q(programme__participations__in=search.places) | Q(programme__in=search.programmes)
        )
        .select_related("programme")
        .distinct()
    }
    of_places = search.places.filter(
        programme__in=[pk for pk, one in rules.items() if one.of_places], status__in=_LIVING
    )
    for *columns, started, ended, ends in of_places.order_by().values_list(
        *AT, "started_on", "ended_on", "support_ends_on"
    ):
        at = At._make(columns)
        yield at, cycle.periods(rules[at.programme], started, ended or ends, on=on)
    for programme in search.programmes.filter(pk__in=rules):
        at = At(programme.pk, programme.region_id, programme.language, programme.name)
        yield at, cycle.of_programme(rules[programme.pk], on=on)


def _of_reports(at: At, listed: Iterable[Report]) -> Iterator[Cause]:
    for report in listed:
        address = report.get_absolute_url()
        if report.state in WRITTEN_IN:
            words = partial(_named, report)
            yield from _to_write(at, report.ends_on, report.due_on, address, words)
        elif report.state == ReportState.HANDED_IN and report.handed_in_at:
            yield Cause(
                kind="report_waiting",
                at=at,
                thing=f"{report.pk}:{report.handed_in_at:%Y%m%d%H%M}",
                day=timezone.localdate(report.handed_in_at),
                words=partial(_waits, report),
                path=address,
                but_not=frozenset({report.handed_in_by_id}),
            )


def _to_write(at: At, ends_on: dt.date, due_on: dt.date, path: str, name: _Name) -> Iterator[Cause]:
    for kind, until, words in (
        ("report_soon", due_on, _soon),
        ("report_late", due_on + dt.timedelta(days=NEWS_DAYS), _late),
    ):
        # Begun or not, it is the same report: its period tells it.
        yield Cause(
            kind=kind, at=at, thing=ends_on.isoformat(), day=due_on, until=until, path=path,
            words=partial(words, name, due_on),
        )  # fmt: skip


def _begin(at: At, due: cycle.Due) -> str:
    name, pk = (
        ("reports:place_begin", at.participation)
        if at.participation
        else ("reports:programme_begin", at.programme)
    )
    asked = {"from": str(due.starts_on), "to": str(due.ends_on), "due": str(due.due_on)}
    return f"{reverse(name, args=[pk])}?{urlencode(asked | ({'final': '1'} if due.final else {}))}"


def _period(starts_on: dt.date, ends_on: dt.date) -> str:
    return _("The report for %(period)s") % {"period": span(starts_on, ends_on)}


def _named(report: Report) -> str:
    return report.name


def _soon(name: _Name, due_on: dt.date, _day: dt.date) -> str:
    return _("%(report)s is to be handed in by %(day)s") % {
        "report": name(), "day": short_date(due_on),
    }  # fmt: skip


def _late(name: _Name, due_on: dt.date, _day: dt.date) -> str:
    return _("%(report)s was to be handed in by %(day)s") % {
        "report": name(), "day": short_date(due_on),
    }  # fmt: skip


def _waits(report: Report, _day: dt.date) -> str:
    return _("%(report)s is handed in and waits for a decision since %(day)s") % {
        "report": report.name, "day": short_date(report.handed_in_at),
    }  # fmt: skip


register(
    Kind(
        "report_soon",
        gettext_lazy("A report is to be handed in soon"),
        after=-7,
        to=(To.WRITERS,),
        ends=gettext_lazy("it is handed in"),
    ),
    Kind(
        "report_late",
        gettext_lazy("A report is late"),
        after=1,
        to=(To.WRITERS,),
        ends=gettext_lazy("it is handed in"),
        chased=9,
    ),
    Kind(
        "report_waiting",
        gettext_lazy("A report waits for a decision"),
        after=7,
        to=(To.DECIDERS,),
        ends=gettext_lazy("it is approved or returned"),
    ),
    find=reports,
)
