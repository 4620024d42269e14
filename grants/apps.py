"""The grants app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrantsConfig(AppConfig):
    """The region's support to a place, from agreement to the last payment."""

    name = "grants"
    verbose_name = _("Support to places")

    def ready(self) -> None:
        """Register sentences, pages, and what happens when a gate is decided."""
        from grants import (  # noqa: PLC0415 - they register
            audit_verbs,  # noqa: F401
            figures,  # noqa: F401
            navigation,  # noqa: F401
            notices,  # noqa: F401
            reminding,  # noqa: F401
            report_parts,  # noqa: F401
            todos,  # noqa: F401
        )
        from grants.claims import release  # noqa: F401, PLC0415
