"""What can stand in a pack: parts, each read from the rooms that know its facts.

A part gives blocks (values and words, never HTML), stored files that go along, and the companies
whose words it quotes. Words that were taken back are gone from the rows it reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.db.models.fields.files import FieldFile
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import months, whole_date
from learning.companies import aggregate
from learning.competence.framework import areas, levels
from learning.competence.services import wanted_levels
from learning.milestones.pages import goal_of
from learning.models import Company, CompanyState, Decision, ProcessStep
from learning.processes.drawing import draw
from learning.processes.pages import MOST_COLUMNS, columns_of
from learning.project.services import room_of
from learning.teams.taxonomy import chosen
from programmes.models import Programme
from themes.rooms import Room
from workshops.models import Need, NeedsStudy, Workshop

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Paper:
    """A stored file that goes along."""

    title: str
    name: str
    content_type: str
    file: FieldFile


@dataclass(slots=True)
class Filled:
    """What a part gives."""

    blocks: list[Block] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)


Collect = Callable[[Programme], Filled]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pack."""

    key: str
    title: str | Promise
    collect: Collect


_parts: dict[str, Part] = {}


def part(key: str, title: str | Promise) -> Callable[[Collect], Collect]:
    """Register a part; they stand in the order in which they register."""

    def keep(collect: Collect) -> Collect:
        _parts[key] = Part(key, title, collect)
        return collect

    return keep


def parts() -> list[Part]:
    """All parts in their order."""
    return list(_parts.values())


# --- blocks


def text(words: str) -> Block:
    """Running text."""
    return {"type": "text", "text": words}


def facts(*rows: tuple[str, str]) -> Block:
    """Names and values."""
    return {"type": "facts", "rows": [list(row) for row in rows if row[1]]}


def table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], num: str = ""
) -> Block:
    """A table of words; `num` names the columns of numbers ("2 3"). Empty columns are left out."""
    cells = [[str(cell) for cell in row] for row in rows]
    kept = [at for at in range(len(columns)) if any(row[at] for row in cells)]
    numbers = {int(number) - 1 for number in num.split()}
    return {
        "type": "table", "title": title, "columns": [columns[at] for at in kept],
        "num": [place for place, at in enumerate(kept, start=1) if at in numbers],
        "rows": [[row[at] for at in kept] for row in cells],
    }  # fmt: skip


def quotes(title: str, rows: Sequence[str]) -> Block:
    """What was said."""
    return {"type": "quotes", "title": title, "rows": list(rows)}


def picture(drawn: str) -> Block:
    """A drawing of ours."""
    return {"type": "picture", "svg": str(drawn)}


# --- the parts


@part("background", gettext_lazy("Background"))
def background(programme: Programme) -> Filled:
    """Who runs it, with whom, when."""
    partners = programme.partners.select_related("organisation")
    period = whole_date(programme.starts_on)
    if programme.ends_on:
        period = f"{period} – {whole_date(programme.ends_on)}"
    else:
        period = _("from %(start)s") % {"start": period}
    rows = [
        (_("Owner"), str(programme.owner)),
        (_("Period"), period),
        *((str(one.get_kind_display()), str(one.organisation)) for one in partners),
    ]
    blocks = [text(programme.summary)] if programme.summary else []
    return Filled([*blocks, facts(*rows)])


@part("goal", gettext_lazy("Goal in the long run and milestones"))
def goal(programme: Programme) -> Filled:
    """Where it leads, and how far it is."""
    found = goal_of(programme)
    if found.pk is None:
        return Filled()
    year = _("about %(year)d") % {"year": found.year} if found.year else ""
    leads = facts(
        (_("Goal"), found.title),
        (_("When"), year),
        (_("Why"), found.why),
        (_("Challenges"), ", ".join(chosen(found.challenges, programme))),
    )
    rows = [
        (
            one.title,
            whole_date(one.reached_on) if one.reached_on else months(one.on, None),
            one.get_state_display(),
            one.shown_by,
            one.who,
        )
        for one in found.milestones.all()
    ]
    columns = [_("Milestone"), _("When"), _("State"), _("What shows it"), _("Who")]
    return Filled([leads, *([table(_("Milestones"), columns, rows)] if rows else [])])


