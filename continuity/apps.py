"""The continuity app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContinuityConfig(AppConfig):
    """Who carries on when the support ends, and how it went."""

    name = "continuity"
    verbose_name = _("After the support")

    def ready(self) -> None:
        """Register sentences, navigation and the pages of a place."""
        from continuity import (  # noqa: PLC0415 - they register
            audit_verbs,  # noqa: F401
            navigation,  # noqa: F401
            reminding,  # noqa: F401
            ticks,  # noqa: F401
        )
        from continuity.follow_ups import figures  # noqa: F401, PLC0415 - so does it
