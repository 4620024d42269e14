"""The themes app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemesConfig(AppConfig):
    """Themes: what people said, what it is about, and where it led."""

    name = "themes"
    verbose_name = _("Themes")

    def ready(self) -> None:
        """Register sources, sentences, pages, the gate's part and the report's."""
        from themes import (  # noqa: PLC0415 - they register
            audit_verbs,  # noqa: F401
            following,
            navigation,  # noqa: F401
            report_parts,  # noqa: F401
        )
        from themes.analysis import pages  # noqa: F401, PLC0415 - registers too

        following.connect()
