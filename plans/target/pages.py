"""What the page of the target picture shows: the picture, who stands behind it, the goals.

A fixed number of queries, however many goals, indicators and pledges there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.blockers import lock_reason
from plans.goals.pages import goal_rows
from plans.models import Pledge, PledgeState
from plans.target.pledges import STANDING_SECTORS, lacking
from plans.target.services import row_of
from plans.words import words_of


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """A pledge with its mark and words: promised, late, kept, not kept."""

    pledge: Pledge
    level: str
    words: str


def context(participation: Participation, user: User) -> dict[str, Any]:
    """The page for somebody who sees the place. `participation` comes with its programme."""
    may_edit = allowed(user, "plans.edit", participation)
    locked = lock_reason(participation)
    pledges = sorted(participation.pledges.select_related("organisation"), key=_by_sector)
    target = row_of(participation)
    return {
        "participation": participation,
        "words": words_of(participation.programme),
        "target": target,
        "written": bool(target.text or target.how_seen or target.picture),
        "locked": locked,
        "editable": may_edit and not locked,
        "pledges": [_pledge_row(one) for one in pledges],
        "lacking": _lacking_line(pledges),
        "behind": _behind_line(pledges),
        "goals": goal_rows(participation),
    }


def _by_sector(pledge: Pledge) -> int:
    """Those who should stand behind it first, in the order in which the page asks for them."""
    asked = [sector.value for sector in STANDING_SECTORS]
    return asked.index(pledge.sector) if pledge.sector in asked else len(asked)


def _behind_line(pledges: list[Pledge]) -> str:
    """Who stands behind the target picture, for the printed sheet. No persons' names."""
    names = dict.fromkeys(
        one.organisation.name if one.organisation else one.get_sector_display()
        for one in pledges
        if one.state != PledgeState.BROKEN
    )
    if not names:
        return ""
    return _("Supported by: %(names)s.") % {"names": get_text_list(list(names), _("and"))}


def _pledge_row(pledge: Pledge) -> PledgeRow:
    if pledge.state == PledgeState.KEPT:
        return PledgeRow(pledge, "ok", str(PledgeState.KEPT.label))
    if pledge.state == PledgeState.BROKEN:
        return PledgeRow(pledge, "stop", str(PledgeState.BROKEN.label))
    if pledge.due_on is not None and pledge.due_on < timezone.localdate():
        return PledgeRow(pledge, "warn", _("The day has passed"))
    return PledgeRow(pledge, "info", str(PledgeState.OPEN.label))


def _lacking_line(pledges: list[Pledge]) -> str:
    """Which of municipality, region, associations and firms have promised nothing yet."""
    missing = [str(sector.label) for sector in lacking(pledges)]
    if not missing:
        return ""
    return _("No pledge yet from: %(sectors)s.") % {"sectors": get_text_list(missing, _("and"))}
