"""What the radar shows: rounds of assessments and surveys by the same themes, then and now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Chart
from core.group_charts import Dot, Ring, decimal, dot_line, radar_chart
from core.palette import Palette
from surveys.assessment.themes import Theme, ThemeSet, all_sets, set_of
from surveys.models import Assessment, Survey, SurveyState
from surveys.results.counting import Results, read
from surveys.results.pages import Look, Shown

#: A change of less than half a tenth is none.
STILL = 0.05
#: Surveys that a page counts: the first and the last ones are compared.
SURVEYS = 2

Means = dict[str, float]


@dataclass(frozen=True, slots=True)
class Whose:
    """One group of a round: its name, how many they are, and the means of its themes."""

    name: str
    people: int
    means: Means


@dataclass(frozen=True, slots=True)
class Round:
    """What was assessed at one time: all together, and group by group."""

    day: dt.date
    whole: Whose
    groups: list[Whose]
    said: list[dict[str, Any]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The month."""
        return date_format(self.day, "M Y")

    def of(self, group: str) -> Whose:
        """The group of this name; all together where it is empty or not there."""
        return next((one for one in self.groups if one.name == group), self.whole)


def rounds_of(assessments: Iterable[Assessment]) -> list[Round]:
    """Assessments of one subject and set, month by month; groups weigh as many as they are."""
    by_month: defaultdict[tuple[int, int], list[Assessment]] = defaultdict(list)
    for one in assessments:
        if any(value.value is not None for value in one.values.all()):
            by_month[one.on.year, one.on.month].append(one)
    return [_round(found) for _month, found in sorted(by_month.items())]


def _round(found: Sequence[Assessment]) -> Round:
    by_group: defaultdict[str, list[Assessment]] = defaultdict(list)
    said = [
        {"key": value.theme_key, "good": value.good, "better": value.better, "group": one.group}
        for one in found
        for value in one.values.all()
        if value.good or value.better
    ]
    for one in found:
        by_group[one.group].append(one)
    groups = [_whose(name, some) for name, some in by_group.items() if name]
    return Round(found[-1].on, _whose("", found), groups, said)


def _whose(name: str, found: Sequence[Assessment]) -> Whose:
    weights: defaultdict[str, int] = defaultdict(int)
    sums: defaultdict[str, int] = defaultdict(int)
    for one in found:
        for value in one.values.all():
            if value.value is not None:
                weights[value.theme_key] += one.people
                sums[value.theme_key] += one.people * value.value
    means = {key: sums[key] / weight for key, weight in weights.items()}
    return Whose(name, sum(one.people for one in found), means)


def round_of_survey(shown: Shown) -> Round | None:
    """A survey as a round, as far as its answers may be shown; None where nothing may."""
    results = shown.results
    whole = _whose_answers("", results, None)
    if not whole.means:
        return None
    groups = [_whose_answers(one.name, results, one.pk) for one in results.groups]
    said = [
        {
            "key": results.themes.get(block.ask.pk, ""),
            "text": text["text"],
            "group": text["group"].name if text["group"] else "",
        }
        for block in shown.blocks()
        for text in block.texts
    ]
    day = results.survey.closes_on or results.survey.created_at.date()
    alone = len(groups) < 2  # noqa: PLR2004 - one group is all of them
    return Round(day, whole, [] if alone else [g for g in groups if g.means], said)


def _whose_answers(name: str, results: Results, group: int | None) -> Whose:
    cells = results.cells(None if group is None else [group])
    means = {}
    for line in results.lines:
        theme = results.themes.get(line.ask.pk)
        if theme and line.ask.scale and (mean := results.tally(line, cells).mean) is not None:
            means[theme] = mean
    return Whose(name, results.answered(cells), means)


