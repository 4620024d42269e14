"""The areas app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    """Areas: the register of a country's localities, municipalities and counties."""

    name = "areas"
    verbose_name = _("Areas")

    def ready(self) -> None:
        """Register sentences, searches, the job and what is forgotten; follow municipalities."""
        from areas import audit_verbs, forgetting, navigation, searching  # noqa: F401, PLC0415 - they register
        from areas.loading import jobs  # noqa: F401, PLC0415 - registers too
        from areas.register import history  # noqa: PLC0415 - models load after this module
        from programmes.regions import elected  # noqa: PLC0415
        from programmes.regions.municipalities import loaded  # noqa: PLC0415

        elected.register(history.became)
        loaded.connect(_make_areas, dispatch_uid="areas.base")


def _make_areas(**_signal: Any) -> None:
    from areas.base.services import found  # noqa: PLC0415 - models load after this module

    found()
