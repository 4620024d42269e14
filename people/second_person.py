"""Whether two accounts are two people: what one asks for, another one decides.

An account that one has just given a role, or that gets its letters in the same mailbox, may be
the same person once more, and does not count as the second.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.addresses import normal_address
from core.models import AuditEvent
from core.refusals import Refusal
from people.models import User

#: For so long after one account gave the other a role, the two count as one person.
NEW_FOR = dt.timedelta(days=7)
#: The audit trail's verbs that give an account a role or a task; their lines name it as `user`.
GIVEN = (
    "region.administrator_added",
    "programme.manager_added",
    "programme.post_given",
    "duty.given",
)


def one_person(user: User, others: Iterable[User | None]) -> frozenset[int]:
    """Ids of those among the accounts that count as one person with the user. One statement."""
    own = mailbox(user.email)
    accounts = [one for one in others if one is not None]
    same = {one.pk for one in accounts if one.pk == user.pk or mailbox(one.email) == own}
    open_ = {one.pk for one in accounts} - same
    if open_:
        lines = AuditEvent.objects.filter(
            Q(actor=user.pk, facts__user__in=open_) | Q(actor__in=open_, facts__user=user.pk),
            Q(verb__in=GIVEN) | Q(verb__startswith="role.given."),
            at__gte=timezone.now() - NEW_FOR,
        )
        for giver, taker in lines.values_list("actor", "facts__user"):
            same.add(taker if giver == user.pk else giver)
    return frozenset(same)


def are_two(one: User, other: User) -> bool:
    """Whether the accounts count as two people."""
    return other.pk not in one_person(one, [other])


def why_one(by: User, first: User | None) -> str:
    """Why somebody with another account is not the second person; empty where it is."""
    if first is None or first.pk == by.pk or are_two(by, first):
        return ""
    return _(
        "%(name)s and you count as one person here: you share a mailbox, or one of you "
        "gave the other a role within the last seven days. Somebody else must decide."
    ) % {"name": first.get_full_name()}


def refuse_one_person(by: User, first: User | None) -> None:
    """Refuse somebody who may be the first person with another account. Refusal: one_person."""
    if why := why_one(by, first):
        raise Refusal("one_person", why)


def mailbox(address: str) -> str:
    """The mailbox of an address: dots and what follows a plus sign lead to the same one."""
    name, _at, host = normal_address(address).rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{host}"
