"""The meetings on a programme's home: series as activities, the grid, what waits for whom.

Three questions however many meetings: the meetings with their counts, the groups that must be
present, the series. Meetings at single places are the places' own and stand there.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.navigation import address
from people.models import Duty, Task
from people.scope import Scope, scope_of
from programmes.activities import (
    Activity,
    Asked,
    Cell,
    Column,
    Found,
    Mark,
    Shape,
    Waiting,
    day_words,
    register,
)
from workshops.models import (
    Invitation,
    MinutesState,
    RequiredGroup,
    Series,
    SeriesKind,
    Workshop,
    WorkshopKind,
    WorkshopState,
)
from workshops.queries import READING_POSTS

#: Of more meetings nobody sees anything on one page; the latest are shown.
MOST_MEETINGS = 400
#: So long before a meeting something must be there, and so long after it.
ANNOUNCED_BEFORE, NAMED_BEFORE = dt.timedelta(days=21), dt.timedelta(days=7)
PLACE_BEFORE, MINUTES_AFTER = dt.timedelta(days=14), dt.timedelta(days=7)
#: What is missing is told so long before it is due, and after half a year no more.
TOLD_BEFORE, TOLD_AFTER = dt.timedelta(days=14), dt.timedelta(days=182)


#: Of a meeting no more is read.
_READ = (
    "programme_id", "series_id", "host_id", "kind", "title", "state", "starts_at", "time_zone",
    "hall", "address", "online_url", "entered_later",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """A group that must be at a meeting, in numbers."""

    name: str
    wanted: int
    named: int
    present: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with all that the home says of it."""

    row: Any
    day: dt.date
    held: bool
    groups: Sequence[Group]
    url: str
    municipality: int | None
    lacks: Sequence[tuple[str, str, dt.date]]

    @property
    def shape(self) -> Shape:
        """Its mark on the timeline."""
        if self.lacks:
            return "lacks"
        return "done" if self.held else "planned"


@register
def of_meetings(asked: Asked) -> Found:
    """What the programme's meetings tell."""
    meetings = _meetings(asked)
    by_series: dict[int, list[Meeting]] = defaultdict(list)
    single: dict[str, list[Meeting]] = defaultdict(list)
    for one in meetings:
        if one.row.series_id:
            by_series[one.row.series_id].append(one)
        else:
            single[one.row.kind].append(one)
    all_series = list(_series(asked))
    activities = [_of_series(one, by_series.get(one.pk, []), asked) for one in all_series]
    activities += [_of_kind(kind, found, asked) for kind, found in single.items()]
    far = dt.date.max
    activities.sort(key=lambda one: (one.first_on or far, one.name))
    ahead = [(one.day, one.row.title) for one in meetings if _is_ahead(one)]
    return Found(
        activities=activities,
        columns=[
            column
            for one in all_series
            for column in _columns(one, by_series.get(one.pk, []), asked.today)
        ],
        waiting=[found for one in meetings for found in _waiting(one, asked)],
        ahead=sorted(ahead)[:1],
    )


def _is_ahead(one: Meeting) -> bool:
    return not one.held and one.row.state == WorkshopState.ANNOUNCED


# --- reading ---


def _number(rows: QuerySet[Any], counted: Any) -> Coalesce:
    found = rows.filter(workshop=OuterRef("pk")).order_by().values("workshop").annotate(n=counted)
    return Coalesce(Subquery(found.values("n"), output_field=IntegerField()), 0)


