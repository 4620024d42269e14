"""Programmes in the search of the head (core.search)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from people.models import User
from programmes.models import Programme

PROGRAMMES = Kind("programmes", _("Programmes"), "journal-check", 70)


def _with_region(programmes: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return programmes.select_related("region")


register(
    Source(
        PROGRAMMES,
        Programme.objects.visible_to,
        names=("name",),
        texts=("name", "summary"),
        shown=_with_region,
        note=lambda row: str(row.region.name),
        url=lambda row: reverse("programmes:programme", args=[row.pk]),
    )
)
