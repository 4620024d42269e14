"""What the overview and the agenda of a meeting show, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Value
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.policy import allowed
from core.prepared import Prepared, Slot
from people.models import Duty, Task, User
from places.models import Participation
from programmes.models import Programme
from workshops.letters.rules import answers_are_over
from workshops.models import (
    AgendaItem,
    HowInvited,
    Material,
    Minutes,
    MinutesState,
    Series,
    SeriesKind,
    Workshop,
    WorkshopKind,
    WorkshopState,
)
from workshops.pages import pages_of
from workshops.planning.counts import Counts, bar, counts_of
from workshops.planning.kind_defaults import DEFAULTS
from workshops.planning.lists import ID_DIGITS
from workshops.planning.services import missing_for_announcing
from workshops.queries import with_head
from workshops.rules import roles_at_workshop
from workshops.templatetags.meetings import is_over, moment_at

#: What `Workshop.untold` says, in words.
CHANGED: dict[str, str | Promise] = {
    "time": gettext_lazy("Another time"),
    "place": gettext_lazy("Another room"),
}


# --- the overview ---

# The small questions round a meeting take longer to write than to answer.
#: The places, then who does what: whether it is a task, of whole series, the task, name, key.
_AROUND = Prepared(
    Participation.objects.filter(workshops=Slot("workshop"))
    .order_by()
    .annotate(duty=Value(value=False), whole=Value(value=False), task=Value(""))
    .values_list("duty", "whole", "task", "place__name", "pk")
    .union(
        Duty.objects.filter(Q(workshop=Slot("workshop")) | Q(series=Slot("series")))
        .order_by()
        .annotate(duty=Value(value=True), whole=Q(series__isnull=False))
        .values_list("duty", "whole", "task", "name", "pk"),
        all=True,
    )
    .order_by("duty", "task", "place__name", "pk")
)
_AGENDA = Prepared(AgendaItem.objects.filter(workshop=Slot("workshop")))
_MATERIALS = Prepared(Material.objects.filter(workshop=Slot("workshop")))
#: Of the meeting that follows a meeting up, read with that meeting.
_NEXT = ("pk", "title", "starts_at", "time_zone")


def for_overview(queryset: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """The meeting with what stands around it."""
    minutes = Minutes.objects.filter(workshop=OuterRef("pk"))
    after = Workshop.objects.filter(follows=OuterRef("pk")).exclude(state=WorkshopState.CANCELLED)
    first = after.order_by("starts_at", "pk")
    return (
        with_head(queryset)
        .select_related("follows")
        .annotate(
            minutes_state=Subquery(minutes.values("state")),
            **{f"next_{name}": Subquery(first.values(name)[:1]) for name in _NEXT},
        )
    )


def overview(workshop: Workshop, user: User) -> dict[str, Any]:
    """The overview for this user. `workshop` comes from `for_overview`."""
    counts = counts_of(workshop)
    around = _AROUND(workshop=workshop.pk, series=workshop.series_id)
    places = [(pk, name) for duty, _whole, _task, name, pk in around if not duty]
    workshop.participation_ids = frozenset(pk for pk, _name in places)
    may_edit = allowed(user, "workshops.edit", workshop)
    sees_places = not roles_at_workshop(user, workshop) <= frozenset(Task.values)
    return {
        "workshop": workshop,
        "next": next_step(workshop, counts, user),
        "counts": counts,
        "bar": bar(counts),
        "heads": _heads(workshop),
        **agenda(workshop),
        "materials": _MATERIALS(workshop=workshop.pk),
        "audience": DEFAULTS[workshop.kind].audience,
        "facts": _facts(workshop, _places(places, linked=sees_places), len(places)),
        "duties": [
            (Task(task).label, _who(name, whole=whole))
            for duty, whole, task, name, _pk in around
            if duty
        ],
        "earlier": workshop.follows,
        "following": _following(workshop),
        "may_edit": may_edit,
        "may_invite": may_edit or allowed(user, "workshops.invite", workshop),
        "may_copy": workshop.state == WorkshopState.DRAFT
        and allowed(user, "workshops.plan_in_programme", workshop.programme),
        "may_cancel": may_edit and may_be_cancelled(workshop),
    }


def _heads(workshop: Workshop) -> list[tuple[str, int]]:
    """How many came from where, of a meeting that was entered after it was held."""
    if not workshop.entered_later:
        return []
    counted = workshop.invitations.filter(how=HowInvited.COUNTED).order_by("pk")
    return list(counted.values_list("name", "attended_persons"))


def _following(workshop: Any) -> Workshop | None:
    """The next meeting that follows this one up."""
    if workshop.next_pk is None:
        return None
    return Workshop(**{name: getattr(workshop, f"next_{name}") for name in _NEXT})


class InSeries(NamedTuple):
    """Where a meeting that is planned from a series' page begins."""

    pk: int | None = None
    kind: str = ""
    part: int | None = None


