"""The list of methods, a version as the handbook shows it, and two versions side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.policy import allowed
from core.web.lists import PER_PAGE, ShortPaginator
from people.models import User
from people.rules import runs_somewhere
from people.scope import scope_of
from programmes.document.comparing import compare
from programmes.document.rows import what_is_missing
from programmes.loading.services import Offer, bundled_offers
from programmes.models import ChecklistItem, Gate, Method, MethodVersion, Phase, Step
from programmes.models.method import Basis


@dataclass(frozen=True, slots=True)
class StepPage:
    """A step with its lines. `lines_derived`: every line is an editable default, said once."""

    step: Step
    items: list[ChecklistItem]
    months: str
    bar: SafeString
    derived: bool
    lines_derived: bool

    @property
    def anchor(self) -> str:
        """The step's address on the page."""
        return f"step-{self.step.order}"


@dataclass(frozen=True, slots=True)
class PhasePage:
    """A phase with its steps, and the gate when it stands after this phase."""

    phase: Phase
    steps: list[StepPage]
    gate: Gate | None


@dataclass(frozen=True, slots=True)
class Handbook:
    """The whole page: phases in order, gate, and figures for the head."""

    version: MethodVersion
    phases: list[PhasePage]
    gate: Gate | None
    gate_mark: SafeString

    @property
    def steps(self) -> list[StepPage]:
        """All steps in their order."""
        return [step for phase in self.phases for step in phase.steps]

    @property
    def progress(self) -> str:
        """The strip's letters: every step ahead."""
        return "a" * len(self.steps)

    @property
    def has_derived(self) -> bool:
        """Whether any text is an editable default."""
        return any(
            step.derived or any(item.basis == Basis.DERIVED for item in step.items)
            for step in self.steps
        )


def handbook(version: MethodVersion) -> Handbook:
    """The page of a version that was loaded with `storing.whole`: asks no question of its own."""
    gate = getattr(version, "gate", None)
    phases = []
    for phase in version.phases.all():
        steps = [_step(step, version.months) for step in phase.steps.all()]
        here = gate and any(one.step.order == gate.after_step for one in steps)
        phases.append(PhasePage(phase, steps, gate if here else None))
    mark = _mark(gate.month, version.months) if gate else SafeString()
    return Handbook(version, phases, gate, mark)


def _step(step: Step, months: int) -> StepPage:
    items = list(step.items.all())
    return StepPage(
        step=step,
        items=items,
        months=months_text(step.month_from, step.month_to),
        bar=_bar(step.month_from, step.month_to, months),
        derived=step.basis == Basis.DERIVED,
        lines_derived=bool(items) and all(item.basis == Basis.DERIVED for item in items),
    )


def months_text(first: int, last: int) -> str:
    """The months in words: "Months 4–6"."""
    if first == last:
        return _("Month %(month)s") % {"month": first}
    return _("Months %(first)s–%(last)s") % {"first": first, "last": last}


def _bar(first: int, last: int, months: int) -> SafeString:
    # A draft may run over its own end for a while: the bar stops at the edge.
    start, end = min(first - 1, months), min(last, months)
    return _drawn(
        months,
        format_html('<rect class="mo-s" x="{}" y="1" width="{}" height="8"/>', start, end - start),
    )


def _mark(month: int, months: int) -> SafeString:
    return _drawn(
        months,
        format_html(
            '<rect class="mo-g" x="{}" width="0.3" height="10"/>', min(month, months) - 0.3
        ),
    )


def _drawn(months: int, marks: SafeString) -> SafeString:
    # Decoration: the months stand beside it in words.
    ticks = format_html_join(
        "",
        '<rect class="mo-t" x="{}" width="0.04" height="10"/>',
        ((n,) for n in range(3, months, 3)),
    )
    return format_html(
        '<svg class="months-bar" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="mo-b" y="4" width="{}" height="2"/>{}{}</svg>',
        months, months, ticks, marks,
    )  # fmt: skip


