"""Adopting a plan: what was decided at a meeting is frozen, and the draft goes on."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import audit
from core.dates import short_date
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.checklist.ticks import sync
from places.models import Participation
from plans.blockers import lock_plan, lock_reason, refuse_locked_plan
from plans.changes import length_of
from plans.models import ActionState, PlanVersion, TargetPicture
from plans.versions.frozen import collect
from plans.versions.meetings import meeting_of
from plans.words import words_of

MEETING_LENGTH = length_of(PlanVersion, "meeting")
PRESENT_LENGTH = length_of(PlanVersion, "present")
#: Bytes of a public link's key: 256 bits that nobody guesses.
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Missing:
    """What a plan lacks before it can be adopted: `code` gate, target, goal or action."""

    code: str
    text: str


def missing(participation: Participation) -> list[Missing]:
    """What is still to be done before the plan can be adopted; empty when it can be."""
    reason = lock_reason(participation)
    lacks = [Missing("gate", reason)] if reason else []
    picture = TargetPicture.objects.filter(participation=participation).first()
    words = words_of(participation.programme)
    if picture is None or not picture.text.strip():
        lacks.append(Missing("target", _("%(part)s: nothing is written.") % {"part": words.target}))
    filled = participation.goals.annotate(
        live=Count("actions", filter=~Q(actions__state=ActionState.DROPPED))
    )
    numbers = list(filled.values_list("live", flat=True))
    if not numbers:
        lacks.append(Missing("goal", _("%(part)s: there is none yet.") % {"part": words.goals}))
    elif not any(numbers):
        told = _("%(part)s: none belongs to anything under “%(goals)s” yet.")
        lacks.append(Missing("action", told % {"part": words.actions, "goals": words.goals}))
    return lacks


def adopt(
    *,
    participation: Participation,
    by: User,
    seen: str,
    adopted_on: dt.date | None = None,
    meeting: str = "",
    held: int | None = None,
    present: str = "",
    present_count: int | None = None,
) -> PlanVersion:
    """Freeze what the plan says as the next adopted version.

    `seen` is the stamp (`plans.versions.services`) of what the person read. The same plan recorded
    again for the same meeting and day is one version: a double click.

    `held` is the number of a recorded meeting (`plans.versions.meetings`): it then gives its
    title, its day and how many came where those are not given.

    Refusals: plan_locked, not_ready (details say what is missing), meeting_unknown,
    meeting_needed, day_needed, too_long,
    wrong_count, date_in_future, date_before_last, changed_meanwhile (details say what somebody
    changed; sent again with the new stamp it goes through).
    """
    require(by, "plans.adopt", participation)
    meeting, present = meeting.strip(), present.strip()
    recorded = meeting_of(participation, held)
    if recorded is not None:
        meeting = meeting or recorded.title
        adopted_on = adopted_on or recorded.day
        present_count = present_count or recorded.persons
    elif held is not None:
        raise Refusal(
            "meeting_unknown", _("Choose a meeting that the place has held."), field="held"
        )
    _check_words(meeting, present, present_count)
    if adopted_on is None:
        raise Refusal(
            "day_needed", _("Write on which day the plan was adopted."), field="adopted_on"
        )
    if adopted_on > timezone.localdate():
        raise Refusal("date_in_future", _("The date lies in the future. Adopt first, then record."))
    with transaction.atomic():
        # Everybody who edits takes this lock too: what is collected below is what stands there.
        lock_plan(participation)
        participation = _read(participation)
        refuse_locked_plan(participation)
        _refuse_unready(participation)
        content = collect(participation)
        last = participation.plan_versions.first()
        if last is not None and _same(last, adopted_on, meeting, content):
            return last
        _refuse_early(adopted_on, last)
        _refuse_changed(participation, content, seen)
        version = PlanVersion.objects.create(
            participation=participation,
            number=last.number + 1 if last else 1,
            adopted_on=adopted_on,
            meeting=meeting,
            meeting_number=recorded.number if recorded else None,
            present=present,
            present_count=present_count,
            content=content,
            recorded_by=by,
        )
        audit.record(
            "plan.adopted",
            participation,
            by=by,
            number=version.number,
            on=adopted_on.isoformat(),
            actions=len(content["actions"]),
        )
        sync(participation, "plan_adopted", by=by)
    return version


@transaction.atomic
def share(*, version: PlanVersion, by: User) -> PlanVersion:
    """Give an adopted plan a public link; one that has it keeps it. Refusals: none."""
    require(by, "plans.share", version.participation)
    version = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if version.share_key is None:
        version.share_key = secrets.token_urlsafe(KEY_BYTES)
        version.save(update_fields=["share_key"])
        audit.record("plan.shared", version.participation, by=by, number=version.number)
    return version


@transaction.atomic
def unshare(*, version: PlanVersion, by: User) -> PlanVersion:
    """Take the public link away: it leads nowhere from now on, and never again."""
    require(by, "plans.share", version.participation)
    version = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if version.share_key is not None:
        version.share_key = None
        version.save(update_fields=["share_key"])
        audit.record("plan.unshared", version.participation, by=by, number=version.number)
    return version


def _read(participation: Participation) -> Participation:
    return Participation.objects.select_related("place__municipality", "programme").get(
        pk=participation.pk
    )


def _same(last: PlanVersion, adopted_on: dt.date, meeting: str, content: dict[str, Any]) -> bool:
    return (last.adopted_on, last.meeting, last.content) == (adopted_on, meeting, content)


def _check_words(meeting: str, present: str, present_count: int | None) -> None:
    if not meeting:
        raise Refusal(
            "meeting_needed", _("Write at which meeting the plan was adopted."), field="meeting"
        )
    if len(meeting) > MEETING_LENGTH or len(present) > PRESENT_LENGTH:
        raise Refusal("too_long", _("A text is too long."))
    if present_count is not None and present_count < 1:
        raise Refusal(
            "wrong_count", _("At least one person was at the meeting."), field="present_count"
        )


def _refuse_unready(participation: Participation) -> None:
    lacks = missing(participation)
    if lacks:
        said = ngettext(
            "The plan cannot be adopted yet: %(count)d thing is missing.",
            "The plan cannot be adopted yet: %(count)d things are missing.",
            len(lacks),
        )
        raise Refusal("not_ready", said % {"count": len(lacks)}, details=[m.text for m in lacks])


def _refuse_early(adopted_on: dt.date, last: PlanVersion | None) -> None:
    if last is not None and adopted_on < last.adopted_on:
        raise Refusal(
            "date_before_last",
            _("The plan before this one was adopted on %(day)s; a later one cannot be older.")
            % {"day": short_date(last.adopted_on)},
            field="adopted_on",
        )


def _refuse_changed(participation: Participation, content: dict[str, Any], seen: str) -> None:
    changed = changes_since(participation, content, seen)
    if changed:
        raise Refusal(
            "changed_meanwhile",
            _(
                "Somebody changed the plan while this page was open. Nothing is adopted yet. "
                "Look at what changed, then send it again."
            ),
            details=changed,
        )


#: Signs kept of a row's hash: two states of one row are told apart, and a form stays small.
LENGTH = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of the plan: its kind and id, what it is called, a hash of what it says."""

    key: str
    title: str
    value: str


