"""Who has an account in a region, as what, and whether he or she has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.collation import by_language
from core.dates import short_date
from core.policy import allowed
from core.web.lists import Filters, Listing, Search, Sort, listing
from people.invited import (
    account_ids,
    holds_today_or_later,
)
from people.models import (
    Assignment,
    Decline,
    Duty,
    ProgrammeRole,
    Region,
    RegionOpening,
    RegionRole,
    Role,
    User,
)
from people.models.region import Country
from programmes.regions.elected import elected

#: What operators read, on the page of accounts.
MOST_LINES = 50
#: How an account stands, in words.
STATES: dict[str, str | Promise] = {
    "active": gettext_lazy("Active"),
    "invited": gettext_lazy("Invited, not signed in yet"),
    "declined": gettext_lazy("Declined"),
    "ended": gettext_lazy("Ended"),
    "closed": gettext_lazy("Account closed"),
}


@dataclass
class Account:
    """One account with what it is in the region."""

    user: User
    state: str
    #: What he or she is today or from a later day, in sentences.
    roles: list[str] = field(default_factory=list)
    #: Open rows that the region's administrators end here.
    administers: RegionRole | None = None
    region_id: int = 0
    #: Whether he or she coaches places today or from a later day.
    coaches: bool = False
    #: What he or she declined last, if that is how it stands.
    decline: Decline | None = None

    @property
    def state_label(self) -> str:
        """How the account stands."""
        return str(STATES[self.state])


class AccountFilters(Filters):
    """Accounts by name, address and how they stand."""

    q = Search("name", "email", label=gettext_lazy("Search name or address"))
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(name, STATES[name]) for name in ("active", "invited", "declined", "ended")],
        empty_label=gettext_lazy("All"),
        method="of_state",
    )

    def of_state(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Those that stand so."""
        here = Q(pk__in=account_ids(self.request))
        if value in {"ended", "declined"}:
            declined = Q(pk__in=_declined(self.request), last_login__isnull=True)
            return rows.exclude(here).filter(declined if value == "declined" else ~declined)
        return rows.filter(here, last_login__isnull=value == "invited")


def accounts(region: Region, query: QueryDict) -> tuple[Listing, list[Account]]:
    """The accounts of a region, by name, in a constant number of queries."""
    rows = User.objects.filter(
        Q(pk__in=account_ids(region, now=False)) | Q(pk__in=_declined(region))
    )
    name = by_language("name")
    order = {
        "name": Sort(_("Name"), (name, "pk"), (name.desc(), "-pk")),
        "seen": Sort(_("Last signed in"), ("last_login", "pk"), ("-last_login", "-pk")),
    }
    # The filter's method reads the region from where a filter set keeps its request.
    shown = listing(query, rows, AccountFilters, order=order, request=region)
    return shown, _with_roles(region, shown.rows)


def _declined(region: Region) -> QuerySet[Any]:
    """The accounts that have declined an invitation of the region, now or once."""
    return Decline.objects.filter(region=region).order_by().values("user")


def roles_of(region: Region, user: User) -> list[str]:
    """What somebody is in the region today or from a later day, in sentences."""
    [account] = _with_roles(region, [user])
    return account.roles


def _with_roles(region: Region, users: Iterable[User]) -> list[Account]:
    found = list(users)
    ids = [user.pk for user in found]
    said: dict[int, list[str]] = defaultdict(list)
    administers: dict[int, RegionRole] = {}
    coaches: set[int] = set()
    for role in RegionRole.objects.filter(holds_today_or_later(), region=region, user__in=ids):
        said[role.user_id].append(_in_time(_("Region administrator"), role))
        administers[role.user_id] = role
    posts = ProgrammeRole.objects.filter(
        holds_today_or_later(), programme__region=region, user__in=ids
    )
    for one in posts.select_related("programme", "municipality"):
        what = f"{one.said}, {one.programme.name}"
        said[one.user_id].append(_in_time(what, one))
    places = Assignment.objects.filter(
        holds_today_or_later(), participation__programme__region=region, user__in=ids
    )
    for held in places.select_related("participation__place").order_by("role", "pk"):
        what = f"{held.get_role_display()}, {held.participation.place.name}"
        said[held.user_id].append(_in_time(what, held))
        if held.role == Role.COACH:
            coaches.add(held.user_id)
    tasks = Duty.objects.filter(
        Q(workshop__programme__region=region) | Q(series__programme__region=region), user__in=ids
    )
    for task in tasks.select_related("workshop", "series"):
        where = task.workshop.title if task.workshop else task.series.name if task.series else ""
        said[task.user_id or 0].append(f"{task.get_task_display()}, {where}")
    declines = {
        one.user_id: one
        for one in Decline.objects.filter(region=region, user__in=ids).order_by("pk")
        if not said[one.user_id]
    }
    return [
        Account(
            user,
            _state(user, said[user.pk], declines.get(user.pk)),
            said[user.pk],
            administers.get(user.pk),
            region.pk,
            user.pk in coaches,
            declines.get(user.pk),
        )
        for user in found
    ]


def _in_time(what: str, role: RegionRole | ProgrammeRole | Assignment) -> str:
    day = timezone.localdate()
    if role.starts_on > day:
        return _("%(role)s from %(day)s") % {"role": what, "day": short_date(role.starts_on)}
    if role.ends_on is not None:
        return _("%(role)s until %(day)s") % {"role": what, "day": short_date(role.ends_on)}
    return what


def _state(user: User, roles: list[str], decline: Decline | None) -> str:
    if not user.is_active:
        return "closed"
    if not roles:
        return "declined" if decline and user.last_login is None else "ended"
    return "active" if user.last_login else "invited"


class RegionFilters(Filters):
    """Regions by name, elected region and country."""

    q = Search("name", "area", label=gettext_lazy("Search name or elected region"))
    country = django_filters.ChoiceFilter(
        label=gettext_lazy("Country"), choices=Country.choices, empty_label=gettext_lazy("All")
    )


def regions(query: QueryDict, operator: User) -> tuple[Listing, list[Region]]:
    """All regions, with how many administer them today; `opening` is the operator's own."""
    day = timezone.localdate()
    holds = Q(roles__starts_on__lte=day) & (
        Q(roles__ends_on__isnull=True) | Q(roles__ends_on__gte=day)
    )
    rows = Region.objects.annotate(administrators=Count("roles", filter=holds, distinct=True))
    name = by_language("name")
    order = {
        "name": Sort(_("Name"), (name, "pk"), (name.desc(), "-pk")),
        "administrators": Sort(_("Administrators"), ("administrators", name, "pk")),
    }
    shown = listing(query, rows, RegionFilters, order=order)
    own = RegionOpening.objects.open_now().filter(operator=operator).reverse()
    open_ = {opening.region_id: opening for opening in own}
    found = list(shown.rows)
    today = elected()
    for region in found:
        region.opening = open_.get(region.pk)
        region.area = today.name(region.country, region.area)
    return shown, found


def openings(region: Region, user: User) -> dict[str, Any]:
    """For its administrators: who has it open now, and who opened it and read what before."""
    if not allowed(user, "people.edit_letterhead", region):
        return {}
    verbs = [
        "region.opened_by_operator", "region.read_by_operator", "region.closed_to_operator",
    ]  # fmt: skip
    return {
        "open_now": list(RegionOpening.objects.open_now().filter(region=region)),
        "openings": list(audit.history(region).filter(verb__in=verbs)[:MOST_LINES]),
    }
