"""`manage.py load_demo`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from demo.loader import people, register
from demo.loader.course import Course
from demo.story import story
from people.models import Region
from places.domain import summary
from places.models import Participation


class Command(BaseCommand):
    """Load the demo: real places of three programmes, with a made-up course for each."""

    help = "Load the demo once. Run again it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refused outside demo mode, so that no personas ever get into a real installation."""
        if not settings.DEMO:
            raise CommandError("The demo is loaded in demo mode only. Set DEMO=true.")
        if Region.objects.filter(slug=story()["regions"][0]["slug"]).exists():
            self.stdout.write("The demo is already here.")
            return
        with transaction.atomic(), override("sv"):
            register.load()
            users = people.load()
            for told in story()["places"]:
                Course(told, users, story()["personas"]).play()
            for participation in Participation.objects.select_related("programme"):
                summary.refresh(participation)
        self.stdout.write(
            f"{Participation.objects.count()} places in {Region.objects.count()} regions are here."
        )
