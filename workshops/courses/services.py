"""Courses: what the course's page says, opening it, signing up once for all parts, leaving.

A seat in the course is counted at the course (`Course.seats_taken`), under a lock on its row; at
each part the person has an invitation with a yes, so that the door, letters, minutes and
certificates work as at every meeting. Locks are taken in this order: the course, then its parts.

The open page tells nobody who has signed up: a known address gets its letter once more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import audit, throttle
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from workshops.answers.services import UNCONFIRMED_PERSONS, UNCONFIRMED_SECONDS, leave_list
from workshops.courses import letters
from workshops.courses.interests import tell_opened
from workshops.guests import seats
from workshops.guests.persons import another
from workshops.guests.services import checked, person_there
from workshops.models import (
    Answer,
    Course,
    CourseAudience,
    CourseLevel,
    CourseReach,
    Enrolment,
    HowInvited,
    Invitation,
    Series,
    SeriesKind,
    Workshop,
    WorkshopState,
)
from workshops.models.course import EnrolmentState

FIELDS = (
    "audiences", "level", "reach", "capacity", "by_part", "sign_up_until", "contact_name",
    "contact_email",
)  # fmt: skip
_UNCONFIRMED = "course-sign-ups"


# --- the course's page ---


@transaction.atomic
def save_course(*, series: Series, by: User, version: int = 0, **fields: Any) -> Course:
    """Say whom the course is for and how people sign up; `version` 0 when nothing was said yet.

    More seats go to those who wait. Refusals: not_a_course, unknown_audience, unknown_level,
    unknown_reach, no_seats, capacity_below_taken, bad_address. Conflict: changed meanwhile.
    """
    require(by, "workshops.manage_series", series)
    Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if series.kind != SeriesKind.COURSE:
        raise Refusal("not_a_course", _("Only a course in parts has a page to sign up on."))
    course = _locked_of(series) or Course(series=series, version=0)
    before = {name: getattr(course, name) for name in FIELDS}
    changed = {name: value for name, value in fields.items() if before[name] != value}
    if course.pk and not changed:
        return course
    if version != course.version:
        raise Conflict(
            _("The course was changed in another window. Choose what holds."),
            theirs={name: before[name] for name in changed}, yours=changed, version=course.version,
        )  # fmt: skip
    _check(course, before | fields)
    for name, value in changed.items():
        setattr(course, name, value)
    course.version += 1
    course.save()
    audit.record("course.saved", series, by=by, fields=sorted(changed))
    if "capacity" in changed:
        _move_up(course)
    return course


def _check(course: Course, values: dict[str, Any]) -> None:
    if set(values["audiences"]) - set(CourseAudience.values):
        raise Refusal("unknown_audience", _("Choose whom it is for."), field="audiences")
    if values["level"] and values["level"] not in CourseLevel.values:
        raise Refusal("unknown_level", _("Choose a level."), field="level")
    if values["reach"] not in CourseReach.values:
        raise Refusal("unknown_reach", _("Choose who finds it."), field="reach")
    capacity = values["capacity"]
    if capacity is not None and capacity < 1:
        raise Refusal("no_seats", _("Give at least one seat, or none at all."), field="capacity")
    if capacity is not None and capacity < course.seats_taken:
        raise Refusal(
            "capacity_below_taken",
            _("%(taken)d seats are taken already.") % {"taken": course.seats_taken},
            field="capacity",
        )
    if values["contact_email"]:
        try:
            validate_email(values["contact_email"])
        except ValidationError as error:
            raise Refusal(
                "bad_address", _("That is no e-mail address."), field="contact_email"
            ) from error


@transaction.atomic
def open_course(*, course: Course, by: User) -> Course:
    """Let people sign up; whoever waits for the next course is told once. Open already: nothing.

    Refusal no_parts: no part of it is announced and ahead.
    """
    require(by, "workshops.manage_series", course.series)
    course = lock(course)
    if course.opened_at is not None:
        return course
    if not parts_ahead(course):
        raise Refusal(
            "no_parts", _("Announce at least one part first: people sign up to days and rooms.")
        )
    course.opened_at = timezone.now()
    course.save(update_fields=["opened_at", "updated_at"])
    told = tell_opened(course, by)
    audit.record("course.opened", course.series, by=by, told=told)
    return course


@transaction.atomic
def close_course(*, course: Course, by: User) -> Course:
    """Take no more sign-ups; who has signed up keeps the seat. Closed already: nothing."""
    require(by, "workshops.manage_series", course.series)
    course = lock(course)
    if course.opened_at is not None:
        course.opened_at = None
        course.save(update_fields=["opened_at", "updated_at"])
        audit.record("course.closed", course.series, by=by)
    return course


@transaction.atomic
def renew_page(*, course: Course, by: User) -> Course:
    """Give the course's page a new address; the earlier one ends."""
    require(by, "workshops.manage_series", course.series)
    course = lock(course)
    course.page_edition += 1
    course.save(update_fields=["page_edition", "updated_at"])
    audit.record("open_page.renewed", course.series, by=by)
    return course


