"""A laboratory and its teams: the shared room, a team's own room, task, people, goals."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.models import Challenge, Laboratory, LearningGoal, Team, TeamMember, TeamOrganisation
from learning.teams import (
    capacity,
    goals,
    members,
    pages,
    quiet,
    services,
    taxonomy,
)
from learning.teams.forms import (
    AssessForm,
    ChallengeForm,
    GoalForm,
    LaboratoryForm,
    LeaveForm,
    MemberEditForm,
    MemberForm,
    OrganisationForm,
    PasteForm,
    PromptsForm,
    ResponsibilityForm,
    StandInForm,
    TaskForm,
    TeamForm,
)
from learning.teams.pasting import Pasted, take_in_many
from programmes.home.pages import with_head
from programmes.models import Programme
from surveys.models import Assessment

FORM, SETTINGS = "learning/teams/form.html", "learning/teams/settings.html"
GOALS, PEOPLE = "learning/teams/goals.html", "learning/teams/people.html"
_run = partial(form_page, "learning.run_laboratory", Programme, select=with_head)
_manage = partial(form_page, "learning.manage_team", Team, select=pages.loaded)
_learn = partial(form_page, "learning.do_session_work", Team, select=pages.loaded)


def laboratory_url(programme: Programme) -> str:
    """The room that all teams share."""
    return reverse("learning:laboratory", args=[programme.pk])


def team_url(team: Team) -> str:
    """The team's own room."""
    return reverse("learning:team", args=[team.pk])


def _people_url(team: Team) -> str:
    return reverse("learning:team_people", args=[team.pk])


# --- The laboratory


@page("learning.view_laboratory", Programme, "learning/teams/laboratory.html", select=with_head)
def laboratory(request: SignedInRequest, programme: Programme) -> Context:
    """Who is here, their tasks, what they share, the next session."""
    return pages.laboratory(programme, request.user)


@_run(SETTINGS)
def laboratory_edit(request: SignedInRequest, programme: Programme) -> Posting[Laboratory]:
    """Make the programme a laboratory, or change what it says of itself."""
    found = services.laboratory_of(programme)
    form = LaboratoryForm(request.POST or None, programme=programme, row=found)
    return Posting(
        form=form,
        verb=partial(services.save_laboratory, programme=programme, by=request.user),
        done=_("The laboratory is saved."),
        to=laboratory_url(programme),
        context=lambda: _settings(programme, found),
    )


def _settings(programme: Programme, found: Laboratory | None) -> dict[str, Any]:
    return {
        **pages.challenges_with(programme), "laboratory": found,
        "challenge_form": ChallengeForm(), "back": laboratory_url(programme),
    }  # fmt: skip


def _settings_url(programme: Programme) -> str:
    return reverse("learning:laboratory_edit", args=[programme.pk])


@_run(SETTINGS)
def challenge_add(request: SignedInRequest, programme: Programme) -> Posting[Challenge]:
    """Add a challenge of the programme's own."""
    found = services.laboratory_of(programme)
    form = ChallengeForm(request.POST or None)
    return Posting(
        form=form,
        name="challenge_form",
        verb=partial(services.add_challenge, programme=programme, by=request.user),
        done=lambda made: _("“%(name)s” is on the list.") % {"name": made.name},
        to=_settings_url(programme),
        back=_settings_url(programme),
        context=lambda: {
            **_settings(programme, found),
            "form": LaboratoryForm(programme=programme, row=found),
            "challenge_form": form,
        },
    )


@_run()
def challenge_remove(
    request: SignedInRequest, programme: Programme, challenge_id: int
) -> Posting[None]:
    """Take a challenge of the programme's own away."""
    found = get_object_or_404(programme.challenges.select_related("programme"), pk=challenge_id)
    return Posting(
        verb=partial(services.remove_challenge, challenge=found, by=request.user),
        done=_("The challenge is taken off the list."),
        to=_settings_url(programme),
    )


