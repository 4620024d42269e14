"""The verbs of queries: save, change, remove, fetch, accept a table that has changed."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.policy import require
from core.refusals import Declined, Refusal, needed
from facts.models import Query, QueryState, Refresh
from facts.sources import running
from facts.sources.clients import Source
from facts.sources.tables import Table, resolved
from jobs import kinds
from jobs.models import Job
from jobs.running import Work
from jobs.services import request_job
from people.models import Region, User

FETCH = "facts.fetch"
#: One tick of the clock begins no further query after so many seconds.
TICK_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of which table, and what the answer means; see `Query`."""

    client: str
    host: str
    table: str
    selection: dict[str, Any]
    mapping: dict[str, Any]
    seen: dict[str, Any] = field(default_factory=dict)
    set_key: str = ""


@transaction.atomic
def save_query(
    *, region: Region, question: Question, name: str, refresh: str = Refresh.NEVER, by: User
) -> Query:
    """Keep a question to be asked again. Refusals: query_without_name, no_indicator."""
    require(by, "facts.collect", region)
    name = needed(name, "query_without_name", _("Give the query a name."), field="name")
    if not question.mapping.get("indicator"):
        raise Refusal("no_indicator", _("Choose which indicator the figures are of."))
    query = Query.objects.create(
        region=region,
        name=name[:200],
        refresh=refresh,
        next_run=running.after(refresh, timezone.localdate()),
        created_by=by,
        **vars(question),
    )
    audit.record("query.saved", query, by=by, name=query.name)
    return query


def described(source: Source, table: Table, selection: dict[str, Any]) -> dict[str, Any]:
    """What the table is like, for a query that is saved. Refusals: those of `resolved`."""
    chosen = resolved(table, selection["values"])
    running.refuse_too_many(chosen)
    return running.seen_of(source, table, chosen)


@transaction.atomic
def change_query(*, query: Query, name: str, refresh: str, by: User) -> Query:
    """Another name, another schedule. Refusals: query_without_name."""
    require(by, "facts.collect", query)
    query.name = needed(name, "query_without_name", _("Give the query a name."), field="name")
    if refresh != query.refresh:
        last = query.last_run.date() if query.last_run else timezone.localdate()
        query.refresh = refresh
        query.next_run = running.after(refresh, last)
    query.save()
    audit.record("query.changed", query, by=by, name=query.name)
    return query


@transaction.atomic
def remove_query(*, query: Query, by: User) -> None:
    """Take the query away. What it fetched stays, with its source."""
    require(by, "facts.collect", query)
    audit.record("query.removed", query.region, by=by, name=query.name)
    query.delete()


@transaction.atomic
def accept_change(*, query: Query, by: User) -> Query:
    """Somebody looked: the table as it is now is what is wanted.

    Refusals: nothing_changed.
    """
    require(by, "facts.collect", query)
    if query.state != QueryState.CHANGED:
        raise Refusal("nothing_changed", _("The table has not changed."))
    query.seen, query.state = {}, QueryState.NEW
    query.next_run = running.after(query.refresh, timezone.localdate())
    query.save()
    audit.record("query.accepted", query, by=by, name=query.name)
    return query


def fetch(*, query: Query, by: User) -> Job:
    """Ask for the query to be fetched now, as a job."""
    require(by, "facts.collect", query)
    back = reverse("facts:query", args=[query.pk])
    return request_job(
        kind=FETCH,
        by=by,
        parameters={"query": query.pk},
        title=query.name,
        region_id=query.region_id,
        address=back,
        back=back,
    )


def _fetch(work: Work) -> None:
    """The job: rights may have ended since it was asked for."""
    query = Query.objects.select_related("region").get(pk=work.parameters["query"])
    require(work.by, "facts.collect", query)

    def wait(seconds: float) -> None:
        """A sign of life while a source's pace is kept."""
        ends_at = time.monotonic() + seconds
        while (left := ends_at - time.monotonic()) > 0:
            running.sleep(min(left, 1.0))
            work.beat()

    running.run(query, by=work.by, step=work.step, wait=wait)


kinds.register(FETCH, gettext_lazy("Fetching figures"), _fetch)


def fetch_due(on: dt.date | None = None) -> int:
    """Fetch the queries whose day has come, one after another; how many were begun.

    Each is claimed by moving its day on, so that two workers fetch none twice.
    """
    today = on or timezone.localdate()
    begun, ends_at = set[int](), time.monotonic() + TICK_SECONDS
    while time.monotonic() < ends_at:
        query = (
            Query.objects.filter(next_run__lte=today)
            .exclude(pk__in=begun)
            .select_related("region")
            .order_by("next_run", "pk")
            .first()
        )
        if query is None:
            break
        claimed = Query.objects.filter(pk=query.pk, next_run=query.next_run)
        if not claimed.update(next_run=today + dt.timedelta(days=1)):
            continue
        begun.add(query.pk)
        try:
            running.run(query, by=None, step=lambda _text, _done, _total: None)
        except Declined:
            continue  # the run's row tells why, and whoever saved the query was told
    return len(begun)
