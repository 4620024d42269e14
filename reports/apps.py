"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Progress reports, on screen and as files."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Register the entry in the menu."""
        from reports import navigation  # noqa: F401, PLC0415 - registers its entry
