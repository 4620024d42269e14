"""The target picture's text: save it, and say when its horizon is unusual.

Its picture is in `plans.domain.picture`, who stands behind it in `plans.domain.pledges`.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.models import Participation
from plans.domain.changes import changed, lines, refuse_longer, refuse_older
from plans.domain.lengths import length_of
from plans.domain.lock import lock_plan, refuse_locked_plan
from plans.models import HORIZON_YEARS, PAGE_LENGTH, TargetPicture

#: Characters of "how one will see that it works": a part of the page.
HOW_SEEN_LENGTH = length_of(TargetPicture, "how_seen")
#: A year further ahead than this is a slip of the keyboard.
FARTHEST_YEARS = 50


@transaction.atomic
def save_target(
    *,
    participation: Participation,
    by: User,
    version: int,
    text: str,
    horizon: int | None,
    how_seen: str,
) -> TargetPicture:
    """Save the one-page text, the year that it shows and how one will see that it works.

    `version` is the one that the user read, 0 before there is any. Saving what is stored
    changes nothing. A horizon outside 5 to 10 years is stored; `horizon_warning` says so.
    Refusals: plan_locked, text_too_long, how_seen_too_long, horizon_past, horizon_far.
    Conflict: somebody saved since, with both values.
    """
    require(by, "plans.edit", participation)
    participation = lock_plan(participation)
    refuse_locked_plan(participation)
    values = {"text": lines(text), "horizon": horizon, "how_seen": lines(how_seen)}
    refuse_longer(str(values["text"]), PAGE_LENGTH, "text_too_long")
    refuse_longer(str(values["how_seen"]), HOW_SEEN_LENGTH, "how_seen_too_long")
    _refuse_nonsense_year(horizon)
    row = row_of(participation)
    names = changed(row, values)
    if not names:
        return row
    refuse_older(row, version, values)
    for name in names:
        setattr(row, name, values[name])
    row.version += 1
    row.save()
    audit.record("target.saved", participation, by=by, fields=names)
    return row


def row_of(participation: Participation) -> TargetPicture:
    """The stored target picture, or an empty one of version 0 that is not stored yet."""
    found = TargetPicture.objects.filter(participation=participation).first()
    return found or TargetPicture(participation=participation, version=0)


def horizon_warning(horizon: int | None, today: dt.date | None = None) -> str:
    """A sentence when the year is fewer or more years ahead than a target picture should be."""
    if horizon is None:
        return ""
    ahead = horizon - (today or timezone.localdate()).year
    least, most = HORIZON_YEARS
    told = {"year": horizon, "ahead": ahead, "least": least, "most": most}
    if ahead < least:
        return (
            _(
                "%(year)d is near. A target picture looks %(least)d to %(most)d years ahead, so "
                "that there is time for what is large."
            )
            % told
        )
    if ahead > most:
        return (
            _(
                "%(year)d is %(ahead)d years ahead. A target picture looks %(least)d to %(most)d "
                "years ahead, so that people can see themselves in it."
            )
            % told
        )
    return ""


def _refuse_nonsense_year(horizon: int | None) -> None:
    if horizon is None:
        return
    this_year = timezone.localdate().year
    if horizon <= this_year:
        raise Refusal(
            "horizon_past",
            _("The year must lie ahead: %(first)d or later.") % {"first": this_year + 1},
            field="horizon",
        )
    if horizon > this_year + FARTHEST_YEARS:
        raise Refusal(
            "horizon_far",
            _("The year is more than %(years)d years ahead. Check it.") % {"years": FARTHEST_YEARS},
            field="horizon",
        )
