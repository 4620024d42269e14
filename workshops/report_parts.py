"""What the meetings give to a periodic report: who came, from which sectors, what was decided."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import local_day
from people.models import Sector
from places.reporting import Block, Subject, bars, contributes, figure, figures, table
from workshops.models import Outcome, OutcomeKind, Workshop, WorkshopKind

#: As many meetings have a bar each; more are told by their kind.
EACH = 14
#: Decisions listed in a report; the rest stand in the minutes.
DECISIONS = 30
AHEAD = 6


@dataclass(slots=True)
class _Meeting:
    """One meeting that was held, with who came by sector ("" where nobody knows)."""

    title: str
    kind: str
    series: str
    at: dt.datetime
    decided: int
    came: dict[str, int] = field(default_factory=dict)

    @property
    def day(self) -> dt.date:
        """The day, in the site's zone."""
        return local_day(self.at)


def of_subject(subject: Subject) -> QuerySet[Workshop]:
    """The meetings that were not cancelled, from the period's first day on."""
    found = Workshop.objects.filter(state="announced", starts_at__gte=subject.moments[0])
    if subject.participation is not None:
        return found.filter(participations=subject.participation)
    if subject.chosen:
        link = Workshop.participations.through.objects
        at = link.filter(participation_id__in=subject.ids).values("workshop_id")
        return found.filter(pk__in=at, programme=subject.programme)
    return found.filter(programme=subject.programme)


def read_all(subject: Subject) -> list[_Meeting]:
    """The meetings from the period's first day on, with who came. One query, once."""
    if "meetings" not in subject.kept:
        subject.kept["meetings"] = _read(subject)
    found: list[_Meeting] = subject.kept["meetings"]
    return found


def _read(subject: Subject) -> list[_Meeting]:
    sector = Coalesce(
        NullIf(F("invitations__sector"), Value("")),
        F("invitations__organisation__sector"),
        Value(""),
    )
    decided = (
        Outcome.objects.filter(workshop=OuterRef("pk"), kind=OutcomeKind.DECISION)
        .order_by()
        .values("workshop")
        .annotate(count=Count("pk"))
        .values("count")
    )
    rows = (
        of_subject(subject)
        .order_by("starts_at", "pk")
        .annotate(of=sector, decided=Coalesce(Subquery(decided), 0))
        .values_list("pk", "title", "kind", "series__name", "starts_at", "decided", "of")
        .annotate(
            came=Sum(
                "invitations__attended_persons",
                filter=Q(invitations__attended_at__isnull=False),
                default=0,
            )
        )
    )
    found: dict[int, _Meeting] = {}
    for pk, title, kind, series, at, decisions, of, came in rows:
        one = found.setdefault(pk, _Meeting(title, kind, series or "", at, decisions))
        if came:
            one.came[of] = one.came.get(of, 0) + came
    return list(found.values())


def held(subject: Subject) -> list[_Meeting]:
    """The meetings that were held in the period."""
    last = min(subject.moments[1], timezone.now())
    return [one for one in read_all(subject) if one.at <= last]


@contributes("happened", order=20, title=gettext_lazy("Meetings and people"))
def meetings(subject: Subject) -> list[Block]:
    """Meetings and the people at them, by sector."""
    found = held(subject)
    if not found:
        return []
    people, number = (subject.figures.value(key) for key in ("people_met", "meetings_held"))
    sectors = [name for name in [*Sector.values, ""] if any(one.came.get(name) for one in found)]
    note = ngettext("at %(count)d meeting", "at %(count)d meetings", number) % {"count": number}
    head = figures(
        "",
        figure("meetings_held", ngettext("meeting held", "meetings held", number), number, cover=9),
        *([figure("people_met", _("attendances"), people, note=note, cover=2)] if people else []),
    )
    # Titles name places: who may know no single one gets the kinds.
    named = bool(subject.places) and not subject.single
    series = _by_series(found, of_places=named)
    if number > EACH or subject.sums_only:
        return [head, *([_by_kind(found, sectors)] if people else []), *series]
    if not people:
        return [head, _plain(found, of_places=named)]
    return [head, _each(found, sectors, of_places=named), *series]


