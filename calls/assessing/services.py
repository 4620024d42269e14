"""Assessors of a call, their conflicts of interest, and what each thinks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from calls.assessing.conflicts import refuse_conflict
from calls.assessing.letters import write_added
from calls.models import (
    HIGHEST,
    LOWEST,
    Application,
    ApplicationState,
    Assessment,
    Assessor,
    AssessorMeeting,
    Call,
    CallState,
    Conflict,
    Decision,
)
from calls.rules import assessor_of
from core import audit
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Conflict as Clash
from core.refusals import NotAllowed, Refusal, needed
from people.models import Assignment, ProgrammeRole, RegionRole, Role, User
from programmes.models import Programme

COMMENT_LENGTH, NOTES_LENGTH = 2000, 8000


def may_be_assessor(programme: Programme) -> QuerySet[User]:
    """Who can be asked: those with a post in the programme, who run it, who coach in it."""
    posts = ProgrammeRole.objects.active().filter(programme=programme)
    admins = RegionRole.objects.active().filter(region=programme.region_id)
    coaches = Assignment.objects.active().filter(
        participation__programme=programme, role=Role.COACH
    )
    found = User.objects.filter(
        Q(pk__in=posts.values("user"))
        | Q(pk__in=admins.values("user"))
        | Q(pk__in=coaches.values("user")),
        is_active=True,
    )
    return found.order_by("name", "pk")


@transaction.atomic
def add_assessor(*, call: Call, user: User, by: User) -> Assessor:
    """Let somebody assess; a letter and the bell tell it. Refusal: not_of_programme."""
    require(by, "calls.write", call)
    if not may_be_assessor(call.programme).filter(pk=user.pk).exists():
        raise Refusal(
            "not_of_programme",
            _("Choose somebody who has a post in the programme, or give one first."),
            field="user",
        )
    row, is_new = Assessor.objects.get_or_create(call=call, user=user)
    if row.left_at is not None or is_new:
        row.left_at, row.added_at = None, timezone.now()
        row.save(update_fields=["left_at", "added_at"])
        row.call = call
        write_added(row, by=by)
        audit.record("call.assessor_added", call, by=by, who=user.get_full_name(), user=user.pk)
    return row


@transaction.atomic
def remove_assessor(*, assessor: Assessor, by: User) -> None:
    """Take an assessor off; what he or she has done stays and counts."""
    require(by, "calls.write", assessor.call)
    if assessor.left_at is not None:
        return
    assessor.left_at = timezone.now()
    assessor.save(update_fields=["left_at"])
    name = assessor.user.get_full_name()
    audit.record("call.assessor_left", assessor.call, by=by, who=name, user=assessor.user_id)


@transaction.atomic
def declare_conflict(*, application: Application, reason: str, by: User) -> Conflict:
    """Say that one has a part in the application; what one had written on it is taken away.

    Refusals: reason_missing, decided.
    """
    assessor = _as_assessor(application, by)
    _refuse_decided(application)
    why = needed(
        one_line(reason, 300), "reason_missing",
        _("Say in a sentence what binds you to the place."), field="reason",
    )  # fmt: skip
    row, _made = Conflict.objects.update_or_create(
        application=application, user=by, defaults={"reason": why}
    )
    Assessment.objects.filter(application=application, assessor=assessor).delete()
    audit.record("application.conflict_declared", application, by=by, who=by.get_full_name())
    return row


@transaction.atomic
def save_assessment(
    *,
    application: Application,
    version: int,
    points: Mapping[str, int],
    comments: Mapping[str, str],
    comment: str,
    done: bool,
    by: User,
) -> Assessment:
    """Keep an own view; with `done` it counts, and the others' views can be read.

    Refusals: conflict, not_closed, not_handed_in, decided, points_missing, done_already, and a
    conflict with what was written in another window.
    """
    assessor = _as_assessor(application, by)
    application.lock()
    refuse_conflict(application, by)
    _refuse_not_ready(application)
    row, _made = Assessment.objects.select_for_update().get_or_create(
        application=application, assessor=assessor
    )
    if row.done_at is not None:
        raise Refusal(
            "done_already", _("Your view is done and the others' are open to you. It stays.")
        )
    wanted = {str(one.pk) for one in application.call.criteria.all()}
    given = {
        key: value for key, value in points.items() if key in wanted and LOWEST <= value <= HIGHEST
    }
    told: dict[str, Any] = {
        "points": given,
        "comments": {
            key: plain_lines(text).strip()[:COMMENT_LENGTH]
            for key, text in comments.items()
            if key in wanted and text.strip()
        },
        "comment": plain_lines(comment).strip()[:COMMENT_LENGTH],
    }
    theirs = {name: getattr(row, name) for name in told}
    if row.version != version and theirs != told:
        raise Clash(
            _("You have written this in another window meanwhile."),
            theirs=theirs, yours=told, version=row.version,
        )  # fmt: skip
    if done and set(given) != wanted:
        raise Refusal("points_missing", _("Give points for every criterion first."))
    for name, value in told.items():
        setattr(row, name, value)
    row.done_at = timezone.now() if done else None
    row.version += 1
    row.save()
    if done:
        audit.record("application.assessed", application, by=by, who=by.get_full_name())
    return row


def _as_assessor(application: Application, by: User) -> Assessor:
    require(by, "calls.assess", application)
    found = assessor_of(application.call, by)
    if found is None:
        raise NotAllowed("not_allowed", _("You are no assessor of this call."))
    return found


def _refuse_not_ready(application: Application) -> None:
    if application.state != ApplicationState.HANDED_IN:
        raise Refusal("not_handed_in", _("The application is not handed in."))
    if application.call.state != CallState.CLOSED:
        raise Refusal(
            "not_closed",
            _("The call is still open, and the application may change. Assess when it has closed."),
        )
    _refuse_decided(application)


def _refuse_decided(application: Application) -> None:
    if Decision.objects.filter(application=application, confirmed_at__isnull=False).exists():
        raise Refusal("decided", _("It is decided already."))


@transaction.atomic
def note_meeting(
    *, call: Call, held_on: dt.date, present: str, notes: str, by: User
) -> AssessorMeeting:
    """Keep what was said when the assessors met. Refusals: notes_missing, not_held_yet."""
    require(by, "calls.write", call)
    if held_on > timezone.localdate():
        raise Refusal("not_held_yet", _("Choose a day that has come."), field="held_on")
    row = AssessorMeeting.objects.create(
        call=call,
        held_on=held_on,
        present=one_line(present, 400),
        notes=needed(
            plain_lines(notes)[:NOTES_LENGTH], "notes_missing", _("Write what was said."),
            field="notes",
        ),
        written_by=by,
    )  # fmt: skip
    audit.record("call.meeting_noted", call, by=by)
    return row