#: What a series of its kind consists of, before it has a meeting.
_KIND_OF_SERIES = {
    SeriesKind.COURSE: WorkshopKind.COURSE_PART,
    SeriesKind.ONE_EACH: WorkshopKind.COLLABORATION,
    SeriesKind.GROUPS: WorkshopKind.FOCUS_GROUP,
}


def in_series(programme: Programme, asked: str) -> InSeries:
    """The series that an address asks for, the kind of its latest meeting, and the next part."""
    if not (asked.isdecimal() and len(asked) <= ID_DIGITS):
        return InSeries()
    series = Series.objects.filter(programme=programme, pk=int(asked)).first()
    if series is None:
        return InSeries()
    last = series.workshops.order_by("starts_at", "pk").last()
    kind = last.kind if last else _KIND_OF_SERIES.get(SeriesKind(series.kind), "")
    part = series.workshops.aggregate(last=Max("part"))["last"]
    if part is None:
        return InSeries(series.pk, kind, 1 if series.kind == SeriesKind.COURSE else None)
    return InSeries(series.pk, kind, part + 1)


def duties_of(workshop: Workshop) -> QuerySet[Duty]:
    """The tasks of the meeting and of its series, in the order of tasks."""
    whose = Q(workshop=workshop)
    if workshop.series_id is not None:
        whose |= Q(series=workshop.series_id)
    return Duty.objects.filter(whose).order_by("task", "name", "pk")


def may_be_cancelled(workshop: Workshop) -> bool:
    """Whether cancelling makes sense: not cancelled yet, and not begun once announced."""
    if workshop.state == WorkshopState.ANNOUNCED:
        return workshop.starts_at > timezone.now()
    return workshop.state == WorkshopState.DRAFT


def _facts(workshop: Workshop, places: str, count: int) -> list[tuple[str, str]]:
    """Terms and descriptions of what there is to know; those without a value are left out."""
    until = workshop.answer_until
    rows = [
        (_("Online room"), _link(workshop.online_url)),
        (_("Access"), linebreaksbr(workshop.access_info)),
        (_("Answers until"), moment_at(until, workshop) if until else ""),
        (_("What it is about"), linebreaksbr(workshop.description)),
        (_("Questions are answered by"), _contact(workshop)),
        (ngettext("Place", "Places", count), places),
        (_("Programme"), workshop.programme.name),
        (_("Held with"), workshop.host.name if workshop.host else ""),
        (_("Series"), _series(workshop)),
    ]
    return [(term, value) for term, value in rows if value]


def _link(url: str) -> str:
    if not url:
        return ""
    return format_html('<a class="break" href="{}" rel="noopener noreferrer">{}</a>', url, url)


def _contact(workshop: Workshop) -> str:
    email = workshop.contact_email
    parts = [
        workshop.contact_name,
        format_html('<a class="break" href="mailto:{}">{}</a>', email, email) if email else "",
        workshop.contact_phone,
    ]
    return format_html_join(" ", "{}", ((part,) for part in parts if part))


def _places(places: Sequence[tuple[int, str]], *, linked: bool) -> str:
    """The places' names; a task at the meeting alone opens no place."""
    if not linked:
        return ", ".join(name for _pk, name in places)
    links = ((reverse("workshops:place", args=[pk]), name) for pk, name in places)
    return format_html_join(", ", '<a href="{}">{}</a>', links)


