"""The outbox app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """The outbox registers its sentences and its entry in the menu."""

    name = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        """Register when all apps are loaded."""
        from outbox import audit_verbs, forgetting, navigation  # noqa: F401, PLC0415 - they register
        from outbox.delivery import pulse  # noqa: F401, PLC0415 - registers too
