"""The people app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People registers its sentences, history, entries in the menu and the language at sign-in."""

    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register when all apps are loaded."""
        from people import (  # noqa: PLC0415 - they register
            audit_verbs,  # noqa: F401
            navigation,  # noqa: F401
            provider_secrets,  # noqa: F401
            sign_in,  # noqa: F401
            sign_in_trail,  # noqa: F401
        )
        from people.register import picking, searching  # noqa: F401, PLC0415 - so do they