def _series(workshop: Workshop) -> str:
    if workshop.series is None:
        return ""
    if workshop.part is None:
        return workshop.series.name
    return _("%(name)s, part %(part)s") % {"name": workshop.series.name, "part": workshop.part}


def _who(name: str, *, whole: bool) -> str:
    if not whole:
        return name
    return format_html('{} <span class="soft small">({})</span>', name, _("whole series"))


# --- the agenda, with the clock running along ---


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An item and the hall's clock when it begins; no clock after an item without a length."""

    item: AgendaItem
    at: str


def agenda(workshop: Workshop) -> dict[str, Any]:
    """The items with their clock times, and by how much they are longer than the meeting."""
    items = _AGENDA(workshop=workshop.pk)
    return {"agenda": running(workshop, items), "overrun": overrun(workshop, items)}


def running(workshop: Workshop, items: Iterable[AgendaItem]) -> list[AgendaRow]:
    """The items in order, each with its clock time."""
    moment: dt.datetime | None = workshop.starts_at
    rows = []
    for item in items:
        at = ""
        if moment is not None:
            # In UTC first: minutes pass evenly, also over the hour at which the clock is moved.
            at = time_format(moment.astimezone(workshop.zone).time(), "TIME_FORMAT")
            moment = None if item.minutes is None else moment + dt.timedelta(minutes=item.minutes)
        rows.append(AgendaRow(item, at))
    return rows


