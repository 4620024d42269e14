"""Where themes stand on the pages below: of programmes, places, meetings, plans and the gate."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.policy import allowed
from core.spots import register_link, register_panel
from places.pages import register_page
from themes.analysis.pages import of_round
from themes.leading.pages import of_action, of_goal, of_meeting
from themes.shaping.pages import of_survey

CAME_OF = "themes/leading/_came_of.html"


def _reads(user: Any, programme: Any) -> bool:
    return allowed(user, "themes.view_in_programme", programme)


register_link("programmes.tabs", _("Themes"), "themes:programme", order=40, visible=_reads)
register_page("meetings", "themes", _("Themes"), "themes:place", 40)
register_page("meetings", "analysis", _("Analysis"), "themes:analysis", 50)
register_panel("workshops.meeting", CAME_OF, of_meeting)
register_panel("plans.action", CAME_OF, of_action)
register_panel("plans.goal", CAME_OF, of_goal)
register_panel("surveys.results", "themes/shaping/_of_survey.html", of_survey)
register_panel("places.gate_round", "themes/analysis/_frozen.html", of_round)
register_pages("themes:theme", "themes:programme", "themes:programme_voice", of=("programmes",))
