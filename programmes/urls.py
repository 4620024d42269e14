"""Addresses of the programmes app."""

from typing import Any

app_name = "programmes"
urlpatterns: list[Any] = []
