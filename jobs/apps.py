"""The jobs app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Jobs register what they say in the bell and the trail, their link, and what they forget."""

    name = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Register when all apps are loaded."""
        from jobs import audit_verbs, forgetting, navigation, pulse  # noqa: F401, PLC0415 - they register
