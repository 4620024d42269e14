"""A programme without places, as BLUP Akademiet is: six municipalities, one workshop in each."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.utils import timezone

from people.models import Duty, Organisation, ProgrammeRole, Sector, Task
from programmes.models import Municipality, Partner, Programme
from tests.factories import MunicipalityFactory, ProgrammeFactory, UserFactory
from tests.workshops.samples import guest
from workshops.models import (
    Minutes,
    MinutesState,
    RequiredGroup,
    Series,
    SeriesKind,
    Workshop,
    WorkshopKind,
    WorkshopState,
)

NAMES = ("Faaborg-Midtfyn", "Kerteminde", "Nordfyns", "Næstved", "Slagelse", "Sønderborg")
PARTIES = ("Lokalråd", "Politikere", "Medarbejdere")
#: Days from today of the workshop in each municipality.
DAYS = (-30, -18, 8, 40, 60, 80)


class Year(NamedTuple):
    """What the tests ask for."""

    programme: Programme
    municipalities: list[Municipality]
    workshops: list[Workshop]
    series: Series


def year(w: Any, count: int = 6) -> Year:
    """Workshops in so many municipalities: the first two are held, in the second a party is away.

    The third is a week ahead and still a draft; the first one's minutes are sent.
    """
    today = timezone.localdate()
    programme = ProgrammeFactory(
        region=w.region, method_version=w.programme.method_version, name="Akademiet",
        starts_on=today - dt.timedelta(days=150), ends_on=today + dt.timedelta(days=200),
    )  # fmt: skip
    series = Series.objects.create(
        programme=programme, name="Samarbejdsworkshops", kind=SeriesKind.ONE_EACH,
        starts_on=today - dt.timedelta(days=40), ends_on=today + dt.timedelta(days=90),
    )  # fmt: skip
    Duty.objects.create(series=series, task=Task.FACILITATES, name="Tyge")
    ProgrammeRole.objects.create(user=w.manager, programme=programme)
    found, meetings = [], []
    for name, days in zip(NAMES[:count], DAYS, strict=False):
        where = MunicipalityFactory(name=name)
        found.append(where)
        host, _made = Organisation.objects.get_or_create(
            region=w.region, name=f"{name} Kommune", defaults={"sector": Sector.MUNICIPALITY}
        )
        Partner.objects.create(
            programme=programme, organisation=host, kind="partner", municipality=where
        )
        meetings.append(_workshop(programme, series, host, days))
    if meetings:
        Minutes.objects.create(workshop=meetings[0], state=MinutesState.SENT)
    return Year(programme, found, meetings, series)


def _workshop(programme: Programme, series: Series, host: Any, days: int) -> Workshop:
    start = timezone.now() + dt.timedelta(days=days)
    made = Workshop.objects.create(
        programme=programme, series=series, host=host, kind=WorkshopKind.COLLABORATION,
        title=f"Workshop, {host.name}", language="da", starts_at=start,
        ends_at=start + dt.timedelta(hours=3), hall="Forsamlingshuset",
        state=WorkshopState.DRAFT if days == DAYS[2] else WorkshopState.ANNOUNCED,
    )  # fmt: skip
    for order, party in enumerate(PARTIES, start=1):
        group = RequiredGroup.objects.create(workshop=made, name=party, order=order)
        away = days == DAYS[1] and party == "Politikere"
        came = {"attended_at": start, "attended_persons": 1} if days < 0 and not away else {}
        guest(made, order, party=group, answer="yes", seat="taken", **came)
    return made


def holder(programme: Programme, role: str, **fields: Any) -> Any:
    """Somebody with a post in the programme."""
    user = UserFactory(name=role.capitalize())
    if role == "researcher":
        fields["ends_on"] = timezone.localdate() + dt.timedelta(days=90)
    ProgrammeRole.objects.create(user=user, programme=programme, role=role, **fields)
    return user
