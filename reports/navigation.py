"""The entries of money and reports in the head of every page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.navigation import register
from people.scope import scope_of


def _runs(user: Any) -> bool:
    return scope_of(user).runs


register(
    "reports",
    _("Reports"),
    "reports:index",
    visible=lambda user: bool(user.is_authenticated),
    order=40,
)
register("money", _("Money"), "reports:money", visible=_runs, order=35)
