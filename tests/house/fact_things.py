"""Figures for the policy test's world: a query, a file on its way in, a figure of the place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from facts.models import FactFile, Indicator, Observation, Query
from people.models import User
from places.models import Participation


def fact_things(one: Participation, admin: User) -> dict[str, Any]:
    """The objects by the names of the URL arguments. The file is the administrator's."""
    region = one.programme.region
    indicator, _made = Indicator.objects.get_or_create(
        key="own-figure",
        defaults={
            "set_key": "own",
            "measure": "other",
            "level": "place",
            "names": {"en": "Figure"},
            "source": "SCB",
        },
    )
    query = Query.objects.create(
        region=region,
        name="Population",
        client="pxweb2",
        host="nowhere.example",
        table="TAB638",
        mapping={"indicator": {"key": indicator.key}},
        state="changed",
    )
    file = FactFile.objects.create(
        region=region,
        owner=admin,
        file_name="figures.csv",
        columns=["area", "period", "value"],
        headings=["Region", "Year", "Value"],
        rows=[[2, [one.place.name, "2024", "5"]], [3, [one.place.name, "2023", "6"]]],
        source="SCB",
        retrieved_on=timezone.localdate(),
        expires_at=timezone.now() + dt.timedelta(hours=1),
        indicator=indicator,
    )
    figure = Observation.objects.create(
        region=region,
        indicator=indicator,
        place=one.place,
        period="2023",
        year=2023,
        value=5,
        source="SCB",
        retrieved_on=timezone.localdate(),
        origin="manual",
    )
    return {
        "facts.region_id": region.pk,
        "facts.set_key": "broadband",
        "fact_query": query.pk,
        "fact_file": file.pk,
        "fact_figure": figure.pk,
    }
