"""The surveys app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """Surveys: questions, recipients, answers that name nobody."""

    name = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        """Register sentences, tabs, reminders, what is forgotten."""
        from surveys import activities, audit_verbs, navigation, reminding  # noqa: F401, PLC0415 - they register
        from surveys.answering import forgetting  # noqa: F401, PLC0415 - registers
        from surveys.results import navigation as _results  # noqa: F401, PLC0415 - registers
        from surveys.results import report_parts  # noqa: F401, PLC0415 - registers
        from surveys.sending import services  # noqa: F401, PLC0415 - registers