@form_page("learning.facilitate", Programme, FORM, select=with_head)
def prompts(request: SignedInRequest, programme: Programme) -> Posting[None]:
    """Word the questions of the method's steps."""
    found = get_object_or_404(Laboratory, programme=programme)
    found.programme = programme
    form = PromptsForm(request.POST or None, programme=programme, own=taxonomy.prompts(found))
    return Posting(
        form=form,
        verb=partial(services.save_prompts, laboratory=found, by=request.user),
        done=_("The questions are saved."),
        to=laboratory_url(programme),
        context={
            "title": _("Questions to think about, step by step"),
            "lead": _("Members read the question of their step on the team's page."),
            "back": laboratory_url(programme), "action": _("Save"),
        },
    )  # fmt: skip


@form_page("places.enrol", Programme, "learning/teams/new.html", select=with_head)
def team_add(request: SignedInRequest, programme: Programme) -> Posting[Team]:
    """Let a team join with its area."""
    found = services.laboratory_of(programme)
    form = TeamForm(request.POST or None, programme=programme, user=request.user)
    return Posting(
        form=form,
        verb=partial(services.make_team, programme=programme, by=request.user),
        done=lambda made: (
            _("%(team)s has joined. Now take in its organisations and people.")
            % {"team": made.name}
        ),
        to=_people_url,
        back="" if found else _settings_url(programme),
        context={"laboratory": found, "back": laboratory_url(programme)},
    )


@page("learning.facilitate", Programme, "learning/teams/quiet.html", select=with_head)
def quiet_members(request: SignedInRequest, programme: Programme) -> Context:
    """Who is quiet, team by team."""
    found = quiet.overview(programme)
    return {**found, "finding": quiet.sentence(found["quiet"], found["days"])}


@page("learning.facilitate", Programme, "learning/teams/capacity.html", select=with_head)
def capacities(request: SignedInRequest, programme: Programme) -> Context:
    """What the organisations could before and can after."""
    return capacity.overview(programme)


# --- A team


@page("learning.view_team", Team, "learning/teams/team.html", select=pages.with_people)
def team(request: SignedInRequest, team: Team) -> Context:
    """The team's start page: the task, what is next, the area, the sessions."""
    return pages.team(team, request.user)


@page("learning.view_team", Team, "learning/teams/task.html", select=pages.loaded)
def team_task(request: SignedInRequest, team: Team) -> Context:
    """The task as the team wrote it."""
    return {
        **pages.task(team),
        "writes": allowed(request.user, "learning.write_task", team),
        "back": team_url(team),
    }


@form_page("learning.write_task", Team, FORM, select=pages.loaded)
def team_task_edit(request: SignedInRequest, team: Team) -> Posting[Team]:
    """Write the task."""
    return Posting(
        form=TaskForm(request.POST or None, team=team),
        verb=partial(services.save_task, team=team, by=request.user),
        done=_("The task is saved."),
        to=reverse("learning:team_task", args=[team.pk]),
        context={
            "title": _("The task of %(team)s") % {"team": team.name},
            "lead": _("All teams of the laboratory read it."),
            "back": reverse("learning:team_task", args=[team.pk]), "action": _("Save"),
        },
    )  # fmt: skip


@page("learning.view_team", Team, PEOPLE, select=pages.loaded)
def team_people(request: SignedInRequest, team: Team) -> Context:
    """Organisations and members."""
    return {**pages.people(team, request.user), "back": team_url(team)}


@_manage(FORM)
def organisation_add(request: SignedInRequest, team: Team) -> Posting[TeamOrganisation]:
    """Take an organisation into the team."""
    found = pages.lab_of(team)
    form = OrganisationForm(request.POST or None, team=team, user=request.user)
    return Posting(
        form=form,
        verb=partial(services.save_organisation, team=team, by=request.user),
        done=lambda row: _("%(name)s takes part.") % {"name": row.organisation.name},
        to=_people_url(team),
        context={
            "title": _("An organisation takes part in %(team)s") % {"team": team.name},
            "eligibility": found.eligibility if found else "",
            "back": _people_url(team), "action": _("Let it take part"),
        },
    )  # fmt: skip