def overrun(workshop: Workshop, items: Iterable[AgendaItem]) -> int:
    """By how many minutes the agenda is longer than the meeting; 0 when it fits or is open."""
    if workshop.ends_at is None:
        return 0
    planned = sum(item.minutes or 0 for item in items)
    length = int((workshop.ends_at - workshop.starts_at).total_seconds() // 60)
    return max(0, planned - length)


# --- what the meeting needs next of this person: one thing first, with its button ---


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next. `url` is where its button leads; with `posts` the button sends a form.

    `text` says why or what will happen; `details` are sentences under it.
    """

    title: str
    text: str = ""
    button: str = ""
    url: str = ""
    posts: bool = False
    details: tuple[str, ...] = ()
    level: str = "info"


def next_step(workshop: Workshop, counts: Counts, user: User) -> Next | None:
    """The next thing for this user; None when nothing is left or it is somebody else's to do."""
    if workshop.state == WorkshopState.CANCELLED:
        return _cancelled(workshop)
    may_edit = allowed(user, "workshops.edit", workshop)
    if workshop.state == WorkshopState.DRAFT:
        return _draft(workshop) if may_edit else Next(_("The meeting is being planned."))
    pages = {page.key: page.url_name for page in pages_of(user, workshop)}
    if is_over(workshop):
        may_write = allowed(user, "workshops.write_minutes", workshop)
        return _afterwards(workshop, counts, pages, may_write=may_write)
    if workshop.untold and allowed(user, "workshops.invite", workshop):
        return _changed(workshop, counts)
    if _is_today(workshop):
        return _today(workshop, counts, pages)
    return _ahead(workshop, counts, pages, may_edit=may_edit)


def _page(workshop: Workshop, url_name: str) -> str:
    return reverse(url_name, args=[workshop.pk])


def _cancelled(workshop: Workshop) -> Next:
    text = _("Reason: %(reason)s") % {"reason": workshop.cancel_reason}
    return Next(_("The meeting is cancelled."), text, level="stop")


def _draft(workshop: Workshop) -> Next:
    if (workshop.ends_at or workshop.starts_at) < timezone.now():
        return Next(
            _("Its time has passed"),
            _("Was it held? Then say how many came. Otherwise choose another day."),
            button=_("Enter how many came"),
            url=reverse("workshops:count", args=[workshop.pk]),
            level="warn",
        )
    missing = missing_for_announcing(workshop)
    if missing:
        return Next(
            _("Before you can announce it"),
            button=_("Fill in what is missing"),
            url=reverse("workshops:edit", args=[workshop.pk]),
            details=tuple(missing),
            level="warn",
        )
    return Next(
        _("Ready to be announced"),
        _(
            "It then appears in the calendars and can be answered. "
            "No letter is sent before you invite."
        ),
        button=_("Announce the meeting"),
        url=reverse("workshops:announce", args=[workshop.pk]),
        posts=True,
    )


def _changed(workshop: Workshop, counts: Counts) -> Next:
    title = ngettext(
        "%(count)d guest does not know of the change",
        "%(count)d guests do not know of the change",
        counts.invited,
    ) % {"count": counts.invited}
    return Next(
        title,
        _("The letter says the new time and place, and their calendars follow."),
        button=_("Review the change"),
        url=reverse("workshops:tell_change", args=[workshop.pk]),
        level="warn",
    )


def _too_late(workshop: Workshop, *, may_edit: bool) -> Next:
    title, text = _("Answers are no longer taken"), answers_are_over(workshop)
    if not may_edit:
        return Next(title, text, level="warn")
    url = reverse("workshops:edit", args=[workshop.pk])
    return Next(title, text, _("Change the last day"), url, level="warn")


def _ahead(
    workshop: Workshop, counts: Counts, pages: dict[str, str], *, may_edit: bool
) -> Next | None:
    if workshop.closes_at <= timezone.now() and (counts.to_write or counts.unanswered):
        return _too_late(workshop, may_edit=may_edit)
    if "guests" in pages and not counts.listed:
        text = _("Nobody is on the list. Take people from contacts and groups, or paste a list.")
        return Next(_("Invite the guests"), text, _("Invite"), _page(workshop, pages["guests"]))
    if "letters" in pages and counts.to_write:
        title = ngettext(
            "%(count)d on the list has had no invitation",
            "%(count)d on the list have had no invitation",
            counts.to_write,
        ) % {"count": counts.to_write}
        return Next(
            title, "", _("Write the invitation"), _page(workshop, pages["letters"]), level="warn"
        )
    if "letters" in pages and counts.unanswered:
        title = ngettext(
            "%(count)d has not answered", "%(count)d have not answered", counts.unanswered
        ) % {"count": counts.unanswered}
        text = _("A reminder goes to those who have not answered, and to nobody else.")
        return Next(title, text, _("Remind them"), _page(workshop, pages["letters"]))
    if "answers" in pages and counts.listed:
        return Next(
            _("Everybody has answered."),
            "",
            _("See the answers"),
            _page(workshop, pages["answers"]),
            level="ok",
        )
    return None


def _is_today(workshop: Workshop) -> bool:
    now = timezone.now()
    here = now.astimezone(workshop.zone)
    return workshop.local_start.date() == here.date() or workshop.starts_at <= now


def _today(workshop: Workshop, counts: Counts, pages: dict[str, str]) -> Next | None:
    if "door" not in pages:
        return Next(_("The meeting is today."))
    text = ngettext(
        "%(count)d person has said yes.", "%(count)d persons have said yes.", counts.persons
    ) % {"count": counts.persons}
    return Next(
        _("The meeting is today."), text, _("Open the check-in"), _page(workshop, pages["door"])
    )


def _afterwards(
    workshop: Workshop, counts: Counts, pages: dict[str, str], *, may_write: bool
) -> Next | None:
    state = getattr(workshop, "minutes_state", None)
    came = ngettext(
        "%(count)d person was there.", "%(count)d persons were there.", counts.came_persons
    ) % {"count": counts.came_persons}
    held = _("The meeting has been held.")
    if "minutes" not in pages:
        return Next(held, came)
    read = (_("Read the minutes"), _page(workshop, pages["minutes"]))
    if state == MinutesState.APPROVED:
        return Next(_("The minutes are approved."), came, *read, level="ok")
    if state == MinutesState.SENT:
        text = _("They are approved at the next meeting.")
        return Next(_("The minutes are sent."), text, *read)
    if not may_write:
        return Next(held, came)
    return Next(held, came, _("Write the minutes"), _page(workshop, pages["minutes"]))
