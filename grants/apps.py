"""The grants app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrantsConfig(AppConfig):
    """The region's support to a place, from agreement to the last payment."""

    name = "grants"
    verbose_name = _("Support to places")

    def ready(self) -> None:
        """Register sentences, pages, and what happens when a gate is decided."""
        from grants import audit_verbs, navigation, notices, todos  # noqa: F401, PLC0415
        from grants.claims import release  # noqa: F401, PLC0415
