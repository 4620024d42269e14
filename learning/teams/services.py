"""The verbs of a laboratory and its teams: set it up, make a team, write its task, its partners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal, needed
from learning.models import Challenge, Laboratory, StepPrompt, Team, TeamOrganisation
from learning.teams import taxonomy
from learning.teams.texts import without_repeats
from people.models import Organisation, User
from places.models import Participation, ParticipationKind, Place
from places.register.services import OPEN, enrol, make_place
from plans.changes import length_of, one_line, refuse_longer, store
from plans.goals.global_goals import GLOBAL_GOALS
from programmes.models import Municipality, Programme
from surveys.assessment.themes import all_sets
from workshops.models import Series

#: Challenges of one team: more is a list, not a knot.
MOST_CHALLENGES = 6


def laboratory_of(programme: Programme) -> Laboratory | None:
    """The programme's laboratory; None where it is none. One question."""
    return Laboratory.objects.filter(programme=programme).select_related("series").first()


@transaction.atomic
def save_laboratory(
    *,
    programme: Programme,
    by: User,
    version: int | None = None,
    welcome: str = "",
    eligibility: str = "",
    series: Series | None = None,
    theme_set: str = "organisation",
) -> Laboratory:
    """Make the programme a laboratory, or change what it says of itself.

    Refusals: other_programme, no_such_set. Conflict: changed since.
    """
    require(by, "learning.run_laboratory", programme)
    if series is not None and series.programme_id != programme.pk:
        raise Refusal(
            "other_programme", _("The series belongs to another programme."), field="series"
        )
    if theme_set not in all_sets():
        raise Refusal("no_such_set", _("Choose the themes from the list."), field="theme_set")
    Programme.objects.select_for_update().get(pk=programme.pk)
    values = {
        "welcome": welcome.strip(), "eligibility": eligibility.strip(), "series": series,
        "theme_set": theme_set,
    }  # fmt: skip
    found = Laboratory.objects.filter(programme=programme).first()
    if found is None:
        found = Laboratory.objects.create(programme=programme, **values)
        audit.record("laboratory.made", programme, by=by)
    elif store(found, found.version if version is None else version, values):
        audit.record("laboratory.changed", programme, by=by)
    return found


@transaction.atomic
def add_challenge(*, programme: Programme, by: User, name: str) -> Challenge:
    """Add a challenge to those that the programme's teams choose from.

    Refusals: name_missing, too_long, challenge_there.
    """
    require(by, "learning.run_laboratory", programme)
    shown = needed(one_line(name), "name_missing", _("Write the challenge."), field="name")
    refuse_longer(shown, length_of(Challenge, "name"), field="name")
    Programme.objects.select_for_update().get(pk=programme.pk)
    if shown.casefold() in {one.casefold() for one in taxonomy.challenges(programme).values()}:
        raise Refusal("challenge_there", _("This challenge is on the list."), field="name")
    return Challenge.objects.create(programme=programme, name=shown)


@transaction.atomic
def remove_challenge(*, challenge: Challenge, by: User) -> None:
    """Take a challenge of the programme's own away. Refusal: challenge_used."""
    require(by, "learning.run_laboratory", challenge.programme)
    teams = Team.objects.filter(participation__programme=challenge.programme)
    used = [team for team in teams if challenge.key in team.challenges]
    if used:
        raise Refusal(
            "challenge_used", _("%(team)s has chosen this challenge.") % {"team": used[0].name}
        )
    challenge.delete()


@transaction.atomic
def save_prompts(*, laboratory: Laboratory, by: User, texts: dict[str, str]) -> None:
    """Word the questions of the method's steps; an empty one asks the usual question again."""
    require(by, "learning.facilitate", laboratory.programme)
    kept = {key: one_line(text) for key, text in texts.items()}
    for key, text in kept.items():
        refuse_longer(text, length_of(StepPrompt, "text"), field=f"step_{key}")
        if text and text != taxonomy.usual_prompt(key):
            StepPrompt.objects.update_or_create(
                laboratory=laboratory, step_key=key, defaults={"text": text}
            )
        else:
            StepPrompt.objects.filter(laboratory=laboratory, step_key=key).delete()


@transaction.atomic
def make_team(  # noqa: PLR0913 - keyword-only: each is a fact of the row
    *,
    programme: Programme,
    by: User,
    name: str,
    started_on: dt.date,
    place: Place | None = None,
    place_name: str = "",
    municipality: Municipality | None = None,
    place_kind: str = "",
    problem: str = "",
    override_reason: str = "",
) -> Team:
    """Let a team join the laboratory with its area: a place of the register, or a new one.

    A new area whose name the register has in that municipality is that place. Refusals:
    not_a_laboratory, name_missing, too_long, area_missing, municipality_missing, area_taken,
    name_taken, those of `make_place` and of `enrol`.
    """
    require(by, "places.enrol", programme)
    if laboratory_of(programme) is None:
        raise Refusal("not_a_laboratory", _("Set the laboratory up before teams join."))
    shown = needed(one_line(name), "name_missing", _("Write the team's name."), field="name")
    refuse_longer(shown, length_of(Team, "name"), field="name")
    refuse_longer(problem, length_of(Team, "problem"), field="problem")
    Programme.objects.select_for_update().get(pk=programme.pk)
    _refuse_same_name(programme, shown)
    area = place or _area(programme, by, place_name, municipality, place_kind)
    _refuse_taken(programme, area)
    participation = enrol(
        place=area, programme=programme, started_on=started_on, by=by,
        override_reason=override_reason, kind=ParticipationKind.TEAM,
    )  # fmt: skip
    team = Team.objects.create(participation=participation, name=shown, problem=one_line(problem))
    audit.record("team.made", participation, by=by, team=shown)
    return team


