"""Factories: boring rows for tests. A test states what matters and leaves the rest here.

`world()` builds one region with a programme by a small six-step method, two places and a
person for each role, and a second region beside it that must never leak.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import factory
from auditlog.context import disable_auditlog
from django.utils import timezone

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
from places import summary
from places.clock import month_end
from places.models import Participation, Place, PopulationObservation, StepItem
from programmes.models import (
    ChecklistItem,
    Gate,
    GateCriterion,
    Method,
    MethodVersion,
    Municipality,
    Phase,
    Programme,
    Step,
    VersionState,
)
from tests.kept_rows import kept

STEP_TITLES = [
    "Förankring",
    "Kartläggning",
    "Nulägesanalys",
    "Målbild",
    "Handlingsplan",
    "Organisering",
]


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"
    #: Has come: to somebody who never signed in only the invitation is sent.
    last_login = factory.LazyFunction(timezone.now)


class RegionFactory(factory.django.DjangoModelFactory[Region]):
    class Meta:
        model = Region

    name = factory.Sequence(lambda n: f"Region {n}")
    slug = factory.Sequence(lambda n: f"region-{n}")
    country = "SE"
    language = "sv"


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Organisation {n}")
    sector = Sector.REGION


class MunicipalityFactory(factory.django.DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    country = "SE"
    code = factory.Sequence(lambda n: f"{9000 + n}")
    name = factory.Sequence(lambda n: f"Kommun {n}")
    full_name = factory.LazyAttribute(lambda o: f"{o.name}s kommun")


def method_version(
    region: Region,
    *,
    steps: int = 6,
    items: int = 3,
    gate_after: int | None = 3,
    state: str = VersionState.PUBLISHED,
    key: str = "six-steps",
) -> MethodVersion:
    """A method version with `items` lines a step: the last is voluntary, the others required."""
    method, _made = Method.objects.get_or_create(region=region, key=key)
    number = method.versions.count() + 1
    version = MethodVersion.objects.create(
        method=method,
        number=number,
        state=state,
        title="Six steps",
        language="sv",
        months=18,
        published_at=timezone.now() if state == VersionState.PUBLISHED else None,
    )
    phases = Phase.objects.bulk_create(
        Phase(version=version, order=n, title=f"Phase {n}") for n in (1, 2)
    )
    made = Step.objects.bulk_create(
        Step(
            version=version,
            phase=phases[1 if gate_after is not None and order > gate_after else 0],
            order=order,
            key=f"step-{order}",
            title=STEP_TITLES[order - 1],
            purpose="Why",
            guidance="How",
            month_from=order * 3 - 2,
            month_to=order * 3,
        )
        for order in range(1, steps + 1)
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            step=step,
            order=n,
            key=f"item-{step.order}-{n}",
            text=f"Item {step.order}.{n}",
            required=n < items,
            evidence_wanted=n == 1,
        )
        for step in made
        for n in range(1, items + 1)
    )
    if gate_after is not None:
        _add_gate(version, gate_after)
    return version


def _add_gate(version: MethodVersion, after: int) -> None:
    gate = Gate.objects.create(
        version=version,
        after_step=after,
        title="Kontrollstation",
        month=9,
        deciders="Programme manager",
    )
    looked_at = [
        ("group", "Working group", ["working_group_three_sectors"]),
        ("mapping", "Mapping done", ["step_done:step-2"]),
    ]
    GateCriterion.objects.bulk_create(
        GateCriterion(gate=gate, order=n, key=key, title=title, parts=parts)
        for n, (key, title, parts) in enumerate(looked_at, start=1)
    )


class ProgrammeFactory(factory.django.DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Programme {n}")
    owner = factory.LazyAttribute(lambda o: OrganisationFactory(region=o.region))
    starts_on = dt.date(2025, 1, 1)
    language = "sv"
    currency = "SEK"
    support_months = 18
    method_version = factory.LazyAttribute(lambda o: method_version(o.region))


class PlaceFactory(factory.django.DjangoModelFactory[Place]):
    class Meta:
        model = Place

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Place {n}")
    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "locality"


class PopulationFactory(factory.django.DjangoModelFactory[PopulationObservation]):
    class Meta:
        model = PopulationObservation

    place = factory.SubFactory(PlaceFactory)
    year = 2020
    inhabitants = 900
    source = "SCB"


def participation(
    programme: Programme, place: Place, *, started_on: dt.date | None = None
) -> Participation:
    """A participation with its checklist, made without the verb, so that any state is possible."""
    start = started_on or timezone.localdate() - dt.timedelta(days=60)
    made = Participation(
        programme=programme,
        place=place,
        method_version=programme.method_version,
        started_on=start,
        support_months=programme.support_months,
        support_ends_on=start,
        attention_on=start,
        week_on=start,
        today_on=start,
    )
    made.save()
    lines = ChecklistItem.objects.filter(step__version=programme.method_version).select_related(
        "step"
    )
    StepItem.objects.bulk_create(
        StepItem(
            participation=made,
            step=line.step,
            item=line,
            order=line.order,
            required=line.required,
            evidence_wanted=line.evidence_wanted,
            due_on=month_end(start, line.step.month_to),
        )
        for line in lines
    )
    summary.refresh(made)
    return made


def assign(user: User, made: Participation, role: str, **fields: Any) -> Assignment:
    """A role on a participation, since a month ago."""
    since = timezone.localdate() - dt.timedelta(days=30)
    return Assignment.objects.create(
        user=user, participation=made, role=role, **{"starts_on": since} | fields
    )


def settle_steps(made: Participation, *orders: int) -> None:
    """Set every line of the given steps to done, without the verb."""
    made.items.filter(step__order__in=orders).update(state="done", settled_on=timezone.localdate())
    summary.refresh(made)


@dataclass
class World:
    """Two regions: `region` is the one that tests act in; `other_*` must never leak."""

    region: Region
    programme: Programme
    place: Place
    participation: Participation
    neighbour: Participation
    other_region: Region
    other_programme: Programme
    other_participation: Participation
    users: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["users"][name]
        except KeyError:
            raise AttributeError(name) from None


PEOPLE = (
    "admin", "manager", "coach", "leader", "member", "contact", "observer", "neighbour_leader",
    "outsider", "operator", "other_admin", "other_manager", "other_coach", "facilitator",
)  # fmt: skip


def world(**version: Any) -> World:
    """The usual world. People: admin, manager, coach, leader, member, contact, observer,
    neighbour_leader (another place of the same programme), outsider (no role), operator,
    other_admin, other_manager and other_coach (the second region), facilitator (no role; for tasks
    at a meeting)."""
    # The field history of made-up rows interests no test, and costs a quarter of the time.
    with disable_auditlog():
        return kept(("world", *sorted(version.items())), lambda: _world(**version))


def _world(**version: Any) -> World:
    region, other = RegionFactory(), RegionFactory()
    since = timezone.localdate() - dt.timedelta(days=400)
    programme = ProgrammeFactory(region=region, method_version=method_version(region, **version))
    other_programme = ProgrammeFactory(
        region=other, method_version=method_version(other, **version)
    )
    place = PlaceFactory(region=region, name="Näsum")
    made = participation(programme, place)
    neighbour = participation(programme, PlaceFactory(region=region, name="Glimåkra"))
    other_made = participation(other_programme, PlaceFactory(region=other, name="Hyppeln"))
    users = User.objects.bulk_create(
        UserFactory.build(
            name=name.replace("_", " ").capitalize(),
            email=f"{name}@example.org",
            is_staff=name == "operator",
            is_superuser=name == "operator",
        )
        for name in PEOPLE
    )
    people = dict(zip(PEOPLE, users, strict=True))
    RegionRole.objects.bulk_create(
        RegionRole(user=people[name], region=where, starts_on=since)
        for name, where in (("admin", region), ("other_admin", other))
    )
    ProgrammeRole.objects.bulk_create(
        ProgrammeRole(user=people[name], programme=where, starts_on=since)
        for name, where in (("manager", programme), ("other_manager", other_programme))
    )
    month_ago = timezone.localdate() - dt.timedelta(days=30)
    Assignment.objects.bulk_create(
        Assignment(user=people[name], participation=where, role=role, starts_on=month_ago)
        for name, where, role in (
            ("coach", made, Role.COACH),
            ("leader", made, Role.PROCESS_LEADER),
            ("member", made, Role.MEMBER),
            ("contact", made, Role.MUNICIPALITY_CONTACT),
            ("observer", made, Role.OBSERVER),
            ("neighbour_leader", neighbour, Role.PROCESS_LEADER),
            ("other_coach", other_made, Role.COACH),
        )
    )
    return World(
        region, programme, place, made, neighbour, other, other_programme, other_made, people
    )
