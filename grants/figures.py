"""What the region's support counts: agreed, paid, left to pay, claims that wait."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.navigation import url_of
from places.figures import Counted, Extent, Figure, Group, Unit, counts
from plans.funding.gap import exact

#: `per_grant`, for a statement with `here` (places.figures.HERE): what is agreed and paid in öre
#: by participation, as it is on `{day}`. Payments are summed per support, so that none counts
#: twice.
PER_GRANT = """per_grant AS (
    SELECT g.participation_id, CAST(ROUND(g.amount * 100) AS BIGINT) AS support,
        here.paid_before
            + COALESCE(SUM(CAST(ROUND(pay.amount * 100) AS BIGINT)), 0) AS paid
    FROM here
    JOIN grants_grant g ON g.participation_id = here.id AND g.agreed_on <= '{day}'
    LEFT JOIN grants_instalment i ON i.grant_id = g.id
    LEFT JOIN grants_payment pay ON pay.instalment_id = i.id AND pay.paid_on <= '{day}'
    GROUP BY g.participation_id, g.amount, here.paid_before
)"""


#: `per_claim`, likewise: claims that somebody has to decide or to pay.
PER_CLAIM = """per_claim AS (
    SELECT g.participation_id, COUNT(*) AS waiting
    FROM here
    JOIN grants_grant g ON g.participation_id = here.id
    JOIN grants_instalment i ON i.grant_id = g.id
    JOIN grants_claim c ON c.instalment_id = i.id
    LEFT JOIN grants_payment pay ON pay.claim_id = c.id
    WHERE c.state = 'open' OR (c.state = 'approved' AND pay.id IS NULL)
    GROUP BY g.participation_id
)"""


def _money(_programme: int | None) -> str:
    return url_of("money")


def _claims(_programme: int | None) -> str:
    return f"{url_of('money')}?claims=waiting"


@counts(
    Figure(
        "claims_waiting", _("Claims waiting"), Group.NEEDS, order=15, leads=_claims, runners=True,
        meaning=_("Claims that wait to be decided, or are approved and wait to be paid."),
    ),
    Figure(
        "support_agreed", _("Support agreed with the region"), Group.MONEY, Unit.MONEY, order=50,
        leads=_money, runners=True, meaning=_("What the region has agreed to give to places."),
    ),
    Figure(
        "support_paid", _("Support paid"), Group.MONEY, Unit.MONEY, order=60,
        leads=_money, runners=True,
        meaning=_("What of it is paid until the last day, also before a place was entered here."),
    ),
    Figure(
        "support_left", _("Support left to pay"), Group.MONEY, Unit.MONEY, order=70,
        leads=_money, runners=True,
        meaning=_("What is agreed and not paid."),
    ),
)  # fmt: skip
def support(extent: Extent) -> Counted:
    """The region's support. One statement."""
    per_grant = PER_GRANT.format(day=extent.ends_on.isoformat())
    statement = (
        f"WITH {extent.here_sql}, {per_grant}, {PER_CLAIM} "  # noqa: S608 - numbers of ours
        f"SELECT {extent.key_sql}, COALESCE(SUM(support), 0), COALESCE(SUM(paid), 0), "
        "COALESCE(SUM(waiting), 0) FROM here "
        "LEFT JOIN per_grant ON per_grant.participation_id = here.id "
        "LEFT JOIN per_claim ON per_claim.participation_id = here.id "
        f"GROUP BY {extent.key_sql}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = [(key, *map(int, sums)) for key, *sums in cursor.fetchall()]
    return {
        "support_agreed": {key: exact(agreed) for key, agreed, _paid, _waiting in rows},
        "support_paid": {key: exact(paid) for key, _agreed, paid, _waiting in rows},
        "support_left": {key: exact(agreed - paid) for key, agreed, paid, _waiting in rows},
        "claims_waiting": {key: waiting for key, _agreed, _paid, waiting in rows},
    }
