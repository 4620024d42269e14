"""The verbs of planning: plan, change, announce, tell of a change, cancel, follow up."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from outbox.headers import one_line
from outbox.slots import without_slots
from people.models import User
from people.scope import forget_scope
from places.models import Participation
from programmes.models import Programme
from workshops.courses import services as courses
from workshops.guests import seats
from workshops.letters import services as campaigns
from workshops.letters.rules import answers_are_over
from workshops.models import (
    AgendaItem,
    FocusGroup,
    GuestList,
    HowInvited,
    Invitation,
    Reminder,
    Workshop,
    WorkshopKind,
    WorkshopState,
)
from workshops.planning.checks import (
    FIELDS,
    TOLD,
    Values,
    check,
    cleaned,
    refuse_long,
    require_places,
    values_of,
)
from workshops.planning.contents import (
    DUTY_FIELDS,
    FOCUS_FIELDS,
    ITEM_FIELDS,
    copy_rows,
)
from workshops.planning.kind_defaults import DEFAULTS
from workshops.planning.local_time import ZONES, answers_moved

#: The same meeting planned again within this time is a double click.
DOUBLE_CLICK = dt.timedelta(minutes=2)
#: Of a guest, what goes along to the next meeting. Answers and needs do not.
_SAME = (
    "contact_id", "user_id", "source", "name", "email", "phone", "language", "organisation_id",
    "organisation_name", "sector",
)  # fmt: skip


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

    The keyword arguments are `checks.FIELDS`; what is not given is as usual for the kind.
    Planned twice within two minutes it is one meeting. Refusals: no_title, those of
    `checks.require_places` and `checks.check`.
    """
    places = list(participations)
    require_places(by, programme, places)
    given = cleaned(fields | {"kind": kind, "title": title, "starts_at": starts_at})
    values = usual(programme, kind) | given
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


def usual(programme: Programme, kind: str) -> Values:
    """The values of `checks.FIELDS` that are usual for a meeting of the kind."""
    empty = Workshop(
        programme=programme,
        kind=kind,
        language=programme.language,
        time_zone=ZONES[programme.region.country],
    )
    defaults = DEFAULTS.get(kind, DEFAULTS[WorkshopKind.OTHER])
    same = ("capacity", "open_sign_up", "ask_food", "ask_access", "ask_feedback", "offer_hours")
    return values_of(empty) | {name: getattr(defaults, name) for name in same}


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
    """Save the given fields of `checks.FIELDS`, and the places when they are given.

    `version` is the one that the user read; saving what is stored already changes nothing. A
    changed time or room of an announced meeting raises `sequence`, and `untold` keeps what
    those who are invited have not heard of. More seats go to those who wait. The last day for
    answers moves along with the meeting, unless another one is given.
    Refusals: is_cancelled, no_title, no_room (an announced meeting needs one), those of
    `require_places` and `check`. Conflict: somebody changed it meanwhile.
    """
    require(by, "workshops.edit", workshop)
    given = cleaned(fields)
    with transaction.atomic():
        workshop = seats.lock(workshop)
        if workshop.state == WorkshopState.CANCELLED:
            raise Refusal("is_cancelled", _("The meeting is cancelled and cannot be changed."))
        places = list(workshop.participations.all())
        wanted = places if participations is None else list(participations)
        before, after = values_of(workshop), values_of(workshop) | given
        if after["answer_until"] == before["answer_until"]:
            after["answer_until"] = _until_moved(before, after)
        changed = [name for name in FIELDS if before[name] != after[name]]
        if {one.pk for one in wanted} != {one.pk for one in places}:
            changed.append("participations")
        if not changed:
            return workshop
        if version != workshop.version:
            raise Conflict(
                _("The meeting was changed in another window. Choose what holds."),
                theirs=before | {"participations": places},
                yours=after | {"participations": wanted},
                version=workshop.version,
            )
        if "participations" in changed:
            require_places(by, workshop.programme, wanted, places)
        _check_change(workshop, before, after)
        _write(workshop, {name: after[name] for name in changed if name in FIELDS})
        workshop.participations.set(wanted)
        audit.record("workshop.changed", workshop, by=by, fields=changed)
        if {"capacity", "offer_hours"} & set(changed):
            seats.offer_next(workshop)
    return workshop


def _until_moved(before: Values, after: Values) -> dt.datetime | None:
    """The last day for answers goes along with a meeting that moves."""
    if after["time_zone"] not in zoneinfo.available_timezones():
        return before["answer_until"]  # `check` says so
    return answers_moved(
        before["answer_until"], before["starts_at"], after["starts_at"],
        zoneinfo.ZoneInfo(after["time_zone"]), timezone.now(),
    )  # fmt: skip


