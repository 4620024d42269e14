"""Where the pre-study of the demo leads: the goal in the long run, and whether it goes on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from learning.decisions import services as decisions
from learning.milestones.services import add_milestone, save_goal
from learning.models import Decision
from people.models import Organisation, User
from programmes.models import Programme
from workshops.models import Workshop


def load(told: dict[str, Any], users: dict[str, User]) -> None:
    """Write the goal and its milestones."""
    goal = dict(told["goal"])
    programme, by = Programme.objects.get(name=goal.pop("programme")), users[goal.pop("persona")]
    save_goal(programme=programme, by=by, version=0, **goal)
    for one in told["milestones"]:
        add_milestone(programme=programme, by=by, **one)


def decide(told: dict[str, Any], users: dict[str, User]) -> None:
    """Write down whether it goes on and with which companies; another person confirms it."""
    told = dict(told)
    programme = Programme.objects.get(name=told.pop("programme"))
    by, other = users[told.pop("persona")], users[told.pop("confirmed_by")]
    joining = [
        Organisation.objects.get(region=programme.region_id, name__startswith=f"{name}, ")
        for name in told.pop("joining")
    ]
    meeting = Workshop.objects.get(programme=programme, title=told.pop("meeting"))
    written = decisions.write(programme=programme, by=by, joining=joining, workshop=meeting, **told)
    confirmed = decisions.confirm(decision=written, by=other, version=written.version)
    evening = dt.datetime.combine(
        confirmed.decided_on, dt.time(18), timezone.get_current_timezone()
    )
    Decision.objects.filter(pk=confirmed.pk).update(confirmed_at=evening)
