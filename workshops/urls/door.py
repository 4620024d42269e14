"""Addresses of meetings: the door and the figures of the evening."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import door

urlpatterns: list[URLPattern] = [
    path("meetings/<int:pk>/door/", door.door, name="door"),
    path("meetings/<int:pk>/door/entries/", door.door_entries, name="door_entries"),
]