def _area(
    programme: Programme, by: User, name: str, municipality: Municipality | None, kind: str
) -> Place:
    called = needed(
        one_line(name), "area_missing", _("Choose the area, or write its name."), field="place_name"
    )
    if municipality is None:
        raise Refusal(
            "municipality_missing", _("Choose the area's municipality."), field="municipality"
        )
    region = programme.region
    known = Place.objects.filter(
        region=region, municipality=municipality, name__iexact=called
    ).first()
    return known or make_place(
        region=region, name=called, municipality=municipality, kind=kind, by=by
    )


def _refuse_taken(programme: Programme, area: Place) -> None:
    there = Participation.objects.filter(place=area, programme=programme, status__in=OPEN)
    taken = there.select_related("team", "place").first()
    if taken is None:
        return
    team = getattr(taken, "team", None)
    raise Refusal(
        "area_taken",
        _("%(team)s works in %(place)s already. Choose another area, or join that team.")
        % {"team": team.name if team else taken.place.name, "place": area.name},
        field="place",
    )


def _refuse_same_name(programme: Programme, name: str, *, but: Team | None = None) -> None:
    same = Team.objects.filter(
        participation__programme=programme, participation__status__in=OPEN, name__iexact=name
    )
    if same.exclude(pk=but.pk if but else None).exists():
        raise Refusal("name_taken", _("Another team has this name."), field="name")


@transaction.atomic
def save_task(*, team: Team, by: User, version: int, **facts: Any) -> Team:
    """Write the team's name and task: `problem`, `whose`, `usual_way`, challenges, global goals.

    Refusals: name_missing, name_taken, too_long, unknown_challenge, too_many_challenges,
    unknown_goal. Conflict: changed since.
    """
    require(by, "learning.write_task", team)
    participation = team.participation
    team = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    team.participation = participation
    values = _checked_task(team, facts)
    names = store(team, version, values)
    if names:
        audit.record("team.task_written", participation, by=by, fields=", ".join(names))
    return team


def _checked_task(team: Team, facts: dict[str, Any]) -> dict[str, Any]:
    values = dict(facts)
    programme = team.participation.programme
    if "name" in values:
        values["name"] = needed(
            one_line(values["name"]), "name_missing", _("Write the team's name."), field="name"
        )
        _refuse_same_name(programme, values["name"], but=team)
    if "problem" in values:
        values["problem"] = one_line(values["problem"])
    for name in ("name", "problem", "whose", "usual_way"):
        if name in values:
            values[name] = without_repeats(values[name]).strip()
            refuse_longer(values[name], length_of(Team, name), field=name)
    if "challenges" in values:
        values["challenges"] = _known_challenges(programme, values["challenges"])
    if "global_goals" in values:
        values["global_goals"] = sorted(set(values["global_goals"]))
        if not set(values["global_goals"]) <= set(GLOBAL_GOALS):
            raise Refusal(
                "unknown_goal", _("The global goals have the numbers 1 to 17."),
                field="global_goals",
            )  # fmt: skip
    return values


def _known_challenges(programme: Programme, keys: Iterable[str]) -> list[str]:
    chosen = list(dict.fromkeys(keys))
    if not set(chosen) <= set(taxonomy.challenges(programme)):
        raise Refusal(
            "unknown_challenge", _("Choose the challenges from the list."), field="challenges"
        )
    if len(chosen) > MOST_CHALLENGES:
        raise Refusal(
            "too_many_challenges",
            _("Choose at most %(most)d challenges: those that hang together.")
            % {"most": MOST_CHALLENGES},
            field="challenges",
        )
    return chosen


# --- Organisations of a team


@transaction.atomic
def save_organisation(
    *, team: Team, by: User, organisation: Organisation, responsibility: str
) -> TeamOrganisation:
    """Take an organisation into the team, or change what it answers for.

    Refusals: responsibility_missing, too_long, other_region.
    """
    require(by, "learning.manage_team", team)
    if organisation.region_id != team.participation.programme.region_id:
        raise Refusal(
            "other_region", _("The organisation belongs to another region."), field="organisation"
        )
    text = needed(
        responsibility.strip(), "responsibility_missing",
        _("Write what the organisation answers for here."), field="responsibility",
    )  # fmt: skip
    refuse_longer(text, length_of(TeamOrganisation, "responsibility"), field="responsibility")
    row, is_new = TeamOrganisation.objects.update_or_create(
        team=team, organisation=organisation, defaults={"responsibility": text}
    )
    event = "team.organisation_joined" if is_new else "team.organisation_changed"
    audit.record(event, team.participation, by=by, organisation=organisation.name)
    return row


@transaction.atomic
def remove_organisation(*, row: TeamOrganisation, by: User) -> None:
    """Take an organisation out of the team; its assessments stay.

    Refusal: has_members (people of it are in the team).
    """
    team = row.team
    require(by, "learning.manage_team", team)
    people = team.members.filter(
        member__organisation=row.organisation_id, member__left_on__isnull=True
    )
    if people.exists():
        raise Refusal(
            "has_members",
            _("People of %(organisation)s are in the team. Let them leave first.")
            % {"organisation": row.organisation.name},
        )
    audit.record(
        "team.organisation_left", team.participation, by=by, organisation=row.organisation.name
    )
    row.delete()
