"""Where a project's room stands: a tab for whoever runs the programme."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.policy import allowed
from core.spots import register_link


def _runs(user: Any, programme: Any) -> bool:
    return allowed(user, "learning.run_project", programme)


register_link(
    "programmes.tabs", _("The project itself"), "learning:project", order=66, visible=_runs
)
