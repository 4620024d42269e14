"""The place register."""

from typing import Any

urlpatterns: list[Any] = []
