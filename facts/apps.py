"""The facts app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    """Facts: indicators and their figures, where they are fetched and how they came in."""

    name = "facts"
    verbose_name = _("Figures")

    def ready(self) -> None:
        """Register sentences, notices, links; load the indicators when tables have changed."""
        from facts import (  # noqa: F401, PLC0415 - they register
            audit_verbs,
            forgetting,
            navigation,
            notices,
            report_parts,
        )
        from facts.sheet import audit_verbs as sheet_verbs  # noqa: F401, PLC0415
        from facts.sheet import navigation as sheet_navigation  # noqa: F401, PLC0415
        from facts.sheet import rights  # noqa: F401, PLC0415
        from facts.sources import services  # noqa: F401, PLC0415 - registers too

        if not settings.TESTING:
            post_migrate.connect(_load_indicators, sender=self)


def _load_indicators(**about: Any) -> None:
    """Make the indicators rows as their files say now; nothing while there is no table."""
    from django.db import connections  # noqa: PLC0415

    from facts.sets.loading import load  # noqa: PLC0415

    if about["using"] == "default" and "facts_indicator" in _tables(connections["default"]):
        load()


def _tables(connection: Any) -> list[str]:
    names: list[str] = connection.introspection.table_names()
    return names
