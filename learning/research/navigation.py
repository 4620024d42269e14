"""Where the research log stands: a tab of the programme, for its researchers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.policy import allowed
from core.spots import register_link

register_link(
    "programmes.tabs", _("Research log"), "learning:research_log", order=70,
    visible=lambda user, programme: allowed(user, "learning.keep_research", programme),
)  # fmt: skip
register_pages("learning:research_edit", of=("programmes",))
