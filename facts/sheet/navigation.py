"""Where the fact sheet stands on the pages of a place, and the room that a mapping step opens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.spots import register_panel
from facts.sheet.attributes import panel
from facts.sheet.gate import of_round
from places.pages import register_page, register_tool
from programmes.models import StepTool

register_page("mapping", "facts", _("Fact sheet"), "facts:sheet", 5)
register_tool(StepTool.FACTS, "facts:sheet")
register_panel("places.place", "facts/sheet/_panel.html", panel)
register_panel("places.gate_round", "facts/sheet/_frozen.html", of_round)
