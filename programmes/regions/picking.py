"""How municipalities are found where a form asks for one (core.web.picker)."""

from __future__ import annotations

from django.db.models import QuerySet

from core.collation import by_language
from core.web.picker import Source, register
from people.models import Region, User
from programmes.models import Municipality
from programmes.regions.municipalities import offered_in


def _offered(user: User, regions: list[int]) -> QuerySet[Municipality]:
    return offered_in(Region.objects.filter(pk__in=regions))


register(
    Source(
        "municipalities",
        _offered,
        fields=("name", "full_name"),
        note=lambda row: row.county_today,
        order=("far", by_language("name")),
    )
)
