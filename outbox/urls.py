"""Addresses of the outbox app."""

from typing import Any

app_name = "outbox"
urlpatterns: list[Any] = []