def _check_change(workshop: Workshop, before: Values, after: Values) -> None:
    if not after["title"]:
        raise Refusal("no_title", _("Give the meeting a title."), field="title")
    if workshop.state == WorkshopState.ANNOUNCED and _roomless(after):
        raise Refusal(
            "no_room", _("An announced meeting needs a hall or an online room."), field="hall"
        )
    check(
        workshop.programme, before, after,
        seats_taken=workshop.seats_taken, held=workshop.entered_later,
    )  # fmt: skip


def _roomless(values: Values) -> bool:
    return not (values["hall"] or values["online_url"])


def _write(workshop: Workshop, changes: Values) -> None:
    before = campaigns.time_and_place(workshop)
    for name, value in changes.items():
        setattr(workshop, name, value)
    what = {TOLD[name] for name in changes if name in TOLD}
    if what and workshop.state == WorkshopState.ANNOUNCED:
        workshop.sequence += 1
        if workshop.invitations.on_list().filter(invited_at__isnull=False).exists():
            workshop.told = workshop.told or before
            now = campaigns.time_and_place(workshop)
            # What was changed back is no news.
            workshop.untold = [
                one for one in sorted(what | set(workshop.untold)) if now[one] != workshop.told[one]
            ]
    workshop.version += 1
    workshop.save()
    moved = workshop.starts_at - dt.datetime.fromisoformat(before["time"][0])
    if moved:
        workshop.sessions.update(starts_at=F("starts_at") + moved, ends_at=F("ends_at") + moved)
    if workshop.state == WorkshopState.ANNOUNCED:
        # A sending that waits for its day must not leave with the old time.
        campaigns.refresh_waiting(workshop)


def announce(*, workshop: Workshop, by: User) -> Workshop:
    """Announce a meeting: it stands in calendars and can be answered. No letter leaves yet.

    Announced already, it stays so. Refusals: is_cancelled; not_ready, with a sentence for each
    thing that is missing in its `details`.
    """
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        courses.lock_course_of(workshop)
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
        courses.join_new_part(workshop)
    return workshop


def missing_for_announcing(workshop: Workshop) -> list[str]:
    """What a draft lacks before it can be announced, a sentence each."""
    missing = []
    if not workshop.title:
        missing.append(_("Give the meeting a title."))
    if workshop.starts_at < timezone.now():
        missing.append(_("Its time has passed. Choose a later day."))
    elif workshop.closes_at <= timezone.now():
        missing.append(answers_are_over(workshop))
    if _roomless(values_of(workshop)):
        missing.append(_("Say where it is: a hall, or an online room."))
    return missing


def tell_change(*, workshop: Workshop, by: User) -> Workshop:
    """Send the letter about a changed time or room to those who are invited; once a change.

    Refusals: nothing_to_tell, and those of `campaigns.announce_change`.
    """
    require(by, "workshops.invite", workshop)
    with transaction.atomic():
        workshop = seats.lock(workshop)
        if not workshop.untold or workshop.state != WorkshopState.ANNOUNCED:
            raise Refusal(
                "nothing_to_tell",
                _("The guests already know the time and place."),
            )
        campaigns.announce_change(workshop, by, workshop.untold)
        workshop.untold, workshop.told = [], {}
        workshop.save(update_fields=["untold", "told", "updated_at"])
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


def cancel(*, workshop: Workshop, by: User, reason: str) -> Workshop:
    """Cancel a meeting that has not begun; everybody who was invited gets a letter with the reason.

    Cancelled already, it stays so. Refusals: reason_needed, too_long, has_begun.
    """
    require(by, "workshops.edit", workshop)
    why = one_line(without_slots(reason), 10_000)
    if not why:
        raise Refusal(
            "reason_needed",
            _("Say why: the letter to the guests gives the reason."),
            field="reason",
        )
    refuse_long(Workshop, {"cancel_reason": why})
    with transaction.atomic():
        workshop = seats.lock(workshop)
        if workshop.state == WorkshopState.CANCELLED:
            return workshop
        now = timezone.now()
        if workshop.state == WorkshopState.ANNOUNCED and workshop.starts_at <= now:
            raise Refusal("has_begun", _("The meeting has begun and cannot be cancelled any more."))
        was_announced = workshop.state == WorkshopState.ANNOUNCED
        workshop.state = WorkshopState.CANCELLED
        workshop.cancelled_at, workshop.cancel_reason = now, why
        workshop.sequence += 1
        workshop.version += 1
        workshop.untold = []
        workshop.save()
        audit.record("workshop.cancelled", workshop, by=by, kind=workshop.kind)
        if was_announced:
            campaigns.announce_cancel(workshop, by)
    return workshop


