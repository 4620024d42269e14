"""Addresses of figures: of a region's collection, of its queries and files."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "facts"

urlpatterns: list[URLPattern] = []
