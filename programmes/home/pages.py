"""The home of a programme: what waits and for whom, the year, the municipalities, what it keeps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date, weekday_and_day
from core.policy import allowed
from people.models import ProgrammeRole, User
from people.scope import scope_of
from programmes.activities import STATES, Activity, Asked, Cell, Column, Found, Waiting, all_of
from programmes.home import drawing
from programmes.home.forms import DecisionForm, PaperForm
from programmes.home.steps import steps_of
from programmes.models import Decision, Paper, PaperKind, Partner, Programme

#: So many of what waits stand as cards, and so many of each list.
CARDS, SHOWN = 3, 3
SOON = dt.timedelta(days=7)


def with_head(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """With what the head and the tabs of a programme's page read."""
    return programmes.select_related("region", "method_version")


def loaded(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """With all that the head and the facts read."""
    return programmes.select_related("region", "owner", "method_version", "parent", "predecessor")


# --- who asks, and which municipalities ---


def asked_by(user: User, programme: Programme, today: dt.date | None = None) -> Asked:
    """The question to the apps, with the municipalities of the programme. One question."""
    scope = scope_of(user)
    names, of = _municipalities(programme)
    runs = scope.runs_programme(programme)
    return Asked(
        programme=programme,
        user=user,
        today=today or timezone.localdate(),
        runs=runs,
        sees_all=runs or scope.holds(programme),
        municipalities=names,
        municipality_of=of,
    )


def _municipalities(programme: Programme) -> tuple[dict[int, str], dict[int, int]]:
    """Names by id in the order of the language, and which organisation is which."""
    columns = ("municipality_id", "municipality__name")
    partners = (
        Partner.objects.filter(programme=programme, municipality__isnull=False)
        .order_by()
        .values_list(*columns, "organisation_id")
    )
    posts = (
        ProgrammeRole.objects.active()
        .filter(programme=programme, municipality__isnull=False)
        .order_by()
        .values_list(*columns, Value(0))
    )
    rows = list(partners.union(posts).order_by())
    names = {pk: name for pk, name, _organisation in rows}
    ordered = dict(sorted(names.items(), key=lambda one: _sorted_by(one[1])))
    return ordered, {organisation: pk for pk, _name, organisation in rows if organisation}


def _sorted_by(name: str) -> str:
    """A name as the Nordic alphabets sort it: å, æ, ø, ä, ö after z."""
    return name.casefold().translate(str.maketrans("æäøöå", "{{||}"))


# --- what waits ---


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that waits. `level` is stop, warn or info; `when` says for whom, until when."""

    level: str
    when: str
    title: str
    text: str
    url: str


def cards(waiting: Sequence[Waiting], today: dt.date) -> list[Card]:
    """What waits as cards, what is late first."""
    return [_card(one, today) for one in waiting]


def _card(one: Waiting, today: dt.date) -> Card:
    days = (today - one.due_on).days
    if days > 0:
        late = ngettext("%(who)s, %(days)d day overdue", "%(who)s, %(days)d days overdue", days) % {
            "who": one.who,
            "days": days,
        }
        return Card("stop", late, one.title, one.text, one.url)
    level = "warn" if one.due_on <= today + SOON else "info"
    due = _("%(who)s, by %(day)s") % {"who": one.who, "day": short_date(one.due_on)}
    return Card(level, due, one.title, one.text, one.url)


def lead(found: Found, today: dt.date) -> str:
    """How things stand today, in two sentences."""
    said = [weekday_and_day(today).capitalize() + "."]
    count, late = len(found.waiting), sum(one.due_on < today for one in found.waiting)
    if count:
        said.append(
            ngettext("%(count)d thing waits.", "%(count)d things wait.", count) % {"count": count}
        )
    if late:
        said.append(
            ngettext("%(late)d of them is overdue.", "%(late)d of them are overdue.", late)
            % {"late": late}
        )
    if found.ahead:
        day, what = found.ahead[0]
        said.append(_("Next: %(what)s, %(day)s.") % {"what": what, "day": short_date(day)})
    return " ".join(said)


# --- activities and the grid ---


@dataclass(frozen=True, slots=True)
class Row:
    """An activity with its picture and the same in words."""

    activity: Activity
    state: str
    told: str
    svg: SafeString
    marks: str


def timeline(activities: Sequence[Activity], today: dt.date) -> dict[str, Any]:
    """The rows of the timeline with the months above them."""
    drawn = drawing.Timeline(activities, today)
    return {
        "months": drawn.head(),
        "rows": [
            Row(one, one.state(today), drawing.told(one, today), drawn.row(one), _marks(one))
            for one in activities
        ],
    }


def _marks(one: Activity) -> str:
    """How many meetings stand how, in words."""
    found = Counter(mark.shape for mark in one.marks)
    held, planned, lacking = found["done"], found["planned"], found["lacks"]
    said = []
    if held:
        said.append(ngettext("%(count)d held", "%(count)d held", held) % {"count": held})
    if planned:
        words = ngettext("%(count)d planned", "%(count)d planned", planned)
        said.append(words % {"count": planned})
    if lacking:
        words = ngettext("%(count)d lacks something", "%(count)d lack something", lacking)
        said.append(words % {"count": lacking})
    return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell with its shapes as pictures; the parties' names are read by screen readers."""

    head: str
    text: str
    more: str
    url: str
    sign: SafeString
    parties: Sequence[tuple[SafeString, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A municipality with its cells."""

    name: str
    own: bool
    cells: Sequence[Drawn]


_NOTHING = Cell(shape="none", text="–")


def grid(asked: Asked, columns: Sequence[Column]) -> dict[str, Any]:
    """The grid municipality × activity; a coordinator's own municipality stands first."""
    own = scope_of(asked.user).coordinated.get(asked.programme.pk, frozenset())
    order = sorted(asked.municipalities, key=lambda pk: pk not in own)
    groups = [(name, len(list(found))) for name, found in groupby(columns, lambda one: one.group)]
    #: Each party has one mark, in whatever order a meeting names them.
    marks: dict[str, int] = {}
    lines = []
    for pk in order:
        drawn = []
        for column in columns:
            cell = column.cells.get(pk, _NOTHING)
            for name, _there in cell.parties:
                marks.setdefault(name, len(marks))
            drawn.append(_drawn(column, cell, marks, several=len(groups) > 1))
        lines.append(Line(asked.municipalities[pk], pk in own, drawn))
    parties = [(name, drawing.party(number, there=True)) for name, number in marks.items()]
    return {"columns": columns, "groups": groups, "lines": lines, "parties": parties}


def _drawn(column: Column, cell: Cell, marks: Mapping[str, int], *, several: bool) -> Drawn:
    named = several and column.group != column.title
    return Drawn(
        head=f"{column.group}, {column.title}" if named else column.title,
        text=cell.text,
        more=cell.more,
        url=cell.url,
        sign=SafeString() if cell.parties else drawing.sign(cell.shape),
        parties=[
            (
                drawing.party(marks[name], there=there),
                (_("%(party)s: there") if there else _("%(party)s: missing")) % {"party": name},
            )
            for name, there in cell.parties
        ],
    )


# --- what the programme keeps ---


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of a short list."""

    title: str
    note: str
    day: dt.date
    url: str


def kept(programme: Programme) -> dict[str, Any]:
    """The latest decisions and documents with their numbers, and related programmes. One question.

    Relations need no right of their own: a programme's name is no secret in its region.
    """
    decisions = Decision.objects.filter(programme=programme)
    papers = Paper.objects.filter(programme=programme)
    related = Programme.objects.order_by()
    parts = [
        _lines(_latest(decisions, "decided_on"), "decisions", "text", "decided_by", "decided_on"),
        _lines(_latest(papers, "dated_on"), "papers", "title", "note", "dated_on"),
        _lines(related.filter(parent=programme), "parts", "name", "status", "starts_on"),
        _lines(related.filter(predecessor=programme), "successors", "name", "status", "starts_on"),
    ]
    rows = list(parts[0].union(*parts[1:], all=True).order_by())
    found: dict[str, Any] = {"decisions": [], "papers": [], "parts": [], "successors": []}
    totals = {"decisions_total": 0, "papers_total": 0}
    papers_url = reverse("programmes:papers", args=[programme.pk])
    for what, pk, name, said, day, total in sorted(rows, key=lambda row: (row[4], row[1])):
        if what in {"parts", "successors"}:
            url = reverse("programmes:home", args=[pk])
        else:
            url = f"{papers_url}#paper-{pk}" if what == "papers" else ""
            totals[f"{what}_total"] = total
        found[what].insert(0, Kept(name, said, day, url))
    return found | totals


def _latest(rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    """The latest rows, each with how many there are in all.

    By their numbers: SQLite takes no limit in a part of a union.
    """
    all_of_them = rows.order_by().values("programme").annotate(rows=Count("pk")).values("rows")
    latest = rows.order_by(f"-{day}", "-pk").values("pk")[:SHOWN]
    return rows.model.objects.filter(pk__in=latest).order_by().annotate(total=Subquery(all_of_them))


def _lines(rows: QuerySet[Any], what: str, name: str, said: str, day: str) -> QuerySet[Any]:
    return rows.values_list(
        Value(what, output_field=CharField()),
        "pk",
        Cast(F(name), CharField()),
        Cast(F(said), CharField()),
        F(day),
        "total" if "total" in rows.query.annotations else Value(0),
    )


# --- the pages ---


def head(programme: Programme, user: User) -> dict[str, Any]:
    """What the tabs of every page of a programme need."""
    return {
        "may_edit": allowed(user, "programmes.edit_programme", programme),
    }


def home(programme: Programme, user: User) -> dict[str, Any]:
    """What templates/programmes/home/page.html needs."""
    asked = asked_by(user, programme)
    found = all_of(asked)
    waiting = cards(found.waiting, asked.today)
    return {
        **head(programme, user),
        **timeline(found.activities, asked.today),
        **kept(programme),
        "grid": grid(asked, found.columns) if asked.sees_all and found.columns else None,
        "lead": lead(found, asked.today),
        "cards": waiting[:CARDS],
        "more_cards": waiting[CARDS:],
        "states": STATES,
        "signs": {shape: drawing.sign(shape) for shape in ("done", "planned", "lacks")},
        "is_closed": programme.status == "closed",
    }


def decisions(programme: Programme, user: User, **forms: Any) -> dict[str, Any]:
    """All decisions, the latest first."""
    told = head(programme, user)
    return {
        **told,
        "decisions": programme.decisions.select_related("municipality"),
        "decision_form": DecisionForm(programme=programme, user=user) if told["may_edit"] else None,
        **forms,
    }


def papers(programme: Programme, user: User, **forms: Any) -> dict[str, Any]:
    """All documents, links and sources by kind, the latest first."""
    told = head(programme, user)
    rows = list(programme.papers.all())
    kinds: Mapping[str, str] = {kind.value: str(kind.label) for kind in PaperKind}
    return {
        **told,
        "kinds": [
            (key, label, [row for row in rows if row.kind == key])
            for key, label in kinds.items()
            if any(row.kind == key for row in rows)
        ],
        "method_sources": programme.method_version.sources,
        "paper_form": PaperForm() if told["may_edit"] else None,
        **forms,
    }


def steps(programme: Programme, user: User) -> dict[str, Any]:
    """The method's steps with their lines."""
    today = timezone.localdate()
    return {
        **head(programme, user),
        "steps": [
            (one, one.state(today), str(STATES[one.state(today)])) for one in steps_of(programme)
        ],
    }
