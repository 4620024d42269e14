"""What a region has as a whole: accounts, and letters that somebody has to look at."""

from __future__ import annotations

from django.db.models import Count, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outbox.models import Letter
from people.invited import account_ids
from people.models import User
from places.figures import Counted, Extent, Figure, Group, counts


def _accounts(_programme: int | None) -> str:
    return reverse("programmes:accounts_of_mine")


def _letters(_programme: int | None) -> str:
    return f"{reverse('outbox:list')}?group=need"


@counts(
    Figure(
        "accounts", _("People with a role"), Group.REGION, order=10, of_place=False,
        leads=_accounts, meaning=_("Accounts with a role or a task in the region, now or later."),
    ),
    Figure(
        "accounts_invited", _("Invited, not come yet"), Group.REGION, order=20, of_place=False,
        leads=_accounts, meaning=_("Of these, those that have never signed in."),
    ),
    Figure(
        "letters_failed", _("Letters that did not arrive"), Group.REGION, order=30,
        of_place=False, leads=_letters,
        meaning=_("Letters that came back, and those of which nobody knows whether they arrived."),
    ),
)  # fmt: skip
def people_and_letters(extent: Extent) -> Counted:
    """Of all the regions together. One statement; none without a region."""
    if not extent.regions:
        return {}
    people = User.objects.filter(pk__in=account_ids(*extent.regions)).order_by()
    seen = Q(kept_for__isnull=True) | Q(kept_for=extent.reader)
    letters = Letter.objects.filter(
        seen, region__in=extent.regions, state__in=["failed", "unknown"]
    ).order_by()
    asked = {
        "accounts": people,
        "accounts_invited": people.filter(last_login__isnull=True),
        "letters_failed": letters,
    }
    first, *others = (
        rows.annotate(what=Value(key)).values("what").annotate(number=Count("pk"))
        for key, rows in asked.items()
    )
    region = min(extent.regions)
    found = first.union(*others, all=True).order_by()
    return {row["what"]: {region: row["number"]} for row in found}