def _organisation(team: Team, number: int) -> TeamOrganisation:
    rows = team.organisations.select_related("organisation", "before", "after")
    row = get_object_or_404(rows, pk=number)
    row.team = team
    return row


@_manage(FORM)
def organisation_edit(
    request: SignedInRequest, team: Team, organisation_id: int
) -> Posting[TeamOrganisation]:
    """Change what an organisation answers for."""
    row = _organisation(team, organisation_id)
    form = ResponsibilityForm(request.POST or None, initial={"responsibility": row.responsibility})
    return Posting(
        form=form,
        verb=partial(
            services.save_organisation, team=team, by=request.user, organisation=row.organisation
        ),
        done=_("The changes are saved."),
        to=_people_url(team),
        context={
            "title": row.organisation.name, "back": _people_url(team), "action": _("Save"),
        },
    )  # fmt: skip


@_manage()
def organisation_remove(
    request: SignedInRequest, team: Team, organisation_id: int
) -> Posting[None]:
    """Take an organisation out of the team."""
    return Posting(
        verb=partial(
            services.remove_organisation, row=_organisation(team, organisation_id),
            by=request.user,
        ),
        done=_("The organisation is taken out of the team."),
        to=_people_url(team),
    )  # fmt: skip


@form_page("learning.assess_organisation", Team, FORM, select=pages.loaded)
def organisation_assess(
    request: SignedInRequest, team: Team, organisation_id: int, when: str
) -> Posting[Assessment]:
    """Begin, or go on with, the look at an organisation's capacity."""
    row = _organisation(team, organisation_id)
    title = _("Capacity before") if when == goals.BEFORE else _("Capacity after")
    return Posting(
        form=AssessForm(request.POST or None),
        verb=partial(
            goals.begin_assessment, row=row, by=request.user, when=when, on=timezone.localdate()
        ),
        to=lambda made: made.get_absolute_url(),
        context={
            "title": f"{title}: {row.organisation.name}",
            "lead": _("The people of the organisation answer together, theme by theme."),
            "back": _people_url(team), "action": _("Begin"),
        },
    )  # fmt: skip


@_manage(FORM)
def member_add(request: SignedInRequest, team: Team) -> Posting[TeamMember]:
    """Take somebody into the team; a letter invites."""
    form = MemberForm(
        request.POST or None, team=team,
        may_lead=allowed(request.user, "learning.run_team", team),
    )  # fmt: skip
    return Posting(
        form=form,
        verb=partial(members.take_in, team=team, by=request.user),
        done=lambda made: _("%(name)s is in the team.") % {"name": made.member.name},
        to=_people_url(team),
        context={
            "title": _("A new member of %(team)s") % {"team": team.name},
            "disciplines": taxonomy.disciplines(),
            "back": _people_url(team), "action": _("Take in and invite"),
        },
    )  # fmt: skip


@_manage(FORM)
def members_paste(request: SignedInRequest, team: Team) -> Posting[Pasted]:
    """Take in several members from a pasted list."""
    return Posting(
        form=PasteForm(request.POST or None),
        verb=partial(take_in_many, team=team, by=request.user),
        done=lambda told: (
            ngettext("%(count)d member is new.", "%(count)d members are new.", told.new)
            % {"count": told.new}
        ),
        warnings=lambda told: [_("Left out: %(line)s") % {"line": line} for line in told.left_out],
        to=_people_url(team),
        context={
            "title": _("Several members of %(team)s") % {"team": team.name},
            "back": _people_url(team),
            "action": _("Take in and invite"),
        },
    )


def _member(team: Team, number: int) -> TeamMember:
    rows = team.members.select_related("member__user").filter(member__left_on__isnull=True)
    found = get_object_or_404(rows, pk=number)
    found.team = team
    found.member.participation = team.participation
    return found


@_manage(FORM)
def member_edit(request: SignedInRequest, team: Team, member_id: int) -> Posting[TeamMember]:
    """Correct what a member brings."""
    found = _member(team, member_id)
    initial = {"discipline": found.discipline, "task": found.member.task}
    return Posting(
        form=MemberEditForm(request.POST or None, initial=initial),
        verb=partial(members.change_member, member=found, by=request.user),
        done=_("The changes are saved."),
        to=_people_url(team),
        context={
            "title": found.member.name, "disciplines": taxonomy.disciplines(),
            "back": _people_url(team), "action": _("Save"),
        },
    )  # fmt: skip