def methods(user: User, page: str | None = None) -> dict[str, Any]:
    """A page of the methods that somebody may read, by region, forks with their lineage."""
    versions = (
        MethodVersion.objects.visible_to(user)
        .select_related("gate")
        .prefetch_related(Prefetch("steps", Step.objects.only("version_id", "order")))
        .order_by("-number")
    )
    visible = (
        Method.objects.visible_to(user)
        .select_related("region", "parent__region")
        .prefetch_related(Prefetch("versions", versions, to_attr="seen"))
        .order_by("region__name", "region_id", "key")
    )
    shown = ShortPaginator(visible, PER_PAGE).get_page(page)
    rows = [_list_row(method) for method in shown]
    parents = {row["method"].parent_id for row in rows} - {row["method"].pk for row in rows}
    elsewhere = visible.filter(pk__in=parents - {None}) if parents - {None} else []
    known = [*rows, *(_list_row(method) for method in elsewhere)]
    titles = {row["method"].pk: row["shown"].title for row in known}
    for row in rows:
        # A parent that the user may not read (a draft only) is called by its short name.
        parent = row["method"].parent
        row["parent_title"] = titles.get(parent.pk, parent.key) if parent else ""
    regions = [
        (region, list(group))
        for region, group in groupby(rows, key=lambda row: row["method"].region)
    ]
    return {
        "page": shown,
        "regions": regions,
        "may_import": runs_somewhere(user),
        "offers": _offers(user),
    }


def _offers(user: User) -> list[Offer]:
    """The methods that come with the platform and that a region of the user's does not have."""
    run = scope_of(user).run_regions
    if not run:
        return []
    held = Method.objects.filter(region__in=run).values_list("key", flat=True)
    counts = Counter(held)
    return [one for one in bundled_offers() if counts[one.key] < len(run)]


def _list_row(method: Method) -> dict[str, Any]:
    seen: list[MethodVersion] = method.seen  # type: ignore[attr-defined]
    published = next((version for version in seen if not version.is_draft), None)
    draft = next((version for version in seen if version.is_draft), None)
    shown = published or draft or seen[0]
    gate = getattr(shown, "gate", None)
    steps = len(shown.steps.all())
    return {
        "method": method, "shown": shown, "draft": draft, "published": published, "steps": steps,
        "progress": "a" * steps, "gate_after": gate.after_step if gate else 0,
    }  # fmt: skip


def method(version: MethodVersion, user: User) -> dict[str, Any]:
    """The handbook's page: the version itself, its relatives, what its reader may do with it."""
    visible = MethodVersion.objects.visible_to(user)
    versions = list(visible.filter(method=version.method).order_by("-number"))
    forks = visible.filter(forked_from__method=version.method).exclude(method=version.method)
    may_edit = allowed(user, "programmes.edit_method", version)
    return {
        "version": version,
        "page": handbook(version),
        "versions": versions,
        "draft": next((one for one in versions if one.is_draft), None),
        "forks": forks.select_related("method__region").order_by("title"),
        "may_edit": may_edit,
        "may_fork": runs_somewhere(user) and not version.is_draft,
        "missing": what_is_missing(version) if version.is_draft and may_edit else [],
    }


def comparison(
    version: MethodVersion, other: MethodVersion | None, others: Iterable[MethodVersion]
) -> dict[str, Any]:
    """What differs from the other version, and which ones can be chosen: the nearest first."""
    return {
        "version": version,
        "other": other,
        "others": _near_first(others, version),
        "comparison": compare(other, version) if other else None,
    }


def _near_first(others: Iterable[MethodVersion], version: MethodVersion) -> list[MethodVersion]:
    """The same method's versions first, then its relatives, then the rest."""
    method = version.method

    def distance(other: MethodVersion) -> tuple[int, str, int]:
        related = {other.method_id, other.method.parent_id} & {method.pk, method.parent_id} - {None}
        nearness = 0 if other.method_id == method.pk else 1 if related else 2
        return nearness, other.title, -other.number

    return sorted(others, key=distance)
