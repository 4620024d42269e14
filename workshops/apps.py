"""The workshops app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    """Meetings of every kind: invitations, answers, attendance, minutes."""

    name = "workshops"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Register sentences, navigation, parts of the readiness and todos."""
        from workshops import (  # noqa: PLC0415 - they register
            activities,  # noqa: F401
            audit_verbs,  # noqa: F401
            figures,  # noqa: F401
            marks,  # noqa: F401
            navigation,  # noqa: F401
            news,  # noqa: F401
            notices,  # noqa: F401
            picking,  # noqa: F401
            report_parts,  # noqa: F401
            ticks,  # noqa: F401
            todos,  # noqa: F401
        )
        from workshops.answers import services as answers  # noqa: F401, PLC0415 - registers too
        from workshops.letters import services  # noqa: F401, PLC0415 - registers too
        from workshops.minutes import readiness  # noqa: F401, PLC0415 - registers too
        from workshops.planning import searching  # noqa: F401, PLC0415 - registers too
