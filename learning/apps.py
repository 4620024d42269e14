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
        from learning.companies import audit_verbs as of_companies  # noqa: F401, PLC0415
        from learning.companies import forgetting as of_talks  # noqa: F401, PLC0415
        from learning.companies import navigation as to_companies  # noqa: F401, PLC0415
        from learning.companies import rules as rights_of_companies  # noqa: F401, PLC0415
        from learning.companies import searching as companies_found  # noqa: F401, PLC0415
        from learning.competence import audit_verbs as of_competence  # noqa: F401, PLC0415
        from learning.competence import navigation as to_competence  # noqa: F401, PLC0415
        from learning.competence import rules as rights_of_competence  # noqa: F401, PLC0415
        from learning.evidence import audit_verbs as of_evidence  # noqa: F401, PLC0415
        from learning.evidence import navigation as to_evidence  # noqa: F401, PLC0415
        from learning.evidence import parts as evidence_parts  # noqa: F401, PLC0415
        from learning.evidence import rules as rights_of_evidence  # noqa: F401, PLC0415
        from learning.library import audit_verbs as of_library  # noqa: F401, PLC0415
        from learning.library import navigation as to_library  # noqa: F401, PLC0415
        from learning.library import notices as told_of_library  # noqa: F401, PLC0415
        from learning.library import rules as rights_of_library  # noqa: F401, PLC0415
        from learning.library import searching as of_search  # noqa: F401, PLC0415
        from learning.milestones import audit_verbs as of_milestones  # noqa: F401, PLC0415
        from learning.milestones import navigation as to_milestones  # noqa: F401, PLC0415
        from learning.milestones import report_parts as milestones_reported  # noqa: F401, PLC0415
        from learning.milestones import rules as rights_of_milestones  # noqa: F401, PLC0415
        from learning.processes import audit_verbs as of_processes  # noqa: F401, PLC0415
        from learning.processes import navigation as to_processes  # noqa: F401, PLC0415
        from learning.project import audit_verbs as of_project  # noqa: F401, PLC0415
        from learning.project import navigation as to_project  # noqa: F401, PLC0415
        from learning.project import rules as rights_of_project  # noqa: F401, PLC0415
