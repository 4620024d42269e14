"""Services and assets in the search of the head (core.search)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from mapping.models import Asset, LocalDocument, Service
from people.models import User
from places.models import Participation
from places.searching import DOCUMENTS

SERVICES = Kind("services", _("Services"), "building", 24)
ASSETS = Kind("assets", _("Assets and ideas"), "flag", 26)


def _at_own_places(model: Any) -> Any:
    def rows(user: User) -> QuerySet[Any]:
        return model.objects.filter(participation__in=Participation.objects.visible_to(user))

    return rows


def _with_place(rows: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return rows.annotate(place_name=F("participation__place__name"))


def _note(row: Any) -> str:
    return f"{row.get_kind_display()}, {row.place_name}"


def _service(row: Any) -> str:
    return reverse("mapping:service", args=[row.participation_id, row.pk])


def _asset(row: Any) -> str:
    return reverse("mapping:asset", args=[row.participation_id, row.pk])


def _documents(user: User) -> QuerySet[Any]:
    places = Participation.objects.visible_to(user)
    return LocalDocument.objects.filter(analysis__participation__in=places)


def _of_analysis(rows: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return rows.annotate(
        way=F("analysis__participation_id"),
        place_name=F("analysis__participation__place__name"),
    )


for _kind, _model, _url in ((SERVICES, Service, _service), (ASSETS, Asset, _asset)):
    register(
        Source(
            _kind,
            _at_own_places(_model),
            names=("name",),
            texts=("name", "note"),
            shown=_with_place,
            note=_note,
            url=_url,
        )
    )
register(
    Source(
        DOCUMENTS,
        _documents,
        names=("name",),
        shown=_of_analysis,
        note=lambda row: str(row.place_name),
        url=lambda row: reverse("mapping:document", args=[row.way, row.pk]),
    )
)
