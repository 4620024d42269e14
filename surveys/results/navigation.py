"""Where results and assessments are found: tabs of a survey, a page of a place, the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.policy import allowed
from core.spots import register_link
from places.pages import register_page
from surveys.models import Survey, SurveyPurpose
from surveys.pages import may, register_tab
from surveys.results import rules  # noqa: F401 - who reads results, asked by every tab

if TYPE_CHECKING:
    from people.models import User


def _has_themes(user: User, survey: Survey) -> bool:
    asked_by_themes = survey.purpose == SurveyPurpose.ASSESSMENT
    return asked_by_themes and allowed(user, "surveys.see_results", survey)


register_tab("results", _("Results"), "surveys:results", 50, may("surveys.see_results"))
register_tab("radar", _("Radar"), "surveys:survey_radar", 60, _has_themes)
register_page("plan", "assessment", _("Assessment"), "surveys:place_assessments", 60)
register_link("programmes.programme", _("Assessments"), "surveys:programme_assessments", order=17)
register_pages(
    "surveys:results", "surveys:results_summary", "surveys:texts", "surveys:survey_radar",
    "surveys:programme_assessments", "surveys:programme_assessment_new", of=("programmes",),
)  # fmt: skip
