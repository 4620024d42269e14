"""The guide."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    """A page for each role: what one does here, and where."""

    name = "guide"
    verbose_name = _("Guide")

    def ready(self) -> None:
        """Register the ways that lead here."""
        from guide import navigation  # noqa: F401, PLC0415 - registers
