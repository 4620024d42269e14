"""Companies and decisions in the search of the head (core.search)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from learning.models import Company, Decision
from people.models import User

COMPANIES = Kind("companies", _("Companies"), "building", 30)
DECISIONS = Kind("verdicts", _("Going on"), "check2-circle", 31)


def _companies(user: User) -> QuerySet[Any]:
    return Company.objects.visible_to(user)


def _decisions(user: User) -> QuerySet[Any]:
    return Decision.objects.visible_to(user).filter(confirmed_at__isnull=False)


def _with_programme(rows: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return rows.annotate(programme_name=F("programme__name"))


def _programme(row: Any) -> str:
    return str(row.programme_name)


register(
    Source(
        COMPANIES,
        _companies,
        names=("organisation__name",),
        texts=(),
        shown=_with_programme,
        note=_programme,
        url=lambda row: reverse("learning:company", args=[row.pk]),
    )
)
register(
    Source(
        DECISIONS,
        _decisions,
        names=("question",),
        texts=("question", "reasons"),
        shown=_with_programme,
        note=_programme,
        url=lambda row: reverse("learning:decision", args=[row.pk]),
    )
)
