"""Where companies stand: a programme's tabs and home, a meeting's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.spots import register_link, register_panel
from learning.companies import pages
from people.scope import scope_of

if TYPE_CHECKING:
    from people.models import User
    from programmes.models import Programme


def _runs_without_places(user: User, programme: Programme) -> bool:
    version = programme.method_version
    return version.for_programme and scope_of(user).runs_programme(programme)


def _counter(user: User, programme: Programme) -> dict[str, Any]:
    if not _runs_without_places(user, programme):
        return {}
    return {"counter": pages.counter(programme), "programme": programme}


register_link(
    "programmes.tabs", _("Companies"), "learning:companies", order=44, visible=_runs_without_places
)
register_panel("programmes.home", "learning/companies/_counter.html", _counter)
register_panel("workshops.meeting", "learning/companies/_at_meeting.html", pages.at_meeting)
register_pages(
    "learning:companies", "learning:company", "learning:company_add", "learning:company_edit",
    "learning:interview", "learning:needs_by_theme", "learning:company_import",
    "learning:company_import_preview",
    of=("programmes",),
)  # fmt: skip
