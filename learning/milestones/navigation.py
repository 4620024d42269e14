"""Where the long goal stands: a tab of the programme, a panel on its home."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.spots import register_link, register_panel
from learning.milestones import pages

register_link("programmes.tabs", _("Long goal"), "learning:milestones", order=62)
register_panel("programmes.home", "learning/milestones/_home.html", pages.panel, order=40)
