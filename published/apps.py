"""The public app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishedConfig(AppConfig):
    """What everybody may read, by choice: pages of places and programmes, and news."""

    name = "published"
    verbose_name = _("Public pages")

    def ready(self) -> None:
        """Register the entries in the menu, links, panels and sentences."""
        from published import audit_verbs, navigation  # noqa: F401, PLC0415 - they register
