"""Named figures as files: PDF, workbook, JSON. All draw the same readings as the page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.exports import Column, Sheet, xlsx
from core.pdf import html_to_pdf
from places.dashboard.pages import Asked, by_programme
from places.figures import Group, Reading, Readings, Unit

SCHEMA = "placedev-figures/1"


def json_of(asked: Asked) -> dict[str, Any]:
    """All figures as JSON holds them, and those of each programme by its name."""
    extent = asked.extent
    return {
        "schema": SCHEMA,
        "covers": asked.covers,
        "on": extent.on.isoformat(),
        "starts_on": extent.starts_on.isoformat(),
        "ends_on": extent.ends_on.isoformat(),
        "programmes": [one.name for one in asked.chosen],
        "figures": [
            {
                "key": one.figure.key,
                "label": str(one.figure.label),
                "meaning": str(one.figure.meaning),
                "unit": one.figure.unit.value,
                "value": one.json,
                "by_programme": {
                    programme.name: one.json_at(programme.pk)
                    for programme in asked.chosen
                    if one.figure.group != Group.REGION and programme.pk in one.parts
                },
            }
            for one in in_order(asked.readings)
        ],
    }


def in_order(readings: Readings) -> list[Reading]:
    """All readings by group."""
    return [one for group in Group for one in readings.of(group)]


def sheet(readings: Readings) -> Sheet:
    """The figures as a worksheet: a row each, of sums one a currency, of steps one a step."""
    columns = [
        Column(_("Part"), width=26), Column(_("Figure"), width=40),
        Column(_("Value"), "figure", 16), Column(_("Unit"), width=14),
        Column(_("What it counts"), width=80),
    ]  # fmt: skip
    rows = [row for one in in_order(readings) for row in _rows(one)]
    return Sheet(_("Figures"), columns, rows)


def _rows(one: Reading) -> Iterator[tuple[Any, ...]]:
    head = (str(one.figure.group.label), str(one.figure.label))
    meaning = str(one.figure.meaning)
    match one.figure.unit:
        case Unit.MONEY:
            for currency, amount in one.value.items():
                yield (*head, amount, currency, meaning)
        case Unit.SHARE:
            yield (*head, one.value[0], _("of %(whole)d") % {"whole": one.value[1]}, meaning)
        case Unit.STEPS:
            for step, number in one.value.items():
                yield (*head, number, _("Step %(number)d") % {"number": step}, meaning)
        case Unit.HOURS:
            yield (*head, Decimal(str(one.value)), _("hours"), meaning)
        case _:
            yield (*head, one.value, "", meaning)


def workbook(asked: Asked) -> bytes:
    """The figures, those of each programme, and a sheet that says what they are of."""
    sheets = [sheet(asked.readings)]
    if len(asked.chosen) > 1:
        compared, rows = by_programme(asked)
        titles = [Column(_("Programme"), width=32)]
        titles += [Column(str(one.figure.label), width=20) for one in compared]
        told = [
            (programme.name, *(value for _label, value in values)) for programme, values in rows
        ]
        sheets.append(Sheet(_("By programme"), titles, told))
    about = [
        (_("Report"), _("Figures")),
        (_("Covers"), asked.covers),
        (_("Period"), asked.days),
        (_("As of"), date_format(asked.today, "DATE_FORMAT")),
    ]
    columns = [Column(_("What"), width=20), Column(_("Value"), width=60)]
    return xlsx([*sheets, Sheet(_("About"), columns, about)])


def html(asked: Asked) -> str:
    """The figures as a whole HTML document, in the active language."""
    groups = [(group, asked.readings.of(group)) for group in Group]
    context = {
        "asked": asked,
        "groups": [(group, shown) for group, shown in groups if shown],
        "table": by_programme(asked) if len(asked.chosen) > 1 else None,
    }
    return render_to_string("reports/figures/pdf.html", context)


def pdf(asked: Asked) -> bytes:
    """The figures as a tagged PDF."""
    return html_to_pdf(html(asked))
