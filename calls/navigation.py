"""Where calls are found: the tab of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.spots import register_link
from people.scope import scope_of
from programmes.models import Programme

if TYPE_CHECKING:
    from people.models import User


def _works_in_it(user: User, programme: Programme) -> bool:
    scope = scope_of(user)
    works = scope.runs_programme(programme) or scope.holds(programme)
    # No place is chosen for a programme without places.
    return works and not programme.method_version.for_programme


register_link("programmes.tabs", _("Calls"), "calls:programme", order=18, visible=_works_in_it)
register_pages(
    "calls:programme", "calls:new", "calls:call", "calls:text", "calls:rules", "calls:criteria",
    "calls:questions", "calls:question_new", "calls:question_edit", "calls:applications",
    "calls:one", "calls:assess", "calls:conflict", "calls:ranking", "calls:assessors",
    "calls:decisions", "calls:decide", "calls:letters", "calls:statistics",
    "calls:erase_application", of=("programmes",),
)  # fmt: skip
