"""The learning app."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

#: What a slice registers: sentences, rights, links, notices, reminders, reports, search, retention.
REGISTERING = (
    "audit_verbs", "forgetting", "navigation", "notices", "parts", "picking", "reminding",
    "report_parts", "rules", "searching",
)  # fmt: skip


class LearningConfig(AppConfig):
    """Learning: what places learn from their work, and what a method learns from places."""

    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        """Let the app and each of its slices register what it has."""
        app = import_module(self.name)
        slices = sorted(
            f"{self.name}.{one.name}" for one in iter_modules(app.__path__) if one.ispkg
        )
        for package in (self.name, *slices):
            for name in REGISTERING:
                if module_has_submodule(import_module(package), name):
                    import_module(f"{package}.{name}")
