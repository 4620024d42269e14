"""Where competence stands: a tab of the programme."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.spots import register_link

register_link("programmes.tabs", _("Competence"), "learning:competence", order=64)
register_pages("learning:profile", of=("programmes",))
