"""The facts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    """Facts: indicators and their figures, where they are fetched and how they came in."""

    name = "facts"
    verbose_name = _("Figures")
