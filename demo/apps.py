"""The demo app: real places, personas, scale data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demo and the scale data; nothing outside imports it."""

    name = "demo"
    verbose_name = _("Demo")

    def ready(self) -> None:
        """Offer the demo's people on the start page."""
        from demo import start  # noqa: F401, PLC0415 - registers the panel
