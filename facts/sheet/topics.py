"""The topics of a fact sheet: each with its finding, its chart, what it is beside, its sources.

Page, print, PDF, screens and downloads draw these same values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.charts import Chart, Point
from core.fact_charts import (
    Amount,
    Band,
    Bar,
    Mark,
    Marked,
    Way,
    bars_chart,
    key,
    marks_chart,
    pyramid,
    said,
    series_chart,
    signed,
    two_ways,
)
from core.palette import Palette
from facts.models import Measure, Status
from facts.models import Topic as TopicKey
from facts.sheet import findings
from facts.sheet.findings import GROUPS, Finding
from facts.sheet.reading import (
    COUNTY,
    MOVES,
    MOVES_YEARS,
    MUNICIPALITY,
    PLACE,
    SUMMED,
    Known,
    sources_of,
)
from facts.sheet.rules import (
    BANDS,
    OPEN_END,
    Figure,
    ages_of,
    band_name,
    change,
    in_bands,
    middle,
    net_per_1000,
    parts_of,
    sex_of,
    spans,
)

#: Who has which mark: never colour alone.
MARKS: dict[str, Mark] = {
    PLACE: "circle", MUNICIPALITY: "square", COUNTY: "triangle", "peers": "diamond",
}  # fmt: skip
#: A unit of our own: heads for each hundred inhabitants.
PER_HUNDRED = "per hundred"
COMPARED = (MUNICIPALITY, COUNTY, "peers")
#: How many bars a topic has; the rest is summed.
MOST_BARS = 8


@dataclass(frozen=True, slots=True)
class Small:
    """A small table under a chart."""

    caption: str
    headers: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One topic as it is shown. Without a chart nothing is known yet.

    `whose` names the municipality where its figures stand in for the place's. `fetched` is the
    day on which the newest of the figures came.
    """

    key: str
    title: str
    finding: Finding | None = None
    chart: Chart | None = None
    legend: list[tuple[str, str]] = field(default_factory=list)
    small: Small | None = None
    sources: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    whose: str = ""
    made_up: bool = False
    fetched: dt.date | None = None
    figures: list[Figure] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """Whether there is anything to show."""
        return self.chart is not None


@dataclass(frozen=True)
class Scene:
    """What topics are built from: the figures, who is compared with, and where it is drawn."""

    known: Known
    compared: frozenset[str] = frozenset(COMPARED)
    palette: Palette = "page"
    used: list[Figure] = field(default_factory=list)

    def note(self, *figures: Figure | None) -> None:
        """Remember what was shown, for the sources."""
        self.used.extend(one for one in figures if one is not None)

    @property
    def others(self) -> list[str]:
        """Who is beside the place: its municipality, its county, its peers together."""
        known = self.known
        return [
            one
            for one in COMPARED
            if one in self.compared and (one in known.subjects or (one == "peers" and known.peers))
        ]

    def name(self, who: str) -> str:
        """What somebody is called in a legend."""
        if who != "peers":
            return self.known.name(who)
        return _("Places like mine (%(count)s)") % {"count": len(self.known.peers)}

    def value(self, who: str, measure: str) -> Amount | None:
        """The newest undivided number of a measure; of peers the median. None for none at all."""
        if who == "peers":
            rows = [self.known.latest(one, measure) for one in self.known.peers]
            self.note(*rows)
            found = middle(one.value for one in rows if one is not None)
            return None if found is None else Amount(found)
        one = self.known.latest(who, measure)
        self.note(one)
        return None if one is None else amount(one)


def amount(one: Figure) -> Amount:
    """A figure with what qualifies it, or why there is no number."""
    words = {
        Status.PROTECTED: _("protected: too few people"),
        Status.MISSING: pgettext("a figure", "missing"),
        Status.ESTIMATED: pgettext("a figure", "estimated"),
    }
    return Amount(one.value, words.get(one.status, ""), one.decimals or 1)  # type: ignore[call-overload]


def topics_of(scene: Scene) -> list[Shown]:
    """All topics in their order, apart from services."""
    return [topic_of(scene, one) for one in _BUILDERS]


