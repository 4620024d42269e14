"""Addresses of meetings that were held before they are entered."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.held import views

urlpatterns: list[URLPattern] = [
    path("places/<int:pk>/meetings/held/", views.held_at_place, name="held_at_place"),
    path("programmes/<int:pk>/meetings/held/", views.held, name="held"),
    path("meetings/<int:pk>/count/", views.count, name="count"),
]
