"""What the pages of a laboratory and of a team show, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.outlines.drawing import Mark
from areas.outlines.page import map_view
from core.policy import allowed
from learning.models import Laboratory, SessionDone, StepPrompt, Team, TeamOrganisation
from learning.teams import taxonomy
from learning.teams.members import member_of, said_by, stand_ins
from learning.teams.next_things import next_things
from learning.teams.queries import IN_LABORATORY
from learning.teams.services import laboratory_of
from learning.teams.sessions import sessions_of
from mapping.layers import layers, map_url
from mapping.points.pages import CLOSE, centre_of
from people.models import User
from people.scope import scope_of
from places.models import Participation, ParticipationStatus
from plans.goals.global_goals import named
from programmes.models import Programme
from workshops.models import Workshop

#: So much of what members share stands on the laboratory's page.
SHARED = 20
#: Layers of the place's map that the team's page draws, and how many of their names it tells.
ON_MAP = ("said", "assets", "halls")
NAMED = 4


def loaded(teams: QuerySet[Team]) -> QuerySet[Team]:
    """Teams with what their pages read."""
    return teams.select_related(
        "participation__place__municipality",
        "participation__place__area",
        "participation__programme__region",
        "participation__programme__laboratory__series",
        "participation__method_version",
    )


def of_laboratory(programme: Programme) -> QuerySet[Team]:
    """The laboratory's teams with their organisations and how many learn in each."""
    rows = Team.objects.filter(
        participation__programme=programme, participation__status__in=IN_LABORATORY
    )
    return (
        rows.select_related("participation__place__municipality")
        .prefetch_related(
            Prefetch("organisations", TeamOrganisation.objects.select_related("organisation"))
        )
        .annotate(people=Count("members", filter=Q(members__member__left_on__isnull=True)))
    )


# --- The laboratory


@dataclass(frozen=True, slots=True)
class TeamCard:
    """A team as the others meet it."""

    team: Team
    area: str
    challenges: Sequence[str]
    organisations: str
    #: Whether the reader may enter the team's own room.
    opens: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """What a member lets all teams read."""

    words: str
    who: str
    team: str
    about: str
    day: Any


def laboratory(programme: Programme, user: User) -> dict[str, Any]:
    """The room that all teams share. At most nine statements."""
    found = laboratory_of(programme)
    now = timezone.now()
    sessions = _sessions(found)
    ahead = [one for one in sessions if (one.ends_at or one.starts_at) >= now]
    facilitates = allowed(user, "learning.facilitate", programme)
    return {
        "laboratory": found,
        "teams": _cards(programme, user, facilitates=facilitates) if found else [],
        "next_session": ahead[0] if ahead else None,
        "sessions": sessions,
        "shared": _shared(programme) if found else [],
        "facilitates": facilitates,
        "runs": allowed(user, "learning.run_laboratory", programme),
        "may_edit": allowed(user, "learning.run_laboratory", programme),
        "now": now,
    }


def _sessions(found: Laboratory | None) -> list[Workshop]:
    if found is None:
        return []
    return list(sessions_of(found).select_related("session_plan").order_by("starts_at", "pk"))


def _cards(programme: Programme, user: User, *, facilitates: bool) -> list[TeamCard]:
    known = taxonomy.challenges(programme)
    mine = scope_of(user).roles
    cards = [
        TeamCard(
            team,
            f"{team.participation.place.name}, {team.participation.place.municipality.name}",
            [known[key] for key in team.challenges if key in known],
            partners(team.organisations.all()),
            opens=facilitates or team.pk in mine,
            own=team.pk in mine,
        )
        for team in of_laboratory(programme)
    ]
    return sorted(cards, key=lambda card: not card.own)


def partners(rows: Iterable[TeamOrganisation]) -> str:
    """The organisations in a sentence: "Guldborgsund Kommune, Havnelauget og Biblioteket"."""
    return str(get_text_list([row.organisation.name for row in rows], _("and")))


def _shared(programme: Programme) -> list[Shared]:
    rows = SessionDone.objects.filter(
        shared=True, plan__workshop__programme=programme,
        member__team__participation__status__in=IN_LABORATORY,
    ).exclude(words="")  # fmt: skip
    rows = rows.select_related("member__member", "member__team", "plan__workshop")
    return [
        Shared(
            one.words, said_by(one.member), one.member.team.name, one.plan.workshop.title,
            one.updated_at,
        )
        for one in rows.order_by("-updated_at", "-pk")[:SHARED]
    ]  # fmt: skip


def challenges_with(programme: Programme) -> dict[str, Any]:
    """The programme's own challenges, with those that everybody chooses from."""
    own = list(programme.challenges.all())
    names = {one.name for one in own}
    return {
        "own": own,
        "usual": [name for name in taxonomy.challenges(programme).values() if name not in names],
    }


# --- A team


@dataclass(frozen=True, slots=True)
class AreaMap:
    """The team's area, drawn."""

    picture: SafeString
    credit: str
    names: Sequence[str]
    url: str


