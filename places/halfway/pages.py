"""What the pages of a list of places to take in show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.money import money
from core.sheets.pages import Cell, ImportPages, ShownRow, ShownRows
from core.sheets.rows import Plan
from places.halfway import sheet
from places.halfway.sheet import PlannedWay
from places.models import HalfWayImport


class HalfWayPages(ImportPages[HalfWayImport]):
    """Upload, preview, confirm."""

    importer = sheet.IMPORTER
    folder = "places/halfway"

    def url(self, name: str, kept: HalfWayImport) -> str:
        """Addresses under the register. Nothing that is there already is ever changed."""
        if name == "update":
            return ""
        if name in {"start", "template"}:
            route = "places:half_way" if name == "start" else "places:half_way_template"
            return reverse(route, args=[kept.programme_id])
        return reverse(f"places:half_way_import_{name}", args=[kept.pk])

    def context(self, kept: HalfWayImport) -> Mapping[str, Any]:
        """The programme stands above each page."""
        return {"programme": kept.programme}

    def previewed(self, kept: HalfWayImport, plan: Plan[PlannedWay]) -> Mapping[str, Any]:
        """The places, when nothing stands in their way, and how many letters leave."""
        rows = [] if plan.faults else [_shown(one) for one in plan.rows]
        new = plan.counts["new"]
        columns = ("leader_email", "coach_email")
        letters = {one.values.get(name) for one in plan.of("new") for name in columns} - {None}
        return {
            "shown": ShownRows.of("rows", _("Places of the list"), rows),
            "letters": len(letters),
            "action": ngettext("Take %(count)s place in", "Take %(count)s places in", new)
            % {"count": new},
        }


def _shown(one: PlannedWay) -> ShownRow:
    if one.takes_part:
        flag = ("off", _("Takes part already"))
    elif one.place is None:
        flag = ("ok", _("Taken in, new in the register"))
    else:
        flag = ("ok", _("Taken in"))
    paid = one.way.paid
    gate = one.way.gate
    passed = ""
    if gate is not None:
        passed = _("Gate passed %(day)s") % {"day": short_date(gate.decided_on)}
    cells = [
        Cell(_("Place"), one.name, one.municipality.name),
        Cell(_("Start"), short_date(one.started_on)),
        Cell(_("Step"), f"{one.way.at_step}. {one.step}", passed),
        Cell(_("Leader and coach"), one.values.get("leader_email", "–"),
             one.values.get("coach_email", "")),
        Cell(_("Already paid"), money(paid) if paid else "–", css="num"),
    ]  # fmt: skip
    return ShownRow(one.row, cells, flag)
