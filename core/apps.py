"""The core app: what has no domain."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import checks, collation  # noqa: F401, PLC0415 - checks and sort orders register
