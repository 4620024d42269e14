"""The start page: the one address without a folder."""

from typing import Any

urlpatterns: list[Any] = []
