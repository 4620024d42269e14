"""Participation and step work."""

from typing import Any

urlpatterns: list[Any] = []
