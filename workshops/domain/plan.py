"""The verbs of planning: plan a meeting, change it, announce it, tell of a change, follow it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from places.models import Participation
from programmes.models import Programme
from workshops.domain import mailings, seats
from workshops.domain.follow import bring_newcomers, follow_up
from workshops.domain.hall_clock import ZONES
from workshops.domain.kinds import DEFAULTS
from workshops.domain.plan_rules import (
    FIELDS,
    TOLD,
    Values,
    check,
    cleaned,
    require_places,
    values_of,
)
from workshops.models import AgendaItem, Reminder, Workshop, WorkshopKind, WorkshopState

__all__ = [
    "announce", "bring_newcomers", "follow_up", "plan_workshop", "save_workshop", "tell_change",
]  # fmt: skip

#: The same meeting planned again within this time is a double click.
DOUBLE_CLICK = dt.timedelta(minutes=2)


def plan_workshop(
    *,
    programme: Programme,
    by: User,
    kind: str,
    title: str,
    starts_at: dt.datetime,
    participations: Iterable[Participation] = (),
    **fields: Any,
) -> Workshop:
    """Plan a meeting: a draft, with the agenda and reminders that are usual for its kind.

    The keyword arguments are `plan_rules.FIELDS`; what is not given is as usual for the kind.
    Planned twice within two minutes it is one meeting. Refusals: no_title, those of
    `plan_rules.require_places` and `plan_rules.check`.
    """
    places = list(participations)
    require_places(by, programme, places)
    given = cleaned(fields | {"kind": kind, "title": title, "starts_at": starts_at})
    values = _usual(programme, kind) | given
    if not values["title"]:
        raise Refusal("no_title", _("Give the meeting a title."), field="title")
    check(programme, {}, values)
    with transaction.atomic():
        # Locked, so that the second of two clicks sees the first one's meeting.
        Programme.objects.select_for_update().get(pk=programme.pk)
        there = _just_planned(programme, values)
        if there is not None:
            return there
        workshop = Workshop.objects.create(programme=programme, **values)
        workshop.participations.set(places)
        _lay_out(workshop)
        audit.record("workshop.planned", workshop, by=by, kind=workshop.kind)
    return workshop


def _usual(programme: Programme, kind: str) -> Values:
    empty = Workshop(
        programme=programme,
        kind=kind,
        language=programme.language,
        time_zone=ZONES[programme.region.country],
    )
    usual = DEFAULTS.get(kind, DEFAULTS[WorkshopKind.OTHER])
    same = ("capacity", "open_sign_up", "ask_food", "ask_access", "ask_feedback", "offer_hours")
    return values_of(empty) | {name: getattr(usual, name) for name in same}


def _just_planned(programme: Programme, values: Values) -> Workshop | None:
    same = {name: values[name] for name in ("kind", "title", "starts_at", "hall", "host", "part")}
    since = timezone.now() - DOUBLE_CLICK
    return Workshop.objects.filter(
        programme=programme, state=WorkshopState.DRAFT, created_at__gte=since, **same
    ).first()


def _lay_out(workshop: Workshop) -> None:
    """The usual agenda, in the meeting's language, and the usual reminders."""
    usual = DEFAULTS[workshop.kind]
    with translation.override(workshop.language):
        AgendaItem.objects.bulk_create(
            AgendaItem(workshop=workshop, order=order, title=str(title), minutes=minutes)
            for order, (title, minutes) in enumerate(usual.agenda, start=1)
        )
    Reminder.objects.bulk_create(
        Reminder(workshop=workshop, hours_before=hours, audience=audience)
        for hours, audience in usual.reminders
    )


