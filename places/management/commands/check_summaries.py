"""`manage.py check_summaries`."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from places import summary
from places.models import Participation


class Command(BaseCommand):
    """Compare what participations carry as their summary with the facts."""

    help = "Compare every participation's summary with the facts; --mend stores it anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to mend what differs."""
        parser.add_argument("--mend", action="store_true", help="store what differs anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """List what differs. Raises CommandError when something does and is not mended."""
        wrong = 0
        for participation in Participation.objects.select_related("programme", "place").iterator():
            facts = asdict(summary.compute(participation))
            differing = [
                name for name, fact in facts.items() if getattr(participation, name) != fact
            ]
            if not differing:
                continue
            wrong += 1
            self.stdout.write(f"{participation.pk} {participation}: {', '.join(differing)}")
            if options["mend"]:
                summary.refresh(participation)
        if wrong and not options["mend"]:
            raise CommandError(f"{wrong} summaries differ from the facts. Mend them with --mend.")
        self.stdout.write(
            f"{wrong} summaries mended." if wrong else "All summaries say what is so."
        )
