"""What the pages of companies show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.collation import by_language
from core.exports import Column, Sheet
from core.prepared import Prepared, Slot
from core.sheets.pages import Cell, ImportPages, ShownRow, ShownRows
from core.sheets.rows import Plan
from core.web.lists import Sort, listing
from learning.companies import aggregate, importing, services
from learning.companies.forms import CompanyFilters
from learning.companies.importing import PlannedCompany
from learning.models import Company, CompanyImport, CompanyState
from people.models import User
from people.scope import scope_of
from programmes.models import Programme
from workshops.models import Need, NeedsStudy, Workshop

#: Companies that the counter names.
NAMED = 5
#: Asked on each meeting's page.
_FIRST = Prepared(
    Company.objects.filter(programme=Slot("programme")).order_by().values_list("pk", flat=True)[:1]
)
_LEVELS = {
    CompanyState.NEW: "off",
    CompanyState.ASKED: "warn",
    CompanyState.HEARD: "info",
    CompanyState.INVITED: "info",
    CompanyState.CAME: "ok",
    CompanyState.JOINS: "ok",
    CompanyState.LETTER: "ok",
    CompanyState.DECLINED: "stop",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A company that was not heard, and what to do next with it."""

    company: Company
    text: str


@dataclass(frozen=True, slots=True)
class Counter:
    """How many companies are heard of how many that are wanted."""

    heard: int
    wanted: int
    listed: int
    missing: list[Missing]
    more: int

    @property
    def left(self) -> int:
        """How many are still to be heard."""
        return max(0, self.wanted - self.heard)

    @property
    def unlisted(self) -> int:
        """How many must be found before so many can be heard."""
        return max(0, self.left - len(self.missing) - self.more)

    @property
    def says(self) -> str:
        """In a sentence."""
        return _("%(heard)s of %(wanted)s companies heard") % {
            "heard": self.heard,
            "wanted": self.wanted,
        }

    @property
    def level(self) -> str:
        """How its mark looks."""
        return "ok" if self.wanted and not self.left else "warn"

    @property
    def bar(self) -> int:
        """The width of the bar, per cent."""
        return min(100, round(100 * self.heard / self.wanted)) if self.wanted else 0


def counter(programme: Programme) -> Counter | None:
    """How far the programme is; None before it has said how many it wants to hear."""
    study = NeedsStudy.objects.filter(programme=programme).first()
    if study is None:
        return None
    rows: list[Any] = list(_rows(programme))
    heard = sum(one.is_heard for one in rows)
    open_ = [one for one in rows if not one.is_heard and not one.declined_on]
    missing = [Missing(one, _next_for(one)) for one in open_] if heard < study.wanted else []
    return Counter(heard, study.wanted, len(rows), missing[:NAMED], max(0, len(missing) - NAMED))


def _next_for(company: Company) -> str:
    if company.contact is None:
        return _("Find out whom to ask")
    if company.link_holds:
        return _("Has its own link; ring if nothing comes")
    if company.asked_on:
        return _("Asked; ring and interview")
    return _("Ask, or send its own link")


def companies(programme: Programme, query: Any) -> dict[str, Any]:
    """The list with its filters, and the counter."""
    return {
        "listing": _listed(programme, query),
        "counter": counter(programme),
        "levels": _LEVELS,
    }


def _rows(programme: Programme) -> Any:
    return programme.companies.with_progress().select_related("organisation", "contact")


def _listed(programme: Programme, query: Any, per_page: int = 50) -> Any:
    name = by_language("organisation__name")
    order = {
        "name": Sort(_("Company"), (name, "pk"), (name.desc(), "-pk")),
        "branch": Sort(_("Branch"), ("branch", name, "pk")),
        "asked": Sort(_("Asked on"), (F("asked_on").asc(nulls_last=True), "pk")),
        "heard": Sort(_("Heard on"), (F("heard_on").asc(nulls_last=True), "pk")),
    }
    shown = listing(query, _rows(programme), CompanyFilters, order=order, per_page=per_page)
    for one in shown.rows:
        one.level = _LEVELS[one.state]
    return shown