def save_workshop(
    *,
    workshop: Workshop,
    by: User,
    version: int,
    participations: Iterable[Participation] | None = None,
    **fields: Any,
) -> Workshop:
    """Save the given fields of `plan_rules.FIELDS`, and the places when they are given.

    `version` is the one that the user read; saving what is stored already changes nothing. A
    changed time or room of an announced meeting raises `sequence`, and `untold` keeps what
    those who are invited have not heard of. More seats go to those who wait.
    Refusals: is_cancelled, no_title, no_room (an announced meeting needs one), those of
    `require_places` and `check`. Conflict: somebody changed it meanwhile.
    """
    require(by, "workshops.edit", workshop)
    given = cleaned(fields)
    with transaction.atomic():
        workshop = seats.lock(workshop)
        if workshop.state == WorkshopState.CANCELLED:
            raise Refusal("is_cancelled", _("The meeting is cancelled and cannot be changed."))
        before = values_of(workshop)
        after = before | given
        places = list(workshop.participations.all())
        wanted = places if participations is None else list(participations)
        changed = [name for name in FIELDS if before[name] != after[name]]
        other_places = {one.pk for one in wanted} != {one.pk for one in places}
        if not changed and not other_places:
            return workshop
        if version != workshop.version:
            raise Conflict(
                _("The meeting was changed in another window. Choose what holds."),
                theirs=before | {"participations": places},
                yours=after | {"participations": wanted},
                version=workshop.version,
            )
        if other_places:
            require_places(by, workshop.programme, wanted, places)
        if not after["title"]:
            raise Refusal("no_title", _("Give the meeting a title."), field="title")
        if workshop.state == WorkshopState.ANNOUNCED and _roomless(after):
            raise Refusal(
                "no_room", _("An announced meeting needs a hall or an online room."), field="hall"
            )
        check(workshop.programme, before, after, seats_taken=workshop.seats_taken)
        _write(workshop, {name: after[name] for name in changed})
        if other_places:
            workshop.participations.set(wanted)
            changed.append("participations")
        audit.record("workshop.changed", workshop, by=by, fields=changed)
        if {"capacity", "offer_hours"} & set(changed):
            seats.offer_next(workshop)
    return workshop


def _roomless(values: Values) -> bool:
    return not (values["hall"] or values["online_url"])


def _write(workshop: Workshop, changes: Values) -> None:
    for name, value in changes.items():
        setattr(workshop, name, value)
    what = {TOLD[name] for name in changes if name in TOLD}
    if what and workshop.state == WorkshopState.ANNOUNCED:
        workshop.sequence += 1
        if workshop.invitations.on_list().filter(invited_at__isnull=False).exists():
            workshop.untold = sorted(what | set(workshop.untold))
    workshop.version += 1
    workshop.save()
    if workshop.state == WorkshopState.ANNOUNCED:
        from workshops.domain.announcements import refresh_waiting  # noqa: PLC0415

        # A sending that waits for its day must not leave with the old time.
        refresh_waiting(workshop)


def announce(*, workshop: Workshop, by: User) -> Workshop:
    """Announce a meeting: it stands in calendars and can be answered. No letter leaves yet.

    Announced already, it stays so. Refusals: is_cancelled; not_ready, with a sentence for each
    thing that is missing in its `details`.
    """
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        workshop = seats.lock(workshop)
        if workshop.state == WorkshopState.ANNOUNCED:
            return workshop
        if workshop.state == WorkshopState.CANCELLED:
            raise Refusal("is_cancelled", _("The meeting is cancelled and cannot be announced."))
        missing = missing_for_announcing(workshop)
        if missing:
            raise Refusal("not_ready", _("The meeting cannot be announced yet."), details=missing)
        workshop.state = WorkshopState.ANNOUNCED
        workshop.version += 1
        workshop.save(update_fields=["state", "version", "updated_at"])
        audit.record("workshop.announced", workshop, by=by, kind=workshop.kind)
    return workshop


def missing_for_announcing(workshop: Workshop) -> list[str]:
    """What a draft lacks before it can be announced, a sentence each."""
    missing = []
    if not workshop.title:
        missing.append(_("Give the meeting a title."))
    if workshop.starts_at < timezone.now():
        missing.append(_("Its time has passed: choose a day ahead."))
    if _roomless(values_of(workshop)):
        missing.append(_("Say where it is: a hall, or an online room."))
    return missing


def tell_change(*, workshop: Workshop, by: User) -> Workshop:
    """Send the letter about a changed time or room to those who are invited; once a change.

    Refusals: nothing_to_tell, and those of `mailings.announce_change`.
    """
    require(by, "workshops.invite", workshop)
    with transaction.atomic():
        workshop = seats.lock(workshop)
        if not workshop.untold or workshop.state != WorkshopState.ANNOUNCED:
            raise Refusal(
                "nothing_to_tell",
                _("The guests know time and place as they are."),
                field="tell_leader",
            )
        mailings.announce_change(workshop, by, workshop.untold)
        workshop.untold = []
        workshop.save(update_fields=["untold", "updated_at"])
    return workshop


def keep_untold(*, workshop: Workshop, by: User) -> Workshop:
    """Decide not to write about a change: whoever opens the invitation sees it anyhow."""
    require(by, "workshops.invite", workshop)
    with transaction.atomic():
        workshop = seats.lock(workshop)
        if workshop.untold:
            audit.record("workshop.change_untold", workshop, by=by, what=workshop.untold)
            workshop.untold = []
            workshop.save(update_fields=["untold", "updated_at"])
    return workshop