def follow_up(
    *,
    workshop: Workshop,
    by: User,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    title: str = "",
    with_agenda: bool = False,
) -> Workshop:
    """Plan the next meeting after this one: a draft in the same room, with the same guests.

    The guests stand on its list and have not been written to. Tasks go along, the agenda when
    `with_agenda`; the end may be open. Asked again for the same time, it is the meeting that is
    there. Refusals: those of `checks.check`.
    """
    require(by, "workshops.edit", workshop)
    values = values_of(workshop) | {
        "starts_at": starts_at, "ends_at": ends_at, "answer_until": None, "part": None,
    }  # fmt: skip
    if title.strip():
        values["title"] = title
    values = cleaned(values)
    check(workshop.programme, {}, values)
    with transaction.atomic():
        earlier = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
        there = Workshop.objects.filter(follows=earlier, starts_at=starts_at).exclude(
            state="cancelled"
        )
        if (found := there.first()) is not None:
            return found
        if values["series"] is not None and workshop.part is not None:
            parts = Workshop.objects.filter(series=values["series"])
            values["part"] = (parts.aggregate(last=Max("part"))["last"] or 0) + 1
        made = Workshop.objects.create(programme=workshop.programme, follows=earlier, **values)
        made.participations.set(earlier.participations.all())
        _copy_around(earlier, made, with_agenda=with_agenda)
        count = _bring(earlier, made)
        audit.record("workshop.followed_up", made, by=by, earlier=earlier.title, guests=count)
    forget_scope(by)
    return made


def bring_newcomers(*, workshop: Workshop, by: User) -> int:
    """Put those on the list who came to the earlier meeting since; how many they are.

    Nobody who left this list or was taken off it comes back. Refusal: follows_nothing.
    """
    require(by, "workshops.invite", workshop)
    with transaction.atomic():
        workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
        if workshop.follows_id is None:
            raise Refusal("follows_nothing", _("This meeting follows up no other."))
        earlier = Workshop.objects.get(pk=workshop.follows_id)
        count = _bring(earlier, workshop)
        if count:
            audit.record("workshop.newcomers", workshop, by=by, guests=count)
    return count


def _copy_around(earlier: Workshop, made: Workshop, *, with_agenda: bool) -> None:
    """Tasks, groups that must be present and reminders; the agenda without what was said."""
    copy_rows(earlier.duties.all(), made, DUTY_FIELDS)
    copy_rows(earlier.required_groups.all(), made, ("order", "name", "wanted", "nominator"))
    Reminder.objects.bulk_create(
        Reminder(workshop=made, hours_before=hours, audience=audience)
        for hours, audience in DEFAULTS[made.kind].reminders
    )
    copy_rows(FocusGroup.objects.filter(workshop=earlier), made, FOCUS_FIELDS)
    if with_agenda:
        copy_rows(earlier.agenda.all(), made, ITEM_FIELDS)


def _bring(earlier: Workshop, made: Workshop) -> int:
    """Copy the guests of one list that the other lacks. The later meeting's row is ours."""
    there = made.invitations.values_list("email", "name", "phone")
    known = {_who(*row) for row in there}
    groups = {group.name: group for group in made.required_groups.all()}
    lists: dict[int, GuestList] = {}
    new = []
    for guest in earlier.invitations.on_list().select_related("guest_list", "party").order_by("pk"):
        who = _who(guest.email, guest.name, guest.phone)
        if who in known:
            continue
        known.add(who)
        row = Invitation(workshop=made, how=HowInvited.EARLIER)
        for name in _SAME:
            setattr(row, name, getattr(guest, name))
        if guest.party is not None:
            row.party = groups.get(guest.party.name)
        if guest.guest_list is not None:
            row.guest_list = _same_list(guest.guest_list, made, lists)
        new.append(row)
    Invitation.objects.bulk_create(new, batch_size=1000)
    return len(new)


def _who(email: str, name: str, phone: str) -> tuple[str, ...]:
    """One person: by the address, else by name and phone."""
    return (email.casefold(),) if email else (name.casefold(), phone)


def _same_list(old: GuestList, made: Workshop, kept: dict[int, GuestList]) -> GuestList:
    """The list of the same name and owner at the later meeting: an own list stays its owner's."""
    if old.pk not in kept:
        there = {one.name: one for one in made.guest_lists.all()}
        same = there.get(old.name)
        if same is not None and same.owner_id == old.owner_id:
            kept[old.pk] = same
        else:
            name = old.name if same is None else f"{old.name[:110]} {old.pk}"
            kept[old.pk] = GuestList.objects.create(workshop=made, name=name, owner_id=old.owner_id)
    return kept[old.pk]