@part("needs", gettext_lazy("Needs by theme"))
def needs(programme: Programme) -> Filled:
    """What companies need, as themes; small ones together, quotes that may be given."""
    study = NeedsStudy.objects.filter(programme=programme).first()
    found = aggregate.of(programme)
    if not found.rows:
        return Filled([text(study.question)] if study else [])
    rows = [
        (
            f"{one.name}: {', '.join(one.small)}" if one.small else one.name,
            "" if one.companies is None else one.companies,
            "" if one.median is None else number_format(one.median, 1 if one.median % 1 else 0),
        )
        for one in found.rows
    ]
    said = ngettext(
        "%(count)d company has told what it needs.",
        "%(count)d companies have told what they need.",
        found.companies,
    ) % {"count": found.companies}
    limit = _("A theme that fewer than %(limit)d companies told of does not stand alone.") % {
        "limit": aggregate.LIMIT
    }
    columns = [_("Theme"), _("Companies"), _("How pressing (median, 1–5)")]
    blocks = [
        *([facts((_("Question"), study.question))] if study else []),
        text(f"{said} {limit}"),
        table(_("Needs by theme"), columns, rows, "2 3"),
    ]
    blocks += [quotes(one.name, list(one.quotes)) for one in found.rows if one.quotes]
    # Their words and counts stand here as long as they stand by them.
    told = Need.objects.filter(study__programme=programme).values("organisation")
    companies = Company.objects.filter(programme=programme, organisation__in=told)
    return Filled(blocks, quoted=list(companies.values_list("pk", flat=True)))


@part("companies", gettext_lazy("Companies and letters of intent"))
def companies(programme: Programme) -> Filled:
    """Which companies, how far each is, the letters of intent as files."""
    rows: Any = programme.companies.with_progress().select_related("organisation")
    found = [one for one in rows if one.state != CompanyState.DECLINED]
    if not found:
        return Filled()
    columns = [
        _("Company"), _("Branch"), _("Size"), _("Heard on"), _("State"), _("Letter of intent"),
    ]  # fmt: skip
    lines = [
        (
            one.organisation, one.get_branch_display(), one.get_size_display(),
            whole_date(one.heard_on), one.state.label,
            whole_date(one.letter_on) if one.letter_on else _("yes") if one.letter else "",
        )
        for one in found
    ]  # fmt: skip
    papers = [
        Paper(
            _("Letter of intent, %(company)s") % {"company": one.organisation},
            one.letter_name, one.content_type, one.letter,
        )
        for one in found
        if one.letter
    ]  # fmt: skip
    return Filled([table(_("Companies"), columns, lines)], papers)


@part("analysis", gettext_lazy("Analysis of the interviews"))
def analysis(programme: Programme) -> Filled:
    """How the talks were held, what they found in common, the conclusion."""
    study = NeedsStudy.objects.filter(programme=programme).first()
    rows = programme.companies.aggregate(
        talks=Count("interviews", filter=Q(interviews__self_told=False)),
        own=Count("interviews", filter=Q(interviews__self_told=True)),
    )
    blocks: list[Block] = []
    if rows["talks"] or rows["own"]:
        blocks.append(
            facts(
                (_("Interviews held"), str(rows["talks"])),
                (_("Written by the company itself"), str(rows["own"] or "")),
            )
        )
    themes = Room(programme).themes.annotate(told=Count("taggings", distinct=True))
    few = _("fewer than %(limit)s") % {"limit": aggregate.LIMIT}
    common = [
        (one.name, one.summary, one.told if one.told >= aggregate.LIMIT else few)
        for one in themes.order_by("-told", "name")
    ]
    if common:
        columns = [_("Common interest"), _("In short"), _("Voices")]
        blocks.append(table(_("Common interests"), columns, common, "3"))
    if study and study.conclusion:
        blocks.append(text(study.conclusion))
    return Filled(blocks)


