"""The calls app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """Calls: a programme asks for places, and chooses fairly."""

    name = "calls"
    verbose_name = _("Calls")

    def ready(self) -> None:
        """Register sentences, rights, links, todos, reminders, notices, reports, retention."""
        from calls import (  # noqa: PLC0415 - they register
            activities,  # noqa: F401
            audit_verbs,  # noqa: F401
            forgetting,  # noqa: F401
            navigation,  # noqa: F401
            notices,  # noqa: F401
            reminding,  # noqa: F401
            report_parts,  # noqa: F401
            rules,  # noqa: F401
            searching,  # noqa: F401
            todos,  # noqa: F401
        )
        from calls.deciding import letters  # noqa: F401, PLC0415 - registers
