"""The programmes app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Tells core the app's sentences and its entry in the menu."""

    name = "programmes"
    verbose_name = _("Programmes and methods")

    def ready(self) -> None:
        """Register when all apps are loaded."""
        from programmes import audit_verbs, navigation, notices  # noqa: F401, PLC0415 - they register
        from programmes.home import steps  # noqa: F401, PLC0415
        from programmes.programme import searching  # noqa: F401, PLC0415
        from programmes.regions import picking  # noqa: F401, PLC0415
