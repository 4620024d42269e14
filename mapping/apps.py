"""The mapping app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MappingConfig(AppConfig):
    """Mapping: what a place has, who acts there, and whether services are kept."""

    name = "mapping"
    verbose_name = _("Mapping")

    def ready(self) -> None:
        """Register rules, sentences, pages, events, figures, the report's part, layers."""
        from mapping import (  # noqa: PLC0415 - they register
            audit_verbs,  # noqa: F401
            figures,  # noqa: F401
            navigation,  # noqa: F401
            on_map,  # noqa: F401
            report_parts,  # noqa: F401
            rules,  # noqa: F401
            searching,  # noqa: F401
            ticks,  # noqa: F401
        )
        from mapping.actors import following as people  # noqa: PLC0415 - listens to the register
        from mapping.assets import following as words  # noqa: PLC0415 - listens to what was said
        from mapping.points import navigation as of_map  # noqa: F401, PLC0415 - registers too
        from mapping.points import on_map as of_spots  # noqa: F401, PLC0415
        from mapping.points import rules as of_points  # noqa: F401, PLC0415

        people.connect()
        words.connect()
