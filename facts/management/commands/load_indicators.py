"""`manage.py load_indicators`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from facts.sets.loading import load


class Command(BaseCommand):
    """Make the indicators of the sets rows, as their files say now."""

    help = "Load the indicators of facts/sets/data. It also happens after each migrate."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many are new."""
        self.stdout.write(f"Indicators: {load()} new.")
