"""`manage.py release_letters`: let leave, or discard, what waits since a backup was restored."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from outbox.parking.services import release, what_is_parked


class Command(BaseCommand):
    """Decides on parked letters, of all regions or one."""

    help = "Let letters that wait since a restore leave, and the clock go on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which, and how."""
        parser.add_argument("--list", action="store_true", help="Only tell what waits.")
        parser.add_argument("--region", default="", help="Short name of one region.")
        parser.add_argument("--discard", action="store_true", help="They shall not leave.")

    def handle(self, *args: Any, region: str, discard: bool, **options: Any) -> None:
        """Tell region by region."""
        found = [
            one
            for one in what_is_parked(by=None)
            if not region or (one.parking.region and one.parking.region.slug == region)
        ]
        for one in found:
            name = one.parking.region.name if one.parking.region else "The platform itself"
            word = "wait"
            if not options["list"]:
                release(one.parking, by=None, discard=discard)
                word = "discarded" if discard else "released"
            self.stdout.write(f"{name}: letters {word}: {one.letters}")
        if not found:
            self.stdout.write("Nothing waits.")
