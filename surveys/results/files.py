"""Results as files: what the page shows, and no cell more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from core import exports
from core.exports import Column, Sheet
from core.pdf import html_to_pdf
from surveys.models import QuestionKind as Kind
from surveys.models import Survey
from surveys.results.counting import Line, Tally
from surveys.results.pages import Shown, changes, groups_of_both, mean_rank, typical
from surveys.results.protection import Cell
from surveys.results.rules import sheet_of


def pdf(survey: Survey, parts: dict[str, Any]) -> bytes:
    """The results on paper."""
    context = {"survey": survey, "sheet": sheet_of(survey), "on": timezone.localdate(), **parts}
    return html_to_pdf(render_to_string("surveys/results/pdf.html", context))


def _columns() -> list[Column]:
    return [
        Column(_("No."), "number", 6),
        Column(_("Question"), width=50),
        Column(_("Line"), width=30),
        Column(_("Answer"), width=24),
        Column(_("Municipality"), width=20),
        Column(_("Group"), width=20),
        Column(_("Answers"), "number", 10),
        Column(_("Value"), "figure", 10),
        Column(_("Unit"), width=16),
    ]


def _domains(shown: Shown) -> Iterator[tuple[str, str, frozenset[Cell]]]:
    """Municipality, group and cells of every view: all together, then one by one."""
    results, everything = shown.results, _("All")
    allowed = shown.look.towns
    towns: list[tuple[str, list[int | None] | None]] = [(everything, None)]
    towns += [
        (name, [pk]) for pk, name in results.towns.items() if allowed is None or pk in allowed
    ]
    for town, pks in towns:
        yield town, everything, results.cells(None, pks)
        for group in results.groups:
            yield town, group.name, results.cells([group.pk], pks)


def long_rows(shown: Shown) -> Iterator[list[Any]]:
    """A row for each number: question, line, answer, municipality, group, answers, value."""
    domains = list(_domains(shown))
    numbers = {ask.pk: at for at, ask in enumerate(shown.results.paper.asks, start=1)}
    for line in shown.results.lines:
        start = [
            numbers[line.ask.pk],
            shown.words(line.ask).text,
            shown.label(line) if line.row else "",
        ]
        for town, group, cells in domains:
            tally = shown.results.tally(line, cells)
            if tally.count:
                for answer, value, unit in _values(shown, line, tally):
                    yield [*start, answer, town, group, tally.count, value, unit]


def _values(shown: Shown, line: Line, tally: Tally) -> Iterator[tuple[str, Any, str]]:
    ask, percent = line.ask, _("per cent")
    if ask.scale:
        for step in ask.scale:
            yield str(step), tally.share(step), percent
        yield _("Mean"), round(tally.mean or 0, 2), _("on the scale")
    elif ask.kind == Kind.RANKING:
        for option in ask.options:
            name = option.text(shown.language, shown.results.paper.language)
            yield name, tally.share((option.pk, 1)), _("per cent put it first")
            rank = mean_rank(tally, option.pk)
            if rank is not None:
                yield name, round(rank, 2), _("mean place")
    elif ask.options:
        for option in ask.options:
            name = option.text(shown.language, shown.results.paper.language)
            yield name, tally.share(option.pk), percent
    else:
        # A number here is a rounded one: no single answer is repeated.
        yield _("In the middle"), None, typical(tally.quantile(0.5))


def csv(shown: Shown) -> bytes:
    """The long table."""
    return exports.csv_bytes(_columns(), long_rows(shown))


def side_by_side(shown: Shown) -> Sheet:
    """Every line on a scale with the share of each group above its middle."""
    rows = [[row.sub, row.label, *row.shares, row.difference] for row in shown.side_by_side()]
    return Sheet(
        _("Groups side by side"),
        [
            Column(_("Question"), width=40),
            Column(_("Line"), width=40),
            *(Column(name, "number", 14) for name in shown.names),
            Column(_("Difference, percentage points"), "number", 14),
        ],
        rows,
    )


def then_and_now(shown: Shown, before: Shown) -> Sheet:
    """Lines that both surveys ask, of all and of each group that stands in both."""
    groups = ["", *(one.name for one in groups_of_both(shown.results, before.results))]
    return Sheet(
        _("Before and after"),
        [
            Column(_("Group"), width=24),
            Column(_("Line"), width=50),
            Column(before.results.survey.name, "number", 20),
            Column(shown.results.survey.name, "number", 20),
            Column(_("Change, percentage points"), "number", 14),
        ],
        [
            [group or _("All"), one.label, one.then, one.now, one.moved]
            for group in groups
            for one in changes(shown, before, group)
        ],
    )


def workbook(shown: Shown, before: Shown | None = None) -> bytes:
    """The long table, comparisons, who answered, and the free text that was released."""
    who = shown.who()
    told = [
        [named.name, *(_answered(cell) for cell in cells), _answered(whole)]
        for named, cells, whole in who["rows"]
    ]
    heads = [Column(_("Group"), width=24), *(Column(one, width=18) for one in who["towns"])]
    texts = [
        [block.number, block.title, one["text"], getattr(one["group"], "name", ""), one["town"]]
        for block in shown.blocks()
        for one in block.texts
    ]
    return exports.xlsx(
        [
            Sheet(_("Results"), _columns(), long_rows(shown)),
            side_by_side(shown),
            *([then_and_now(shown, before)] if before else []),
            Sheet(_("Who answered"), [*heads, Column(_("All"))], told),
            Sheet(
                _("Free text"),
                [
                    Column(_("No."), "number", 6),
                    Column(_("Question"), width=40),
                    Column(_("In their own words"), width=80),
                    Column(_("Group"), width=20),
                    Column(_("Municipality"), width=20),
                ],
                texts,
            ),
        ]
    )


def _answered(cell: dict[str, Any]) -> str:
    if cell["hidden"]:
        return _("Not shown")
    if cell["invited"]:
        said = {"answered": cell["answered"], "invited": cell["invited"]}
        return _("%(answered)d of %(invited)d") % said
    return str(cell["answered"])
