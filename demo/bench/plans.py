"""The bench's lines for plans: list of actions, timeline, workbook, the money of a region."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

from django.urls import reverse

from core.exports import Sheet
from demo.bench import floor
from demo.bench.exports import write_sheets
from demo.bench.measure import Line, Site, in_turn, queries, same_statements
from demo.bench.pages import same_bytes
from demo.bench.plan_fill import FULL, Plans, fill_plans
from demo.bench.scale import Scale
from places.models import Participation
from plans.models import Action
from reports.money import sums as money
from reports.plan.workbook import book, of_draft

PAIRS = 30
FILE_PAIRS = 9
MOST_QUERIES = 10


def pages(scale: Scale) -> list[Line]:
    """A plan of 200 actions as list and as timeline; again with six funding lines an action.

    The list's floor is a bare page of the same 200 rows with the same fields to edit; the
    timeline's, which has no fields, one loop that gives as many bytes.
    """
    plans = fill_plans(scale)
    bare = Site(scale.admin, floor.middleware(bare=False))
    timeline = reverse("plans:timeline", args=[plans.few.pk])
    size = len(Site(scale.admin).get(timeline).content)
    _rows, as_many_bytes = same_bytes(bare, "actions", plans.few.pk, size)
    return [
        _page(scale, "plan_200_actions", "plans:actions", plans, f"/fields/{plans.few.pk}/"),
        _page(scale, "timeline_200", "plans:timeline", plans, as_many_bytes),
    ]


def _page(scale: Scale, name: str, route: str, plans: Plans, path: str) -> Line:
    few, many = plans.few, plans.many
    address = reverse(route, args=[few.pk])
    ours, bare = Site(scale.admin), Site(scale.admin, floor.middleware(bare=False))
    size = len(ours.get(address).content)
    ours_time, floor_time = in_turn([partial(ours.get, address), partial(bare.get, path)], PAIRS)
    sent, repeated = queries(partial(ours.get, address))
    sent_many, _again = queries(partial(ours.get, reverse(route, args=[many.pk])))
    line = Line(
        name, "ratio ≤ 2.0, ≤ 10 queries, as many with many funding lines",
        ours_time, floor_time, ours_time / floor_time, sent, FULL,
        facts={
            "bytes": size,
            "bytes_of_floor": len(bare.get(path).content),
            "queries_of_many": sent_many,
        },
    )  # fmt: skip
    line.require(line.ratio <= 2.0, f"ratio {line.ratio:.2f}")  # noqa: PLR2004
    line.require(sent <= MOST_QUERIES, f"{sent} queries")
    line.require(sent_many == sent, f"{sent_many} queries with many lines, {sent} with few")
    line.require(not repeated, f"sent twice: {'; '.join(repeated)[:200]}")
    line.require(
        Action.objects.filter(participation=few).count() == FULL, f"there are not {FULL} actions"
    )
    return line


def workbook(scale: Scale) -> Line:
    """The plan of 200 actions with six funding lines each, from the database to the last byte.

    The floor sends the very statements, fetches every row and hands sheets that are ready to
    the fastest writer.
    """
    number = fill_plans(scale).many.pk

    def load() -> Participation:
        return Participation.objects.select_related("place__municipality", "programme__region").get(
            pk=number
        )

    ready = [_plain(sheet) for sheet in of_draft(load())]

    def ours() -> bytes:
        return book(load())

    fetch = same_statements(ours)
    ours_time, floor_time = in_turn([ours, lambda: (fetch(), write_sheets(ready))], FILE_PAIRS)
    rows = sum(len(list(sheet.rows)) for sheet in ready)
    line = Line(
        "plan_xlsx", "ratio ≤ 1.5", ours_time, floor_time, ours_time / floor_time,
        queries(ours)[0], rows,
    )  # fmt: skip
    line.require(line.ratio <= 1.5, f"ratio {line.ratio:.2f}")  # noqa: PLR2004
    line.require(rows >= FULL, f"{rows} rows")
    return line


def _plain(sheet: Sheet) -> Sheet:
    """The sheet with rows that the writer takes as they are."""
    rows = [
        tuple(float(cell) if isinstance(cell, Decimal) else cell for cell in row)
        for row in sheet.rows
    ]
    return replace(sheet, rows=rows)


def overview(scale: Scale) -> Line:
    """The page of the money of 500 places against the one aggregate that it needs."""
    fill_plans(scale)
    site = Site(scale.admin)
    address = reverse("reports:money")
    programmes = list(
        scale.participations.order_by().values_list("programme_id", flat=True).distinct()
    )
    ours_time, floor_time = in_turn(
        [partial(site.get, address), partial(money.aggregate, programmes)], PAIRS
    )
    sent, repeated = queries(partial(site.get, address))
    line = Line(
        f"funding_overview_{scale.places}", "≤ 3 × the aggregate query, ≤ 10 queries",
        ours_time, floor_time, ours_time / floor_time, sent, scale.places,
    )  # fmt: skip
    line.require(line.ratio <= 3.0, f"ratio {line.ratio:.2f}")  # noqa: PLR2004
    line.require(sent <= MOST_QUERIES, f"{sent} queries")
    line.require(not repeated, f"sent twice: {'; '.join(repeated)[:200]}")
    return line
