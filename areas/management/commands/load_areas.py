"""`manage.py load_areas`: a country's areas from the statistical office's file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from areas.base.services import found
from areas.loading.services import bring_in
from areas.models import AreaImport, AreaImportState, AreaLevel
from core.refusals import Refusal
from people.models.region import Country


class Command(BaseCommand):
    """Bring a file in by the verb that the page calls; without a file the base alone."""

    help = (
        "Bring in a statistical office's file of areas (GeoPackage, GeoJSON, CSV, XLSX, ODS). "
        "Without a file: countries, counties and municipalities alone. Can be run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What is not in the file."""
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--country", default="SE", choices=Country.values)
        parser.add_argument("--level", default=AreaLevel.LOCALITY, choices=AreaLevel.values)
        parser.add_argument("--source", default="", help="who says so, and where")
        parser.add_argument("--year", type=int, help="year of the figures, where no column says it")
        parser.add_argument("--retrieved", type=dt.date.fromisoformat, help="fetched on, today")
        parser.add_argument("--only-fitting", action="store_true", help="leave other rows out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what there is now. Raises CommandError for what cannot be."""
        path: Path | None = options["file"]
        if path is None:
            self.stdout.write(f"Areas: {found()} new.")
            return
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        kept = AreaImport(
            country=options["country"],
            level=options["level"],
            source=options["source"],
            population_year=options["year"],
            retrieved_on=options["retrieved"] or timezone.localdate(),
            only_fitting=options["only_fitting"],
            file_name=path.name,
        )
        try:
            bring_in(path=path.resolve(), kept=kept, by=None)
        except Refusal as refusal:
            raise CommandError(" ".join([str(refusal), *refusal.details])) from refusal
        for row, column, value, reason in kept.faults:
            self.stderr.write(f"Row {row}, {column}: {reason} ({value})")
        for sentence in kept.told:
            self.stdout.write(sentence)
        if kept.state == AreaImportState.FAULTY:
            raise CommandError(f"{kept.faulty} rows do not fit. Nothing is written.")
        self.stdout.write(f"Areas: {kept.made} new, {kept.changed} changed, {kept.same} as before.")
