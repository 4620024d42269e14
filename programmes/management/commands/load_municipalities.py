"""`manage.py load_municipalities`: municipalities from the file that comes with the platform."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from programmes.models import Municipality

FILE = Path(__file__).parents[2] / "data" / "municipalities.csv"


def load_municipalities(path: Path = FILE) -> tuple[int, int]:
    """Load the file; returns how many were made and how many were changed.

    Reference data of the platform, the same for all regions: no permission is asked, since
    only this command calls it. Raises KeyError for a file without the known columns.
    """
    known = {(row.country, row.code): row for row in Municipality.objects.all()}
    made, changed = [], []
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            values = {name: line[name] for name in ("name", "full_name", "county", "source")}
            row = known.get((line["country"], line["code"]))
            if row is None:
                made.append(Municipality(country=line["country"], code=line["code"], **values))
            elif any(getattr(row, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(row, name, value)
                changed.append(row)
    with transaction.atomic():
        Municipality.objects.bulk_create(made)
        Municipality.objects.bulk_update(changed, ["name", "full_name", "county", "source"])
    return len(made), len(changed)


class Command(BaseCommand):
    """Load or update the municipalities."""

    help = "Load the municipalities that come with the platform. Can be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file and say what happened."""
        made, changed = load_municipalities()
        self.stdout.write(f"Municipalities: {made} new, {changed} changed.")