def _meetings(asked: Asked) -> list[Meeting]:
    """The programme's own meetings in time. Whoever may know of all in sum has all of them."""
    on_list = Invitation.objects.on_list()
    organiser = Duty.objects.filter(
        Q(workshop=OuterRef("pk")) | Q(series=OuterRef("series_id")), task=Task.ORGANISES
    ).order_by("series", "pk")
    rows = Workshop.objects.filter(programme=asked.programme)
    if not asked.sees_all:
        rows = rows.visible_to(asked.user)
    rows = (
        rows.exclude(state=WorkshopState.CANCELLED)
        .filter(Q(series__isnull=False) | Q(participations__isnull=True))
        .only(*_READ)
        .annotate(
            invited=_number(on_list.filter(invited_at__isnull=False), Count("pk")),
            coming=_number(on_list.coming(), Sum("persons")),
            listed=_number(on_list, Count("pk")),
            came=_number(
                Invitation.objects.filter(attended_at__isnull=False), Sum("attended_persons")
            ),
            minutes_state=F("minutes__state"),
            organiser=Subquery(organiser.values("name")[:1]),
            organiser_id=Subquery(organiser.values("user_id")[:1]),
        )
        .order_by("-starts_at", "-pk")[:MOST_MEETINGS]
    )
    found = list(rows)[::-1]
    # What the others of a series are made from is no meeting itself.
    hosted = {one.series_id for one in found if one.host_id}
    found = [
        one
        for one in found
        if one.host_id or one.series_id not in hosted or one.state != WorkshopState.DRAFT
    ]
    groups = _groups(asked)
    scope, now = scope_of(asked.user), timezone.now()
    return [_meeting(one, groups.get(one.pk, []), asked, scope, now) for one in found]


def _groups(asked: Asked) -> Mapping[int, list[Group]]:
    """The groups that must be present, by meeting, with how many are named and were there."""
    standing = Q(invitations__removed_at__isnull=True, invitations__left_at__isnull=True)
    rows = (
        RequiredGroup.objects.filter(workshop__programme=asked.programme)
        .annotate(
            named=Count("invitations", filter=standing & ~Q(invitations__answer="no")),
            present=Count("invitations", filter=Q(invitations__attended_at__isnull=False)),
        )
        .order_by("workshop", "order", "pk")
        .values_list("workshop_id", "name", "wanted", "named", "present")
    )
    found: dict[int, list[Group]] = defaultdict(list)
    for workshop, name, wanted, named, present in rows:
        found[workshop].append(Group(name, wanted, named, present))
    return found


def _meeting(
    row: Any, groups: Sequence[Group], asked: Asked, scope: Scope, now: dt.datetime
) -> Meeting:
    # What was never announced and nobody came to did not take place.
    told = row.state == WorkshopState.ANNOUNCED or row.entered_later or bool(row.came)
    held = row.starts_at <= now and told
    seen = not asked.sees_all or sees(scope, row, runs=asked.runs)
    day = row.local_start.date()
    return Meeting(
        row=row,
        day=day,
        held=held,
        groups=groups,
        url=address("workshops:workshop", row.pk) if seen else "",
        municipality=asked.municipality_of.get(row.host_id),
        lacks=[one for one in _lacks(row, groups, day, held=held) if _now(one[2], asked.today)],
    )


def sees(scope: Scope, row: Any, *, runs: bool) -> bool:
    """Whether a meeting of a programme with the reader's post opens for him or her."""
    return (
        runs
        or not scope.posts.get(row.programme_id, frozenset()).isdisjoint(READING_POSTS)
        or row.pk in scope.meetings
        or row.series_id in scope.series
        or row.host_id in scope.hosts.get(row.programme_id, ())
    )


def _now(due: dt.date, today: dt.date) -> bool:
    return due - TOLD_BEFORE <= today <= due + TOLD_AFTER


def _lacks(
    row: Any, groups: Iterable[Group], day: dt.date, *, held: bool
) -> Iterable[tuple[str, str, dt.date]]:
    """What a meeting lacks: page, sentence, and until when it must be there."""
    if held:
        yield from _lacks_afterwards(row, day)
        return
    if row.state == WorkshopState.DRAFT:
        yield "workshops:workshop", _("is not announced"), day - ANNOUNCED_BEFORE
    missing = sum(max(one.wanted - one.named, 0) for one in groups)
    if missing:
        said = ngettext("lacks %(count)d participant", "lacks %(count)d participants", missing)
        yield "workshops:composition", said % {"count": missing}, day - NAMED_BEFORE
    if not (row.hall or row.address or row.online_url):
        yield "workshops:edit", _("has no place yet"), day - PLACE_BEFORE


