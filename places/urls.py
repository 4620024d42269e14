"""Addresses of the places app."""

from typing import Any

app_name = "places"
urlpatterns: list[Any] = []