def topic_of(scene: Scene, topic: str) -> Shown:
    """One topic."""
    own = Scene(scene.known, scene.compared, scene.palette)
    shown = _BUILDERS[topic](own)
    used = own.used
    gaps = [*shown.gaps, *_gaps(used, scene.known)] if shown.known else shown.gaps
    return replace(
        shown,
        sources=sources_of(used, scene.known) if shown.known else [],
        gaps=list(dict.fromkeys(gaps)),
        made_up=any(one.made_up for one in used),
        figures=list({id(one): one for one in used}.values()),
        fetched=max((one.retrieved_on for one in used if one.retrieved_on), default=None),
    )


def _gaps(used: Iterable[Figure], known: Known) -> list[str]:
    """What is protected, estimated or missing among the place's own, in words."""
    own = [one for one in used if one.who == PLACE]
    found = []
    if any(one.status == Status.PROTECTED for one in own):
        found.append(
            _("Some figures of %(place)s are protected: so few people that they could be known.")
            % {"place": known.name(PLACE)}
        )
    if any(one.status == Status.ESTIMATED for one in own):
        found.append(_("Some figures are estimated by their source."))
    if any(one.status == Status.MISSING for one in own):
        found.append(_("Some figures are missing at their source."))
    return found


def _of_legend(scene: Scene, mark: Any, words: str) -> tuple[str, str]:
    return key(mark, words, scene.palette), words


def _empty(topic: TopicKey) -> Shown:
    return Shown(topic.value, str(topic.label))


def _whose(scene: Scene, *measures: str) -> str:
    """Whose figures of these are drawn: the place's, else its municipality's, else nobody's."""
    return next((one for one in (PLACE, MUNICIPALITY) if scene.known.has(one, *measures)), "")


# --- Population


def population(scene: Scene) -> Shown:
    """The series, cut at its breaks; change within each stretch beside others'."""
    known = scene.known
    who = _whose_series(known)
    if not who:
        return _empty(TopicKey.POPULATION)
    series = known.series(who, Measure.POPULATION)
    scene.note(*series)
    whole = known.people(MUNICIPALITY, series[-1].year) if who == PLACE else None
    # A real series is not set beside a made-up number.
    near = (
        whole is not None
        and abs(whole.year - series[-1].year) <= 3  # noqa: PLR2004
        and whole.made_up <= series[-1].made_up
    )
    found = findings.population(series, whole.value if whole and near else None)
    if near:
        scene.note(whole)

    def broken(year: float) -> tuple[str, str]:
        return (
            _("New delimitation %(year)s") % {"year": int(year)},
            _("Numbers before and after cannot be compared directly"),
        )

    chart = series_chart(
        [Point(one.year, one.value or 0.0, one.source, one.series_break) for one in series],
        title=_("Inhabitants of %(place)s") % {"place": known.name(who)},
        description=str(found),
        heading=_("Inhabitants"),
        broken=broken,
        palette=scene.palette,
    )
    if len(series) == 1:
        chart = replace(chart, svg=SafeString(""))  # one number is no picture
    return _of(scene, TopicKey.POPULATION, who, found, chart, small=_changes(scene, series))


def _whose_series(known: Known) -> str:
    return next((one for one in (PLACE, MUNICIPALITY) if known.series(one, Measure.POPULATION)), "")


def _changes(scene: Scene, series: Sequence[Figure]) -> Small | None:
    rows = []
    others = scene.others
    for start, end in spans(series):
        own = change(series, start, end)
        if own is None:
            continue
        cells = [f"{start}–{end}", _percent(own)]
        cells += [_percent(_change_of(scene, who, start, end)) for who in others]
        rows.append(cells)
    if not rows:
        return None
    kept = [at for at in range(2, len(rows[0])) if any(row[at] != "–" for row in rows)]
    headers = [_("Change within one delimitation"), scene.known.name(series[0].who)]
    headers += [scene.name(others[at - 2]) for at in kept]
    return Small(headers[0], headers, [[*row[:2], *(row[at] for at in kept)] for row in rows])


def _change_of(scene: Scene, who: str, start: int, end: int) -> float | None:
    """Somebody's change between the very same years; of peers the median."""
    keys = scene.known.peers if who == "peers" else [who]
    found = []
    for one in keys:
        series = scene.known.series(one, Measure.POPULATION)
        value = change(series, start, end)
        if value is not None:
            scene.note(*(each for each in series if each.year in {start, end}))
        found.append(value)
    return middle(found)


def _percent(value: float | None) -> str:
    return "–" if value is None else signed(value, 0, "%")


# --- Age


