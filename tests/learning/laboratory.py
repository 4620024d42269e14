"""A laboratory with two teams of two municipalities, made by its verbs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from learning.models import Laboratory, SessionPlan, Team, TeamMember
from learning.teams.members import take_in
from learning.teams.services import make_team, save_laboratory, save_organisation
from learning.teams.sessions import save_plan
from people.models import Organisation, Sector, User
from tests.factories import MunicipalityFactory, OrganisationFactory, World, world
from tests.workshops.samples import meeting
from workshops.models import Workshop


@dataclass
class Lab:
    """The world with its laboratory; `by` runs the programme."""

    w: World
    laboratory: Laboratory
    teams: tuple[Team, Team]
    town_hall: Organisation
    harbour: Organisation

    @property
    def by(self) -> User:
        return self.w.manager

    def joined(self, name: str, discipline: str = "Planning", at: int = 0, **more: Any):
        """Somebody who joins a team by letter."""
        return take_in(
            team=self.teams[at], by=self.by, name=name, discipline=discipline,
            organisation=more.pop("organisation", self.town_hall),
            email=more.pop("email", f"{name.lower().replace(' ', '.')}@example.org"), **more,
        )  # fmt: skip

    def session(self, days: int = 7, **facts: Any) -> Workshop:
        """A lab meeting so many days ahead."""
        starts = timezone.now() + dt.timedelta(days=days)
        return meeting(
            self.w, kind="lab", title="Session one", starts_at=starts,
            ends_at=starts + dt.timedelta(hours=3), **facts,
        )  # fmt: skip

    def prepared(self, days: int = 7, **facts: Any) -> SessionPlan:
        """A session with something to prepare until two days before it."""
        due = timezone.localdate() + dt.timedelta(days=days - 2)
        values = {"preparation": "Talk to five people", "preparation_due": due} | facts
        return save_plan(workshop=self.session(days), by=self.by, **values)


def lab() -> Lab:
    """Two teams with a municipality each and a harbour association in the first."""
    w = world(gate_after=None)
    laboratory = save_laboratory(
        programme=w.programme, by=w.manager, eligibility="Leaders with strategic responsibility"
    )
    town_hall = OrganisationFactory(region=w.region, name="Town hall", sector=Sector.MUNICIPALITY)
    harbour = OrganisationFactory(region=w.region, name="Harbour", sector=Sector.ASSOCIATION)
    teams = tuple(
        make_team(
            programme=w.programme, by=w.manager, name=f"Team {name}", place_name=name,
            municipality=MunicipalityFactory(name=f"{name} kommun"), place_kind="town",
            started_on=timezone.localdate(), problem=f"Nobody meets in {name}",
        )
        for name in ("Stubbe", "Ringby")
    )  # fmt: skip
    for team in teams:
        save_organisation(
            team=team, by=w.manager, organisation=town_hall, responsibility="Decides on halls"
        )
    save_organisation(
        team=teams[0], by=w.manager, organisation=harbour, responsibility="Runs the quay"
    )
    return Lab(w, laboratory, teams, town_hall, harbour)


def member(made: TeamMember) -> User:
    """The account of a member."""
    assert made.member.user is not None
    return made.member.user
