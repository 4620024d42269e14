"""The areas app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    """Areas: the register of a country's localities, municipalities and counties."""

    name = "areas"
    verbose_name = _("Areas")
