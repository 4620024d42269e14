"""The learning app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    """Learning: what places learn from their work, and what a method learns from places."""

    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        """Register sentences, rights, links, notices, reports, search."""
        from learning import (  # noqa: PLC0415 - they register
            audit_verbs,  # noqa: F401
            navigation,  # noqa: F401
            notices,  # noqa: F401
            report_parts,  # noqa: F401
            rules,  # noqa: F401
            searching,  # noqa: F401
        )