# --- The picture


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme in the table."""

    number: int
    theme: Theme
    then: str
    now: str
    svg: SafeString | str
    change: str
    #: By group: the mean, and whether it is low.
    groups: list[tuple[str, bool]]
    most: bool
    said: list[dict[str, Any]]

    @property
    def tells_good(self) -> bool:
        """Whether somebody said what is good."""
        return any(one.get("good") for one in self.said)

    @property
    def tells_better(self) -> bool:
        """Whether somebody said what could be better, or spoke freely."""
        return any(one.get("better") or one.get("text") for one in self.said)


@dataclass(frozen=True, slots=True)
class Picture:
    """Radar, table and sentence."""

    themes: ThemeSet
    now: Round
    then: Round | None
    group: str
    radar: Chart | None
    rows: list[ThemeRow]
    lead: str
    rest: str
    #: The groups that have columns.
    groups: list[Whose]


def picture(
    themes: ThemeSet, now: Round, then: Round | None, *, group: str = "", palette: Palette = "page"
) -> Picture:
    """Set the newest round beside an earlier one, of all or of one group."""
    after, before = now.of(group), then.of(group) if then else None
    moved = _moves(after, before)
    most = _most(moved)
    lead, rest = sentence(themes, after, before, then)
    rings = [Ring(then.label, _in_order(themes, before))] if then and before else []
    rings.append(Ring(now.label, _in_order(themes, after)))
    numbered = list(enumerate(themes.themes, start=1))
    rows = [
        _row(themes, number, theme, after, before, now, theme.key in most, palette)
        for number, theme in numbered
    ]
    radar = radar_chart(
        [theme.name for theme in themes.themes],
        rings,
        low=themes.low,
        high=themes.high,
        title=themes.name,
        description=f"{lead} {rest}".strip(),
        palette=palette,
        strong=[number - 1 for number, theme in numbered if theme.key in most],
    )
    return Picture(themes, now, then, after.name, radar, rows, lead, rest, now.groups)


def _in_order(themes: ThemeSet, whose: Whose) -> list[float | None]:
    return [whose.means.get(theme.key) for theme in themes.themes]


def _moves(after: Whose, before: Whose | None) -> Means:
    if before is None:
        return {}
    return {
        key: round(mean, 1) - round(before.means[key], 1)
        for key, mean in after.means.items()
        if key in before.means
    }


def _most(moved: Means) -> list[str]:
    """The themes that moved most, up or down; none where all stand still."""
    top = max((abs(step) for step in moved.values()), default=0)
    return [key for key, step in moved.items() if top > STILL and abs(abs(step) - top) < STILL]


def _row(
    themes: ThemeSet,
    number: int,
    theme: Theme,
    after: Whose,
    before: Whose | None,
    now: Round,
    most: bool,  # noqa: FBT001 - computed for all rows at once
    palette: Palette,
) -> ThemeRow:
    mean, earlier = after.means.get(theme.key), before.means.get(theme.key) if before else None
    span = (themes.high - themes.low) or 1
    dots = [
        Dot(100 * (value - themes.low) / span, mark, "")
        for value, mark in ((earlier, "then"), (mean, "circle"))
        if value is not None
    ]
    change = ""
    if mean is not None and earlier is not None:
        change = _signed(round(mean, 1) - round(earlier, 1))
    groups = []
    for one in now.groups:
        value = one.means.get(theme.key)
        low = value is not None and round(value, 1) <= themes.low_from
        groups.append((decimal(value) if value is not None else "–", low))
    return ThemeRow(
        number=number,
        theme=theme,
        then=decimal(earlier) if earlier is not None else "–",
        now=decimal(mean) if mean is not None else "–",
        svg=dot_line(dots, ticks=(0, 100), palette=palette) if dots else "",
        change=change,
        groups=groups,
        most=most,
        said=[one for one in now.said if one["key"] == theme.key],
    )


def _signed(step: float) -> str:
    if abs(step) < STILL:
        return decimal(0)
    return f"{'+' if step > 0 else chr(0x2212)}{decimal(abs(step))}"


def sentence(
    themes: ThemeSet, after: Whose, before: Whose | None, then: Round | None
) -> tuple[str, str]:
    """The largest change in a sentence, and what is lowest in another; empty without values."""
    names = {theme.key: theme.name for theme in themes.themes}
    known = {key: mean for key, mean in after.means.items() if key in names}
    if not known:
        return "", ""
    lowest, highest = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    moved = _moves(after, before)
    most = _most(moved)
    lowest_told = _("Lowest is %(theme)s, %(mean)s.") % {
        "theme": names[lowest],
        "mean": decimal(known[lowest]),
    }
    if then is None or not moved:
        told = {"theme": names[highest], "mean": decimal(known[highest])}
        return _("Highest is %(theme)s, %(mean)s.") % told, lowest_told
    if not most:
        return _("Nothing has changed since %(then)s.") % {"then": then.label}, lowest_told
    risen = [key for key in most if moved[key] > 0]
    told = {
        "themes": _listed([names[key] for key in risen or most]),
        "steps": decimal(abs(moved[most[0]])),
        "then": then.label,
    }
    many = len(risen or most)
    lead = (
        ngettext(
            "%(themes)s has risen most, %(steps)s steps since %(then)s.",
            "%(themes)s have risen most, %(steps)s steps since %(then)s.",
            many,
        )
        if risen
        else ngettext(
            "%(themes)s has fallen most, %(steps)s steps since %(then)s.",
            "%(themes)s have fallen most, %(steps)s steps since %(then)s.",
            many,
        )
    )
    return lead % told, lowest_told


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


# --- The pages


def with_values(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Assessments with their values, in the order of days."""
    return rows.prefetch_related("values").order_by("on", "pk")


