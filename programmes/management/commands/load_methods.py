"""`manage.py load_methods`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.refusals import Refusal
from people.models import Region
from programmes.loading.services import BUNDLED, load_bundled


class Command(BaseCommand):
    """Load and publish the methods that come with the platform."""

    help = (
        "Load and publish the methods of the named regions, or of all that exist. Can be run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Short names of regions; none means every region that exists and has a method here."""
        parser.add_argument(
            "regions", nargs="*", help="short names of regions, such as vastra-gotaland"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each file and say what happened."""
        wanted = set(options["regions"])
        unknown = wanted - {one.region for one in BUNDLED}
        if unknown:
            raise CommandError(
                f"No method comes with the platform for: {', '.join(sorted(unknown))}."
            )
        existing = set(Region.objects.values_list("slug", flat=True))
        if wanted - existing:
            raise CommandError(
                f"There is no region with the short name {', '.join(sorted(wanted - existing))}."
            )
        for one in BUNDLED:
            if one.region in (wanted or existing):
                self._load(one)

    def _load(self, one: Any) -> None:
        try:
            version = load_bundled(one)
        except Refusal as refusal:
            raise CommandError("\n".join([f"{one.file}: {refusal}", *refusal.details])) from refusal
        said = f"published as version {version.number}" if version else "already here"
        self.stdout.write(f"{one.region}: {one.file} {said}.")
