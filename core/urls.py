"""Addresses of the core app."""

from typing import Any

app_name = "core"
urlpatterns: list[Any] = []
