"""The places app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "places"
    verbose_name = _("Places")

    def ready(self) -> None:
        from places import audit_verbs, navigation, readiness_parts  # noqa: F401, PLC0415 - they register