def age(scene: Scene) -> Shown:
    """The pyramid in per cent of all, with the municipality as an outline."""
    known = scene.known
    who = next(
        (
            one
            for one in (PLACE, MUNICIPALITY)
            if known.divided(one, Measure.POPULATION, "age", "sex")
        ),
        "",
    )
    if not who:
        return _empty(TopicKey.AGE)
    own = _Ages.of(known.divided(who, Measure.POPULATION, "age", "sex"))
    other = None
    if who == PLACE and MUNICIPALITY in scene.others:
        rows = known.divided(MUNICIPALITY, Measure.POPULATION, "age", "sex")
        other = _Ages.of(rows) if rows else None
    found, strong = findings.ages(own.groups(), other.groups() if other else None)
    bands = [
        Band(
            band_name(band),
            own.share("men", band),
            own.share("women", band),
            other.share("men", band).value if other else None,
            other.share("women", band).value if other else None,
            strong=bool(strong) and _within(band, GROUPS[strong]),
        )
        for band in BANDS
    ]
    scene.note(*own.figures, *(other.figures if other else ()))
    name = known.name(who)
    beside = (
        (
            _("Men, %(name)s") % {"name": known.name(MUNICIPALITY)},
            _("Women, %(name)s") % {"name": known.name(MUNICIPALITY)},
        )
        if other
        else None
    )
    chart = pyramid(
        bands,
        title=_("Ages in %(place)s") % {"place": name},
        description=str(found),
        names=(_("Men"), _("Women")),
        others=beside,
        unit=_("per cent of the inhabitants"),
        palette=scene.palette,
    )
    legend = [_of_legend(scene, "bar", name)]
    if strong:
        text = _("%(place)s, the ages that the text names") % {"place": name}
        legend.append(_of_legend(scene, "strong", text))
    if other:
        legend.append(_of_legend(scene, "line", known.name(MUNICIPALITY)))
    return _of(scene, TopicKey.AGE, who, found, chart, legend=legend)


def _within(band: tuple[int, int], ages: tuple[int, int]) -> bool:
    return ages[0] <= band[0] and band[1] <= max(ages[1], band[0])


@dataclass(frozen=True, slots=True)
class _Ages:
    """People by sex and band, as shares of all whose age and sex are known."""

    figures: list[Figure]
    bands: dict[tuple[str, tuple[int, int]], Figure | None]
    whole: float

    @classmethod
    def of(cls, rows: Sequence[Figure]) -> _Ages:
        bands: dict[tuple[str, tuple[int, int]], Figure | None] = {}
        for sex in ("men", "women"):
            of_sex = [one for one in rows if sex_of((one.dims or {})["sex"]) == sex]
            bands |= {(sex, band): one for band, one in in_bands(of_sex).items()}
        whole = sum(one.value or 0.0 for one in bands.values() if one is not None)
        return cls(list(rows), bands, whole)

    def share(self, sex: str, band: tuple[int, int]) -> Amount:
        """The share of a band in per cent, or why it is not known."""
        one = self.bands[sex, band]
        if one is None:
            return Amount(None, pgettext("a figure", "missing"))
        if one.value is None or not self.whole:
            return amount(one)
        return Amount(one.value / self.whole * 100, amount(one).words)

    def groups(self) -> dict[str, float]:
        """Shares of the ages that are talked about; without those that are not wholly known."""
        found: dict[str, float] = {}
        for name, ages in GROUPS.items():
            parts = [one for (_sex, band), one in self.bands.items() if _within(band, ages)]
            if self.whole and all(one is not None and one.value is not None for one in parts):
                found[name] = sum(one.value or 0 for one in parts if one) / self.whole * 100
        return found


# --- Moves


