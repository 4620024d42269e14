"""The reminders app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    """When somebody is reminded of something, and whom a coach should call."""

    name = "reminders"
    verbose_name = _("Reminders")

    def ready(self) -> None:
        """Register sentences, navigation, and what is reminded of at every place."""
        from reminders import audit_verbs, navigation, of_places  # noqa: F401, PLC0415 - register