@part("meetings", gettext_lazy("Meetings"))
def meetings(programme: Programme) -> Filled:
    """Which meetings were held, and how many came."""
    rows = (
        Workshop.objects.filter(programme=programme)
        .held()
        .annotate(came=Count("invitations", filter=Q(invitations__attended_at__isnull=False)))
    )
    lines = [
        (one.title, whole_date(one.local_start.date()), one.hall, one.came or "–")
        for one in rows.order_by("starts_at", "pk")
    ]
    columns = [_("Meeting"), _("Day"), _("Hall"), _("Came")]
    return Filled([table(_("Meetings held"), columns, lines, "4")] if lines else [])


@part("decision", gettext_lazy("Decision"))
def decision(programme: Programme) -> Filled:
    """What was decided; only what a second person has confirmed."""
    rows = Decision.objects.filter(programme=programme, confirmed_at__isnull=False)
    found = Filled()
    for one in rows.order_by("decided_on", "pk").prefetch_related("joining"):
        found.blocks += [
            facts(
                (_("Question"), one.question),
                (_("Decision"), str(one.get_verdict_display())),
                (_("Decided by"), f"{one.decided_by}, {whole_date(one.decided_on)}"),
                (_("Reasons"), one.reasons),
                (_("Who joins"), ", ".join(str(each) for each in one.joining.all())),
            )
        ]
        if one.paper:
            found.papers.append(
                Paper(
                    _("Decision: %(what)s") % {"what": one},
                    one.paper_name,
                    one.content_type,
                    one.paper,
                )
            )
    return found


@part("competence", gettext_lazy("Competence of the process leader"))
def competence(programme: Programme) -> Filled:
    """The framework with the levels wanted; nobody's ratings."""
    wanted, words = wanted_levels(programme), dict(levels())
    rows = [
        (one.title, one.text, f"{wanted[one.key]}: {words[wanted[one.key]]}") for one in areas()
    ]
    columns = [_("Area"), _("What it is"), _("Level wanted")]
    return Filled([table(_("Competence framework"), columns, rows)])


@part("actors", gettext_lazy("Actors"))
def actors(programme: Programme) -> Filled:
    """Who acts, with mission and driving forces; organisations alone."""
    room = room_of(programme)
    if room is None:
        return Filled()
    rows = [
        (one.shown, one.mission, one.drives, one.brings)
        for one in room.actors.filter(organisation__isnull=False).select_related("organisation")
    ]
    columns = [_("Actor"), _("Mission"), _("Incentives and driving forces"), _("Brings")]
    return Filled([table(_("Actors"), columns, rows)] if rows else [])


@part("processes", gettext_lazy("Process maps"))
def processes(programme: Programme) -> Filled:
    """The actors' processes side by side."""
    room = room_of(programme)
    if room is None:
        return Filled()
    steps = list(
        ProcessStep.objects.filter(actor__participation=room, actor__organisation__isnull=False)
        .select_related("actor__organisation", "waits_for__actor__organisation")
        .order_by("actor", "order", "pk")
    )
    people = list({step.actor_id: step.actor for step in steps}.values())[:MOST_COLUMNS]
    if not people:
        return Filled()
    columns = columns_of(people, steps)
    joints = [
        (
            one.step.actor, one.step.what, f"{one.joint.step.actor}: {one.joint.step.what}",
            one.waits or "",
        )
        for column in columns
        for one in column.steps
        if one.joint
    ]  # fmt: skip
    blocks = [picture(draw(columns, paper=True))]
    if joints:
        heads = [_("Actor"), _("Step"), _("Waits for"), _("Weeks standing still")]
        blocks.append(table(_("Where they wait for each other"), heads, joints, "4"))
    return Filled(blocks)


def withdrawn_since(quoted: dict[str, list[int]], on: dt.date) -> bool:
    """Whether a company that is quoted has taken its words back since, or is gone."""
    ids = {number for numbers in quoted.values() for number in numbers}
    rows = Company.objects.filter(pk__in=ids)
    stay = rows.filter(Q(words_removed_on__isnull=True) | Q(words_removed_on__lt=on)).count()
    return stay != len(ids)
