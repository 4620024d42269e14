"""The places app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "places"
    verbose_name = _("Places")

    def ready(self) -> None:
        from places import (  # noqa: PLC0415 - they register
            audit_verbs,  # noqa: F401
            field_history,  # noqa: F401
            navigation,  # noqa: F401
            readiness_parts,  # noqa: F401
        )
