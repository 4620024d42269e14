"""The core app: what has no domain."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every app stands on; it imports none of them."""

    name = "core"

    def ready(self) -> None:
        """Register the start checks and the sort orders."""
        from core import checks, collation  # noqa: F401, PLC0415 - checks and sort orders register
