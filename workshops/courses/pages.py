"""What the pages of courses show: the organiser's, the open one, one's own, the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from core.policy import allowed
from core.refusals import Refusal
from people.models import Region, Task, User
from programmes.models import Programme
from workshops.answers.pages import standing
from workshops.courses import services
from workshops.courses.interests import interested
from workshops.links import answer_token, course_token, course_url, enrolment_token
from workshops.models import (
    Course,
    CourseAudience,
    CourseReach,
    Enrolment,
    Invitation,
    Series,
    Workshop,
)
from workshops.models.course import EnrolmentState
from workshops.series.certificate import attendance_of, people_of, refuse_certificate
from workshops.templatetags.meetings import is_over

#: A catalogue with more courses than this needs another page.
MOST_SHOWN = 200


def of_series(series: Series, user: User) -> dict[str, Any]:
    """The organiser's page of a course: what is said, who has signed up, who waits."""
    course = Course.objects.filter(series=series).first()
    if course is not None:
        course.series = series
    rows = list(course.enrolments.order_by("waiting_since", "name", "pk")) if course else []
    by_state: dict[str, list[Enrolment]] = {state: [] for state in EnrolmentState.values}
    for one in rows:
        by_state[one.state].append(one)
    parts = list(series.workshops.order_by("starts_at", "pk"))
    return {
        "programme": series.programme,
        "course": course,
        "parts": parts,
        "address": course_url(course) if course else "",
        "open": course is not None and course.opened_at is not None,
        "can_open": any(
            one.state == "announced" and one.starts_at > timezone.now() for one in parts
        ),
        "groups": by_state,
        "interested": interested(series.programme.region),
        "sees_attendance": allowed(user, "workshops.view_series_attendance", series),
    }


def open_page(course: Course) -> dict[str, Any]:
    """What everybody who has the address reads. Four queries."""
    parts = services.parts_of(course)
    now = timezone.now()
    return {
        "course": course,
        "region": course.programme.region,
        "workshop": course,  # whom to ask, as on a meeting's page
        "parts": parts,
        "ahead": [one for one in parts if one.starts_at > now],
        "open": services.takes_sign_ups(course, parts),
        "full": course.seats_left == 0,
        "teachers": [one.name for one in course.series.duties.filter(task=Task.TEACHES)],
        "share_url": course_url(course),
        "token": course_token(course),
    }


def own_page(enrolment: Enrolment) -> dict[str, Any]:
    """One's own page of a course: each part with its standing, room, recording and material."""
    course = enrolment.course
    parts = services.parts_of(course)
    rows = {
        one.workshop_id: one
        for one in enrolment.invitations.select_related("workshop__programme__region").order_by(
            "pk"
        )
    }
    guests = list(rows.values())
    seated = enrolment.state == EnrolmentState.TAKEN
    shown = [_part(one, rows.get(one.pk), seated=seated) for one in _with_materials(parts)]
    return {
        "course": course,
        "region": course.programme.region,
        "workshop": course,
        "enrolment": enrolment,
        "token": enrolment_token(enrolment),
        "parts": shown,
        "has_dates": any(one["guest"] and one["guest"].answer == "yes" for one in shown),
        "any_ahead": any(not one["over"] for one in shown),
        "open": services.takes_sign_ups(course, parts),
        "can_choose": seated and course.by_part and any(one["ahead"] for one in shown),
        **certificate_of(course.series, guests),
    }


def _with_materials(parts: Sequence[Workshop]) -> list[Workshop]:
    rows = Workshop.objects.filter(pk__in=[one.pk for one in parts])
    rows = rows.select_related("programme__region").prefetch_related("materials")
    return list(rows.order_by("starts_at", "pk"))


def _part(part: Workshop, guest: Invitation | None, *, seated: bool) -> dict[str, Any]:
    """A part as its guest sees it; who has no place in it reads when and where alone."""
    on_it = guest is not None and not guest.is_off
    if guest is not None:
        guest.workshop = part
    begun = part.starts_at <= timezone.now()
    files = [one for one in part.materials.all() if one.for_guests] if on_it or seated else []
    return {
        "workshop": part,
        "guest": guest if on_it else None,
        "token": answer_token(guest) if guest is not None and on_it else "",
        "standing": standing(guest) if guest is not None and on_it else None,
        "over": is_over(part),
        "ahead": not begun,
        "chosen": on_it,
        "room": part.online_url if on_it and not is_over(part) else "",
        "materials": [one for one in files if not one.is_recording],
        "recordings": [one for one in files if one.is_recording and begun],
    }


def certificate_of(series: Series, guests: Sequence[Invitation]) -> dict[str, Any]:
    """Whether the guest may have the certificate, else why not yet; {} where there is none.

    `guests` are the invitations of one address; those of other series are left out.
    """
    if not series.certificate:
        return {}
    own = [one for one in guests if one.workshop.series_id == series.pk]
    found = attendance_of(series, reader=None)
    keys = {one.pk for one in own}
    people = [
        person for person in found.people if keys & {one.pk for one in person.invitations}
    ] or people_of(own)
    try:
        refuse_certificate(found, people[:1])
    except Refusal as refusal:
        return {"certificate": False, "why_not": str(refusal) if people else "",
                "came": len(people[0].came) if people else 0, "needed": found.needed}  # fmt: skip
    return {"certificate": True, "why_not": ""}


# --- the catalogue


def catalogue(*, region: Region | None, user: User | None, audience: str = "") -> dict[str, Any]:
    """Open courses, the next first: a region's for everybody, or what a signed-in person finds.

    Two queries, however many courses there are.
    """
    rows = Course.objects.open().select_related("series__programme__region")
    if user is None:
        rows = rows.filter(reach=CourseReach.PUBLIC, series__programme__region=region)
    else:
        programmes = Programme.objects.visible_to(user)
        circle = rows.filter(series__programme__in=programmes).exclude(reach=CourseReach.LINK)
        regions = programmes.order_by().values("region")
        public = rows.filter(reach=CourseReach.PUBLIC, series__programme__region__in=regions)
        rows = circle | public
    found = list(rows.distinct()[:MOST_SHOWN])
    parts: dict[int, list[Workshop]] = {}
    ahead = Workshop.objects.announced().ahead().filter(series__course__in=found)
    for one in ahead:
        parts.setdefault(one.series_id or 0, []).append(one)
    known = {key for one in found for key in one.audiences}
    shown = [_row(one, parts[one.series_id]) for one in found if one.series_id in parts]
    if audience in CourseAudience.values:
        fitting = {audience, CourseAudience.EVERYBODY.value}
        shown = [one for one in shown if fitting & set(one["course"].audiences)]
    return {
        "rows": sorted(shown, key=lambda one: (one["parts"][0].starts_at, one["course"].pk)),
        "audiences": [(key, label) for key, label in CourseAudience.choices if key in known],
        "audience": audience,
        "region": region,
    }


def _row(course: Course, parts: list[Workshop]) -> dict[str, Any]:
    return {
        "course": course,
        "parts": parts,
        "token": course_token(course),
        "open": services.takes_sign_ups(course, parts),
        "full": course.seats_left == 0,
    }
