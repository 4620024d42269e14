"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Progress reports, on screen and as files."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Register the entries in the menu, sentences and notices."""
        from reports import (  # noqa: PLC0415 - they register
            audit_verbs,  # noqa: F401
            learnt,  # noqa: F401
            navigation,  # noqa: F401
            news,  # noqa: F401
            notices,  # noqa: F401
            picking,  # noqa: F401
            reminding,  # noqa: F401
        )
