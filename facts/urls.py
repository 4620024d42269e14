"""Addresses of figures: of a region's collection, of its queries and files."""

from __future__ import annotations

from django.urls import URLPattern

from facts.peers import urls as peers
from facts.sheet import urls as sheet

app_name = "facts"

urlpatterns: list[URLPattern] = [*peers.urlpatterns, *sheet.urlpatterns]
