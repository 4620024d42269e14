"""What the plans count: what the actions cost, what is found for them, what is missing."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.navigation import url_of
from places.figures import Counted, Extent, Figure, Group, Unit, counts
from plans.funding.gap import exact

#: `per_plan`, for a statement with `here` (places.figures.HERE): the plan's money in öre by
#: participation. Lines are summed per action and actions per plan, so that no row counts twice.
#: A stopped place needs nothing more for its plan. The definitions are those of
#: plans.funding.gap; tests/reports/test_money.py holds the two to each other.
PER_PLAN = """per_action AS (
    SELECT a.id, a.participation_id,
        CAST(ROUND(COALESCE(a.cost, 0) * 100) AS BIGINT) AS cost,
        COALESCE(SUM(CASE WHEN l.state = 'granted' AND s.kind <> 'hours'
            THEN CAST(ROUND(l.granted * 100) AS BIGINT) END), 0) AS granted,
        COALESCE(SUM(CASE WHEN l.state = 'asked' AND s.kind <> 'hours'
            THEN CAST(ROUND(l.asked * 100) AS BIGINT) END), 0) AS asked
    FROM here
    JOIN plans_action a ON a.participation_id = here.id
    LEFT JOIN plans_fundingline l ON l.action_id = a.id
    LEFT JOIN plans_fundingsource s ON s.id = l.source_id
    WHERE a.state NOT IN ('idea', 'dropped') AND here.status <> 'stopped'
    GROUP BY a.id, a.participation_id, a.cost
), per_plan AS (
    SELECT participation_id, SUM(cost) AS cost, SUM(granted) AS granted, SUM(asked) AS asked,
        SUM(CASE WHEN cost > granted THEN cost - granted ELSE 0 END) AS missing
    FROM per_action GROUP BY participation_id
)"""
_KEYS = ("actions_cost", "funding_granted", "funding_asked", "funding_missing")


def _money(_programme: int | None) -> str:
    return url_of("money")


@counts(
    Figure(
        "actions_cost", _("Cost of the actions"), Group.MONEY, Unit.MONEY, order=10,
        leads=_money, runners=True,
        meaning=_("What the actions of the plans cost; ideas and dropped actions do not count."),
    ),
    Figure(
        "funding_granted", _("Granted by others"), Group.MONEY, Unit.MONEY, order=20,
        leads=_money, runners=True,
        meaning=_("What others than the region have granted for these actions, without hours."),
    ),
    Figure(
        "funding_asked", _("Applied for"), Group.MONEY, Unit.MONEY, order=30,
        leads=_money, runners=True,
        meaning=_("What has been applied for and is not decided yet."),
    ),
    Figure(
        "funding_missing", _("Missing for the actions"), Group.MONEY, Unit.MONEY, order=40,
        leads=_money, runners=True,
        meaning=_("What each action costs less what is granted for it, never below zero."),
    ),
)  # fmt: skip
def funding(extent: Extent) -> Counted:
    """The money of the plans. One statement."""
    statement = (
        f"WITH {extent.here_sql}, {PER_PLAN} "  # noqa: S608 - numbers of ours
        f"SELECT {extent.key_sql}, SUM(cost), SUM(granted), SUM(asked), SUM(missing) "
        f"FROM here JOIN per_plan ON per_plan.participation_id = here.id GROUP BY {extent.key_sql}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall()
    return {
        key: {row[0]: exact(int(row[number])) for row in rows}
        for number, key in enumerate(_KEYS, start=1)
    }
