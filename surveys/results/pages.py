"""What the results show, as plain values: the same for the page, the files and the reports."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.group_charts import Dot, bar_line, decimal, dot_line, key_line, mark
from core.palette import Palette
from surveys.models import QuestionKind as Kind
from surveys.models import Release
from surveys.paper import Ask, GroupMark, Words
from surveys.results.counting import Line, Results, Tally, percent
from surveys.results.points import PointMap
from surveys.results.protection import Cell
from surveys.results.services import mark_of, texts_of

#: From so many times the limit on, quartiles are told beside the median.
QUARTILES = 2


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks: at one municipality or all, sorted, for page or paper."""

    town: int | None = None
    by_difference: bool = False
    palette: Palette = "page"
    #: The municipalities that the reader may look at one by one; None: all of them.
    towns: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A group as it is drawn."""

    name: str
    mark: str
    svg: SafeString


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a block: its name, the picture, and a text for each column."""

    label: str
    svg: SafeString | str
    cells: list[str]
    difference: int | None = None
    #: The shares that the cells tell, each group's and that of all.
    shares: Sequence[int | None] = ()
    group: Named | None = None
    #: The question of a matrix, where rows of several stand together.
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """What came of one question. `heads` name the columns of the rows' cells."""

    ask: Ask
    number: int
    title: str
    kind: str
    heads: list[str]
    rows: list[Row]
    #: Steps of a scale with their tones.
    legend: list[tuple[SafeString, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    map: PointMap | None = None


class Shown:
    """The results as one reader sees them."""

    def __init__(self, results: Results, look: Look) -> None:
        self.results, self.look = results, look
        self.language = (get_language() or results.paper.language)[:2]
        self.groups = [
            Named(one.name, one.mark, mark(one.mark, look.palette)) for one in results.groups
        ]
        towns = None if look.town is None else [look.town]
        self._cells = [results.cells([one.pk], towns) for one in results.groups]
        self._all = results.cells(None, towns)

    # --- Words

    def words(self, ask: Ask) -> Words:
        """The question's words for this reader."""
        return ask.words(None, self.language, self.results.paper.language)

    def label(self, line: Line) -> str:
        """What a line is called: the question, or the row of the matrix."""
        if line.row:
            return line.row.text(self.language, self.results.paper.language)
        return self.words(line.ask).text

    # --- Numbers

    def tallies(self, line: Line) -> list[Tally]:
        """Of each group."""
        return [self.results.tally(line, cells) for cells in self._cells]

    def whole(self, line: Line) -> Tally:
        """Of all groups together."""
        return self.results.tally(line, self._all)

    def side_by_side(self) -> list[Row]:
        """Every line on a scale, with the share of each group above the middle."""
        rows = [
            self._dots(line, self.label(line), partial(favourable, line))
            for line in self.results.lines
            if line.ask.scale
        ]
        told = zip(rows, (line for line in self.results.lines if line.ask.scale), strict=True)
        shown = [
            replace(row, sub=self.words(line.ask).text if line.row else "")
            for row, line in told
            if row.svg
        ]
        if self.look.by_difference:
            shown.sort(key=lambda row: -(row.difference or 0))
        return shown

    def _dots(self, line: Line, label: str, share: Callable[[Tally], int | None]) -> Row:
        shares = [share(tally) for tally in self.tallies(line)]
        return self._dot_row(label, shares, share(self.whole(line)))

    def _dot_row(self, label: str, shares: Sequence[int | None], whole: int | None) -> Row:
        told = [one for one in shares if one is not None]
        dots = [
            Dot(share, group.mark, str(share))
            for group, share in zip(self.groups, shares, strict=True)
            if share is not None
        ]
        return Row(
            label,
            dot_line(dots, palette=self.look.palette) if dots else "",
            [said(one) for one in (*shares, whole)],
            max(told) - min(told) if len(told) > 1 else None,
            (*shares, whole),
        )

    # --- Who answered

    def who(self) -> dict[str, Any]:
        """Group × municipality with rates; what is hidden is said, not left out."""
        results, allowed = self.results, self.look.towns
        towns = {
            town: name for town, name in results.towns.items() if allowed is None or town in allowed
        }
        hidden = 0
        rows = []
        for group, named in zip(results.groups, self.groups, strict=True):
            cells = [self._who_cell(results.cells([group.pk], [town])) for town in towns]
            hidden += sum(cell["hidden"] for cell in cells)
            rows.append((named, cells, self._who_cell(results.cells([group.pk]))))
        return {
            "towns": list(towns.values()),
            "rows": rows,
            "notes": self._who_notes(hidden),
            "answered": results.answered(results.cells()),
            "invited": sum(results.invited.values()),
        }

    def _who_cell(self, cells: Collection[Cell]) -> dict[str, Any]:
        results = self.results
        answered = results.answered(cells)
        invited = sum(results.invited.get(cell, 0) for cell in cells)
        return {
            "answered": answered,
            "invited": invited,
            "rate": percent(answered, invited) if answered <= invited else None,
            # Not so long as people answer: there nothing is merged, and what is small waits.
            "hidden": not answered and any(results.base.hides(cell) for cell in cells),
        }

    def _who_notes(self, hidden: int) -> list[str]:
        limit = self.results.survey.limit
        notes = []
        if not self.results.closed:
            notes.append(
                _(
                    "People still answer. A group in a municipality is shown from %(many)d answers "
                    "on, and the newest %(few)d wait, so that no answer can be told from the next."
                )
                % {"many": 2 * limit, "few": limit}
            )
        if hidden:
            notes.append(
                _(
                    "Fewer than %(limit)d answered in some cells. They are not shown, and one more "
                    "is hidden where the number could be worked out. The answers count in “All”, "
                    "unless fewer than %(limit)d answered in the whole group."
                )
                % {"limit": limit}
            )
        return notes

    # --- Question by question

    def blocks(self) -> list[Block]:
        """What came of each question, in the order of the questionnaire."""
        texts = self._texts()
        by_ask: defaultdict[int, list[Line]] = defaultdict(list)
        for line in self.results.lines:
            by_ask[line.ask.pk].append(line)
        return [
            self._block(number, ask, by_ask[ask.pk], texts.get(ask.pk, []))
            for number, ask in enumerate(self.results.paper.asks, start=1)
        ]

    def _block(
        self, number: int, ask: Ask, lines: list[Line], texts: list[dict[str, Any]]
    ) -> Block:
        heads, rows, legend, notes = self._drawn(ask, lines)
        counts = [tally.count for line in lines for tally in [self.whole(line)]]
        if lines and not any(counts):
            rows = []
            notes = [
                _("Too few answered: results are shown from %(limit)d on.")
                % {"limit": self.results.survey.limit}
            ]
        elif counts:
            most = max(counts)
            notes = [ngettext("%(n)d answer", "%(n)d answers", most) % {"n": most}, *notes]
        place = (
            PointMap.read(self.results, ask, self.look.palette) if ask.kind == Kind.POINT else None
        )
        return Block(
            ask=ask,
            number=number,
            title=self.words(ask).text,
            kind=str(Kind(ask.kind).label),
            heads=heads,
            rows=rows,
            legend=legend,
            notes=notes,
            texts=texts,
            map=place,
        )  # fmt: skip

    def _drawn(self, ask: Ask, lines: list[Line]) -> _Parts:
        if ask.scale:
            return self._scale(ask, lines)
        if ask.kind == Kind.RANKING:
            return self._ranking(ask, lines)
        if ask.options:
            return self._choices(ask, lines)
        if lines:
            return self._numbers(lines)
        return [], [], [], []  # own words and points

    @property
    def names(self) -> list[str]:
        """What the columns of shares are called."""
        return [*(one.name for one in self.groups), _("All")]

    def _scale(self, ask: Ask, lines: list[Line]) -> _Parts:
        steps, words = list(ask.scale), self.words(ask)
        ends = {steps[0]: words.low, steps[-1]: words.high}
        legend = [
            (
                key_line(at, len(steps), self.look.palette),
                f"{step} {ends.get(step, '')}".strip(),
            )
            for at, step in enumerate(steps)
        ]
        rows = []
        for line in lines:
            for group, tally in zip(self.groups, self.tallies(line), strict=True):
                if not tally.count:
                    continue
                shares = [100 * tally.values[step] / tally.count for step in steps]
                rows.append(
                    Row(
                        self.label(line) if line.row else "",
                        bar_line(shares, palette=self.look.palette),
                        [
                            decimal(tally.mean or 0),
                            str(tally.count),
                            *(said(tally.share(step)) for step in steps),
                        ],
                        group=group,
                    )
                )
        return [_("Mean"), _("Answers"), *(str(step) for step in steps)], rows, legend, []

    def _choices(self, ask: Ask, lines: list[Line]) -> _Parts:
        line = lines[0]
        rows = [
            self._dots(line, self._said(option), partial(_share, option.pk))
            for option in ask.options
        ]
        notes = []
        if ask.kind == Kind.SEVERAL:
            notes.append(
                _("Share of those who answered. Several could be chosen: over 100 % in all.")
            )
        return self.names, rows, [], notes

    def _said(self, option: Any) -> str:
        text: str = option.text(self.language, self.results.paper.language)
        return text

    def _ranking(self, ask: Ask, lines: list[Line]) -> _Parts:
        tallies = [*self.tallies(lines[0]), self.whole(lines[0])]
        order = sorted(ask.options, key=lambda one: mean_rank(tallies[-1], one.pk) or 99)
        rows = []
        for option in order:
            firsts = [tally.share((option.pk, 1)) for tally in tallies]
            dots = self._dot_row(self._said(option), firsts[:-1], firsts[-1])
            ranks = [mean_rank(tally, option.pk) for tally in tallies]
            cells = [
                f"{decimal(rank)} ({said(first)})" if rank is not None else "–"
                for rank, first in zip(ranks, firsts, strict=True)
            ]
            rows.append(Row(dots.label, dots.svg, cells, dots.difference))
        note = _("Mean place, in brackets the share that put it first. 1 is first.")
        return self.names, rows, [], [note]

    def _numbers(self, lines: list[Line]) -> _Parts:
        rows = []
        all_of_them = Named(_("All"), "", SafeString(""))
        tallies = [*self.tallies(lines[0]), self.whole(lines[0])]
        for group, tally in zip([*self.groups, all_of_them], tallies, strict=True):
            if not tally.count:
                continue
            cells = [typical(tally.quantile(0.5)), "–", str(tally.count)]
            if tally.count >= QUARTILES * self.results.survey.limit:
                cells[1] = f"{typical(tally.quantile(0.25))} – {typical(tally.quantile(0.75))}"
            rows.append(Row(group.name, "", cells, group=group))
        return [_("In the middle"), _("Half of all lie between"), _("Answers")], rows, [], []

    # --- Free text

    def _texts(self) -> dict[int, list[dict[str, Any]]]:
        """Texts that were released, by question. Their order says nothing: it is that of words."""
        survey, allowed = self.results.survey, self.look.towns
        rows = texts_of(survey).filter(release=Release.SHOWN)
        found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for question, text, group, town in rows.order_by("text").values_list(
            "question", "text", "response__group", "response__municipality"
        ):
            if self.look.town is not None and self.look.town != town:
                continue
            whose = self.whose((group, town), towns=allowed)
            if self.look.town is None or whose["town"]:
                found[question].append({"text": text, **whose})
        return found

    def whose(self, cell: Cell, *, towns: frozenset[int] | None = None) -> dict[str, Any]:
        """Of whom a text is, as far as so many answered that it names nobody."""
        group, town = cell
        results = self.results
        known: dict[int | None, Named] = {
            one.pk or None: named for one, named in zip(results.groups, self.groups, strict=True)
        }
        told = results.answered(results.cells([group])) > 0
        alone = results.answered([cell]) > 0 and (towns is None or town in towns)
        return {
            "group": known.get(group) if told else None,
            "town": results.towns.get(town, "") if alone and town is not None else "",
        }

    def waiting(self) -> list[dict[str, Any]]:
        """All texts with their state, for who lets them be read: those to be read first on top."""
        order = {Release.WAITING: 0, Release.SHOWN: 1, Release.HIDDEN: 2}
        rows = texts_of(self.results.survey).values_list(
            "question", "text", "release", "response__group", "response__municipality"
        )
        found: dict[tuple[int, str, str], dict[str, Any]] = {}
        for question, text, release, group, town in rows.order_by("question", "text"):
            if question not in self.results.paper.by_pk:
                continue
            key = (question, text, release)
            one = found.setdefault(
                key,
                {
                    "question": question,
                    "title": self.words(self.results.paper.by_pk[question]).text,
                    "text": text,
                    "mark": mark_of(self.results.survey, text),
                    "release": release,
                    "said": Release(release).label,
                    "times": 0,
                    **self.whose((group, town)),
                },
            )
            one["times"] += 1
        return sorted(found.values(), key=lambda one: order[one["release"]])


#: Headings, rows, legend, notes.
_Parts = tuple[list[str], list[Row], list[tuple[SafeString, str]], list[str]]


def _share(value: Any, tally: Tally) -> int | None:
    return tally.share(value)


def favourable(line: Line, tally: Tally) -> int | None:
    """The share that answered above the middle of the scale: 4 and 5 of 1 to 5."""
    steps = line.ask.scale
    return tally.share_of(step for step in steps if 2 * step > steps[0] + steps[-1])


def mean_rank(tally: Tally, choice: int) -> float | None:
    """The mean place of a choice among those who gave it one."""
    ranks = {key[1]: count for key, count in tally.values.items() if key[0] == choice}
    many = sum(ranks.values())
    return sum(rank * count for rank, count in ranks.items()) / many if many else None


def typical(value: Any) -> str:
    """A number to two significant digits, a day as its month: no single answer is repeated."""
    if isinstance(value, dt.date):
        return date_format(value, "F Y")
    rounded = float(f"{float(value):.2g}")
    whole = rounded.is_integer()
    return number_format(int(rounded) if whole else rounded, use_l10n=True, force_grouping=True)


def said(share: int | None) -> str:
    """A share in words; a dash where nothing is shown."""
    return "–" if share is None else f"{share}\N{NO-BREAK SPACE}%"


# --- Before and after


@dataclass(frozen=True, slots=True)
class Change:
    """A line then and now, in per cent above the middle of its scale."""

    label: str
    then: int
    now: int
    svg: SafeString

    @property
    def moved(self) -> int:
        """Percentage points."""
        return self.now - self.then


def changes(now: Shown, before: Shown, group: str = "") -> list[Change]:
    """Lines on a scale that both surveys ask, of all or of the group of this name.

    A line is known again by its theme, else by its words.
    """
    known = {_name(before, line): line for line in before.results.lines if line.ask.scale}
    found = []
    for line in now.results.lines:
        earlier = known.get(_name(now, line)) if line.ask.scale else None
        if earlier is None or len(earlier.ask.scale) != len(line.ask.scale):
            continue
        shares = [
            favourable(of, shown.results.tally(of, _cells_named(shown, group)))
            for shown, of in ((before, earlier), (now, line))
        ]
        if shares[0] is None or shares[1] is None:
            continue
        dots = [Dot(shares[0], "then", str(shares[0])), Dot(shares[1], "circle", str(shares[1]))]
        picture = dot_line(dots, palette=now.look.palette)
        found.append(Change(now.label(line), shares[0], shares[1], picture))
    return found


def _cells_named(shown: Shown, group: str) -> frozenset[Cell]:
    towns = None if shown.look.town is None else [shown.look.town]
    pks: Iterable[int] | None = [one.pk for one in shown.results.groups if one.name == group]
    return shown.results.cells(pks if group else None, towns)


def _name(shown: Shown, line: Line) -> tuple[str, str]:
    theme = shown.results.themes.get(line.ask.pk, "")
    return theme, "" if theme else shown.label(line).casefold().strip()


def groups_of_both(now: Results, before: Results) -> list[GroupMark]:
    """Groups that stand in both surveys under one name."""
    names = {one.name for one in before.groups}
    return [one for one in now.groups if one.name in names]
