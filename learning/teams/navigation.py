"""Where laboratories and teams stand on the pages below."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.navigation import register_pages
from core.policy import allowed
from core.spots import register_link, register_panel
from learning.models import Team
from learning.teams.services import laboratory_of
from learning.teams.sessions import sessions_of
from people.models import User
from people.scope import scope_of
from places.models import Participation, ParticipationKind
from places.pages import register_page, register_section
from programmes.models import Programme

#: So many teams of one person stand on the start page.
SHOWN = 5


def _runs(user: User, programme: Programme) -> bool:
    return scope_of(user).runs_programme(programme)


def _is_team(participation: Participation) -> bool:
    return participation.kind == ParticipationKind.TEAM


def _team(_participation: Participation) -> str:
    return _("Team")


def _of_home(user: User, programme: Programme) -> dict[str, Any]:
    """The laboratory on the programme's home; nothing for other programmes. Three statements."""
    found = laboratory_of(programme)
    if found is None:
        return {}
    ahead = sessions_of(found).filter(starts_at__gte=timezone.now()).order_by("starts_at")
    return {
        "laboratory": found,
        "programme": programme,
        "teams": Team.objects.filter(participation__programme=programme).count(),
        "next_session": ahead.first(),
        "facilitates": allowed(user, "learning.facilitate", programme),
    }


def _mine(user: User, _thing: Any = None) -> dict[str, Any]:
    """The teams in which somebody learns, on the start page. One statement."""
    roles = scope_of(user).roles
    rows = Team.objects.filter(pk__in=roles).select_related(
        "participation__place__municipality", "participation__programme"
    )
    return {"teams": list(rows[:SHOWN])} if roles else {}


register_section("team", _team, 5, shown=_is_team)
register_page("team", "team", gettext_lazy("Team"), "learning:team", 10)
register_link(
    "programmes.programme", gettext_lazy("Laboratory"), "learning:laboratory", order=60,
    visible=_runs,
)  # fmt: skip
register_panel("programmes.home", "learning/teams/_of_home.html", _of_home, order=5)
register_panel("places.start_local", "learning/teams/_mine.html", _mine, order=5)
register_pages(
    "learning:laboratory", "learning:laboratory_edit", "learning:laboratory_prompts",
    "learning:team_add", "learning:laboratory_quiet", "learning:laboratory_capacity",
    "learning:session", "learning:session_edit", "learning:team", "learning:team_task",
    "learning:team_task_edit", "learning:team_people", "learning:team_member_add",
    "learning:team_member_edit", "learning:team_members_paste",
    "learning:team_member_leave", "learning:team_organisation_add",
    "learning:team_organisation_edit", "learning:team_organisation_assess", "learning:goals",
    "learning:goal_edit", "learning:session_work",
    of=("programmes", "start"),
)  # fmt: skip