def lock(course: Course) -> Course:
    """The course anew, its row locked, with the series as it was. Needs a transaction."""
    found: Course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    found.series = course.series
    return found


def _locked_of(series: Series) -> Course | None:
    found = Course.objects.select_for_update(of=("self",)).filter(series=series).first()
    if found is not None:
        found.series = series
    return found


def parts_of(course: Course) -> list[Workshop]:
    """Its announced parts in the order of time. One query."""
    rows = Workshop.objects.filter(series=course.series_id, state=WorkshopState.ANNOUNCED)
    return list(rows.select_related("programme__region").order_by("starts_at", "pk"))


def parts_ahead(course: Course, now: dt.datetime | None = None) -> list[Workshop]:
    """Those that have not begun."""
    moment = now or timezone.now()
    return [one for one in parts_of(course) if one.starts_at > moment]


def takes_sign_ups(course: Course, parts: Sequence[Workshop] | None = None) -> bool:
    """Whether people can sign up at this moment. At most one query."""
    last = course.sign_up_until
    if course.opened_at is None or (last is not None and timezone.localdate() > last):
        return False
    now = timezone.now()
    return any(one.starts_at > now for one in (parts_of(course) if parts is None else parts))


# --- signing up ---


@transaction.atomic
def enrol(
    *,
    course: Course,
    name: str,
    email: str,
    phone: str = "",
    organisation_name: str = "",
    language: str = "",
    parts: Iterable[int] = (),
    sender: str = "",
) -> Enrolment:
    """Sign somebody up by the open page: a seat at all parts, or a place in the waiting list.

    Whoever is known keeps what stands there and gets the letter again; one who had signed off is
    on it again when the letter's link is answered. After some from one `sender` (a network
    address) the letter must be answered first. Refusals: course_closed, email_needed,
    unknown_part, no_part, those of `workshops.guests.services.checked`.
    """
    course = lock(course)
    ahead = parts_ahead(course)
    if not takes_sign_ups(course, ahead):
        raise Refusal("course_closed", _("The course takes no sign-ups now."))
    data = _checked(name, email, phone, organisation_name)
    known = _known(course, data)
    if known is not None and known.state != EnrolmentState.LEFT:
        letters.write_again(known)
        return known
    # Anybody may know an address: what it has answered elsewhere is changed by its own link alone.
    there = Invitation.objects.filter(workshop__in=ahead, email=data["email"])
    waits = known is not None or there.exists() or _too_many(course, sender)
    row = known or Enrolment(course=course, **data)
    row.language, row.state = language or course.language, EnrolmentState.ASKED
    row.parts = _chosen(course, ahead, parts)
    row.version += 1
    row.save()
    row.course = course
    if waits:
        letters.write_to_confirm(row)
        return row
    _take(course, row, ahead)
    audit.record("course.signed_up", course.series, by=None)
    return row


def _checked(name: str, email: str, phone: str, organisation_name: str) -> dict[str, Any]:
    if not email:
        raise Refusal(
            "email_needed", _("Give an e-mail address: the dates go there."), field="email"
        )
    return checked({
        "name": name, "email": email, "phone": phone, "organisation_name": organisation_name
    })  # fmt: skip


