"""The coaching log."""

from typing import Any

urlpatterns: list[Any] = []
