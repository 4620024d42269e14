"""The tabs of a survey, and the way to surveys from a programme."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.navigation import register_pages
from core.spots import register_link
from surveys.pages import may, register_tab

register_tab("questions", _("Questions"), "surveys:questions", 10, may("surveys.view"))
register_tab("recipients", _("Recipients"), "surveys:recipients", 20, may("surveys.send"))
register_tab("invitation", _("Invitation"), "surveys:invitation", 30, may("surveys.send"))
register_tab("answers", _("Answers"), "surveys:answers", 40, may("surveys.send"))
register_tab("settings", _("Settings"), "surveys:settings", 90, may("surveys.build"))
register_link("programmes.tabs", _("Surveys"), "surveys:programme", order=30)
register_pages(
    "surveys:programme", "surveys:new", "surveys:questions", "surveys:settings", "surveys:ready",
    "surveys:recipients", "surveys:list", "surveys:invitation", "surveys:answers",
    "surveys:paper", of=("programmes",),
)  # fmt: skip
