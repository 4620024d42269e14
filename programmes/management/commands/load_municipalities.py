"""`manage.py load_municipalities`: municipalities from the file that comes with the platform."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from programmes.regions.municipalities import load_municipalities


class Command(BaseCommand):
    """Load or update the municipalities."""

    help = "Load the municipalities that come with the platform. Can be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file and say what happened."""
        made, changed = load_municipalities()
        self.stdout.write(f"Municipalities: {made} new, {changed} changed.")
