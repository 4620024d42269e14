"""Make a region with many places, for measurements."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.bench.scale import scale

LARGEST = 100_000


class Command(BaseCommand):
    """`seed_scale --places 1000`: the region "Scale 1000" with its own people.

    A second run with the same number changes nothing. In production it refuses: its rows
    would stand beside the real ones.
    """

    help = "Make a region with many places, for measurements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many places, and the consent that production asks for."""
        parser.add_argument(
            "--places", type=int, default=1000, help="number of places, 1 to 100000"
        )
        parser.add_argument("--yes", action="store_true", help="make it in production, too")

    def handle(self, *args: Any, places: int, yes: bool, **options: Any) -> None:
        """Make the region, or say that it is there."""
        if not 1 <= places <= LARGEST:
            raise CommandError(f"--places must be between 1 and {LARGEST}.")
        if settings.PRODUCTION and not yes:
            raise CommandError(
                "This is production: made-up places would stand beside the real ones. Add --yes."
            )
        made = scale(places)
        self.stdout.write(
            f"{made.region.name}: {made.places} places. Administrator: {made.admin.email}"
        )
