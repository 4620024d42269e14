"""Where concept cards stand on the pages below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.spots import register_link, register_panel
from learning.concepts import pages
from places.pages import register_page

register_page("team", "concepts", _("Concept cards"), "learning:team_concepts", 40)
register_link("core.user_menu", _("Concept cards"), "learning:concepts", icon="book", order=41)
register_panel("learning.laboratory", "learning/concepts/_newest.html", pages.of_laboratory)
register_panel("plans.action", "learning/concepts/_of_action.html", pages.of_action)
register_pages(
    "learning:concepts", "learning:concept", "learning:concept_write", "learning:concept_review",
    "learning:concept_photo", "learning:concept_take_over", "learning:concept_use",
    "learning:team_concepts", "learning:team_concept_make",
    of=("programmes", "start"),
)  # fmt: skip
