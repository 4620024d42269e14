"""Write it once: what is recorded in a room of the platform ticks the line that asks for it.

A method says which event ticks a line (`ticked_by`). An event is no message but a question to the
facts, "does the municipality's commitment stand?": the verb that changed a fact calls `sync`, and
the lines follow, ticked when it holds and open again when it does not. A line on which a person
has written since is left alone. Apps above register their events in `AppConfig.ready()`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from people.models import Assignment, Role, Sector, User
from people.models.organisation import THREE_SECTORS
from places import summary
from places.checklist.services import lock_participation
from places.lines import blocker_of
from places.models import Commitment, ItemState, Participation, StepItem
from programmes import ticks


@dataclass(frozen=True, slots=True)
class Source:
    """What a tick rests on: a sentence for the line's note, and where it is recorded."""

    text: str
    url: str


#: Gives what the event rests on at this place, None where it does not hold. With its argument.
Reader = Callable[[Participation, str], Source | None]
_READERS: dict[str, Reader] = {}


def whole_date(day: dt.date) -> str:
    """A day with its year: what is written into a note is read in other years too."""
    return date_format(day, "SHORT_DATE_FORMAT")


def register_tick(
    name: str, title: str | Promise, arguments: ticks.Arguments = ()
) -> Callable[[Reader], Reader]:
    """Register an event under the name that methods use."""

    def keep(reader: Reader) -> Reader:
        _READERS[name] = reader
        ticks.register(name, title, arguments)
        return reader

    return keep


def sync(participation: Participation, *names: str, by: User | None) -> None:
    """Let the lines of these events (all, when none is named) follow the facts.

    Call it in the verb's transaction, after the facts are written. Lines of a step that may not
    be changed now stay as they are; they follow when the gate is decided.
    """
    wanted = Q(item__ticked_by__gt="")
    if names:
        wanted = Q()
        for name in names:
            wanted |= Q(item__ticked_by=name) | Q(item__ticked_by__startswith=f"{name}:")
    lines = StepItem.objects.filter(wanted, participation=participation)
    if not lines.exists():
        return
    lock_participation(participation)
    with translation.override(participation.programme.language):
        changed = [
            _follow(participation, line, by) for line in lines.select_related("step", "item")
        ]
    if any(changed):
        summary.refresh(participation)


def _follow(participation: Participation, line: StepItem, by: User | None) -> bool:
    """Bring one line up to date; whether anything was written."""
    name, _colon, argument = (line.item.ticked_by if line.item else "").partition(":")
    reader = _READERS.get(name)
    if reader is None or blocker_of(participation, line.step.order) is not None:
        return False
    source = reader(participation, argument)
    # Nobody has written on it since we did.
    ours = line.source_version == line.version
    if (
        source is not None
        and line.state == ItemState.OPEN
        and (ours or line.source_version is None)
    ):
        note = line.note or source.text
        _write(line, source, by, state=ItemState.DONE, note=note)
        verb = "item.done_by_event"
    elif source is None and line.state == ItemState.DONE and ours:
        note = "" if line.note == line.source_text else line.note
        _write(line, Source("", ""), by, state=ItemState.OPEN, note=note)
        verb = "item.taken_back"
    elif source is not None and ours and source.text != line.source_text:
        note = source.text if line.note == line.source_text else line.note
        _write(line, source, line.settled_by, state=line.state, note=note)
        return True
    else:
        return False
    audit.record(verb, participation, by=by, step=line.step.order, item=line.text, line=line.pk)
    return True


def _write(line: StepItem, source: Source, by: User | None, *, state: str, note: str) -> None:
    done = state == ItemState.DONE
    settled_on = line.settled_on if line.state == state else timezone.localdate()
    StepItem.objects.filter(pk=line.pk).update(
        state=state, note=note, version=line.version + 1, updated_at=timezone.now(),
        settled_on=settled_on if done else None, settled_by=by if done else None,
        source_text=source.text, source_url=source.url, source_version=line.version + 1,
    )  # fmt: skip


# --- The events that this app knows


@register_tick("commitment_municipality", gettext_lazy("The municipality's commitment is recorded"))
def commitment_municipality(participation: Participation, argument: str) -> Source | None:
    """A commitment of the municipality that stands."""
    given = _standing(participation).filter(sector=Sector.MUNICIPALITY).first()
    return _commitment(participation, given) if given else None


@register_tick(
    "commitment_three_sectors", gettext_lazy("Commitments of three sectors are recorded")
)
def commitment_three_sectors(participation: Participation, argument: str) -> Source | None:
    """Commitments that stand from municipality, business and associations."""
    given = list(_standing(participation))
    if not set(THREE_SECTORS) <= {one.sector for one in given}:
        return None
    return _commitment(participation, given[-1])


@register_tick("group_three_sectors", gettext_lazy("The working group has three sectors"))
def group_three_sectors(participation: Participation, argument: str) -> Source | None:
    """The working group has members from all three sectors."""
    members = participation.members.filter(left_on__isnull=True)
    if not set(THREE_SECTORS) <= set(members.values_list("sector", flat=True)):
        return None
    text = _("The working group has %(count)d members from three sectors.")
    return Source(text % {"count": members.count()}, _people(participation))


@register_tick("leader_appointed", gettext_lazy("A process leader has the role"))
def leader_appointed(participation: Participation, argument: str) -> Source | None:
    """Somebody is process leader, or will be."""
    held = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()),
        participation=participation,
        role=Role.PROCESS_LEADER,
    ).select_related("user")
    first = held.order_by("starts_on", "pk").first()
    if first is None:
        return None
    words = {"who": first.user.get_full_name(), "day": whole_date(first.starts_on)}
    return Source(_("%(who)s is process leader from %(day)s.") % words, _people(participation))


def _standing(participation: Participation) -> models.QuerySet[Commitment]:
    rows: models.QuerySet[Commitment] = participation.commitments.filter(withdrawn_on__isnull=True)
    return rows.order_by("given_on", "pk")


def _commitment(participation: Participation, given: Commitment) -> Source:
    words = {"who": given.person, "day": whole_date(given.given_on)}
    text = _("Commitment from %(who)s, given on %(day)s.") % words
    return Source(text, f"{_people(participation)}#commitments")


def _people(participation: Participation) -> str:
    return reverse("places:people", args=[participation.pk])