def _lacks_afterwards(row: Any, day: dt.date) -> Iterable[tuple[str, str, dt.date]]:
    if row.state != WorkshopState.ANNOUNCED or row.entered_later:
        return
    if row.invited and not row.came:
        yield "workshops:attendance", _("says not who came"), day + dt.timedelta(days=1)
    elif (
        row.came
        and row.kind != WorkshopKind.FOCUS_GROUP  # its notes stand under the guide
        and row.minutes_state in {None, MinutesState.DRAFT}
    ):
        yield "workshops:minutes", _("lacks its minutes"), day + MINUTES_AFTER


def _series(asked: Asked) -> QuerySet[Any]:
    duties = Duty.objects.filter(series=OuterRef("pk")).order_by("pk")
    organises = duties.filter(task=Task.ORGANISES)
    rows = Series.objects.filter(programme=asked.programme)
    if not asked.sees_all:
        rows = rows.visible_to(asked.user)
    return rows.annotate(
        owner=Coalesce(Subquery(organises.values("name")[:1]), Subquery(duties.values("name")[:1]))
    ).order_by("order", "pk")


# --- activities ---


def _of_series(series: Any, meetings: Sequence[Meeting], asked: Asked) -> Activity:
    kinds = {one.row.kind for one in meetings}
    kind = series.get_kind_display()
    if len(kinds) == 1:
        kind = WorkshopKind(kinds.pop()).label
    return Activity(
        key=f"series-{series.pk}",
        kind=str(kind),
        name=series.name,
        starts_on=series.starts_on,
        ends_on=series.ends_on,
        owner=series.owner or "",
        says=_says(meetings),
        url=address("workshops:series", series.pk),
        marks=_marks(meetings),
    )


def _of_kind(kind: str, meetings: Sequence[Meeting], asked: Asked) -> Activity:
    alone = meetings[0] if len(meetings) == 1 else None
    label = str(WorkshopKind(kind).label)
    listed = address("workshops:programme_meetings", asked.programme.pk)
    return Activity(
        key=f"kind-{kind}",
        kind=label,
        name=alone.row.title if alone else label,
        owner=(alone.row.organiser if alone else "") or "",
        says=_says(meetings),
        url=alone.url if alone else f"{listed}?kind={kind}",
        marks=_marks(meetings),
    )


def _marks(meetings: Sequence[Meeting]) -> list[Mark]:
    return [Mark(day=one.day, title=one.row.title, shape=one.shape) for one in meetings]


def _says(meetings: Sequence[Meeting]) -> str:
    """How many are held and when the next one is; nothing for an activity without meetings."""
    if not meetings:
        return ""
    held = sum(one.held for one in meetings)
    said = _("%(held)d of %(count)d held") % {"held": held, "count": len(meetings)}
    now = timezone.now()
    coming = next((one for one in meetings if not one.held and one.row.starts_at > now), None)
    if coming is None:
        return said
    return _("%(held)s, next %(day)s") % {"held": said, "day": day_words(coming.day)}


# --- what waits ---


def _waiting(one: Meeting, asked: Asked) -> Iterable[Waiting]:
    """What the meeting lacks, for those whom it concerns: who runs the programme, and its own."""
    scope = scope_of(asked.user)
    own = (
        one.row.pk in scope.meetings
        or one.row.series_id in scope.series
        or one.row.host_id in scope.hosts.get(asked.programme.pk, ())
    )
    if not (asked.runs or own):
        return
    for page, said, due in one.lacks:
        yield Waiting(
            title=f"{one.row.title} {said}",
            text=(_("It was held on %(day)s.") if one.held else _("It is on %(day)s."))
            % {"day": day_words(one.day)},
            who=_who(one, asked),
            due_on=due,
            url=address(page, one.row.pk),
        )


def _who(one: Meeting, asked: Asked) -> str:
    if one.row.organiser_id == asked.user.pk:
        return pgettext("who must act", "You")
    if one.row.organiser:
        return str(one.row.organiser)
    if one.municipality is not None:
        if one.row.host_id in scope_of(asked.user).hosts.get(asked.programme.pk, ()):
            return pgettext("who must act", "You")
        name = asked.municipalities[one.municipality]
        return _("The coordinator in %(municipality)s") % {"municipality": name}
    return pgettext("who must act", "You") if asked.runs else _("Whoever runs the programme")


