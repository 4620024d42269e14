"""People, commitments and the clock."""

from typing import Any

urlpatterns: list[Any] = []
