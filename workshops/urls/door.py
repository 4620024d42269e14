"""Addresses of meetings: door."""

from __future__ import annotations

from django.urls import URLPattern, path  # noqa: F401 - the patterns use it

urlpatterns: list[URLPattern] = []
