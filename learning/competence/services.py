"""The verbs of competence: levels wanted, one's profile, ratings, the training plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal, needed
from learning.competence.framework import area_of, areas
from learning.models import (
    CompetenceProfile,
    CompetenceRating,
    TrainingItem,
    TrainingWay,
    WantedLevel,
)
from learning.models.competence import FIRST_LEVEL, LAST_LEVEL
from mapping import checks
from people.models import Assignment, ProgrammeRole, Role, User
from places.models import Participation
from plans.changes import store
from programmes.models import Programme
from workshops.models import Course

MOST_TRAINING = 40


def wanted_levels(programme: Programme) -> dict[str, int]:
    """The level wanted by area: the programme's own, else where the framework starts from."""
    own = dict(WantedLevel.objects.filter(programme=programme).values_list("area", "level"))
    return {one.key: own.get(one.key, one.wanted) for one in areas()}


@transaction.atomic
def want_levels(*, programme: Programme, by: User, levels: Mapping[str, int]) -> None:
    """Say which level the role needs in each area. Refusals: unknown_area, wrong_level."""
    require(by, "learning.want_levels", programme)
    _refuse_off_scale(levels)
    for area, level in levels.items():
        WantedLevel.objects.update_or_create(
            programme=programme, area=area, defaults={"level": level}
        )
    audit.record("competence.wanted", programme, by=by)


def possible_coaches(programme: Programme, person: User) -> QuerySet[User]:
    """Who can be named: coaches at its places, and whoever has a post in it; not oneself."""
    coaches = Assignment.objects.active().filter(
        participation__programme=programme, role=Role.COACH
    )
    posts = ProgrammeRole.objects.active().filter(programme=programme)
    found = User.objects.filter(is_active=True).exclude(pk=person.pk)
    here = Q(pk__in=coaches.values("user_id")) | Q(pk__in=posts.values("user_id"))
    return found.filter(here).order_by("name", "pk")


@transaction.atomic
def begin_profile(*, programme: Programme, by: User) -> CompetenceProfile:
    """Begin one's own profile. Twice, it is one."""
    require(by, "learning.own_competence", programme)
    profile, new = CompetenceProfile.objects.get_or_create(programme=programme, person=by)
    if new:
        audit.record("competence.begun", profile, by=by)
    made: CompetenceProfile = profile
    return made


@transaction.atomic
def name_coach(
    *, profile: CompetenceProfile, by: User, version: int, coach: User | None
) -> CompetenceProfile:
    """Say who reads the profile; None: nobody. Refusal: not_in_programme. Conflict."""
    require(by, "learning.keep_competence", profile)
    row = _locked(profile)
    if coach is not None and not possible_coaches(row.programme, by).filter(pk=coach.pk).exists():
        raise Refusal(
            "not_in_programme", _("Choose somebody who coaches in the programme."), field="coach"
        )
    if store(row, version, {"coach": coach}):
        audit.record("competence.coach", row, by=by)
    return row


@transaction.atomic
def rate(
    *,
    profile: CompetenceProfile,
    by: User,
    levels: Mapping[str, int],
    notes: Mapping[str, str] | None = None,
) -> int:
    """Set levels as of today, as the person or as the coach; how many were set.

    A level that is as it was, without new words, is no new rating; today's is put right.
    Refusals: unknown_area, wrong_level, too_long.
    """
    require(by, "learning.rate_competence", profile)
    _refuse_off_scale(levels)
    profile = _locked(profile)
    as_coach = profile.person_id != by.pk
    before = {one.area: one for one in profile.ratings.filter(by_coach=as_coach)}
    today, made = timezone.localdate(), 0
    for area, level in levels.items():
        note = checks.text(CompetenceRating, "note", (notes or {}).get(area, ""))
        last = before.get(area)
        if last is not None and last.level == level and (not note or note == last.note):
            continue
        CompetenceRating.objects.update_or_create(
            profile=profile, area=area, by_coach=as_coach, on=today,
            defaults={"level": level, "note": note},
        )  # fmt: skip
        made += 1
    if made:
        audit.record("competence.rated", profile, by=by)
    return made