def stamp(content: dict[str, Any]) -> str:
    """What `collect` gave, as one word for a hidden field: tells later what was changed."""
    return ".".join(f"{mark.key}-{mark.value}" for mark in _marks(content))


def changes_since(participation: Participation, content: dict[str, Any], seen: str) -> list[str]:
    """What differs from what was seen, as sentences for people; empty when nothing does.

    A word that is no stamp fits no plan: then everything is new.
    """
    before = dict(part.rpartition("-")[::2] for part in seen.split(".") if "-" in part)
    marks = list(_marks(content))
    kinds = _kinds(participation)
    said = []
    for mark in marks:
        facts = {"kind": kinds[mark.key[0]], "title": mark.title}
        if mark.key not in before:
            said.append(_("%(kind)s: “%(title)s” is new.") % facts)
        elif before[mark.key] != mark.value:
            said.append(_("%(kind)s: “%(title)s” was changed.") % facts)
    gone = before.keys() - {mark.key for mark in marks}
    said += [
        _("%(kind)s: one was taken away.") % {"kind": kinds[key[0]]}
        for key in sorted(gone)
        if key[:1] in kinds
    ]
    return said


def _kinds(participation: Participation) -> dict[str, str]:
    words = words_of(participation.programme)
    return {
        "t": words.target,
        "p": _("Pledge"),
        "g": words.goal,
        "i": _("Indicator"),
        "a": words.action,
        "f": pgettext("money for an action", "Funding"),
    }


def _marks(content: dict[str, Any]) -> Iterator[Mark]:
    """A mark of each part. Gaps are sums of other parts, and what hangs on a part has its own."""
    goals, actions = content["goals"], content["actions"]
    parts = [
        ("t", "horizon", [content["target"] | {"id": ""}] if content["target"] else []),
        ("p", "person", content["pledges"]),
        ("g", "title", goals),
        ("i", "title", [one for goal in goals for one in goal["indicators"]]),
        ("a", "title", actions),
        ("f", "source", [one for action in actions for one in action["funding"]]),
    ]
    for kind, title, rows in parts:
        for row in rows:
            facts = [
                (key, row[key]) for key in sorted(row.keys() - {"gap", "indicators", "funding"})
            ]
            yield Mark(f"{kind}{row['id']}", row[title] or "", _hash(facts))


def _hash(facts: list[tuple[str, Any]]) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:LENGTH]