def moves(scene: Scene) -> Shown:
    """Out and in by age, a mean of the last years, and the net for each thousand."""
    known = scene.known
    who = _whose(scene, *MOVES)
    if not who:
        return _empty(TopicKey.MOVES)
    out = _means(known.of(who, Measure.MOVES_OUT), "age")
    into = _means(known.of(who, Measure.MOVES_IN), "age")
    scene.note(*known.of(who, Measure.MOVES_OUT), *known.of(who, Measure.MOVES_IN))
    labels = [one for one in out if one in into] + [one for one in into if one not in out]
    missing = Amount(None, pgettext("a figure", "missing"))
    ways = [
        Way(_age_label(one), out.get(one, missing), into.get(one, missing))
        for one in sorted(labels, key=_age_order)
    ]
    all_out, all_in = (_whole(known, who, one) for one in (Measure.MOVES_OUT, Measure.MOVES_IN))
    if not ways:
        ways = [Way(_("All ages"), Amount(all_out), Amount(all_in))]
    net = {way.label: way.net for way in ways if way.net is not None}
    total = (all_in or 0.0) - (all_out or 0.0)
    if all_in is None or all_out is None:
        found = Finding(_("Moves are not wholly known."))
    else:
        found = findings.moves(net if len(ways) > 1 else {}, total)
    chart = two_ways(
        ways,
        title=_("Moves to and from %(place)s") % {"place": known.name(who)},
        description=str(found),
        names=(_("Age"), _("Out a year"), _("In a year"), _("Net")),
        palette=scene.palette,
    )
    legend = [
        _of_legend(scene, "out", _("Out a year")),
        _of_legend(scene, "bar", _("In a year")),
    ]
    small = _net_table(scene, who)
    return _of(scene, TopicKey.MOVES, who, found, chart, legend=legend, small=small)


def _means(rows: Sequence[Figure], dim: str) -> dict[str, Amount]:
    """The mean a year for each part; a part that one year keeps back is not known."""
    parts: dict[str, list[Figure]] = {}
    for one in rows:
        if set(one.dims or ()) == {dim}:
            parts.setdefault((one.dims or {})[dim], []).append(one)
    found = {}
    for name, figures in parts.items():
        unknown = next((one for one in figures if one.value is None), None)
        if unknown is not None:
            found[name] = amount(unknown)
        else:
            found[name] = Amount(sum(one.value or 0.0 for one in figures) / len(figures))
    return found


def _whole(known: Known, who: str, measure: str) -> float | None:
    """All moves a year, as a mean of the last years."""
    rows = known.series(who, measure)[-MOVES_YEARS:]
    return sum(one.value or 0.0 for one in rows) / len(rows) if rows else None


def _net_table(scene: Scene, whose: str) -> Small | None:
    known = scene.known
    cells, headers = [], []
    columns = [whose, *(one for one in scene.others if one != whose)] if whose == PLACE else [whose]
    for who in columns:
        keys = known.peers if who == "peers" else [who]
        net = middle(_net(known, one) for one in keys)
        if net is None:
            continue
        for one in keys:
            scene.note(*known.of(one, Measure.MOVES_IN), *known.of(one, Measure.MOVES_OUT))
        headers.append(scene.name(who))
        cells.append(signed(net, 1))
    if not cells:
        return None
    years = sorted({one.year for one in known.of(whose, Measure.MOVES_IN)})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else ""
    heading = _("Net for 1 000 inhabitants a year")
    return Small(
        heading, [heading, *headers], [[_("All ages, %(years)s") % {"years": span}, *cells]]
    )


def _net(known: Known, who: str) -> float | None:
    out, into = (_whole(known, who, one) for one in (Measure.MOVES_OUT, Measure.MOVES_IN))
    people = known.people(who)
    if out is None or into is None or people is None:
        return None
    return net_per_1000(into, out, people.value)


def _age_label(code: str) -> str:
    """Say "18–24" of "18-24"; what a source calls otherwise stands as it is."""
    found = ages_of(code)
    if found is None:
        return code
    if found[1] >= OPEN_END:
        return _("%(from)s and older") % {"from": found[0]}
    return f"{found[0]}–{found[1]}" if found[1] != found[0] else str(found[0])


def _age_order(code: str) -> tuple[int, str]:
    found = ages_of(code)
    return (found[0] if found else 999, code)


