"""The plans app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """From a shared picture to money: target picture, goals, actions, funding."""

    name = "plans"
    verbose_name = _("Plans")

    def ready(self) -> None:
        """Register sentences, navigation and the pages of a place."""
        from plans import audit_verbs, navigation, ticks, todos  # noqa: F401, PLC0415 - they register
