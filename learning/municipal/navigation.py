"""Where municipalities that take part themselves stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.spots import register_link
from people.models import User
from people.scope import scope_of
from programmes.models import Programme


def _runs(user: User, programme: Programme) -> bool:
    return scope_of(user).runs_programme(programme)


register_link(
    "programmes.programme", _("Municipalities"), "learning:municipalities", order=55, visible=_runs
)
register_pages("learning:municipalities", of=("programmes",))
