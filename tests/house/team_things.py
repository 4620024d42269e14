"""A laboratory with a team, for the policy test's world."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from learning.models import (
    Audience,
    Challenge,
    Concept,
    ConceptState,
    ConceptUse,
    Laboratory,
    LearningGoal,
    SessionPlan,
    Team,
    TeamMember,
    TeamOrganisation,
)
from people.models import Assignment, Organisation, Role
from places.models import GroupMember, Participation
from workshops.models import Workshop, WorkshopKind


def team_things(one: Participation, organisation: Organisation) -> dict[str, Any]:
    """The objects by the names of the URL arguments. Who works there is the one member."""
    programme = one.programme
    Laboratory.objects.get_or_create(programme=programme, defaults={"theme_set": "organisation"})
    challenge = Challenge.objects.create(programme=programme, name=f"Challenge {one.pk}")
    team = Team.objects.create(participation=one, name=f"Team {one.pk}")
    row = TeamOrganisation.objects.create(
        team=team, organisation=organisation, responsibility="Decides"
    )
    works = Assignment.objects.filter(
        participation=one, role__in=(Role.MEMBER, Role.PROCESS_LEADER)
    ).order_by("role")
    user = works.first().user if works else None
    person = GroupMember.objects.create(
        participation=one, name="Learner", sector="other", user=user
    )
    member = TeamMember.objects.create(team=team, member=person, discipline="Planning")
    goal = LearningGoal.objects.create(member=member, text="Listen", before=2)
    starts = timezone.now() + dt.timedelta(days=7)
    session = Workshop.objects.create(
        programme=programme, kind=WorkshopKind.LAB, title="Session", language="sv",
        state="announced", starts_at=starts,
    )  # fmt: skip
    SessionPlan.objects.create(
        workshop=session, preparation="Read", preparation_due=timezone.localdate()
    )
    cards = [
        Concept.objects.create(
            participation=one, title=f"A table {audience} {one.pk}", what="A table\nOn the quay",
            how_to_start="Ask the owner", did_not_work="A supper", picture=one.photos.first(),
            state=ConceptState.PUBLISHED, published_at=timezone.now(), audience=audience,
        )
        for audience in (Audience.LAB, Audience.PUBLIC)
    ]  # fmt: skip
    use = ConceptUse.objects.create(concept=cards[0], participation=one)
    return {
        "learning.concept": cards[0].pk,
        "learning.use": use.pk,
        "learning:concept_photo_file.name": "320.webp",
        "open_card": cards[1].pk,
        "challenge_id": challenge.pk,
        "learning.organisation_id": row.pk,
        "learning.member_id": member.pk,
        "learning.goal_id": goal.pk,
        "learning.workshop_id": session.pk,
        "learning.part": "preparation",
        "when": "before",
    }