@transaction.atomic
def add_training(*, profile: CompetenceProfile, by: User, **facts: Any) -> TrainingItem:
    """Put a line into the training plan. Refusals: too_many and those of `_checked`."""
    require(by, "learning.plan_training", profile)
    profile = _locked(profile)
    if profile.training.count() >= MOST_TRAINING:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST_TRAINING})
    values = _checked(profile, facts)
    made = TrainingItem.objects.create(profile=profile, **values)
    audit.record("competence.training", profile, by=by)
    return made


@transaction.atomic
def save_training(*, item: TrainingItem, by: User, version: int, **facts: Any) -> TrainingItem:
    """Change a line, or say that it is done. Refusals of `_checked`. Conflict."""
    require(by, "learning.plan_training", item.profile)
    profile = _locked(item.profile)
    row = TrainingItem.objects.select_for_update().get(pk=item.pk)
    if store(row, version, _checked(profile, facts)):
        audit.record("competence.training", profile, by=by)
    return row


@transaction.atomic
def remove_training(*, item: TrainingItem, by: User) -> None:
    """Take a line out of the plan."""
    require(by, "learning.plan_training", item.profile)
    if TrainingItem.objects.filter(pk=item.pk).delete()[0]:
        audit.record("competence.training", item.profile, by=by)


@transaction.atomic
def remove_profile(*, profile: CompetenceProfile, by: User) -> Programme:
    """Erase one's own profile with its ratings and plan."""
    require(by, "learning.keep_competence", profile)
    programme = profile.programme
    audit.record("competence.removed", profile, by=by)
    CompetenceProfile.objects.filter(pk=profile.pk).delete()
    return programme


def _locked(profile: CompetenceProfile) -> CompetenceProfile:
    rows = CompetenceProfile.objects.select_for_update(of=("self",)).select_related("programme")
    row: CompetenceProfile = rows.get(pk=profile.pk)
    return row


def _refuse_off_scale(levels: Mapping[str, int]) -> None:
    for area, level in levels.items():
        if area_of(area) is None:
            raise Refusal("unknown_area", _("The framework has no such area."))
        if not FIRST_LEVEL <= level <= LAST_LEVEL:
            raise Refusal("wrong_level", _("Choose one of the levels."), field=area)


def _checked(profile: CompetenceProfile, facts: dict[str, Any]) -> dict[str, Any]:
    """Refusals: unknown_area, unknown_choice, no_goal, too_long, other_programme, no_outcome."""
    area = facts.get("area") or ""
    if area_of(area) is None:
        raise Refusal("unknown_area", _("Choose an area."), field="area")
    values: dict[str, Any] = checks.texts(TrainingItem, facts, "goal", "outcome")
    needed(values["goal"], "no_goal", _("Write what you want to be able to do."), field="goal")
    way = checks.choice(facts.get("way") or "", TrainingWay, "way") or TrainingWay.OTHER
    course: Course | None = facts.get("course") if way == TrainingWay.COURSE else None
    place: Participation | None = facts.get("practised_at")
    if course is not None and course.series.programme.region_id != profile.programme.region_id:
        raise Refusal("other_region", _("The course belongs to another region."), field="course")
    if place is not None and place.programme_id != profile.programme_id:
        raise Refusal(
            "other_programme", _("The place is in another programme."), field="practised_at"
        )
    done_on: dt.date | None = checks.past(facts.get("done_on"), "done_on")
    if done_on is not None:
        needed(
            values["outcome"], "no_outcome", _("Say in a few words what you can do now."),
            field="outcome",
        )  # fmt: skip
    return values | {
        "area": area, "way": way, "course": course, "practised_at": place,
        "due_on": facts.get("due_on"), "done_on": done_on,
    }  # fmt: skip
