"""Writing lessons, showing them to others, taking them into the method."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from learning.lessons import sources
from learning.models import (
    LESSON_LENGTH,
    Lesson,
    LessonChange,
    LessonState,
    Reach,
    SourceKind,
)
from notices.services import tell
from people.models import User
from places.models import Participation
from programmes.drafts.services import create_draft
from programmes.drafts.steps import put_lesson, take_lesson_out
from programmes.models import MethodVersion, Step


def write(
    *,
    participation: Participation,
    by: User,
    step: Step,
    happened: str,
    different: str = "",
    reach: str = Reach.PLACE,
    source_kind: str = SourceKind.STEP,
    source: int | None = None,
) -> Lesson:
    """Keep what was learnt at a step. Refusals: too_long, empty, other_method, other_place."""
    require(by, "learning.write", participation)
    happened, different = _checked(happened, different)
    if step.version_id != participation.method_version_id:
        raise Refusal("other_method", _("The step belongs to another method."), field="step")
    if source_kind != SourceKind.STEP and not sources.find(participation, source_kind, source):
        raise Refusal("other_place", _("That is not of this place."))
    with transaction.atomic():
        lesson = Lesson.objects.create(
            participation=participation, step=step, source_kind=source_kind,
            source=source if source_kind != SourceKind.STEP else None,
            happened=happened, different=different, reach=Reach.PLACE, written_by=by,
        )  # fmt: skip
        audit.record("lesson.written", lesson, by=by)
        if reach != Reach.PLACE:
            share(lesson=lesson, by=by, reach=reach)
    return lesson


def _checked(happened: str, different: str) -> tuple[str, str]:
    happened, different = happened.strip(), different.strip()
    if not happened:
        raise Refusal("empty", _("Write what happened."), field="happened")
    if len(happened) + len(different) > LESSON_LENGTH:
        raise Refusal(
            "too_long",
            _("Both texts together have at most %(most)s characters.") % {"most": LESSON_LENGTH},
            field="different",
        )
    return happened, different


def _held(lesson: Lesson) -> Lesson:
    """The lesson's row, held until the transaction ends."""
    rows = Lesson.objects.select_for_update(of=("self",))
    found: Lesson = rows.select_related("participation__place", "step__version__method").get(
        pk=lesson.pk
    )
    return found


def _conflict(theirs: dict[str, object], yours: dict[str, object], version: int) -> Conflict:
    return Conflict(
        _("Somebody else has changed this lesson since you opened it. Nothing was saved."),
        theirs=theirs,
        yours=yours,
        version=version,
    )


@transaction.atomic
def edit(*, lesson: Lesson, by: User, version: int, happened: str, different: str) -> Lesson:
    """Change the words. Raises Conflict; Refusal judged once editors have looked at it."""
    require(by, "learning.write", lesson)
    happened, different = _checked(happened, different)
    row = _held(lesson)
    theirs: dict[str, object] = {"happened": row.happened, "different": row.different}
    yours: dict[str, object] = {"happened": happened, "different": different}
    if theirs == yours:
        return row
    if version != row.version:
        raise _conflict(theirs, yours, row.version)
    if row.state != LessonState.OPEN:
        raise Refusal(
            "judged", _("The region's editors have looked at these words. Write a new lesson.")
        )
    row.happened, row.different, row.version = happened, different, row.version + 1
    row.save(update_fields=["happened", "different", "version", "updated_at"])
    audit.record("lesson.changed", row, by=by)
    return row


@transaction.atomic
def share(*, lesson: Lesson, by: User, reach: str) -> Lesson:
    """Choose who reads it, wider or narrower; each change is kept.

    Refusals: unknown_reach; in_method while it stands in the region's method.
    """
    require(by, "learning.write", lesson)
    if reach not in Reach.values:
        raise Refusal("unknown_reach", _("Choose who may read it."), field="reach")
    row = _held(lesson)
    if row.reach == reach:
        return row
    if reach == Reach.PLACE and row.stands:
        raise Refusal(
            "in_method",
            _("It stands in the region's method. Ask the region's editors to take it out first."),
            field="reach",
        )
    LessonChange.objects.create(lesson=row, before=row.reach, after=reach, by=by)
    before, row.reach = row.reach, reach
    row.save(update_fields=["reach", "updated_at"])
    audit.record(
        "lesson.shared", row, by=by, reach=str(Reach(reach).label), before=str(Reach(before).label)
    )
    lesson.reach = reach
    return row


@transaction.atomic
def remove(*, lesson: Lesson, by: User) -> None:
    """Take a lesson away. Refusal: in_method."""
    require(by, "learning.write", lesson)
    row = _held(lesson)
    if row.stands:
        raise Refusal(
            "in_method",
            _("It stands in the region's method. Ask the region's editors to take it out first."),
        )
    audit.record("lesson.removed", row.participation, by=by)
    row.delete()


