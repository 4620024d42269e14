"""Who may do what with calls and applications (django-rules predicates)."""

from __future__ import annotations

import rules

from calls.models import Application, Assessor, Call
from people.models import User
from people.scope import scope_of
from programmes.rules import runs_programme


def _call(thing: Call | Application) -> Call:
    return thing.call if isinstance(thing, Application) else thing


@rules.predicate
def runs_it(user: User, thing: Call | Application | None) -> bool:
    """Whether the user runs the call's programme."""
    return thing is not None and scope_of(user).runs_programme(_call(thing).programme)


@rules.predicate
def assesses(user: User, thing: Call | Application | None) -> bool:
    """Whether the user is one of the call's assessors. One statement, kept on the call."""
    return thing is not None and assessor_of(_call(thing), user) is not None


def assessor_of(call: Call, user: User) -> Assessor | None:
    """The user as one of the call's assessors, or None."""
    kept: dict[int, Assessor | None] = call.__dict__.setdefault("kept_assessors", {})
    if user.pk not in kept:
        rows = Assessor.objects.filter(call=call.pk, user=user.pk, left_at__isnull=True)
        kept[user.pk] = rows.select_related("user").first()
    return kept[user.pk]


rules.add_perm("calls.view", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("calls.add", runs_programme)
rules.add_perm("calls.write", runs_it)
rules.add_perm("calls.assess", assesses)
rules.add_perm("calls.decide", runs_it)
