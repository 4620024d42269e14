"""`manage.py setup`: what an empty installation needs before anybody can sign in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.refusals import Refusal
from people.account.services import invited_account
from people.models import User
from people.models.region import Country
from programmes.regions.municipalities import load_municipalities
from programmes.regions.services import open_region


class Command(BaseCommand):
    """Load the municipalities, make an operator, open a region and invite its administrator."""

    help = (
        "Load the municipalities that come with the platform and, as far as they are given, make "
        "an operator and a region with its first administrator. Can be run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """All of them may be left out; a region needs an administrator."""
        parser.add_argument("--operator", help="e-mail address of the platform's operator")
        parser.add_argument("--region", help="name of a region, as it signs its letters")
        parser.add_argument("--administrator", help="e-mail address of its first administrator")
        parser.add_argument("--name", default="", help="the administrator's name")
        parser.add_argument("--country", default="SE", choices=Country.values)
        parser.add_argument("--area", default="", help="its elected region, such as Region Skåne")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--answers", default="", help="address for answers to its letters")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what there is now. Raises CommandError for what cannot be."""
        made, changed = load_municipalities()
        self.stdout.write(f"Municipalities: {made} new, {changed} changed.")
        try:
            if options["operator"]:
                self._operator(options["operator"], options["language"])
            if options["region"]:
                self._region(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if not User.objects.filter(is_staff=True).exists():
            self.stdout.write("There is no operator yet: give --operator ADDRESS.")

    def _operator(self, address: str, language: str | None) -> None:
        language = language or settings.LANGUAGE_CODE[:2]
        user = invited_account(email=address, name="", language=language)
        User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
        self.stdout.write(f"Operator: {user.email}. Sign in with a code by e-mail.")

    def _region(self, options: dict[str, Any]) -> None:
        if not options["administrator"]:
            raise CommandError("Say who administers the region: --administrator ADDRESS.")
        language = options["language"] or {"DK": "da", "NO": "en"}.get(options["country"], "sv")
        region = open_region(
            by=None,
            name=options["region"],
            country=options["country"],
            language=language,
            area=options["area"],
            contact_address=options["answers"],
            email=options["administrator"],
            administrator=options["name"],
        )
        self.stdout.write(f"Region: {region.name}. A letter goes to {options['administrator']}.")