# --- the grid ---


def _columns(series: Any, meetings: Sequence[Meeting], today: dt.date) -> list[Column]:
    """The columns of a series that is held with municipalities; of others none."""
    here: dict[int, list[Meeting]] = defaultdict(list)
    for one in meetings:
        if one.municipality is not None:
            here[one.municipality].append(one)
    if not here:
        return []
    found = {pk: _foremost(rows) for pk, rows in here.items()}
    met = Column(
        key=f"met-{series.pk}",
        group=series.name,
        title=_("Parties met")
        if any(one.groups for one in meetings)
        else pgettext("people", "Met"),
        cells={pk: _met(one) for pk, one in found.items()},
    )
    if series.kind == SeriesKind.GROUPS:
        return [met]
    return [
        Column(
            key=f"invited-{series.pk}",
            group=series.name,
            title=_("Invited"),
            cells={pk: _invited(one) for pk, one in found.items()},
        ),
        met,
        Column(
            key=f"results-{series.pk}",
            group=series.name,
            title=_("Results"),
            cells={pk: _results(one, today) for pk, one in found.items()},
        ),
    ]


def _foremost(meetings: Sequence[Meeting]) -> Meeting:
    """The one that tells how it stands: the next that is ahead, else the last one held."""
    return next((one for one in meetings if not one.held), meetings[-1])


def _invited(one: Meeting) -> Cell:
    row = one.row
    if row.invited:
        text = _("%(count)d invited") % {"count": row.invited}
        return Cell(shape="done", text=text, url=one.url)
    if row.state == WorkshopState.DRAFT:
        return Cell(shape="lacks" if one.lacks else "planned", text=_("Not announced"), url=one.url)
    if one.held:
        return Cell(shape="none", text="–")
    more = _("%(count)d on the list") % {"count": row.listed} if row.listed else ""
    return Cell(shape="planned", text=_("Nobody invited yet"), more=more, url=one.url)


def _met(one: Meeting) -> Cell:
    row, day = one.row, day_words(one.day)
    parties = [(group.name, group.present >= group.wanted) for group in one.groups]
    if not one.held and row.starts_at <= timezone.now():
        return Cell(shape="lacks", text=_("Not announced"), more=day, url=one.url)
    if not one.held:
        lack = next((said for page, said, _due in one.lacks if page.endswith("composition")), "")
        more = _("%(count)d on the list") % {"count": row.listed} if row.listed else ""
        return Cell(
            shape="stop" if lack else "planned",
            text=_("Meets %(day)s") % {"day": day},
            more=lack or more,
            url=one.url,
            parties=parties,
        )
    away = [name for name, there in parties if not there]
    came = _("%(count)d came") % {"count": row.came}
    if not row.came:
        return Cell(shape="lacks", text=_("Not noted who came"), more=day, url=one.url)
    if away:
        text = _("Missing: %(parties)s") % {"parties": ", ".join(away)}
        return Cell(shape="lacks", text=text, more=f"{day}, {came}", url=one.url, parties=parties)
    text = _("All were there") if parties else came
    more = f"{day}, {came}" if parties else day
    return Cell(shape="done", text=text, more=more, url=one.url, parties=parties)


def _results(one: Meeting, today: dt.date) -> Cell:
    row = one.row
    if not one.held:
        return Cell(shape="none", text="–")
    if row.minutes_state == MinutesState.APPROVED:
        return Cell(shape="done", text=_("Approved"), url=one.url)
    if row.minutes_state == MinutesState.SENT:
        return Cell(shape="done", text=_("Minutes sent"), url=one.url)
    days = (today - one.day).days
    more = ngettext("%(days)d day after the meeting", "%(days)d days after the meeting", days) % {
        "days": days
    }
    late = days > MINUTES_AFTER.days
    text = _("Minutes missing") if late else _("Minutes to come")
    return Cell(shape="lacks" if late else "planned", text=text, more=more, url=one.url)