def with_people(teams: QuerySet[Team]) -> QuerySet[Team]:
    """The same, with how many people learn in the team."""
    here = Count("members", filter=Q(members__member__left_on__isnull=True))
    return loaded(teams).annotate(people=here)


def lab_of(found: Team) -> Laboratory | None:
    """The team's laboratory, read with the team."""
    return getattr(found.participation.programme, "laboratory", None)


def team(found: Any, user: User) -> dict[str, Any]:
    """The team's start page on the phone; `found` is one of `with_people`.

    At most twelve statements with the map.
    """
    participation = found.participation
    programme = participation.programme
    today = timezone.localdate()
    member = member_of(found, user)
    laboratory = lab_of(found)
    sessions = _sessions(laboratory)
    now = timezone.now()
    ahead = [one for one in sessions if (one.ends_at or one.starts_at) >= now]
    things = next_things(found, user, member, sessions, today)
    organisations = list(found.organisations.select_related("organisation"))
    visits = allowed(user, "places.view_participation", participation)
    return think_about(participation, laboratory) | {
        "participation": participation,
        "programme": programme,
        "laboratory": laboratory,
        "things": [(thing, thing.level(today), thing.when(today)) for thing in things],
        "next_session": ahead[0] if ahead else None,
        "area": _area(participation, user) if visits else None,
        "map_url": map_url(participation),
        "people": _count(found.people, len(organisations)),
        "partners": partners(organisations),
        "challenges": taxonomy.chosen(found.challenges, programme),
        "visits": visits,
        "reads_goals": allowed(user, "learning.read_goals", found),
        "member": member,
        "writes": allowed(user, "learning.write_task", found),
        "over": participation.status != ParticipationStatus.ACTIVE,
    }


def think_about(participation: Participation, laboratory: Laboratory | None) -> dict[str, Any]:
    """The step at which the team is, and what its laboratory asks there. One statement."""
    asked = StepPrompt.objects.filter(laboratory=laboratory, step_key=OuterRef("key"))
    steps = participation.method_version.steps.filter(order=participation.current_step)
    step: Any = steps.annotate(asked=Subquery(asked.values("text")[:1])).first()
    prompt = (step.asked or taxonomy.usual_prompt(step.key)) if step else ""
    return {"step": step, "prompt": prompt}


def _count(people: int, organisations: int) -> str:
    return _("%(people)s, %(organisations)s") % {
        "people": ngettext("%(count)d in the team", "%(count)d in the team", people)
        % {"count": people},
        "organisations": ngettext("%(count)d party", "%(count)d parties", organisations)
        % {"count": organisations},
    }


def _area(participation: Participation, user: User) -> AreaMap | None:
    points = [
        point
        for layer in layers()
        if layer.key in ON_MAP
        for point in layer.points(user, participation)
    ]
    place = participation.place
    if not points and place.latitude is None and place.area is None:
        return None  # the middle of the municipality says nothing
    centre = centre_of(participation)
    marks = [Mark(float(one.latitude), float(one.longitude), one.label, "ok") for one in points]
    drawn = map_view(
        marks, title=_("Map of %(place)s") % {"place": participation.place.name}, least=CLOSE,
        centre=centre, size=(720, 300),
    )  # fmt: skip
    names = list(dict.fromkeys(one.label for one in points))[:NAMED]
    return AreaMap(drawn.picture, drawn.credit, names, map_url(participation))


def task(found: Team) -> dict[str, Any]:
    """The team's task as it is read."""
    programme = found.participation.programme
    chosen = taxonomy.chosen(found.challenges, programme)
    return {"challenges": chosen, "global_goals": named(found.global_goals)}


def people(found: Team, user: User) -> dict[str, Any]:
    """Who is in the team, by organisation, who stands in, who has left. Five statements."""
    rows = list(found.members.select_related("member__organisation", "member__user"))
    here = [one for one in rows if one.member.left_on is None]
    leaders = set(
        found.participation.assignments.active()
        .filter(role="process_leader")
        .values_list("user_id", flat=True)
    )
    organisations = list(found.organisations.select_related("organisation", "before", "after"))
    return {
        "organisations": [
            (row, [one for one in here if one.member.organisation_id == row.organisation_id])
            for row in organisations
        ],
        "leaders": leaders,
        "left": [one for one in rows if one.member.left_on],
        "stand_ins": stand_ins(found),
        "manages": allowed(user, "learning.manage_team", found),
        "assesses": allowed(user, "learning.assess_organisation", found),
        "eligibility": getattr(lab_of(found), "eligibility", ""),
    }


def goals(found: Team, user: User) -> dict[str, Any]:
    """Everybody's learning goals, one's own first. Three statements."""
    rows = found.members.filter(Q(member__left_on__isnull=True) | Q(goals__isnull=False))
    members = list(rows.distinct().select_related("member").prefetch_related("goals"))
    members.sort(key=lambda one: (one.member.user_id != user.pk, one.member.name))
    own = [one for one in members if one.member.user_id == user.pk and not one.member.left_on]
    return {
        "members": [(one, said_by(one), list(one.goals.all()), one in own) for one in members],
        "own": own[0] if own else None,
    }