# --- What stands beside others as marks: work, income, housing


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of marks: whose numbers by whom, in one unit."""

    label: str
    unit: str
    values: dict[str, Amount]


def _row(scene: Scene, columns: Sequence[str], measure: str, label: str, sex: str) -> _Row | None:
    """The numbers of a measure in one unit: shares, or heads for each hundred, or amounts.

    Whoever has the figure in another unit than the first of `columns` is left out.
    """
    unit, values = None, {}
    for who in columns:
        keys = scene.known.peers if who == "peers" else [who]
        found = [_number(scene, one, measure, sex) for one in keys]
        there = [one for one in found if one is not None]
        if not there:
            continue
        unit = there[0][1] if unit is None else unit
        fitting = [number for number, own in there if own == unit]
        if who != "peers" and fitting:
            values[who] = fitting[0]
        elif (median := middle(one.value for one in fitting)) is not None:
            values[who] = Amount(median)
    return _Row(label, unit or "", values) if values else None


def _number(scene: Scene, who: str, measure: str, sex: str) -> tuple[Amount, str] | None:
    known = scene.known
    one = known.latest(who, measure)
    if sex:
        parts = known.divided(who, measure, "sex")
        one = next((each for each in parts if sex_of((each.dims or {})["sex"]) == sex), None)
    if one is None:
        return None
    scene.note(one)
    if measure not in SUMMED or "%" in one.unit:
        return amount(one), one.unit
    people = known.people(who, one.year)
    if people is None or not people.value or one.value is None:
        return (amount(one), PER_HUNDRED) if one.value is None else None
    return Amount(one.value / people.value * 100, amount(one).words), PER_HUNDRED


def _marked(
    scene: Scene, topic: TopicKey, rows: Sequence[tuple[str, str, str]], *, near: float
) -> Shown:
    """Measures with their labels as rows of marks; the finding is about the first one known."""
    known = scene.known
    who = _whose(scene, *(measure for measure, _label, _sex in rows))
    if not who:
        return _empty(topic)
    beside = [one for one in scene.others if one != who]
    columns = [who, *(one for one in beside if who == PLACE or one == COUNTY)]
    found_rows = [_row(scene, columns, *one) for one in rows]
    drawn = [one for one in found_rows if one is not None]
    if not drawn:
        return _empty(topic)
    unit = drawn[0].unit
    drawn = [one for one in drawn if one.unit == unit]
    found = _finding_beside(scene, who, drawn, near=near)
    there = [one for one in columns if any(one in row.values for row in drawn)]
    chart = marks_chart(
        [Marked(row.label, {MARKS[one]: row.values[one] for one in row.values}) for row in drawn],
        title=_("%(topic)s in %(place)s") % {"topic": topic.label, "place": known.name(who)},
        description=str(found),
        names={MARKS[one]: scene.name(one) for one in there},
        heading=str(topic.label),
        unit="%" if unit == PER_HUNDRED else unit,
        palette=scene.palette,
    )
    gaps = [
        _("%(what)s: there is no figure of %(place)s alone.")
        % {"what": row.label, "place": known.name(who)}
        for row in drawn
        if who not in row.values
    ]
    if unit == PER_HUNDRED:
        gaps.append(_("Counted for each hundred inhabitants, children and old people included."))
    legend = [_of_legend(scene, MARKS[one], scene.name(one)) for one in there]
    return _of(scene, topic, who, found, chart, legend=legend, gaps=gaps)


def _finding_beside(scene: Scene, who: str, rows: Sequence[_Row], *, near: float) -> Finding:
    for row in rows:
        own = row.values.get(who)
        if own is None or own.value is None:
            continue
        others = [
            ("" if one == "peers" else scene.name(one), value.value)
            for one, value in row.values.items()
            if one != who and value.value is not None
        ]
        unit = "%" if row.unit == PER_HUNDRED else row.unit
        return findings.beside(row.label, own.value, others[:2], unit=unit, near=near)
    return Finding(_("The figures of %(place)s are kept back.") % {"place": scene.known.name(who)})


def work(scene: Scene) -> Shown:
    """Who is in work, and where."""
    rows = (
        (Measure.EMPLOYED, _("In work"), ""),
        (Measure.COMMUTING_OUT, _("Work elsewhere"), ""),
        (Measure.COMMUTING_IN, _("Come from elsewhere to work here"), ""),
    )
    return _marked(scene, TopicKey.WORK, rows, near=1.0)


def income(scene: Scene) -> Shown:
    """What people earn; women and men where the source tells nothing of all together."""
    known = scene.known
    whole = any(known.latest(one, Measure.INCOME) for one in (PLACE, MUNICIPALITY))
    rows = (
        ((Measure.INCOME, _("Income"), ""),)
        if whole
        else (
            (Measure.INCOME, _("Income, women"), "women"),
            (Measure.INCOME, _("Income, men"), "men"),
        )
    )
    return _marked(scene, TopicKey.INCOME, rows, near=3.0)


def housing(scene: Scene) -> Shown:
    """Which dwellings there are, and what a house costs."""
    known = scene.known
    who = next((one for one in (PLACE, MUNICIPALITY) if _parts(known, one, Measure.DWELLINGS)), "")
    if not who:
        rows = (
            (Measure.HOUSE_PRICES, _("Price of a house"), ""),
            (Measure.DWELLINGS, _("Dwellings"), ""),
        )
        return _marked(scene, TopicKey.HOUSING, rows, near=1.0)
    prices = _prices(scene)
    return _bars(scene, TopicKey.HOUSING, who, Measure.DWELLINGS, _("Dwellings"), small=prices)


def _prices(scene: Scene) -> Small | None:
    headers, cells = [], []
    for who in (PLACE, *scene.others):
        value = scene.value(who, Measure.HOUSE_PRICES)
        if value is not None:
            headers.append(scene.name(who))
            cells.append(value.text)
    if not cells:
        return None
    one = next((known for known in scene.used if known.measure == Measure.HOUSE_PRICES), None)
    heading = _("Price of a house")
    label = ", ".join(filter(None, [one.unit if one else "", str(one.year) if one else ""]))
    return Small(heading, [heading, *headers], [[label, *cells]])


def business(scene: Scene) -> Shown:
    """Workplaces by branch."""
    known = scene.known
    who = next((one for one in (PLACE, MUNICIPALITY) if _parts(known, one, Measure.WORKPLACES)), "")
    if not who:
        return _empty(TopicKey.BUSINESS)
    return _bars(scene, TopicKey.BUSINESS, who, Measure.WORKPLACES, _("Workplaces"))


def _parts(known: Known, who: str, measure: str) -> dict[str, Figure]:
    """The newest figures by branch or kind, by its name."""
    return parts_of(known.of(who, measure), "branch", "kind", "tenure", "type")


def _bars(
    scene: Scene,
    topic: TopicKey,
    who: str,
    measure: str,
    heading: str,
    *,
    small: Small | None = None,
) -> Shown:
    known = scene.known
    parts = _parts(known, who, measure)
    scene.note(*parts.values())
    values = {name: one.value for name, one in parts.items() if one.value is not None}
    whole = known.latest(who, measure)
    total = whole.value if whole and whole.value else sum(values.values())
    found = findings.largest(values, whole=total)
    by_size = sorted(parts, key=lambda name: (-(parts[name].value or 0.0), name))
    biggest = by_size[0] if values else ""
    bars = [
        Bar(name, amount(parts[name]), strong=name == biggest, more=(_share(parts[name], total),))
        for name in by_size[:MOST_BARS]
    ]
    left = sum(values.get(name, 0.0) for name in by_size[MOST_BARS:])
    if left:
        words = _("%(count)s others") % {"count": len(by_size) - MOST_BARS}
        bars.append(Bar(words, Amount(left), more=(_part_of(left, total),)))
    chart = bars_chart(
        bars,
        title=_("%(topic)s in %(place)s") % {"topic": topic.label, "place": known.name(who)},
        description=str(found),
        headers=(str(topic.label), heading, _("Share")),
        palette=scene.palette,
    )
    return _of(scene, topic, who, found, chart, small=small)


def _share(one: Figure, whole: float) -> str:
    return "–" if one.value is None else _part_of(one.value, whole)


def _part_of(value: float, whole: float) -> str:
    return f"{said(value / whole * 100, 0)}\N{NO-BREAK SPACE}%" if whole else "–"


def _of(
    scene: Scene,
    topic: TopicKey,
    who: str,
    found: Finding,
    chart: Chart,
    *,
    legend: list[tuple[str, str]] | None = None,
    small: Small | None = None,
    gaps: list[str] | None = None,
) -> Shown:
    """A topic; where the figures are the municipality's, they are said to be its alone."""
    whose = scene.known.name(who) if who != PLACE else ""
    if whose:
        found = findings.only_there(found, whose, scene.known.name(PLACE))
    return Shown(
        topic.value, str(topic.label), found, chart, legend or [], small, [], gaps or [], whose
    )


_BUILDERS: dict[str, Callable[[Scene], Shown]] = {
    TopicKey.POPULATION: population,
    TopicKey.AGE: age,
    TopicKey.MOVES: moves,
    TopicKey.WORK: work,
    TopicKey.HOUSING: housing,
    TopicKey.BUSINESS: business,
    TopicKey.INCOME: income,
}
