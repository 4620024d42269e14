"""The core app: what has no domain."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every app stands on; it imports none of them."""

    name = "core"

    def ready(self) -> None:
        """Register the start checks, the sort orders, what is not kept for ever, sign-ins."""
        from core import checks, collation, forgetting, middleware  # noqa: F401, PLC0415 - they register