def sheet(programme: Programme, query: Any) -> Sheet:
    """The list as the address asks for it, as a workbook's sheet."""
    columns = [
        Column(_("Company"), width=32), Column(_("Branch"), width=24), Column(_("Size"), width=18),
        Column(_("How far"), width=18), Column(_("Contact person"), width=24),
        Column(_("E-mail"), width=28), Column(_("Phone"), width=16), Column(_("Asked on"), "date"),
        Column(_("Heard on"), "date"), Column(_("Invited on"), "date"),
        Column(_("Came on"), "date"),
        Column(_("Joins since"), "date"), Column(_("Letter of intent of"), "date"),
        Column(_("Declined on"), "date"),
    ]  # fmt: skip
    rows = []
    for one in _listed(programme, query, per_page=10_000).rows:
        contact = one.contact
        rows.append((
            str(one), one.get_branch_display(), one.get_size_display(), str(one.state.label),
            contact.name if contact else "", contact.email if contact else "",
            contact.phone if contact else "", one.asked_on, one.heard_on,
            one.invited_at.date() if one.invited_at else None,
            one.came_at.date() if one.came_at else None,
            one.joins_on, one.letter_on, one.declined_on,
        ))  # fmt: skip
    return Sheet(_("Companies"), columns, rows)


def company(found: Company) -> dict[str, Any]:
    """One company: who, how far, what it told."""
    row = _rows(found.programme).get(pk=found.pk)
    days = [
        (_("Asked on"), row.asked_on), (_("Heard on"), row.heard_on),
        (_("Invited on"), row.invited_at), (_("Came on"), row.came_at),
        (_("Joins since"), row.joins_on), (_("Letter of intent of"), row.letter_on),
        (_("Declined on"), row.declined_on),
    ]  # fmt: skip
    return {
        "company": row,
        "level": _LEVELS[row.state],
        "days": [(label, day) for label, day in days if day],
        "needs": services.needs_of([row]).select_related("contact").order_by("-level", "pk"),
        "interviews": row.interviews.select_related("contact", "by"),
    }


def by_theme(programme: Programme) -> dict[str, Any]:
    """Needs by theme."""
    found = aggregate.of(programme)
    return {"aggregate": found, "limit": aggregate.LIMIT}


def known_themes(programme: Programme) -> list[str]:
    """Words that needs of the programme were sorted by, for the fields to offer."""
    rows = Need.objects.filter(study__programme=programme).order_by("theme")
    return list(rows.values_list("theme", flat=True).distinct()[:100])


def at_meeting(user: User, workshop: Workshop) -> dict[str, Any]:
    """At a meeting of a programme with companies: ways to its guest list and interests."""
    programme = workshop.programme
    if not scope_of(user).runs_programme(programme):
        return {}
    return {
        "has_companies": bool(_FIRST(programme=programme.pk)),
        "workshop": workshop,
    }


class CompanyPages(ImportPages[CompanyImport]):
    """The pages of a list of companies."""

    importer = importing.IMPORTER
    folder = "learning/companies"

    def url(self, name: str, kept: CompanyImport) -> str:
        """Addresses under the programme's companies."""
        if name == "start":
            return reverse("learning:company_import", args=[kept.programme_id])
        if name == "template":
            return reverse("learning:company_import_template", args=[kept.programme_id])
        return reverse(f"learning:company_import_{name}", args=[kept.pk])

    def context(self, kept: CompanyImport) -> Mapping[str, Any]:
        """The programme."""
        return {"programme": kept.programme}

    def previewed(self, kept: CompanyImport, plan: Plan[PlannedCompany]) -> Mapping[str, Any]:
        """The companies, when nothing stands in their way."""
        rows = [] if plan.faults else [_shown(one) for one in plan.rows]
        new, changed = plan.counts["new"], plan.counts["changed"]
        if new and changed:
            action = _("Add %(new)s and change %(changed)s companies") % {
                "new": new, "changed": changed,
            }  # fmt: skip
        elif changed:
            action = ngettext("Change %(count)s company", "Change %(count)s companies", changed) % {
                "count": changed
            }
        else:
            action = ngettext("Add %(count)s company", "Add %(count)s companies", new) % {
                "count": new
            }
        return {
            "shown": ShownRows.of("rows", _("Companies of the list"), rows),
            "known": any(one.stored for one in plan.rows),
            "action": action,
        }


def _shown(one: PlannedCompany) -> ShownRow:
    happens = {
        "new": ("ok", _("New on the list")),
        "changed": ("warn", _("Is changed")),
        "same": ("off", _("Stays as it is")),
        "there": ("off", _("Is there and is left as it is")),
    }
    cells = [
        Cell(_("Company"), one.name),
        Cell(_("Contact person"), one.person.get("name", "–"), one.person.get("email", "")),
    ]
    return ShownRow(one.row, cells, happens[one.result])
