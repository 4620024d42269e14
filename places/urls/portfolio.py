"""The portfolio."""

from typing import Any

urlpatterns: list[Any] = []
