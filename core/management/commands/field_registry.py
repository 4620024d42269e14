"""Print what the field registry lacks; write docs/privacy.md from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.field_registry import as_markdown, gaps


class Command(BaseCommand):
    """`field_registry` prints the gaps and fails when it finds any; `--write` writes the page."""

    help = (
        "Print fields without an entry in core/fields.yaml; --write prints docs/privacy.md from it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--write", action="store_true", help="write docs/privacy.md")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        """Run. Raises CommandError with one line per gap."""
        if write:
            (Path(settings.BASE_DIR) / "docs" / "privacy.md").write_text(
                as_markdown(), encoding="utf-8"
            )
        missing = gaps()
        if missing:
            raise CommandError("\n".join(missing))
        self.stdout.write("Every field has an entry.")
