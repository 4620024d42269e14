"""The notices app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """The bell registers itself in the frame, and what it forgets."""

    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Register when all apps are loaded."""
        from notices import forgetting, navigation  # noqa: F401, PLC0415 - they register
