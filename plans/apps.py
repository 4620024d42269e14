"""The plans app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """From a shared picture to money: target picture, goals, actions, funding."""

    name = "plans"
    verbose_name = _("Plans")

    def ready(self) -> None:
        """Register sentences, navigation and the pages of a place."""
        from plans import (  # noqa: PLC0415 - they register
            audit_verbs,  # noqa: F401
            figures,  # noqa: F401
            navigation,  # noqa: F401
            notices,  # noqa: F401
            reminding,  # noqa: F401
            report_parts,  # noqa: F401
            ticks,  # noqa: F401
            todos,  # noqa: F401
        )
        from plans.actions import searching  # noqa: F401, PLC0415 - so does it