def _legend(sectors: list[str]) -> list[str]:
    if sectors == [""]:
        return [_("attendances")]
    return [str(Sector(name).label) if name else _("Sector not known") for name in sectors]


def _last(sectors: list[str]) -> str:
    return "unknown" if "" in sectors and len(sectors) > 1 else ""


def _each(found: list[_Meeting], sectors: list[str], *, of_places: bool) -> Block:
    return bars(
        "meetings",
        _("Meetings and people"),
        _legend(sectors),
        [
            (one.day.isoformat(), one.title, [one.came.get(name, 0) for name in sectors])
            for one in found
        ],
        last=_last(sectors),
        of_places=of_places,
    )


def _by_kind(found: list[_Meeting], sectors: list[str]) -> Block:
    of_kind: dict[str, list[_Meeting]] = defaultdict(list)
    for one in found:
        of_kind[one.kind].append(one)
    rows = [
        (
            str(len(of_kind[kind])),
            str(label),
            [sum(one.came.get(name, 0) for one in of_kind[kind]) for name in sectors],
        )
        for kind, label in WorkshopKind.choices
        if kind in of_kind
    ]
    return bars(
        "meetings",
        _("Meetings and people"),
        _legend(sectors),
        rows,
        last=_last(sectors),
    )


def _by_series(found: list[_Meeting], *, of_places: bool) -> list[Block]:
    of_series: dict[str, list[_Meeting]] = defaultdict(list)
    for one in found:
        if one.series:
            of_series[one.series].append(one)
    if not of_series:
        return []
    rows = [
        (name, len(some), sum(sum(one.came.values()) for one in some))
        for name, some in of_series.items()
    ]
    columns = [(_("Series"), "text"), (_("Meetings"), "number"), (_("Attendances"), "number")]
    return [table("series", _("Series of meetings"), columns, rows, of_places=of_places)]


def _plain(found: list[_Meeting], *, of_places: bool) -> Block:
    labels = dict(WorkshopKind.choices)
    return table(
        "meetings",
        _("Meetings"),
        [(_("Date"), "date"), (_("Meeting"), "text"), (_("Kind"), "soft")],
        [(one.day, one.title, str(labels[one.kind])) for one in found],
        of_places=of_places,
    )


@contributes("happened", order=40, title=gettext_lazy("Decisions of meetings"))
def decisions(subject: Subject) -> list[Block]:
    """What the meetings of the period decided. A query where they are listed.

    Those of many places are counted: a list of them says nothing without its meeting.
    """
    number = sum(one.decided for one in held(subject))
    if not number:
        return []
    label = ngettext("decision at meetings", "decisions at meetings", number)
    head = figures("", figure("decisions", label, number, cover=10))
    listed = subject.single or not (subject.places or subject.sums_only)
    return [head, _decisions(subject)] if listed else [head]


def _decisions(subject: Subject) -> Block:
    meetings = of_subject(subject).filter(starts_at__lte=min(subject.moments[1], timezone.now()))
    rows = list(
        Outcome.objects.filter(workshop__in=meetings, kind=OutcomeKind.DECISION)
        .order_by("workshop__starts_at", "workshop", "order", "pk")
        .values_list("workshop__starts_at", "text", "responsible", "due_on")
    )
    columns = [
        (_("Date"), "date"), (_("Decision"), "text"), (_("Who"), "soft"), (_("By when"), "date")
    ]  # fmt: skip
    told = [(local_day(at), text, who, due) for at, text, who, due in rows[:DECISIONS]]
    left = len(rows) - len(told)
    more = ngettext(
        "%(count)d more stands in the minutes.", "%(count)d more stand in the minutes.", left
    ) % {"count": left}
    return table("decisions", _("Decisions of meetings"), columns, told, note=more if left else "")


@contributes("next", order=20, title=gettext_lazy("Meetings ahead"))
def ahead(subject: Subject) -> list[Block]:
    """The meetings that are planned after the period. Asks nothing more."""
    found = [one for one in read_all(subject) if one.at > subject.moments[1]][:AHEAD]
    if not found:
        return []
    columns = [(_("Date"), "date"), (_("Meeting"), "text")]
    rows = [(one.day, one.title) for one in found]
    named = bool(subject.places) and not subject.single
    return [table("ahead", _("Meetings ahead"), columns, rows, of_places=named)]
