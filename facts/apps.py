"""The facts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    """Facts: indicators and their figures, where they are fetched and how they came in."""

    name = "facts"
    verbose_name = _("Figures")

    def ready(self) -> None:
        """Register rights, sentences, pages, the gate's part and the report's."""
        from facts import report_parts  # noqa: F401, PLC0415 - they register
        from facts.sheet import (  # noqa: PLC0415
            audit_verbs,  # noqa: F401
            navigation,  # noqa: F401
            rights,  # noqa: F401
        )
