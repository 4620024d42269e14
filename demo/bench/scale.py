"""Scale data: a made-up region with many places, for measurements.

Rows are made in bulk and never through the verbs (twenty thousand enrolments would take an
hour), so the summary columns are set here from the same facts as the rows;
tests/demo/test_bench.py compares them with `summary.compute`.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched, count

from dateutil.relativedelta import relativedelta
from django.db import models, transaction
from django.utils import timezone

from demo.bench.fill import fill
from demo.bench.method import STEPS, scale_method
from people.models import (
    Assignment,
    Organisation,
    ProgrammeRole,
    Region,
    RegionRole,
    Role,
    Sector,
    User,
)
from places.models import (
    Decision,
    Evidence,
    GateReview,
    GateState,
    GroupMember,
    Participation,
    ParticipationStatus,
    Place,
    ReviewState,
    StepItem,
)
from places.summary import attention_days
from programmes.models import MethodVersion, Municipality, Programme

PLACES_A_COACH = 25
PLACES_A_PROGRAMME = 5000
SUPPORT_MONTHS = 18
BATCH = 2000

_FRONT = "Björk Ek Gran Sten Sand Ljung Hav Sjö Berg Dal Norr Söder Kvarn Kyrk Lind Ask".split()  # noqa: SIM905 - a list of words
_BACK = "vik torp by hult sjö ås näs rud bo landa mark sund hamn arp stad ryd holm fors".split()  # noqa: SIM905 - a list of words
_NEXT = (
    "Open meeting",
    "Meeting of the working group",
    "Read the analysis together",
    "Call the municipality",
)


@dataclass(frozen=True, slots=True)
class Scale:
    """A region of scale data: who measures with it."""

    region: Region
    admin: User
    places: int

    @property
    def participations(self) -> models.QuerySet[Participation]:
        """All of its participations, in the order they were made."""
        return Participation.objects.filter(programme__region=self.region).order_by("pk")


def scale(places: int) -> Scale:
    """The scale region with so many places; made in one transaction when it is not there."""
    slug = f"scale-{places}"
    region = Region.objects.filter(slug=slug).first()
    if region is None:
        with transaction.atomic():
            region = _make(places, slug)
    admin = User.objects.get(email=f"admin@{slug}.example.org")
    return Scale(region, admin, places)


def _make(places: int, slug: str) -> Region:
    chance = random.Random(places)  # noqa: S311 - the same data at every run, nothing secret
    today = timezone.localdate()
    region = Region.objects.create(name=f"Scale {places}", slug=slug, country="SE", language="en")
    version = scale_method(region)
    people = _people(places, slug)
    RegionRole.objects.create(
        user=people[0], region=region, starts_on=today - dt.timedelta(days=700)
    )
    programmes = _programmes(region, version, places, today)
    ProgrammeRole.objects.bulk_create(
        ProgrammeRole(user=people[1], programme=one, starts_on=one.starts_on) for one in programmes
    )
    made_places = _places(region, places, chance)
    made = [
        _participation(
            place, programmes[number * len(programmes) // places], version, chance, today
        )
        for number, place in enumerate(made_places)
    ]
    Participation.objects.bulk_create(made, batch_size=BATCH)
    _assign(made, people, today)
    _reviews(made, people)
    fill(region.pk)
    _crowd(made[0])
    return region


def _people(places: int, slug: str) -> list[User]:
    """Administrator, manager, coaches, then a process leader for each place."""
    coaches = -(-places // PLACES_A_COACH)
    names = ["Admin", "Manager"] + [f"Coach {n:03}" for n in range(1, coaches + 1)]
    names += [f"Leader {n:05}" for n in range(1, places + 1)]
    users = [
        User(
            email=f"{name.lower().replace(' ', '')}@{slug}.example.org",
            name=name,
            password="!",  # noqa: S106 - the mark of an account without a password
            language="en",
            last_login=timezone.now(),
        )
        for name in names
    ]
    return User.objects.bulk_create(users, batch_size=BATCH)


def _programmes(
    region: Region, version: MethodVersion, places: int, today: dt.date
) -> list[Programme]:
    owner = Organisation.objects.create(
        region=region, name=f"Region {region.name}", sector=Sector.REGION
    )
    return Programme.objects.bulk_create(
        Programme(
            region=region,
            name=f"Programme {number}",
            owner=owner,
            starts_on=today - dt.timedelta(days=900),
            language="en",
            currency="SEK",
            method_version=version,
            support_months=SUPPORT_MONTHS,
            quiet_after_days=30,
        )
        for number in range(1, max(2, places // PLACES_A_PROGRAMME) + 1)
    )


def _places(region: Region, places: int, chance: random.Random) -> list[Place]:
    municipalities = [
        Municipality.objects.get_or_create(
            country="SE",
            code=f"S{n:02}",
            defaults={"name": f"Scale kommun {n}", "full_name": f"Scale kommun {n}"},
        )[0]
        for n in range(1, 31)
    ]
    numbers = count(1)
    return Place.objects.bulk_create(
        (
            Place(
                region=region,
                name=f"{chance.choice(_FRONT)}{chance.choice(_BACK)} {next(numbers)}",
                municipality=chance.choice(municipalities),
                kind="locality",
            )
            for _each in range(places)
        ),
        batch_size=BATCH,
    )


def _participation(
    place: Place,
    programme: Programme,
    version: MethodVersion,
    chance: random.Random,
    today: dt.date,
) -> Participation:
    """A place somewhere on its way: about a third of them need somebody."""
    done = chance.randrange(STEPS + 1)
    progress, gate = _way(done, chance)
    start = today - dt.timedelta(days=20 + 75 * done + chance.randrange(60))
    contact = max(start, today - dt.timedelta(days=chance.randrange(34)))
    plans = chance.random() < 0.7  # noqa: PLR2004 - most coaches leave with a date
    made = Participation(
        place=place,
        programme=programme,
        method_version=version,
        status=ParticipationStatus.ACTIVE,
        started_on=start,
        support_months=SUPPORT_MONTHS,
        progress=progress,
        gate_after=3,
        gate_state=gate,
        current_step=progress.index("n") + 1
        if "n" in progress
        else (3 if "a" in progress else STEPS),
        clock_months=SUPPORT_MONTHS,
        support_ends_on=start + relativedelta(months=SUPPORT_MONTHS) - dt.timedelta(days=1),
        last_contact_on=contact,
        next_on=today + dt.timedelta(days=chance.randrange(-2, 40)) if plans else None,
        next_text=chance.choice(_NEXT) if plans else "",
        gate_since=None
        if gate == GateState.CLOSED
        else today - dt.timedelta(days=chance.randrange(1, 15)),
        condition_due_on=None,
    )
    made.attention_on, made.week_on, made.today_on = attention_days(made, made)
    return made


def _way(done: int, chance: random.Random) -> tuple[str, str]:
    """Progress and gate of a place with so many steps done; the gate stands after the third."""
    if done < 3:  # noqa: PLR2004
        return "d" * done + "n" + "a" * (STEPS - done - 1), GateState.CLOSED
    if done == 3 and chance.random() < 0.5:  # noqa: PLR2004
        return "dddaaa", chance.choice([GateState.CLOSED, GateState.WAITING, GateState.RETURNED])
    progress = "d" * done + "n" * (done < STEPS) + "a" * max(0, STEPS - done - 1)
    return progress, GateState.PASSED


def _assign(made: list[Participation], people: list[User], today: dt.date) -> None:
    coaches = people[2 : -len(made)]
    leaders = people[-len(made) :]
    rows = (
        row
        for number, one in enumerate(made)
        for row in (
            Assignment(
                participation=one,
                user=coaches[number // PLACES_A_COACH],
                role=Role.COACH,
                starts_on=one.started_on,
            ),
            Assignment(
                participation=one,
                user=leaders[number],
                role=Role.PROCESS_LEADER,
                starts_on=one.started_on,
            ),
        )
    )
    for some in batched(rows, BATCH, strict=False):
        Assignment.objects.bulk_create(some)


def _reviews(made: list[Participation], people: list[User]) -> None:
    decisions = {GateState.PASSED: Decision.CONTINUE, GateState.RETURNED: Decision.RETURN}
    leaders = people[-len(made) :]

    def rows() -> Iterator[GateReview]:
        for one, leader in zip(made, leaders, strict=True):
            if one.gate_since is None:
                continue
            at = timezone.make_aware(dt.datetime.combine(one.gate_since, dt.time(12)))
            review = GateReview(participation=one, round=1, submitted_by=leader, submitted_at=at)
            if one.gate_state in decisions:
                review.state, review.decision = (
                    ReviewState.DECIDED,
                    decisions[GateState(one.gate_state)],
                )
                review.decided_by, review.decided_at = people[1], at
            yield review

    for some in batched(rows(), BATCH, strict=False):
        GateReview.objects.bulk_create(some)


def _crowd(one: Participation) -> None:
    """Thirty members and thirty files at the first place: a full page costs no more queries."""
    GroupMember.objects.bulk_create(
        GroupMember(participation=one, name=f"Member {n}", sector=Sector.ASSOCIATION)
        for n in range(5, 31)
    )
    line = StepItem.objects.filter(participation=one, step__order=one.current_step).first()
    Evidence.objects.bulk_create(
        Evidence(
            item=line,
            file="evidence/scale",
            name=f"photo {n}.jpg",
            content_type="image/jpeg",
            size=90000,
            sha256="",
        )
        for n in range(30)
    )
