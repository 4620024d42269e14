"""Measure our pages and files against bare floors, on PostgreSQL."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import translation
from django.utils.module_loading import import_string

from demo.bench import (
    areas,
    exports,
    fact_sheet,
    figures,
    home,
    load,
    meetings,
    pages,
    plan_fill,
    plans,
    rsvp,
    searching,
    sending,
    survey_results,
    surveys,
)
from demo.bench.measure import Line
from demo.bench.scale import Scale, scale

#: The table of all pages lies with the tests: they are there where the bench runs.
CENSUS = "tests.country.census.census"
SMALL, MIDDLE, LARGE = 1000, 500, 20_000
TARGET = Path("build/bench.json")


def lines(small: Scale, middle: Scale, large: Scale) -> dict[str, Callable[[], list[Line]]]:
    """The bench's parts by name."""
    return {
        "portfolio": lambda: pages.portfolio(small, large),
        "pages": lambda: pages.places(small),
        "dashboard": lambda: pages.dashboard(_planned(2000)),
        "tick": lambda: [pages.tick(small)],
        "tables": lambda: exports.tables(large),
        "long_csv": lambda: [exports.long_csv(large)],
        "pdf": lambda: [exports.pdf(small)],
        "plan": lambda: plans.pages(middle),
        "plan_xlsx": lambda: [plans.workbook(middle)],
        "funding": lambda: [plans.overview(middle)],
        "invite": lambda: [sending.invite(middle)],
        "deliver": lambda: [sending.deliver(middle)],
        "meeting": lambda: [meetings.page(small)],
        "home": lambda: [home.page(small)],
        "fact_sheet": lambda: [fact_sheet.page(small)],
        "rsvp": lambda: [rsvp.burst(small)],
        "survey_results": lambda: [survey_results.results(small)],
        "survey_page": lambda: [surveys.page(small)],
        "survey_answer": lambda: [surveys.answers(small)],
        "jsonstat": lambda: [figures.jsonstat()],
        "search": lambda: [searching.search(large)],
        "areas": lambda: [areas.importing(), areas.search(small)],
        "load": lambda: [load.people(large)],
        "census": lambda: [import_string(CENSUS)()],
    }


def _planned(places: int) -> Scale:
    """A scale region of its own in which every place has a plan."""
    made = scale(places)
    plan_fill.fill_plans(made)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return made


class Command(BaseCommand):
    """`bench`: a table of all lines with their limits, and the same in build/bench.json.

    Builds its own data first (`seed_scale`), so it wants a database of its own: `make bench`
    starts one. Exit code 1 when a line misses its limit.
    """

    help = "Measure our pages and files against bare floors, on PostgreSQL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which parts to measure."""
        parser.add_argument(
            "--only",
            nargs="*",
            choices=[
                "portfolio",
                "pages",
                "dashboard",
                "tick",
                "tables",
                "long_csv",
                "pdf",
                "plan",
                "plan_xlsx",
                "funding",
                "invite",
                "deliver",
                "meeting",
                "home",
                "fact_sheet",
                "rsvp",
                "survey_results",
                "survey_page",
                "survey_answer",
                "search",
                "areas",
                "jsonstat",
                "load",
                "census",
            ],
        )

    def handle(self, *args: Any, only: list[str] | None, **options: Any) -> None:
        """Build the data, measure, print and write."""
        if connection.vendor != "postgresql":
            raise CommandError("The bench measures on PostgreSQL. Run: make bench")
        if settings.PRODUCTION or settings.DEBUG:
            raise CommandError(
                "The bench needs a database of its own, not production, and DEBUG off."
            )
        with translation.override("en"):
            measured = self._measure(only)
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(
            json.dumps([_record(line) for line in measured], indent=1, ensure_ascii=False) + "\n"
        )
        missed = [line.name for line in measured if not line.passed]
        if missed:
            raise CommandError(f"Missed: {', '.join(missed)}", returncode=1)

    def _measure(self, only: list[str] | None) -> list[Line]:
        call_command("migrate", verbosity=0)
        self.stdout.write(f"Making {SMALL}, {MIDDLE} and {LARGE} places …")
        small, middle, large = scale(SMALL), scale(MIDDLE), scale(LARGE)
        plan_fill.fill_plans(middle)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what autovacuum does in the background
        self.stdout.write(
            f"{'line':26}{'ours':>10}{'floor':>10}{'ratio':>7}{'queries':>9}{'rows':>7}"
        )
        measured: list[Line] = []
        for name, part in lines(small, middle, large).items():
            if only and name not in only:
                continue
            for line in part():
                measured.append(line)
                self._say(line)
        return measured

    def _say(self, line: Line) -> None:
        verdict = "PASS" if line.passed else f"FAIL: {'; '.join(line.misses)}"
        times = f"{line.ours:>7.1f} {line.unit}{line.floor:>7.1f} {line.unit}{line.ratio:>7.2f}"
        facts = ", ".join(f"{name} {_short(value)}" for name, value in line.facts.items())
        self.stdout.write(f"{line.name:26}{times}{line.queries:>9}{line.rows:>7}  {verdict}")
        self.stdout.write(f"{'':26}  limit: {line.limit}. {facts}")
        for note in line.notes:
            self.stdout.write(f"{'':26}  {note}")


def _short(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.2f}"


def _record(line: Line) -> dict[str, Any]:
    record = asdict(line) | {"passed": line.passed} | line.facts
    del record["facts"]
    return {
        key: round(value, 3) if isinstance(value, float) else value for key, value in record.items()
    }
