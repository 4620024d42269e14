"""The fact sheet as files: figures as CSV, a chart as SVG, the whole as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import components
from core.exports import Column, csv_bytes
from core.pdf import html_to_pdf
from facts.models import Measure, Status
from facts.sheet.attributes import five_attributes
from facts.sheet.rules import WRITING

if TYPE_CHECKING:
    from facts.sheet.pages import Card, Facts

#: Pages that a topic takes in a PDF, counted generously.
PAGES = 1


def csv(facts: Facts, topic: str) -> bytes:
    """The figures of a topic, one a row: whose, what, when, how much, and who says so."""
    shown = next(one for one in facts.topics if one.key == topic)
    if shown.chart is not None and not shown.figures:
        columns = [Column(title) for title in shown.chart.headers]
        return csv_bytes(columns, shown.chart.rows)
    columns = [
        Column(_("Whose")), Column(_("Figure")), Column(_("Year")), Column(_("Divided by")),
        Column(_("Value"), "figure"), Column(pgettext("of a measurement", "Unit")),
        Column(_("State")), Column(_("Source")), Column(_("Table")), Column(_("Retrieved on")),
        Column(_("Example figures")),
    ]  # fmt: skip
    rows = [
        (
            facts.known.name(one.who),
            str(Measure(one.measure).label),
            one.period or str(one.year),
            ", ".join((one.dims or {}).values()),
            one.value,
            one.unit,
            str(Status(one.status).label),
            one.source,
            one.table,
            one.retrieved_on.isoformat() if one.retrieved_on else "",
            _("yes") if one.made_up else "",
        )
        for one in shown.figures
    ]
    return csv_bytes(columns, rows)


def svg(facts: Facts, topic: str) -> bytes:
    """The chart as a file of its own; empty where the topic has none."""
    shown = next(one for one in facts.topics if one.key == topic)
    return str(shown.chart.svg).encode() if shown.chart is not None else b""


def pdf(facts: Facts, cards: Sequence[Card]) -> bytes:
    """The fact sheet on A4. What is being written stays out."""
    one = facts.participation
    html = render_to_string(
        "facts/sheet/pdf.html",
        {
            "one": one,
            "place": one.place,
            "cards": [card for card in cards if card.shown.known],
            "attributes": five_attributes(one.place, facts.known),
            "strip": components.strip(
                one.progress, one.gate_state, one.gate_after, "lg", palette="paper"
            ),
            "on": timezone.localdate(),
            "writing": WRITING,
        },
    )
    return html_to_pdf(html, units=PAGES)
