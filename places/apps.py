"""The places app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Places and what happens at them."""

    name = "places"
    verbose_name = _("Places")

    def ready(self) -> None:
        """Register sentences, history, navigation and the parts of readiness."""
        from places import (  # noqa: PLC0415 - they register
            audit_verbs,  # noqa: F401
            navigation,  # noqa: F401
            notices,  # noqa: F401
            readiness,  # noqa: F401
            report_parts,  # noqa: F401
            searching,  # noqa: F401
            todos,  # noqa: F401
        )
        from places.checklist import ticks  # noqa: F401, PLC0415 - registers
        from places.dashboard import figures, region  # noqa: F401, PLC0415 - and it
        from places.portfolio import guide  # noqa: F401, PLC0415 - so does it
        from places.team import declined  # noqa: F401, PLC0415 - and it
