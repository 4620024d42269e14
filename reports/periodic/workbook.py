"""A report's figures as a workbook: all named figures, then a sheet for each table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.exports import Column, Kind, Sheet, xlsx
from reports.periodic.collect import Content
from reports.periodic.shown import period_words

_KINDS: dict[str, Kind] = {
    "number": "number", "hours": "figure", "money": "money", "date": "date",
}  # fmt: skip
_WIDE = {"text": 40.0, "soft": 30.0}


def book(content: Content) -> bytes:
    """The workbook, in the active language."""
    sheets = [_about(content), _figures(content)]
    names: dict[str, int] = {sheet.name: 1 for sheet in sheets}
    for part in content["parts"]:
        for block in part["blocks"]:
            if block["type"] == "figures" or not (block.get("rows") or block.get("points")):
                continue
            name = block["title"] or part["title"]
            names[name] = names.get(name, 0) + 1
            if names[name] > 1:
                name = f"{name[:26]} {names[name]}"
            sheets.append(_sheet(name, block))
    return xlsx(sheets)


def _about(content: Content) -> Sheet:
    rows = [
        (_("Report"), f"{content['title']}, {content['name']}"),
        (_("Programme"), content["programme"]),
        (_("Period"), period_words(content)),
        (_("Owner"), content["owner"]),
        *((_("Funder"), name) for name in content["funders"]),
        (_("Currency"), content["currency"]),
        *((part["title"], part["text"]) for part in content["parts"] if part["text"]),
    ]
    return Sheet(_("About"), [Column(_("What"), width=28), Column(_("Value"), width=100)], rows)


def _figures(content: Content) -> Sheet:
    rows = [
        (part["title"], one["label"], native(one["value"], one["kind"]), one["note"])
        for part in content["parts"]
        for block in part["blocks"]
        if block["type"] == "figures"
        for one in block["figures"]
    ]
    columns = [
        Column(_("Part"), width=24), Column(_("Figure"), width=44),
        Column(_("Value"), "figure", 16), Column(_("Note"), width=40),
    ]  # fmt: skip
    return Sheet(_("Figures"), columns, rows)


def _sheet(name: str, block: dict[str, Any]) -> Sheet:
    if block["type"] == "line":
        points = [(day, value, "") for day, value in block["points"]]
        points.append((block["target"][0], block["target"][1], _("Target")))
        columns = [Column(_("Date"), "date", 14), Column(block["unit"] or _("Value"), "figure"),
                   Column(_("Note"))]  # fmt: skip
        return Sheet(name, columns, [(native(d, "date"), v, n) for d, v, n in points])
    if block["type"] == "bars":
        kind = block["kind"]
        columns = [Column(_("Date"), width=14), Column(_("What"), width=40)]
        columns += [Column(label, _KINDS[kind]) for label in block["legend"]]
        rows = [
            (detail, what, *(native(value, kind) for value in values))
            for detail, what, values in block["rows"]
        ]
        return Sheet(name, columns, rows)
    kinds = [column["kind"] for column in block["columns"]]
    columns = [
        Column(column["title"] or _("Note"), _KINDS.get(kind, "text"), _WIDE.get(kind, 16.0))
        for column, kind in zip(block["columns"], kinds, strict=True)
    ]
    return Sheet(name, columns, _native_rows(block["rows"], kinds))


def _native_rows(rows: Iterable[list[Any]], kinds: list[str]) -> list[tuple[Any, ...]]:
    return [
        tuple(native(value, kind) for value, kind in zip(row, kinds, strict=True)) for row in rows
    ]


_NATIVE: dict[str, Callable[[Any], Any]] = {
    "money": lambda value: Decimal(str(value)),
    "hours": float,
    "date": dt.date.fromisoformat,
    "mark": lambda value: value[1],
    "strip": lambda value: value[0].count("d"),
}


def native(value: Any, kind: str) -> Any:
    """A value of the content as a spreadsheet keeps it: numbers as numbers, days as days."""
    if value is None or value == "":
        return None
    made = _NATIVE.get(kind)
    return made(value) if made else value