def chosen_set(sent: str, about: str) -> ThemeSet:
    """The theme set that the address asks for, else the first one about this."""
    known = all_sets()
    usual = next(one for one in known.values() if one.about == about)
    return known.get(sent, usual)


def of_subject(
    themes: ThemeSet,
    assessments: QuerySet[Assessment],
    surveys: QuerySet[Survey],
    query: Any,
    palette: Palette = "page",
) -> dict[str, Any]:
    """The radar of a place, a municipality or a cooperation, and the assessments it rests on."""
    listed = list(with_values(assessments.filter(theme_set=themes.key)))
    found = rounds_of(listed)
    asked = surveys.filter(state=SurveyState.CLOSED, questions__theme_key__in=themes.keys)
    for survey in asked.distinct().order_by("-closes_on", "-pk")[:SURVEYS]:
        if one := round_of_survey(Shown(read(survey), Look(palette=palette))):
            found.append(one)
    found.sort(key=lambda one: one.day)
    drawn = None
    if found:
        then = found[_index(query.get("then", ""), len(found) - 1)] if len(found) > 1 else None
        drawn = picture(themes, found[-1], then, group=query.get("group", ""), palette=palette)
    return {
        "themes": themes,
        "sets": list(all_sets().values()),
        "picture": drawn,
        "rounds": [(at, one.label) for at, one in enumerate(found[:-1])],
        "assessments": listed[::-1],
    }


def _index(sent: str, many: int) -> int:
    """Which earlier round is compared: the one asked for, else the first."""
    return int(sent) if sent.isdecimal() and len(sent) < 4 and int(sent) < many else 0  # noqa: PLR2004


def of_survey(shown: Shown, before: Shown | None, group: str) -> dict[str, Any]:
    """The radar of one survey, with the one before it where the reader may see that."""
    themes = set_of(frozenset(shown.results.themes.values()))
    now = round_of_survey(shown) if themes else None
    then = round_of_survey(before) if before else None
    drawn = picture(themes, now, then, group=group) if themes and now else None
    return {"themes": themes, "picture": drawn, "rounds": []}


def filling(assessment: Assessment) -> dict[str, Any]:
    """The form of an assessment: each theme with what was set."""
    themes = all_sets()[assessment.theme_set]
    stored = {one.theme_key: one for one in assessment.values.all()}
    rows = [(number, theme, stored.get(theme.key)) for number, theme in enumerate(themes.themes, 1)]
    return {"themes": themes, "rows": rows, "done": _done(assessment), "all": len(rows)}


def _done(assessment: Assessment) -> int:
    return sum(one.value is not None for one in assessment.values.all())


def screen(assessment: Assessment) -> dict[str, Any]:
    """The projected page: the radar as far as it has come, and the theme that was set last."""
    themes = all_sets()[assessment.theme_set]
    values = {one.theme_key: one for one in assessment.values.all()}
    means = {key: float(one.value) for key, one in values.items() if one.value is not None}
    ring = Ring(number_format(len(means)), [means.get(theme.key) for theme in themes.themes])
    chart = radar_chart(
        [theme.name for theme in themes.themes],
        [ring],
        low=themes.low,
        high=themes.high,
        title=themes.name,
        description="",
    )
    ahead = next((theme for theme in themes.themes if theme.key not in means), None)
    return {
        "themes": themes,
        "radar": chart,
        "ahead": ahead,
        "done": len(means),
        "all": len(themes.themes),
    }
