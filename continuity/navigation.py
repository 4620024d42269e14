"""The pages for what comes after the support."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.policy import allowed
from core.spots import register_link
from places.models import Participation
from places.pages import register_page, register_section
from places.tools import register_tool
from programmes.models import StepTool


def _after(participation: Participation) -> str:
    return _("After the support")


register_section("after", _after, 60)
register_page("after", "continuity", gettext_lazy("Who carries on"), "continuity:plan", 10)
register_page("after", "follow_ups", gettext_lazy("Follow-ups"), "continuity:follow_ups", 20)
register_tool(StepTool.CONTINUITY, "continuity:plan")
register_link(
    "programmes.programme",
    gettext_lazy("After the support"),
    "continuity:overview",
    order=20,
    visible=lambda user, programme: allowed(user, "programmes.edit_programme", programme),
)
