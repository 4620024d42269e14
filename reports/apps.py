"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Progress reports, on screen and as files."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Register the entries in the menu, sentences and notices."""
        from reports import audit_verbs, navigation, notices  # noqa: F401, PLC0415 - they register