# --- What the region's editors make of it


def judgement(lesson: Lesson) -> dict[str, object]:
    """What the form of the editors shows, and a conflict compares."""
    return {
        "state": lesson.state,
        "step": lesson.step.key,
        "wording": lesson.wording or words_of(lesson),
        "reason": lesson.reason,
    }


def words_of(lesson: Lesson) -> str:
    """The lesson as one text: what the editors begin from."""
    return "\n".join(filter(None, (lesson.happened, lesson.different)))[:LESSON_LENGTH]


@transaction.atomic
def judge(
    *,
    lesson: Lesson,
    by: User,
    version: int,
    state: str,
    step: str = "",
    wording: str = "",
    reason: str = "",
) -> Lesson:
    """Take a lesson into the method's next draft at a step, or say why not.

    A draft is begun where there is none. Raises Conflict; Refusals not_shared, no_step,
    no_wording, no_reason, in_published.
    """
    require(by, "learning.judge", lesson)
    row = _held(lesson)
    wording, reason = wording.strip(), reason.strip()
    yours = {"state": state, "step": step, "wording": wording, "reason": reason}
    if version != row.version:
        theirs = judgement(row)
        compared = ("state", "wording") if state == LessonState.ACCEPTED else ("state", "reason")
        if all(theirs[name] == yours[name] for name in compared):
            return row  # sent twice
        raise _conflict(theirs, dict(yours), row.version)
    if state == LessonState.ACCEPTED:
        _accept(row, by=by, step=step, wording=wording)
    elif state == LessonState.DECLINED:
        _decline(row, by=by, reason=reason)
    else:
        raise Refusal("unknown_state", _("Take it in, or say why not."), field="state")
    row.judged_by, row.judged_at, row.version = by, timezone.now(), row.version + 1
    row.save()
    tell(
        "lesson-judged",
        [row.written_by_id],
        row,
        address=reverse("learning:lesson", args=[row.pk]),
        by=by,
        accepted=row.state == LessonState.ACCEPTED,
    )
    return row


def origin_of(lesson: Lesson) -> str:
    """Where a lesson in a method comes from: the place and the year."""
    return f"{lesson.participation.place.name}, {timezone.localdate(lesson.created_at).year}"


def _accept(row: Lesson, *, by: User, step: str, wording: str) -> None:
    if row.reach == Reach.PLACE:
        raise Refusal("not_shared", _("The place keeps this lesson to itself."))
    if not wording:
        raise Refusal("no_wording", _("Write how it is to stand in the method."), field="wording")
    draft = _draft(row, by=by)
    at = Step.objects.filter(version=draft, key=step or row.step.key).first()
    if at is None:
        raise Refusal("no_step", _("Choose the step at which it is to stand."), field="step")
    for other in Step.objects.filter(version=draft).exclude(pk=at.pk):
        if any(one["key"] == row.key for one in other.lessons):
            take_lesson_out(other, by=by, key=row.key)
    put_lesson(at, by=by, key=row.key, text=wording, origin=origin_of(row))
    row.state, row.wording, row.reason, row.taken_into = LessonState.ACCEPTED, wording, "", draft
    audit.record("lesson.accepted", row, by=by, number=draft.number)


def _draft(row: Lesson, *, by: User) -> MethodVersion:
    """The method's draft; where there is none, one is begun from its newest version."""
    versions = MethodVersion.objects.filter(method=row.step.version.method_id).order_by("-number")
    newest = versions[0]
    return newest if newest.is_draft else create_draft(newest, by=by)


def _decline(row: Lesson, *, by: User, reason: str) -> None:
    if not reason:
        raise Refusal("no_reason", _("Write to the place why not."), field="reason")
    if row.state == LessonState.ACCEPTED:
        _out(row, by=by)
    row.state, row.reason, row.wording, row.taken_into = LessonState.DECLINED, reason, "", None
    audit.record("lesson.declined", row, by=by)


def _out(row: Lesson, *, by: User) -> None:
    """Out of the draft. A published version keeps what it said."""
    into = row.taken_into
    if into is not None and not into.is_draft:
        raise Refusal(
            "in_published",
            _("It stands in version %(number)s, which is published and never changes.")
            % {"number": into.number},
        )
    if into is not None:
        for step in Step.objects.filter(version=into):
            if any(one["key"] == row.key for one in step.lessons):
                take_lesson_out(step, by=by, key=row.key)
        audit.record("lesson.taken_out", row, by=by, number=into.number)