def _known(course: Course, data: dict[str, Any]) -> Enrolment | None:
    rows = course.enrolments.filter(email=data["email"]).order_by("pk")
    return next((one for one in rows if not another(one.name, data["name"], data["email"])), None)


def _too_many(course: Course, sender: str) -> bool:
    """Whether so many came from the sender that the next must confirm by letter. Counts one."""
    return bool(sender) and not throttle.within(
        _UNCONFIRMED, f"{course.pk}:{sender}", limit=UNCONFIRMED_PERSONS,
        seconds=UNCONFIRMED_SECONDS,
    )  # fmt: skip


def _chosen(course: Course, ahead: Sequence[Workshop], parts: Iterable[int]) -> list[int]:
    """The chosen parts; [] for all of them."""
    if not course.by_part:
        return []
    wanted = set(parts)
    there = {one.pk for one in ahead}
    if wanted - there:
        raise Refusal(
            "unknown_part", _("One of the parts is no longer ahead. Choose anew."), field="parts"
        )
    if not wanted:
        raise Refusal("no_part", _("Choose at least one part."), field="parts")
    return [] if wanted == there else sorted(wanted)


@transaction.atomic
def confirm(*, enrolment: Enrolment) -> Enrolment:
    """Say yes by the letter's link. Confirmed already: nothing. Refusal: course_closed."""
    course = lock(enrolment.course)
    row = _locked_row(enrolment, course)
    if row.state != EnrolmentState.ASKED:
        return row
    ahead = parts_ahead(course)
    if not takes_sign_ups(course, ahead):
        raise Refusal("course_closed", _("The course takes no sign-ups now."))
    _take(course, row, ahead)
    audit.record("course.signed_up", course.series, by=None)
    return row


@transaction.atomic
def sign_up_by_hand(
    *, course: Course, by: User, name: str, email: str, organisation_name: str = ""
) -> Enrolment:
    """Sign somebody up who has asked by phone or mail, also while the page is closed.

    Refusals: no_parts, already_signed_up, those of `enrol`'s data.
    """
    require(by, "workshops.manage_series", course.series)
    course = lock(course)
    ahead = parts_ahead(course)
    if not ahead:
        raise Refusal("no_parts", _("No part of the course is ahead."))
    data = _checked(name, email, "", organisation_name)
    row = _known(course, data)
    if row is not None and row.state in (EnrolmentState.TAKEN, EnrolmentState.WAITING):
        raise Refusal("already_signed_up", _("This person has signed up already."), field="email")
    row = row or Enrolment(course=course, language=course.language, **data)
    row.state, row.parts = EnrolmentState.ASKED, []
    row.save()
    row.course = course
    _take(course, row, ahead, by=by)
    audit.record("course.signed_up", course.series, by=by)
    return row


@transaction.atomic
def choose_parts(*, enrolment: Enrolment, parts: Iterable[int]) -> Enrolment:
    """Choose other parts of those ahead, where the course lets one. Refusals as `enrol`'s."""
    course = lock(enrolment.course)
    row = _locked_row(enrolment, course)
    if row.state != EnrolmentState.TAKEN or not course.by_part:
        raise Refusal("not_by_part", _("The parts of this course are taken together."))
    ahead = parts_ahead(course)
    row.parts = _chosen(course, ahead, parts)
    row.version += 1
    row.save(update_fields=["parts", "version", "updated_at"])
    wanted = set(row.parts) or {one.pk for one in ahead}
    for one in ahead:
        if one.pk in wanted:
            _join(row, one)
        else:
            _leave_part(row, one)
    letters.write_signed_up(row, by=None)
    return row


@transaction.atomic
def leave(*, enrolment: Enrolment, by: User | None = None) -> Enrolment:
    """Sign off from what is ahead; the seat goes to the next who waits. Left already: nothing.

    The link is the right, or `by` has been asked. What the person was at stays.
    """
    if by is not None:
        require(by, "workshops.manage_series", enrolment.course.series)
    course = lock(enrolment.course)
    row = _locked_row(enrolment, course)
    if row.state == EnrolmentState.LEFT:
        return row
    had_seat = row.state == EnrolmentState.TAKEN
    row.state, row.waiting_since = EnrolmentState.LEFT, None
    row.version += 1
    row.save(update_fields=["state", "waiting_since", "version", "updated_at"])
    for one in parts_ahead(course):
        _leave_part(row, one)
    if had_seat:
        course.seats_taken -= 1
        course.save(update_fields=["seats_taken", "updated_at"])
        _move_up(course)
    audit.record("course.signed_off", course.series, by=by)
    return row


