"""The mapping app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MappingConfig(AppConfig):
    """Mapping: what a place has, who acts there, and whether services are kept."""

    name = "mapping"
    verbose_name = _("Mapping")
