"""What a programme's places come to: how many, how small and large, by the year they joined."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.db.models.functions import ExtractYear

from places.models import PopulationObservation
from programmes.models import Programme


def span(programme: Programme) -> dict[str, Any]:
    """Counted places, inhabitants of the smallest and the largest by their newest figure.

    `low` and `high` are None where no place has a figure. Two statements.
    """
    newest = PopulationObservation.objects.filter(place=OuterRef("place")).order_by("-year", "-pk")
    rows = programme.participations.counted()
    sized = rows.annotate(size=Subquery(newest.values("inhabitants")[:1])).order_by()
    years = rows.annotate(joined=ExtractYear("started_on")).order_by("joined")
    return {
        "by_year": list(years.values_list("joined").annotate(count=Count("pk"))),
        **sized.aggregate(places=Count("pk"), low=Min("size"), high=Max("size")),
    }
