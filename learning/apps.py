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
        from learning.advice import audit_verbs as of_advice  # noqa: F401, PLC0415
        from learning.advice import navigation as to_advice  # noqa: F401, PLC0415
        from learning.advice import notices as told_of_advice  # noqa: F401, PLC0415
        from learning.advice import reminding as of_waiting  # noqa: F401, PLC0415
        from learning.advice import report_parts as advice_reported  # noqa: F401, PLC0415
        from learning.advice import rules as rights_of_advice  # noqa: F401, PLC0415
        from learning.directory import audit_verbs as of_directory  # noqa: F401, PLC0415
        from learning.directory import navigation as to_directory  # noqa: F401, PLC0415
        from learning.directory import rules as rights_of_directory  # noqa: F401, PLC0415
        from learning.directory import searching as directory_found  # noqa: F401, PLC0415
        from learning.library import audit_verbs as of_library  # noqa: F401, PLC0415
        from learning.library import navigation as to_library  # noqa: F401, PLC0415
        from learning.library import notices as told_of_library  # noqa: F401, PLC0415
        from learning.library import rules as rights_of_library  # noqa: F401, PLC0415
        from learning.library import searching as of_search  # noqa: F401, PLC0415
