"""The surveys app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """Surveys: questions, recipients, answers that name nobody."""

    name = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        """Register what is forgotten, and when."""
        from surveys.answering import forgetting  # noqa: F401, PLC0415 - registers
