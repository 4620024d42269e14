"""Lists of the operators' room that show a region's rows: only of regions that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest

from people.openings import read_through

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object


class OpenedRegions(Base):
    """Rows of the regions that the operator has opened (people.openings)."""

    #: Where the row's region stands.
    region_path = "region"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Nothing without an opening."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(**{f"{self.region_path}__in": read_through(request.user)})
