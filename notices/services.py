"""Telling people, and noting what they have read.

How many a person has not read stands on the account (`User.unread_notices`), which every page
reads anyway: the bell asks the database nothing. Each act of reading counts anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet
from django.utils import timezone

from core.audit import label
from notices import kinds
from notices.models import Notice
from people.models import User


@transaction.atomic
def tell(
    kind: str,
    people: Iterable[User | int | None],
    about: Any,
    *,
    address: str,
    by: User | None = None,
    **facts: Any,
) -> int:
    """Tell each of the people once, but not the one who did it (`by`); return how many.

    `address` is where the notice leads. Facts must be JSON values. Call in the transaction of
    what it tells. KeyError for a kind that nobody has registered.
    """
    kinds.get(kind)
    found = {one.pk if isinstance(one, User) else one for one in people}
    told = sorted(pk for pk in found if pk is not None and (by is None or pk != by.pk))
    Notice.objects.bulk_create(
        Notice(
            person_id=pk,
            kind=kind,
            about_type=label(about),
            about_id=about.pk,
            facts=facts,
            address=address[:300],
        )
        for pk in told
    )
    User.objects.filter(pk__in=told).order_by().update(unread_notices=F("unread_notices") + 1)
    return len(told)


def read(notice: Notice, *, by: User) -> Notice:
    """Note that somebody has read one of his or her notices."""
    _mark(Notice.objects.visible_to(by).filter(pk=notice.pk), by)
    return notice


def read_all(*, by: User) -> int:
    """Note that somebody has read all; return how many were unread."""
    return _mark(Notice.objects.visible_to(by), by)


def read_about(thing: Any, *, by: User) -> int:
    """Note that somebody has seen the thing itself; return how many notices told of it."""
    own = Notice.objects.visible_to(by)
    return _mark(own.filter(about_type=label(thing), about_id=thing.pk), by)


@transaction.atomic
def _mark(found: QuerySet[Notice], by: User) -> int:
    marked = found.filter(read_at__isnull=True).update(read_at=timezone.now())
    if marked:
        count_anew([by.pk])
        by.refresh_from_db(fields=["unread_notices"])
    return marked


def count_anew(people: Iterable[int]) -> None:
    """Write on the accounts (by their ids) how many notices are unread."""
    unread = (
        Notice.objects.unread()
        .filter(person=OuterRef("pk"))
        .order_by()
        .values("person")
        .annotate(count=Count("pk"))
        .values("count")
    )
    counted = Coalesce(Subquery(unread, output_field=IntegerField()), Value(0))
    User.objects.filter(pk__in=list(people)).order_by().update(unread_notices=counted)