@_manage(FORM)
def member_leave(request: SignedInRequest, team: Team, member_id: int) -> Posting[TeamMember]:
    """Note that a member leaves, and who takes over."""
    found = _member(team, member_id)
    return Posting(
        form=LeaveForm(request.POST or None, member=found),
        verb=partial(members.let_go, member=found, by=request.user),
        done=lambda gone: _("%(name)s has left the team.") % {"name": gone.member.name},
        to=_people_url(team),
        context={
            "title": _("%(name)s leaves the team") % {"name": found.member.name},
            "lead": _("Access ends with that day. What was written stays, under the discipline."),
            "tasks": list(members.tasks_of(found)),
            "back": _people_url(team), "action": _("Let the person go"),
        },
    )  # fmt: skip


@_manage(FORM)
def member_stand_in(request: SignedInRequest, team: Team, member_id: int) -> Posting[Any]:
    """Name who stands in for a member."""
    found = _member(team, member_id)
    return Posting(
        form=StandInForm(request.POST or None),
        verb=partial(members.stand_in, member=found, by=request.user),
        done=lambda given: (
            _("%(name)s stands in, and a letter tells it.") % {"name": given[0].user}
        ),
        to=_people_url(team),
        fields={"ends_on": "until"},
        context={
            "title": _("Who stands in for %(name)s?") % {"name": found.member.name},
            "lead": _("The stand-in works in the team until the last day. The member stays in it."),
            "back": _people_url(team), "action": _("Let the person stand in"),
        },
    )  # fmt: skip


# --- Learning goals


@page("learning.read_goals", Team, GOALS, select=pages.loaded)
def team_goals(request: SignedInRequest, team: Team) -> Context:
    """Everybody's learning goals: for the team and the facilitator."""
    return {**pages.goals(team, request.user), "form": GoalForm(), "back": team_url(team)}


def _goals_url(team: Team) -> str:
    return reverse("learning:goals", args=[team.pk])


@_learn(GOALS)
def goal_add(request: SignedInRequest, team: Team) -> Posting[LearningGoal]:
    """Write a goal of one's own."""
    return Posting(
        form=GoalForm(request.POST or None),
        verb=partial(goals.add_goal, team=team, by=request.user),
        done=_("Your learning goal is saved."),
        to=_goals_url(team),
        back=_goals_url(team),
        context=lambda: {**pages.goals(team, request.user), "back": team_url(team)},
    )


def _goal(request: SignedInRequest, team: Team, number: int) -> LearningGoal:
    rows = LearningGoal.objects.filter(
        member__team=team, member__member__user=request.user, member__member__left_on__isnull=True
    ).select_related("member__member")
    found = get_object_or_404(rows, pk=number)
    found.member.team = team
    return found


@_learn(FORM)
def goal_edit(request: SignedInRequest, team: Team, goal_id: int) -> Posting[LearningGoal]:
    """Change one's own goal, or look back at it."""
    found = _goal(request, team, goal_id)
    return Posting(
        form=GoalForm(request.POST or None, row=found),
        verb=partial(goals.save_goal, goal=found, by=request.user),
        done=_("Your learning goal is saved."),
        to=_goals_url(team),
        context={
            "title": _("My learning goal"), "back": _goals_url(team), "action": _("Save"),
            "scale": True,
            "remove_url": reverse("learning:goal_remove", args=[team.pk, found.pk]),
        },
    )  # fmt: skip


@_learn()
def goal_remove(request: SignedInRequest, team: Team, goal_id: int) -> Posting[None]:
    """Take one's own goal away."""
    found = _goal(request, team, goal_id)
    return Posting(
        verb=partial(goals.remove_goal, goal=found, by=request.user),
        done=_("The learning goal is taken away."),
        to=_goals_url(team),
    )
