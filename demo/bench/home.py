"""The bench's line for the home of a programme with a hundred activities."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.urls import reverse
from django.utils import timezone

from demo.bench import floor
from demo.bench.measure import Line, Site, in_turn, queries
from demo.bench.pages import same_bytes
from demo.bench.scale import Scale
from people.models import Duty, Organisation, Sector, Task
from programmes.models import Decision, Municipality, Paper, PaperKind, Partner, Programme
from workshops.models import (
    Answer,
    HowInvited,
    Invitation,
    RequiredGroup,
    Seat,
    Series,
    SeriesKind,
    Workshop,
    WorkshopKind,
    WorkshopState,
)

PAIRS = 40
ACTIVITIES, FEW = 100, 10
MUNICIPALITIES = 6
MOST_QUERIES = 12
MOST_RATIO = 2.0


def page(scale: Scale) -> Line:
    """The home of a programme with 100 activities, two of them held in six municipalities.

    The loop stands behind our middleware and gives as many bytes. The same page with ten
    activities must ask as many questions.
    """
    full, few = (_programme(scale, count) for count in (ACTIVITIES, FEW))
    address = reverse("programmes:home", args=[full.pk])
    ours, bare = Site(scale.admin), Site(scale.admin, floor.middleware(bare=False))
    size = len(ours.get(address).content)
    meeting = full.workshops.order_by("pk").first()
    assert meeting is not None  # noqa: S101 - just made
    number, path = same_bytes(bare, "guests", meeting.pk, size)
    ours_time, floor_time = in_turn([partial(ours.get, address), partial(bare.get, path)], PAIRS)
    sent, repeated = queries(partial(ours.get, address))
    sent_few, _again = queries(partial(ours.get, reverse("programmes:home", args=[few.pk])))
    line = Line(
        "programme_home",
        f"{ACTIVITIES} activities: ratio ≤ 2.0, ≤ 12 queries, as many for {FEW}",
        ours_time, floor_time, ours_time / floor_time, sent, number,
        facts={"bytes": size, "queries_of_10": sent_few},
    )  # fmt: skip
    line.require(line.ratio <= MOST_RATIO, f"ratio {line.ratio:.2f}")
    line.require(sent <= MOST_QUERIES, f"{sent} queries")
    line.require(sent == sent_few, f"{sent_few} queries with {FEW}, {sent} with {ACTIVITIES}")
    line.require(not repeated, f"sent twice: {'; '.join(repeated)[:200]}")
    return line


def _programme(scale: Scale, activities: int) -> Programme:
    """Series with two meetings each; the first two are held with municipalities."""
    like = scale.participations[0].programme
    today = timezone.localdate()
    made = Programme.objects.create(
        region=like.region, name=f"Academy of {activities}", owner=like.owner,
        starts_on=today - dt.timedelta(days=180), ends_on=today + dt.timedelta(days=180),
        language="en", currency=like.currency, method_version=like.method_version,
    )  # fmt: skip
    hosts = _partners(made)
    series = Series.objects.bulk_create(
        Series(
            programme=made, name=f"Activity {number}", order=number,
            kind=SeriesKind.ONE_EACH if number < 2 else SeriesKind.RECURRING,  # noqa: PLR2004
            starts_on=today + dt.timedelta(days=number * 3 - 150),
            ends_on=today + dt.timedelta(days=number * 3 - 120),
        )
        for number in range(activities)
    )  # fmt: skip
    Duty.objects.bulk_create(
        Duty(series=one, task=Task.ORGANISES, name="Somebody") for one in series
    )
    meetings = Workshop.objects.bulk_create(
        _meeting(made, one, host, number)
        for number, one in enumerate(series)
        for host in (hosts if number < 2 else [None, None])  # noqa: PLR2004
    )
    _fill(meetings)
    day = today - dt.timedelta(days=1)
    Decision.objects.bulk_create(
        Decision(programme=made, text=f"Decision {n}", decided_on=day) for n in range(20)
    )
    Paper.objects.bulk_create(
        Paper(programme=made, kind=PaperKind.SOURCE, title=f"Source {n}") for n in range(20)
    )
    return made


def _partners(programme: Programme) -> list[Organisation]:
    where = Municipality.objects.filter(country=programme.region.country)[:MUNICIPALITIES]
    hosts = [
        Organisation(
            region=programme.region, name=f"{one.name}, {programme.name}",
            sector=Sector.MUNICIPALITY,
        )
        for one in where
    ]  # fmt: skip
    made = Organisation.objects.bulk_create(hosts)
    Partner.objects.bulk_create(
        Partner(programme=programme, organisation=host, kind="partner", municipality=one)
        for host, one in zip(made, where, strict=True)
    )
    return made


def _meeting(
    programme: Programme, series: Series, host: Organisation | None, number: int
) -> Workshop:
    start = timezone.now() + dt.timedelta(days=number * 3 - 140)
    return Workshop(
        programme=programme, series=series, host=host, kind=WorkshopKind.COLLABORATION,
        title=f"Meeting {number}", language="en", state=WorkshopState.ANNOUNCED,
        starts_at=start, ends_at=start + dt.timedelta(hours=2), hall="Village hall",
    )  # fmt: skip


def _fill(meetings: list[Workshop]) -> None:
    """Three parties and fifteen guests at each meeting with a municipality, 30 at the first."""
    now = timezone.now()
    groups = RequiredGroup.objects.bulk_create(
        RequiredGroup(workshop=one, name=name, order=order)
        for one in meetings
        if one.host_id
        for order, name in enumerate(("Council", "Politicians", "Staff"))
    )
    Invitation.objects.bulk_create(
        Invitation(
            workshop=group.workshop, party=group, how=HowInvited.IMPORTED, name=f"Guest {n}",
            email=f"guest{n}-{group.name}@example.org", language="en", invited_at=now,
            answer=Answer.YES, seat=Seat.TAKEN, attended_at=now, attended_persons=1,
        )
        for group in groups
        for n in range(10)
    )  # fmt: skip