def join_new_part(workshop: Workshop) -> None:
    """Bring those with a seat in the course to a part that has just been announced.

    Only those who have chosen all parts. Call it in the transaction that announces, with the
    course locked before the meeting (`lock_course_of`).
    """
    course = Course.objects.filter(series=workshop.series_id).first()
    if course is None or workshop.starts_at <= timezone.now():
        return
    for row in course.enrolments.filter(state=EnrolmentState.TAKEN, parts=[]).order_by("pk"):
        row.course = course
        if _join(row, workshop):
            row.version += 1
            row.save(update_fields=["version", "updated_at"])
            letters.write_signed_up(row, by=None, new=workshop)


def lock_course_of(workshop: Workshop) -> None:
    """Lock the meeting's course, if it is a part of one; before the meeting itself is locked."""
    if workshop.series_id is not None:
        list(Course.objects.select_for_update(of=("self",)).filter(series=workshop.series_id))


def _locked_row(enrolment: Enrolment, course: Course) -> Enrolment:
    row: Enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    row.course = course
    return row


def _take(
    course: Course, row: Enrolment, ahead: Sequence[Workshop], *, by: User | None = None
) -> None:
    """Give the person a seat and write, or a place in the waiting list."""
    row.version += 1
    if course.seats_left == 0:
        row.state, row.waiting_since = EnrolmentState.WAITING, timezone.now()
        row.save(update_fields=["state", "waiting_since", "version", "updated_at"])
        letters.write_waiting(row, by=by)
        return
    _seat(course, row, ahead)
    letters.write_signed_up(row, by=by)


def _seat(course: Course, row: Enrolment, ahead: Sequence[Workshop]) -> None:
    row.state, row.waiting_since = EnrolmentState.TAKEN, None
    row.save(update_fields=["state", "waiting_since", "version", "updated_at"])
    course.seats_taken += 1
    course.save(update_fields=["seats_taken", "updated_at"])
    for one in ahead:
        if not row.parts or one.pk in row.parts:
            _join(row, one)


def _move_up(course: Course) -> None:
    """Give the free seats to those who wait, in their order, and tell them."""
    ahead = parts_ahead(course)
    if not ahead:
        return
    waiting = course.enrolments.filter(state=EnrolmentState.WAITING).select_for_update()
    for row in waiting.order_by("waiting_since", "pk"):
        if course.seats_left == 0:
            return
        row.course = course
        row.version += 1
        _seat(course, row, ahead)
        letters.write_moved_up(row)


def _join(row: Enrolment, part: Workshop) -> bool:
    """A yes at the part, without a letter of its own; whether it is new.

    A part that is full has its own waiting list. Whom the organiser took off stays off.
    """
    workshop = seats.lock(part)
    data = {
        "name": row.name, "email": row.email, "phone": row.phone,
        "organisation_name": row.organisation_name,
    }  # fmt: skip
    guest = person_there(workshop, data)
    if guest is not None and guest.removed_at is not None:
        return False
    if guest is None:
        with override(row.language):
            source = _("You signed up to the course.")
        guest = Invitation(
            workshop=workshop, how=HowInvited.SIGNED_UP, language=row.language, source=source,
            invited_at=timezone.now(), **data,
        )  # fmt: skip
    if guest.enrolment_id != row.pk:
        guest.enrolment = row
        guest.save()
    if guest.answer == Answer.YES and guest.left_at is None:
        return False
    guest.workshop = workshop
    guest.answered_at, guest.left_at = timezone.now(), None
    guest.version += 1
    seats.take(workshop, guest, guest.persons)
    return True


def _leave_part(row: Enrolment, part: Workshop) -> None:
    for guest in row.invitations.filter(workshop=part, removed_at=None, left_at=None):
        guest.workshop = part
        leave_list(invitation=guest)
