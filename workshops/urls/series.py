"""Addresses of series, groups that must be present, and needs studies."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import composition, needs, series

_AT, _IN = "meetings/<int:pk>/", "programmes/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{_IN}series/", series.programme_series, name="programme_series"),
    path(f"{_IN}series/new/", series.series_new, name="series_new"),
    path("series/<int:pk>/", series.series, name="series"),
    path("series/<int:pk>/edit/", series.series_edit, name="series_edit"),
    path("series/<int:pk>/remove/", series.series_remove, name="series_remove"),
    path("series/<int:pk>/duties/add/", series.series_duty_add, name="series_duty_add"),
    path(
        "series/<int:pk>/duties/<int:duty_id>/remove/",
        series.series_duty_remove,
        name="series_duty_remove",
    ),
    path(f"{_AT}multiply/", series.multiply, name="multiply"),
    path(f"{_AT}composition/", composition.composition, name="composition"),
    path(f"{_AT}composition/add/", composition.party_add, name="party_add"),
    path(f"{_AT}composition/<int:party_id>/", composition.party_edit, name="party_edit"),
    path(f"{_AT}composition/<int:party_id>/remove/", composition.party_remove, name="party_remove"),
    path(f"{_IN}needs/", needs.needs, name="needs"),
    path(f"{_IN}needs/study/", needs.needs_study, name="needs_study"),
    path(f"{_IN}needs/add/", needs.need_add, name="need_add"),
    path(f"{_IN}needs/needs.xlsx", needs.needs_xlsx, name="needs_xlsx"),
    path(f"{_IN}needs/<int:need_id>/", needs.need_edit, name="need_edit"),
    path(f"{_IN}needs/<int:need_id>/remove/", needs.need_remove, name="need_remove"),
]
